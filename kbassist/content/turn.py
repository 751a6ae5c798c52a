"""Taking turns with other processes: a lock on a file, which ends with the process that holds it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_TRIES: Final = 20
_PAUSE_S: Final = 0.005

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _unlock(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


@contextmanager
def turn(path: Path) -> Iterator[None]:
    """Hold the lock of this file; raises OSError where another holds it for more than a tenth of a second."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        for attempt in range(1, _TRIES + 1):
            try:
                _lock(handle)
                break
            except OSError:
                if attempt == _TRIES:
                    raise
                time.sleep(_PAUSE_S)
        try:
            yield
        finally:
            _unlock(handle)
    finally:
        os.close(handle)
