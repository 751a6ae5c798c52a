"""Which options of a list fit what is typed: any part of their words, full pinyin, first letters, in any mix."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from kbassist.search.analyzer import fold
from kbassist.search.phonetic import Habits

if TYPE_CHECKING:
    from kbassist.search.spelled import Pattern
    from kbassist.search.symbols import Symbols


def match_options(labels: Sequence[str], typed: str, habits: Habits = Habits()) -> list[int]:  # noqa: B008 - frozen
    """Return the numbers of the labels that fit, best first; all of them, as they stand, where nothing is typed.

    First comes what begins with the text as typed, then what holds it, then what is spelled so, the likeliest reading
    first. Where nothing holds the whole, each part between blanks may stand anywhere.
    """
    text = fold(typed).strip()
    if not text:
        return list(range(len(labels)))
    shelf = _Shelf(labels)
    found = shelf.fitting(text, habits)
    parts = text.split()
    if found or len(parts) < 2:
        return found
    first, *others = (shelf.fitting(part, habits) for part in parts)
    rest = [set(other) for other in others]
    return [number for number in first if all(number in other for other in rest)]


class _Shelf:
    """The labels as one row of symbols, compared place by place."""

    def __init__(self, labels: Sequence[str]) -> None:
        from kbassist.search.symbols import symbols  # noqa: PLC0415 - numpy, which the program starts without

        pieces = [symbols(fold(label).replace("\n", " ")) for label in labels]
        begins = accumulate((len(piece) + 1 for piece in pieces), initial=0)
        self._begins = dict(zip(begins, range(len(labels)), strict=False))
        self._row = _joined(pieces)

    def fitting(self, text: str, habits: Habits) -> list[int]:
        """Return the labels that hold a folded text, or what its letters stand for."""
        from kbassist.search.spelled import literal, spelled  # noqa: PLC0415 - see above

        plain = literal(text, anywhere=True)
        patterns = [plain, *(reading.pattern for reading in spelled(text, habits))]
        places = [self._places(pattern) for pattern in patterns]
        begun = [number for place, number in places[0] if place in self._begins]
        return list(dict.fromkeys([*begun, *(number for found in places for _place, number in found)]))

    def _places(self, pattern: Pattern) -> list[tuple[int, int]]:
        """Return where a pattern begins, each place with its label."""
        import numpy as np  # noqa: PLC0415 - see above

        room = len(self._row) - len(pattern) + 1
        if not pattern or room <= 0:
            return []
        fits = np.ones(room, bool)
        for at, wanted in enumerate(pattern):
            fits &= np.isin(self._row[at : at + room], wanted)
        starts = np.fromiter(self._begins, np.int64, len(self._begins))
        found = np.flatnonzero(fits)
        numbers = np.searchsorted(starts, found, side="right") - 1
        return list(zip(found.tolist(), numbers.tolist(), strict=True))


def _joined(pieces: Sequence[Symbols]) -> Symbols:
    """Return all pieces in one row, with a symbol between them that no pattern holds."""
    import numpy as np  # noqa: PLC0415 - see above

    from kbassist.search.symbols import END  # noqa: PLC0415 - see above

    end = np.array([END], np.uint16)
    parted = [part for piece in pieces for part in (piece, end)]
    return np.concatenate(parted) if parted else end[:0]
