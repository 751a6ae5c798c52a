"""Where things lie: resources, the sample library, the user's settings and caches."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from platformdirs import PlatformDirs

_PACKAGE: Final = Path(__file__).resolve().parent
_CHECKOUT: Final = _PACKAGE.parent


def _user_dirs() -> PlatformDirs:
    """Return where this system keeps what belongs to a user."""
    from platformdirs import PlatformDirs  # noqa: PLC0415 - the build reads this package where there is none

    return PlatformDirs("kbassist", appauthor=False)


def resource(name: str) -> Path:
    """Return the path of a file or folder below `resources/`, installed or in a checkout."""
    installed = _PACKAGE / "_resources"
    return (installed if installed.is_dir() else _CHECKOUT / "resources") / name


def sample_library() -> Path:
    """Return the folder of the sample library that comes with the program."""
    installed = _PACKAGE / "_sample"
    return installed if installed.is_dir() else _CHECKOUT


def config_dir() -> Path:
    """Return the folder of the user's settings; `KBASSIST_CONFIG_DIR` overrides it."""
    override = os.environ.get("KBASSIST_CONFIG_DIR")
    return Path(override) if override else _user_dirs().user_config_path


def cache_dir() -> Path:
    """Return the folder of everything that can be deleted; `KBASSIST_CACHE_DIR` overrides it."""
    override = os.environ.get("KBASSIST_CACHE_DIR")
    return Path(override) if override else _user_dirs().user_cache_path


def data_dir() -> Path:
    """Return the folder of what belongs to the user and is no setting; `KBASSIST_DATA_DIR` overrides it."""
    override = os.environ.get("KBASSIST_DATA_DIR")
    return Path(override) if override else _user_dirs().user_data_path


def library_cache(root: Path) -> Path:
    """Return the cache folder of one library, apart from every other library's.

    It is named by the path as it was given: to resolve that would ask a share that may hang, and Windows resolves a
    mapped drive only while it is connected, so that without it another, empty cache would answer.
    """
    name = hashlib.sha256(os.fsencode(root.absolute())).hexdigest()[:16]
    return cache_dir() / "libraries" / name


def library_data(root: Path) -> Path:
    """Return the folder of what the user did with one library (pins, recent entries)."""
    return data_dir() / "libraries" / library_cache(root).name
