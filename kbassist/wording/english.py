"""English words as wording is compared: contractions written out, and the forms that a word of a phrase may take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

_NOT: Final = re.compile(r"(do|does|did|is|are|was|were|have|has|had|should|could|would|must|need|ca|wo|sha)n't")
_NOT_BARE: Final = re.compile(r"(do|does|did|is|are|was|have|has|should|could|would|must|ca|wo)nt")
_HEADS: Final = {"ca": "can", "wo": "will", "sha": "shall"}
_TAILS: Final = {"re": "are", "ll": "will", "ve": "have", "m": "am", "d": "would"}
_IS: Final = frozenset(
    ["that", "there", "it", "what", "who", "where", "how", "here", "he", "she", "everything", "nothing", "nobody"]
)
_KNOWN: Final = {
    "cannot": "can not ",
    "nt": "not ",
    "n't": "not ",
    "let's": "let us ",
    **{f"{head}{tail}": f"{head} {_TAILS[tail]} " for head, tail in (("you", "re"), ("they", "re"), ("you", "ve"))},
    **{f"{head}s": f"{head} is " for head in ("that", "there", "what", "here", "it")},
    "im": "i am ",
    "ive": "i have ",
    "youll": "you will ",
}
_INFLECTED: Final = re.compile("[a-z]{3,}")
_VOWELS: Final = "aeiou"


@lru_cache(maxsize=8_192)
def expanded(word: str) -> str:
    """Return a folded word (apostrophes kept) as one or more words with a space behind each: don't is `do not `."""
    if word in _KNOWN:
        return _KNOWN[word]
    if match := _NOT.fullmatch(word) or _NOT_BARE.fullmatch(word):
        return f"{_HEADS.get(match[1], match[1])} not "
    head, _, tail = word.rpartition("'")
    if tail == "s" and head in _IS:
        return f"{head} is "
    if head and tail in _TAILS:
        return f"{head} {_TAILS[tail]} "
    return word.replace("'", "") + " "


@lru_cache(maxsize=8_192)
def forms(word: str) -> tuple[str, ...]:
    """Return a word of a phrase and what may stand for it: calm, calms, calmed, calming."""
    return tuple(dict.fromkeys(_forms(word))) if _INFLECTED.fullmatch(word) else (word,)


def stem(word: str) -> str:
    """Return what all forms of a word begin with."""
    found = forms(word)
    return next(word[:end] for end in range(len(word), -1, -1) if all(each.startswith(word[:end]) for each in found))


def _forms(word: str) -> Iterator[str]:
    yield word
    if word.endswith("e"):
        yield from (f"{word}s", f"{word}d", f"{word[:-1]}ing")
    elif word.endswith("y") and word[-2] not in _VOWELS:
        yield from (f"{word[:-1]}ies", f"{word[:-1]}ied", f"{word}ing")
    else:
        yield from (f"{word}s", f"{word}es", f"{word}ed", f"{word}ing")
        if word[-1] not in f"{_VOWELS}wxy" and word[-2] in _VOWELS and word[-3] not in _VOWELS:
            yield from (f"{word}{word[-1]}ed", f"{word}{word[-1]}ing")
