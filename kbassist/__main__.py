"""The entry of `kbassist` and `python -m kbassist`, with a console or without."""

from __future__ import annotations

import os
import sys
from typing import Final

WINDOWED: Final = "\\kbassist.exe"


def main() -> None:
    """Run the command line and exit with its code."""
    # numpy's matrix library would start a thread a processor, with buffers of its own, for matrices as small as ours.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if sys.stderr is None or sys.executable.lower().endswith(WINDOWED):
        from kbassist.app import windowed  # noqa: PLC0415 - only for the windowed program

        sys.exit(windowed.run(_run))
    sys.exit(_run())


def _run() -> int:
    from kbassist.cli.app import run  # noqa: PLC0415 - multiprocessing children import this module too

    return run()


if __name__ == "__main__":
    main()
