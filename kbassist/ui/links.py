"""What a link in an article may lead to: other entries, secure pages and mail; nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from PySide6.QtCore import QUrl

MAX_TARGET: Final = 2048
_BAD: Final = frozenset("\\\r\n\t\0")


class Target(Enum):
    """Where a link leads."""

    ENTRY = auto()
    OUTSIDE = auto()
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class Link:
    """A judged link: `href` as it is opened, `shown` as it is shown: whole, and in letters that cannot deceive."""

    target: Target
    href: str
    shown: str


def judge(href: str) -> Link:
    """Judge a link of an article: `kb:` stays inside, `https:` and `mailto:` lead outside, the rest is refused."""
    url = QUrl(href, QUrl.ParsingMode.StrictMode)
    shown = ascii(href)[1:-1] if not url.isValid() else url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
    return Link(_target(href, url), href, shown)


def _target(href: str, url: QUrl) -> Target:
    if not url.isValid() or len(href) > MAX_TARGET or _BAD & set(href):
        return Target.REFUSED
    scheme = url.scheme().lower()
    if scheme == "kb":
        return Target.ENTRY
    if scheme == "https" and url.host() and not url.userInfo():
        return Target.OUTSIDE
    return Target.OUTSIDE if scheme == "mailto" and "@" in url.path() else Target.REFUSED
