"""How text becomes tokens: folding, Chinese characters and pairs, English stems, codes whole and in parts.

The way of a query is `fold` → `words`; that of a library's text is `fold` → `tokens`. A way to write the same thing
belongs into `fold` if it never loses a match (traditional characters); else it is a variant of the query (synonyms,
numerals, pinyin: see `query.Variant`), so that what was typed still ranks first.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from operator import add
from typing import Final

from whoosh.lang.porter import stem as _porter

from kbassist.content.han import simplified

_HAN: Final = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA_HANGUL: Final = "\u3040-\u30ff\uac00-\ud7af"
_CJK: Final = _HAN + _KANA_HANGUL
_LETTER: Final = "a-z\u00aa-\u1fff"
_RUN: Final = re.compile(f"([{_CJK}]+)|([0-9{_LETTER}]+(?:[-_.'’][0-9{_LETTER}]+)*)")
_PIECE: Final = re.compile(f"[{_LETTER}]+|[0-9]+")
_JOINTS: Final = re.compile("[-_'’]")
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SPACE: Final = re.compile(r"\s+")
_LONGEST_CODE: Final = 40
_FILLERS: Final = frozenset(
    """a an and are as at be been but by can could did do does for from had has have how i if in into is it its me my
    of on or our please should so that the their them there these they this to was we were what when where which who
    why will with would you your""".split()  # noqa: SIM905 - reads better than sixty strings
)


@dataclass(frozen=True, slots=True)
class Term:
    """One token to look up; with `prefix`, every token that begins so (the last word is still being typed)."""

    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """One run of a query. An entry has the word if it has all `strict` terms; all `loose` ones are the next best.

    A Chinese run is strict in its pairs and loose in its characters, a code is strict as a whole and loose in its
    parts. A `filler` (the, how, is) counts for the order but is not asked for.
    """

    text: str
    strict: tuple[Term, ...]
    loose: tuple[Term, ...]
    filler: bool = False
    cjk: bool = False


def fold(text: str) -> str:
    """Return the text as it is compared.

    Compatibility forms, full-width letters, letter case, traditional and simplified characters are made equal.
    """
    if text.isascii():
        return text.lower()
    folded = simplified(unicodedata.normalize("NFKC", text).casefold())
    return _INVISIBLE.sub("", folded) if _INVISIBLE.search(folded) else folded


def tidy(text: str) -> str:
    """Return the text on one line, as it is shown: one blank for all that parts words."""
    return _SPACE.sub(" ", text).strip()


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Return the English stem of a folded word (Porter's, as Whoosh has it)."""
    return str(_porter(word)) if word.isascii() else word


def tokens(folded: str) -> list[str]:
    """Return the tokens of a folded text as they are indexed, with repetitions, in no promised order.

    A Chinese run gives each character and each pair; an English word its stem and, where it differs, itself (so
    that a prefix of it is found while it is typed); a code its whole and its parts.
    """
    found: list[str] = []
    for run, latin in _RUN.findall(folded):
        if run:
            found.extend(run)
            found.extend(map(add, run, run[1:]))
        else:
            found.extend(_latin_tokens(latin))
    return found


@lru_cache(maxsize=1 << 16)
def _latin_tokens(run: str) -> tuple[str, ...]:
    if run.isalpha() or run.isdigit():
        root = stem(run)
        return (root,) if root == run else (root, run)
    whole = _JOINTS.sub("", run)
    pieces = [stem(piece) for piece in _PIECE.findall(run)]
    return (whole, *pieces) if len(whole) <= _LONGEST_CODE and pieces != [whole] else tuple(pieces)


def words(folded: str, *, typing: bool = True) -> tuple[Word, ...]:
    """Cut a folded query into words; with `typing`, a last Latin word that touches the end is a prefix.

    A last single Latin letter is dropped where other words stand beside it: it is the start of a word that is not
    there yet, and as a prefix it would fit everything.
    """
    runs = list(_RUN.finditer(folded))
    found = []
    for match in runs:
        last = typing and match is runs[-1] and match.end() == len(folded)
        if last and len(runs) > 1 and match[2] and len(match[2]) == 1 and match[2].isalpha():
            continue
        found.append(_cjk_word(match[1]) if match[1] else _latin_word(match[2], last))
    return tuple(found)


def _cjk_word(run: str) -> Word:
    characters = tuple(Term(character) for character in dict.fromkeys(run))
    pairs = tuple(Term(pair) for pair in dict.fromkeys(map(add, run, run[1:])))
    return Word(run, pairs or characters, characters, cjk=True)


def _latin_word(run: str, last: bool) -> Word:
    if run.isalpha() or run.isdigit():
        term = Term(run, prefix=True) if last and len(run) > 1 else Term(stem(run))
        return Word(run, (term,), (term,), filler=run in _FILLERS and not last)
    *before, end = _PIECE.findall(run)
    parts = (*(Term(stem(piece)) for piece in before), Term(stem(end), prefix=last and len(end) > 1))
    whole = _JOINTS.sub("", run)
    strict = (Term(whole, prefix=last),) if len(whole) <= _LONGEST_CODE else parts
    return Word(run, strict, parts)
