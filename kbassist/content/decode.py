"""From the bytes of a file to its text, whatever program wrote them."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import Final

from kbassist.content.problem import Level, Problem, Repair
from kbassist.i18n import N_

MAX_BYTES: Final = 8_000_000
MAX_LINE: Final = 100_000
_SNIFFED: Final = 4096
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text with `\\n` newlines and no byte order mark, the encoding it was in, and what was odd about it."""

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


def decode(data: bytes, path: str) -> Decoded:
    """Return the text of a file; bytes that mean nothing become `�` and a problem, never an exception."""
    text, encoding = _decoded(data)
    problems = []
    if encoding != "utf-8":
        problems.append(_foreign(path, encoding))
    if "�" in text and "�".encode() not in data:
        problems.append(_damaged(path, text))
    if "\0" in text:
        problems.append(_nul(path, text))
        text = text.replace("\0", "")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Decoded(text, encoding, tuple(problems))


def raw(data: bytes) -> tuple[str, str, bytes]:
    """Return the text with its own line ends, the encoding, and the byte order mark that stood before it."""
    text, encoding = _decoded(data)
    mark = next((mark for mark, _ in _BOMS if data.startswith(mark)), b"")
    return text, encoding, mark


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    else:
        if "\0" not in text:
            return text, "utf-8"
    return _without_mark(data, text)


def _without_mark(data: bytes, as_utf8: str) -> tuple[str, str]:
    if wide := _wide(data[:_SNIFFED]):
        return data.decode(wide, "replace"), wide
    if as_utf8:
        return as_utf8, "utf-8"
    damaged = data.decode("utf-8", "replace")
    foreign = sum(1 for character in damaged if character > "\x7f")
    # A few bad bytes among many good ones are a damaged UTF-8 file; GB18030 would accept them and garble the rest.
    if damaged.count("�") * 10 < foreign:
        return damaged, "utf-8"
    try:
        return data.decode("gb18030"), "gb18030"
    except UnicodeDecodeError:
        return damaged, "utf-8"


def _wide(sample: bytes) -> str:
    """Guess UTF-16 without a mark: then every ASCII character (there are always some) has a NUL on one side."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if even + odd < max(2, len(sample) // 50):
        return ""
    if odd > even * 4:
        return "utf-16-le"
    return "utf-16-be" if even > odd * 4 else ""


def _foreign(path: str, encoding: str) -> Problem:
    message = N_("The file is encoded as {encoding}, not as UTF-8.", encoding=encoding.upper())
    return Problem(path, 0, Level.WARNING, "encoding", message, Repair(N_("Save it as UTF-8."), reencode=True))


def _damaged(path: str, text: str) -> Problem:
    line = text.count("\n", 0, text.index("�")) + 1
    return Problem(path, line, Level.ERROR, "undecodable", N_("Some bytes here are no text; they are shown as �."))


def _nul(path: str, text: str) -> Problem:
    line = text.count("\n", 0, text.index("\0")) + 1
    return Problem(
        path, line, Level.WARNING, "control-character", N_("There are NUL characters here; they are left out.")
    )


def too_long(text: str) -> int:
    """Return the number (1-based) of the first line that is too long to be worked with, or 0."""
    if len(text) <= MAX_LINE:
        return 0
    return next((number for number, line in enumerate(text.split("\n"), 1) if len(line) > MAX_LINE), 0)
