"""Makes the tables of Chinese characters in `resources/han`: simplified forms and common readings."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from opencc import OpenCC
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = Path("resources/han")
HAN: Final = tuple(map(chr, (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))))
SPOKEN: Final = tuple(map(chr, (0x3007, *range(0x4E00, 0xA000))))
FEWEST: Final = 5  # phrases that make a reading common
SHARE: Final = 0.06  # of a character's phrases that does too, if there are two of them
# Everyday readings of function words and names, which a dictionary of phrases hardly has.
EVERYDAY: Final = {
    "地": "de",
    "单": "shan",
    "大": "dai",
    "落": "la",
    "似": "shi",
    "这": "zhei",
    "那": "nei",
    "哪": "nei",
}
# Interjections, which no input method takes for a syllable.
SOUNDS: Final = frozenset({"m", "n", "ng", "hm", "hng", "ê"})


def simplified_pairs() -> Iterator[tuple[str, str]]:
    """Yield each traditional character of the basic plane with the one simplified character that stands for it."""
    converter = OpenCC("t2s")
    for character in HAN:
        simple = converter.convert(character)
        while (simpler := converter.convert(simple)) != simple:
            simple = simpler
        if simple != character and len(simple) == 1 and simple < "\U00010000":
            yield character, simple


@cache
def toneless(syllable: str) -> str:
    """Return a syllable without its tone, with v for ü as it is typed."""
    return str(to_normal(syllable, v_to_u=False))


def counted() -> dict[str, Counter[str]]:
    """Return in how many phrases of pypinyin's dictionary each character is read in which way."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase, syllables in PHRASES_DICT.items():
        if len(phrase) == len(syllables):
            for character, readings in zip(phrase, syllables, strict=True):
                found[character][toneless(readings[0])] += 1
    return found


def common_readings(character: str, phrases: Counter[str]) -> tuple[str, ...]:
    """Return a character's common readings: its first one, and those in many or in a fair share of its phrases."""
    known = dict.fromkeys(toneless(reading) for reading in PINYIN_DICT.get(ord(character), "").split(",") if reading)
    usual = [reading for reading in known if _usual(phrases[reading], phrases.total())]
    chosen = dict.fromkeys((*list(known)[:1], *usual, *filter(None, [EVERYDAY.get(character)])))
    return tuple(reading for reading in chosen if reading not in SOUNDS)


def _usual(times: int, of: int) -> bool:
    return times >= FEWEST or (times >= 2 and times >= SHARE * of)


def simplified_table() -> str:
    """Return two lines of the same length: traditional characters, and below each its simplified form."""
    pairs = tuple(simplified_pairs())
    return "\n".join("".join(side) for side in zip(*pairs, strict=True)) + "\n"


def readings_table() -> str:
    """Return a line for each syllable: the syllable and, after a blank, the characters that are read so."""
    folded = {character for character, _simple in simplified_pairs()}
    phrases, found = counted(), defaultdict(list)
    for character in SPOKEN:
        if character not in folded:
            for reading in common_readings(character, phrases[character]):
                found[reading].append(character)
    return "\n".join(f"{syllable} {''.join(found[syllable])}" for syllable in sorted(found)) + "\n"


def tables() -> Iterator[tuple[Path, str]]:
    """Yield each file of tables with its text as it should be."""
    yield FOLDER / "simplified.txt", simplified_table()
    yield FOLDER / "readings.txt", readings_table()


def main(arguments: list[str] | None = None) -> int:
    """Write the tables, or with `--check` only say which are not up to date; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail where a table is not up to date")
    options = parser.parse_args(arguments)
    stale = [(path, text) for path, text in tables() if not _is(ROOT / path, text)]
    for path, text in stale:
        if options.check:
            print(f"{os.fspath(path)} is not up to date: run packaging/han.py", file=sys.stderr)  # noqa: T201
        else:
            (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / path).write_text(text, encoding="utf-8", newline="\n")
            print(f"han: wrote {os.fspath(path)}")  # noqa: T201
    return 1 if options.check and stale else 0


def _is(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
