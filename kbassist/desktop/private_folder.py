"""A folder for the socket of the running program that no other user can enter."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from pathlib import Path
from typing import Final

from kbassist.errors import KbassistError
from kbassist.i18n import N_

_LONGEST_PATH: Final = 100  # of a socket, in bytes; Linux takes 107


def private_folder(profile: Path) -> Path:
    """Return a folder that only this user can enter: for the session where there is one, else in the temporary files.

    Raises KbassistError where another user has prepared a folder of that name.
    """
    if sys.platform == "win32":
        profile.mkdir(parents=True, exist_ok=True)
        return profile  # Windows' pipes have no place in the file system; the lock lies in the user's profile
    session = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    if session.is_absolute() and len(os.fsencode(session)) < _LONGEST_PATH - 30 and _is_private(session):
        return session
    own = Path(tempfile.gettempdir(), f"kbassist-{_user()}")
    own.mkdir(mode=0o700, exist_ok=True)
    if not _is_private(own):
        raise KbassistError(N_("The folder {folder} can be entered by other users.", folder=str(own)))
    return own


def _is_private(folder: Path) -> bool:
    """Tell whether a folder is this user's own, no link, and closed to all others."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == _user() and not found.st_mode & 0o077


def _user() -> int:
    """Return this user's number."""
    return 0 if sys.platform == "win32" else os.getuid()
