"""Marks for tests that hold on one system only; each says the mechanism that the other system lacks."""

from __future__ import annotations

import ctypes
import os
import sys
import tempfile
from pathlib import Path
from typing import Final

import pytest

WINDOWS: Final = sys.platform == "win32"


def _under_wine() -> bool:
    if sys.platform != "win32":
        return False
    return hasattr(ctypes.WinDLL("ntdll"), "wine_get_version")


def _links() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        try:
            Path(folder, "link").symlink_to(folder)
        except OSError:
            return False
        return os.path.lexists(Path(folder, "link"))  # wine says that it made one, and makes none


UNDER_WINE: Final = _under_wine()
LINKS: Final = _links()
"""Whether symbolic links can be made here: on Windows by administrators and developers, under wine by nobody."""

needs_links = pytest.mark.skipif(not LINKS, reason="no symbolic links can be made here")


def posix_only(why: str) -> pytest.MarkDecorator:
    """Skip a test on Windows."""
    return pytest.mark.skipif(WINDOWS, reason=f"not on Windows: {why}")


def windows_only(why: str) -> pytest.MarkDecorator:
    """Skip a test on every system but Windows."""
    return pytest.mark.skipif(not WINDOWS, reason=f"Windows only: {why}")


def not_under_wine(why: str) -> pytest.MarkDecorator:
    """Skip a test where Windows is wine; a real Windows runs it."""
    return pytest.mark.skipif(UNDER_WINE, reason=f"not under wine: {why}")
