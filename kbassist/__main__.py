"""The console entry of `kbassist` and `python -m kbassist`."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line and exit with its code."""
    # numpy's matrix library would start a thread a processor, with buffers of its own, for matrices as small as ours.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from kbassist.cli.app import run  # noqa: PLC0415 - multiprocessing children import this module too

    sys.exit(run())


if __name__ == "__main__":
    main()
