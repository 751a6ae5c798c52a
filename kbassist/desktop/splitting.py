"""A long text in parts that end where a reader pauses, and never inside a number, a word, a link or an emoji."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QTextBoundaryFinder

# What stays in one piece, if it fits at all: links, [微笑] codes, numbers with their sign and unit, words.
_WHOLE: Final = re.compile(
    r"https?://[^\s\u3000-\u9fff\uff00-\uffef]+"
    r"|\[[^\[\]\s]{1,8}\]"
    r"|[¥￥$€£+-]?\s?\d+(?:[.,:/\-–~]\d+|[ \u00a0]\d{2,})*\s?(?:%|‰|元|块|天|日|号|小时|分钟|个工作日|个月)?"
    r"|[A-Za-z][A-Za-z0-9_'’@.+-]*[A-Za-z0-9]"
)
_SENTENCE_END: Final = frozenset("。！？!?；;…")
_CLAUSE_END: Final = frozenset("，,、：:")
_CLOSING: Final = frozenset("”’」』）)】》\"'")
_PARAGRAPH, _LINE, _SENTENCE, _CLAUSE, _SPACE, _ANYWHERE = 5, 4, 3, 2, 1, 0


def size(text: str) -> int:
    """Return the length in UTF-16 units, which is what most programs count."""
    return len(text) + sum(1 for letter in text if ord(letter) > 0xFFFF)


def parts(text: str, longest: int) -> tuple[str, ...]:
    """Split a text into parts of at most `longest` UTF-16 units; 0 is no limit.

    A part ends at the best pause in its second half, else at the best before. Only a word, link or number that is
    longer than a whole part is cut, at the border of a letter as it is seen. Blank space where parts meet is dropped.
    """
    if not longest or size(text) <= longest:
        return (text,)
    found: list[str] = []
    atoms = list(_atoms(text, longest))
    while atoms:
        count = _count_of_next(atoms, longest)
        part, atoms = "".join(atoms[:count]).strip(), atoms[count:]
        if part:
            found.append(part)
    return tuple(found)


def _count_of_next(atoms: list[str], longest: int) -> int:
    """Return how many of these the next part takes; at least one."""
    used, best, best_rank = 0, 0, -1
    for index, atom in enumerate(atoms):
        used += size(atom)
        if used > longest:
            break
        rank = _pause(atoms, index) + (10 if used * 2 >= longest else 0)
        if rank >= best_rank:
            best, best_rank = index + 1, rank
    else:
        return len(atoms)
    return max(1, best)


def _pause(atoms: list[str], index: int) -> int:
    """Return how good an end this atom is."""
    atom, following = atoms[index], atoms[index + 1] if index + 1 < len(atoms) else "\n"
    before = next((one for one in reversed(atoms[max(0, index - 2) : index + 1]) if one not in _CLOSING), "")
    if following in _CLOSING or following in _SENTENCE_END or following in _CLAUSE_END:
        return _ANYWHERE - 1
    if atom == "\n":
        return _PARAGRAPH if index and atoms[index - 1] == "\n" else _LINE
    if before in _SENTENCE_END or (before == "." and following.isspace()):
        return _SENTENCE
    if before in _CLAUSE_END:
        return _CLAUSE
    return _SPACE if atom.isspace() else _ANYWHERE


def _atoms(text: str, longest: int) -> Iterator[str]:
    """Yield what must not be cut, in order."""
    at = 0
    for match in _WHOLE.finditer(text):
        yield from _letters(text[at : match.start()])
        if size(match[0]) <= longest:
            yield match[0]
        else:
            yield from _letters(match[0])
        at = match.end()
    yield from _letters(text[at:])


def _letters(text: str) -> Iterator[str]:
    """Yield letters as they are seen: an emoji of several code points is one."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, text)
    units, at = text.encode("utf-16-le", "surrogatepass"), 0
    while (end := finder.toNextBoundary()) > 0:
        yield from units[2 * at : 2 * end].decode("utf-16-le", "surrogatepass").replace("\r\n", "\n").splitlines(True)
        at = end
