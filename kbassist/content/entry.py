"""What the headers of articles, guides and macros have in common."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any, Final

from kbassist.content.model import DEFAULT_LOCALE
from kbassist.content.remarks import Remarks
from kbassist.content.schema import Header
from kbassist.content.source import Place
from kbassist.i18n import N_

_LANGUAGES: Final = frozenset({
    "ar", "bg", "bn", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu", "id", "it",
    "ja", "kk", "km", "ko", "lo", "lt", "lv", "mn", "ms", "my", "ne", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl",
    "sr", "sv", "th", "tr", "ug", "uk", "ur", "uz", "vi", "zh",
})  # fmt: skip
_SUFFIX: Final = re.compile(r"(.+)\.([A-Za-z]{2})(?:[-_]([A-Za-z]{2}|[A-Za-z]{4}))?")
_LOCALE: Final = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{2}|[A-Za-z]{4}|\d{3}))?")
_NAMED: Final = {
    "中文": "zh-CN",
    "简体中文": "zh-CN",
    "繁体中文": "zh-TW",
    "英文": "en",
    "英语": "en",
    "english": "en",
}
_BAD_ID: Final = re.compile(r"[#@|\[\]\s\\]")


def place(path: str, top: str) -> Place:
    """Return what a path says; `top` is the folder that categories count from (`kb/`, `macros/`, or empty)."""
    pure = PurePosixPath(path)
    name, locale = pure.stem, DEFAULT_LOCALE
    match = _SUFFIX.fullmatch(name)
    if match and match[2].lower() in _LANGUAGES:
        name, locale = match[1], _joined(match[2], match[3])
    category = str(PurePosixPath(path.removeprefix(top)).parent)
    return Place(path, "" if category == "." else category, str(pure.with_name(name)), locale, name)


def _joined(language: str, region: str | None) -> str:
    if not region:
        return DEFAULT_LOCALE if language.lower() == "zh" else language.lower()
    return f"{language.lower()}-{region.title() if len(region) == 4 else region.upper()}"


def locale_of(written: str) -> str | None:
    """Return a locale in its usual spelling (`zh_cn` is `zh-CN`), or None where it is none."""
    if written.casefold() in _NAMED:
        return _NAMED[written.casefold()]
    match = _LOCALE.fullmatch(written)
    return _joined(match[1], match[2]) if match else None


def common(header: Header, where: Place, heading: str) -> dict[str, Any]:
    """Return the arguments that every entry takes; `heading` is the body's H1."""
    return {
        "id": _id(header, where),
        "path": where.path,
        "locale": _locale(header, where),
        "title": header.text("title") or heading or where.name,
        "category": where.category,
        "asked_as": header.rows("asked_as"),
        "tags": header.words("tags"),
        "status": header.status(),
        "owner": header.text("owner"),
        "reviewed": header.day("reviewed"),
        "review_by": header.day("review_by"),
        "effective": header.day("effective"),
        "expires": header.day("expires"),
        "basis": header.refs("basis"),
        "basis_seen": header.words("basis_seen"),
        "extra": header.extra,
        "lines": header.lines,
    }


def _id(header: Header, where: Place) -> str:
    written = header.text("id")
    if not written:
        return where.id
    if not _BAD_ID.search(written):
        return written
    better = re.sub(r"-{2,}", "-", _BAD_ID.sub("-", written)).strip("-") or where.id
    line = header.lines["id"]
    message = N_("An id has no spaces and none of # @ | [ ] \\; it is read as “{id}”.", id=better)
    header.remarks.add("bad-id", line, message)
    return better


def _locale(header: Header, where: Place) -> str:
    written = header.text("locale")
    locale = locale_of(written) if written else where.locale
    if locale is None:
        message = N_("“{value}” is no language; write zh-CN or en.", value=written)
        header.remarks.add("unknown-value", header.lines["locale"], message)
    return locale or where.locale


def file_lines(text: str, path: str) -> Remarks:
    """Return an empty collection of remarks for a file with this text."""
    return Remarks(path, text.split("\n"))
