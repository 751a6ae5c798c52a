"""Whether what was searched is a customer's own wording, worth keeping as a way to ask for an entry."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

FEWEST_CHARACTERS: Final = 4  # Chinese ones: fewer are a keyword
FEWEST_WORDS: Final = 2
_PREFIX: Final = re.compile(r"^\s*[/／?？]")
_FILTER: Final = re.compile(r"(?:^|(?<=\s))(?:[#＃@＠]|in[:：]\s?)[^\s#＃@＠]*")
_HAN: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_PINYIN: Final = re.compile(  # few syllables to a word, so that no word takes long to refuse
    "(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?[iuv]?(?:a[io]?|ang?|ei?|eng?|er|i[eu]?|ing?|ong?|ou?|u[ei]?|un|v)){1,4}"
)


def wording(query: str) -> str:
    """Return what remains of a query without the prefixes that narrow the list."""
    return " ".join(_FILTER.sub(" ", _PREFIX.sub("", query)).split())


def is_question(words: str) -> bool:
    """Tell whether words look like a customer's: a few Chinese characters, or several words of another script.

    Nothing but syllables of pinyin is how the agent types, and no wording of anybody.
    """
    if han := len(_HAN.findall(words)):
        return han >= FEWEST_CHARACTERS
    found = _WORD.findall(words.casefold())
    return len(found) >= FEWEST_WORDS and not all(map(_PINYIN.fullmatch, found))


def same(words: str, known: Iterable[str]) -> bool:
    """Tell whether words say what is known already, apart from case, spaces and marks at the end."""
    return _bare(words) in {_bare(one) for one in known}


def _bare(words: str) -> str:
    return re.sub(r"[\s\W_]+", "", words).casefold()
