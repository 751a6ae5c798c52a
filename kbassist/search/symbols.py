"""Text as the title stage compares it: one number a character, without blanks and punctuation."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

Symbols = npt.NDArray[np.uint16]

END: Final = 10
"""The symbol between two texts."""
START: Final = 0xE000
"""Added to an ASCII letter or digit that begins a word, or a part of a code (x, 20 and pro in x20pro)."""
_ASCII: Final = 0x80
_NOTHING, _END, _LETTER, _DIGIT, _OTHER = range(5)


def symbols(folded: str) -> Symbols:
    """Return the symbols of a folded text: UTF-16 units of letters and digits, `END` for each line break."""
    raw = np.frombuffer(folded.encode("utf-16-le", "surrogatepass"), np.uint16)
    kinds = _kinds()[raw]
    begins = (kinds == _LETTER) | (kinds == _DIGIT)
    begins[1:] &= kinds[1:] != kinds[:-1]
    begins &= raw < _ASCII
    kept = kinds > _NOTHING
    marked: Symbols = raw[kept] | np.where(begins[kept], START, 0).astype(np.uint16)
    return marked


def text_of(part: Symbols) -> str:
    """Return the characters of symbols."""
    ascii_start = (part >= START) & (part < START + _ASCII)
    return np.where(ascii_start, part - START, part).astype(np.uint16).tobytes().decode("utf-16-le", "replace")


def plain(part: Symbols) -> Symbols:
    """Return the symbols without the marks of beginnings."""
    ascii_start = (part >= START) & (part < START + _ASCII)
    return np.where(ascii_start, part - START, part).astype(np.uint16)


def kept(character: str) -> bool:
    """Tell whether a folded character counts: letters, digits, signs of names such as c++ and c#."""
    return character.isalnum() or character in "+#" or "\ud800" <= character <= "\udfff"


@cache
def _kinds() -> npt.NDArray[np.uint8]:
    """Return the sort of each UTF-16 unit."""
    kinds = np.fromiter((_OTHER if kept(chr(unit)) else _NOTHING for unit in range(0x10000)), np.uint8, 0x10000)
    kinds[0xE000:0xF900] = _NOTHING
    letters = [unit for unit in range(0x3040) if chr(unit).isalpha()]
    kinds[letters] = _LETTER
    kinds[np.arange(ord("0"), ord("9") + 1)] = _DIGIT
    kinds[END] = _END
    return kinds
