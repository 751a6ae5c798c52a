"""Handing files, folders and links to the programs that the user chose for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from kbassist.errors import KbassistError
from kbassist.i18n import N_

SCHEMES: Final = frozenset({"https", "mailto"})
SUFFIXES: Final = frozenset(
    {".md", ".markdown", ".txt", ".yaml", ".yml", ".toml", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"}
)


class NotOpened(KbassistError):  # noqa: N818
    """The thing was refused, or the desktop has no program for it."""


class DesktopOpener:
    """See `ports.Opener`; nothing that could run is ever handed on, whatever a library names it."""

    def __init__(self, open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl) -> None:
        self._open_url = open_url

    def file(self, path: Path) -> None:
        """Open a text file or an image; raises NotOpened for anything else."""
        real = path.resolve()
        if real.suffix.lower() not in SUFFIXES:
            raise NotOpened(N_("“{name}” is neither text nor an image and is not opened.", name=path.name))
        if not real.is_file():
            raise NotOpened(N_("“{name}” does not exist any more.", name=path.name))
        self._open(QUrl.fromLocalFile(str(real)), path.name)

    def folder(self, path: Path) -> None:
        """Show a folder; raises NotOpened where it is none."""
        if not path.is_dir():
            raise NotOpened(N_("The folder “{name}” cannot be reached.", name=str(path)))
        self._open(QUrl.fromLocalFile(str(path.resolve())), str(path))

    def link(self, url: str) -> None:
        """Open an `https:` or `mailto:` link; raises NotOpened for every other scheme."""
        target = QUrl(url.strip(), QUrl.ParsingMode.StrictMode)
        if not target.isValid() or target.scheme().lower() not in SCHEMES:
            raise NotOpened(
                N_("This link is not opened, since it leads neither to https nor to e-mail: {url}", url=url)
            )
        self._open(target, url)

    def _open(self, url: QUrl, name: str) -> None:
        """Hand a checked address to the desktop."""
        if not self._open_url(url):
            raise NotOpened(
                N_("The desktop has no program to open “{name}”.", name=name),
                N_("Choose one in the system's settings for default programs."),
            )
