"""Writing a file so that a reader sees the old text or the new one, never half."""

from __future__ import annotations

import contextlib
import glob
import os
import stat
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

ORPHANED_S: Final = 3600.0
# Windows replaces no file that another program has open without leave to delete it: a virus scanner, a backup, a
# reader of our own. They are done with it in a moment.
_PAUSES_S: Final = (0.01, 0.02, 0.05, 0.1, 0.2) if sys.platform == "win32" else ()


def write_bytes(path: Path, data: bytes) -> None:
    """Write aside in the same folder, flush to the disk, replace; on failure the old file stands.

    A file that was there keeps its permissions, a new one is the user's alone. Raises OSError where the folder
    cannot be made or written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(OSError):  # there is none yet, or a share that knows no permissions
            os.chmod(aside, stat.S_IMODE(path.stat().st_mode))  # noqa: PTH101
        _replace(aside, path)
        _sweep(path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(aside)  # noqa: PTH108
        raise


def _replace(aside: str, path: Path) -> None:
    for pause in _PAUSES_S:
        with contextlib.suppress(PermissionError):
            os.replace(aside, path)  # noqa: PTH105 - a fault test injects this very call
            return
        time.sleep(pause)
    os.replace(aside, path)  # noqa: PTH105 - a fault test injects this very call


def _sweep(path: Path) -> None:
    """Take away what a killed write of this file left; a young one may be another process's write under way."""
    with contextlib.suppress(OSError):
        for orphan in path.parent.glob(f".{glob.escape(path.name)}.*.tmp"):
            if time.time() - orphan.stat().st_mtime > ORPHANED_S:
                orphan.unlink()


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 with the newlines as given; see `write_bytes`."""
    write_bytes(path, text.encode())
