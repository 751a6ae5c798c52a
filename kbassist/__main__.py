"""The console entry of `kbassist` and `python -m kbassist`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    from kbassist.cli.app import run  # noqa: PLC0415 - multiprocessing children import this module too

    sys.exit(run())


if __name__ == "__main__":
    main()
