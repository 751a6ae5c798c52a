"""Latin words that are spelled like others: for a little credit (refunded, refund), and where one is misspelled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from kbassist.search.analyzer import Term, Word, stem
from kbassist.search.postings import Postings
from kbassist.search.query import Query, Variant, variant
from kbassist.search.ways import Way

LIKE: Final = 0.5  # Dice's coefficient of trigrams from which a word is like another
_MOST_LIKE: Final = 4  # words a word is read as, too
_SHORTEST: Final = 3  # letters of a word that can be like another
_LONGEST: Final = 30
_SHORT: Final = 4  # letters up to which an exchanged letter most likely makes another word (kind, mind), not a slip
_MOST_WORDS: Final = 100_000  # most frequent words of the index that are compared
_CLOSE: Final = 0.2  # Dice's coefficient from which edits are counted
_COUNTED: Final = 48  # words for which they are
_CORRECTED: Final = 3  # words of one query that are corrected
_READINGS: Final = 3  # corrected readings of one query
_ONE_EDIT: Final = 0.85  # what a reading counts whose word differs by one slip
_MORE_EDITS: Final = 0.65
_BASE: Final = 37  # a to z, 0 to 9, and the edge of a word
_REMEMBERED: Final = 512

Ints = npt.NDArray[np.int64]


def _numbered() -> Ints:
    """Return the number of each character below 256: letters from 1, then digits, 0 for all others."""
    numbers = np.zeros(256, np.int64)
    numbers[ord("a") : ord("z") + 1] = np.arange(1, 27)
    numbers[ord("0") : ord("9") + 1] = np.arange(27, _BASE)
    return numbers


_LETTERS: Final = _numbered()


@dataclass(frozen=True, slots=True)
class _Grams:
    """The words of each trigram, by code: those of `code` are `words[starts[code]:starts[code + 1]]`."""

    starts: Ints
    words: npt.NDArray[np.int32]
    counts: npt.NDArray[np.float32]  # trigrams of each word


class Spelling:
    """The Latin words of an index, compared by their letters; made ready when first asked."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        self._like: dict[str, tuple[tuple[str, float], ...]] = {}
        self._corrected: dict[str, tuple[tuple[str, float], ...]] = {}

    def similar(self, word: str) -> Sequence[tuple[str, float]]:
        """Return the words that are like a folded one, itself and its stem left out, most alike first.

        With each comes its likeness: Dice's coefficient of the trigrams (0 to 1), edges included.
        """
        if word not in self._like:
            self._remember(self._like, word, tuple(self._similar(word)))
        return self._like[word]

    def variants(self, query: Query) -> tuple[Variant, ...]:
        """Return the query with the Latin words corrected that no entry has, likeliest first, at most a handful."""
        wrong = [word for word in query.words if self._unknown(word)][:_CORRECTED]
        choices = [self._corrections(word.text) for word in wrong]
        pairs = [(word, found) for word, found in zip(wrong, choices, strict=True) if found]
        readings = (
            (_exchanged(query.text, [word.text for word, _found in pairs], chosen), chosen)
            for chosen in product(*(found for _word, found in pairs))
        )
        made = (
            variant(text, Way.SPELLING, min(weight for _said, weight in chosen), (pairs[0][0].text, chosen[0][0]))
            for text, chosen in readings
            if chosen
        )
        return tuple(sorted(made, key=lambda one: -one.weight)[:_READINGS])

    def _unknown(self, word: Word) -> bool:
        """Tell whether no entry has a Latin word: as it is, its stem, its parts, or as the beginning of one."""
        if word.cjk or word.text.isdigit() or not _SHORTEST <= len(word.text) <= _LONGEST:
            return False
        if self._postings.lookup(Term(word.text, prefix=True)):
            return False
        return not any(self._postings.lookup(term) for term in word.strict) and not all(
            self._postings.lookup(term) for term in word.loose
        )

    def _corrections(self, word: str) -> tuple[tuple[str, float], ...]:
        if word not in self._corrected:
            self._remember(self._corrected, word, tuple(self._corrections_of(word)))
        return self._corrected[word]

    def _corrections_of(self, word: str) -> Iterator[tuple[str, float]]:
        """Yield what a word may have been meant to be: few slips, the more frequent first; or two words in one."""
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - only where a word is unknown

        allowed = 1 if len(word) < 6 else 2
        found = []
        for number, likeness in self._nearest(word, _CLOSE, _COUNTED):
            text, count = self._words[number]
            slips = OSA.distance(word, text, score_cutoff=allowed)
            likely = len(word) > _SHORT or len(text) != len(word) or sorted(text) == sorted(word)
            if slips <= allowed and likely and stem(text) != stem(word):
                found.append((slips, -likeness - 0.02 * min(count, 10), text))
        best = {
            stem(text): (text, slips) for slips, _order, text in sorted(found, reverse=True) if text != stem(text)
        }
        best = {stem(text): (text, slips) for slips, _order, text in sorted(found, reverse=True)} | best
        for text, slips in sorted(best.values(), key=lambda pair: pair[1])[:2]:
            yield text, _ONE_EDIT if slips <= 1 else _MORE_EDITS
        yield from ((apart, _ONE_EDIT) for apart in self._two_words(word)[:1])

    def _two_words(self, word: str) -> list[str]:
        """Return the ways to cut a word into two that are known (freeshipping), the longest halves first."""
        cuts = ((word[:at], word[at:]) for at in range(_SHORTEST, len(word) - _SHORTEST + 1))
        known = [cut for cut in cuts if all(self._postings.frequency(stem(half)) for half in cut)]
        return [" ".join(cut) for cut in sorted(known, key=lambda cut: abs(len(cut[0]) - len(cut[1])))]

    def _similar(self, word: str) -> Iterator[tuple[str, float]]:
        if not word.isalpha() or not _SHORTEST <= len(word) <= _LONGEST:
            return
        root = stem(word)
        near = self._nearest(word, LIKE, _MOST_LIKE + 2)
        found = [(self._words[number][0], likeness) for number, likeness in near]
        yield from [(text, likeness) for text, likeness in found if text not in {word, root}][:_MOST_LIKE]

    def _nearest(self, word: str, least: float, most: int) -> list[tuple[int, float]]:
        """Return the words (by number) whose trigrams are most like those of a word, and how much."""
        codes = np.unique(_codes(f"\n{word}\n")[0])
        grams = self._grams
        if not len(codes) or not len(grams.counts):
            return []
        lists = [grams.words[grams.starts[code] : grams.starts[code + 1]] for code in codes.tolist()]
        shared = np.bincount(np.concatenate(lists), minlength=len(grams.counts))
        there = np.flatnonzero(shared)
        dice = 2 * shared[there] / (grams.counts[there] + len(codes))
        chosen = np.flatnonzero(dice >= least)
        best = chosen[np.argsort(-dice[chosen], kind="stable")][:most]
        return list(zip(there[best].tolist(), dice[best].tolist(), strict=True))

    @cached_property
    def _words(self) -> list[tuple[str, int]]:
        """The words that are compared; the rarest are left out where they are very many."""
        words = [pair for pair in self._postings.latin_words() if len(pair[0]) <= _LONGEST and pair[0].isascii()]
        if len(words) > _MOST_WORDS:
            least = sorted((count for _word, count in words), reverse=True)[_MOST_WORDS]
            words = [pair for pair in words if pair[1] > least]
        return words

    @cached_property
    def _grams(self) -> _Grams:
        codes, words = _codes("\n" + "\n".join(word for word, _count in self._words) + "\n")
        pairs = np.unique(codes * (1 << 32) + words)
        codes, words = pairs >> 32, pairs & ((1 << 32) - 1)
        starts = np.searchsorted(codes, np.arange(_BASE**3 + 1))
        counts = np.bincount(words, minlength=len(self._words)).astype(np.float32)
        return _Grams(starts, words.astype(np.int32), counts)

    @staticmethod
    def _remember(memory: dict[str, Any], word: str, found: tuple[tuple[str, float], ...]) -> None:
        if len(memory) >= _REMEMBERED:
            memory.clear()
        memory[word] = found


def _codes(lines: str) -> tuple[Ints, Ints]:
    """Return the trigrams of words in lines, edges included, as numbers; and of each the number of its word.

    Characters other than a to z and 0 to 9 count as edges.
    """
    written = np.frombuffer(lines.encode("ascii", "replace"), np.uint8)
    letters = _LETTERS[written]
    ends = written == ord("\n")
    codes = (letters[:-2] * _BASE + letters[1:-1]) * _BASE + letters[2:]
    inside = letters[1:-1] > 0
    return codes[inside], (np.cumsum(ends)[1:-1] - 1)[inside]


def _exchanged(text: str, words: list[str], chosen: Sequence[tuple[str, float]]) -> str:
    """Return the text with each word exchanged for what was chosen, once."""
    for word, (said, _weight) in zip(words, chosen, strict=True):
        text = text.replace(word, said, 1)
    return text
