"""The syllables of Mandarin and the characters that are commonly read so."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Final

from kbassist.paths import resource

_TABLE: Final = "han/readings.txt"
# What is typed where a keyboard has no ü, beside v.
_ALIASES: Final = {"lue": "lve", "nue": "nve"}
LONGEST: Final = 6
"""Letters of the longest syllable."""
INITIALS: Final = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxzcsryw")


@cache
def characters() -> dict[str, str]:
    """Return the characters that are read so, by syllable without tone (v for ü; `lue` is `lve`)."""
    lines = resource(_TABLE).read_text(encoding="utf-8").splitlines()
    table = {syllable: known for syllable, _, known in (line.partition(" ") for line in lines)}
    return table | {alias: table[syllable] for alias, syllable in _ALIASES.items()}


@cache
def readings() -> dict[str, tuple[str, ...]]:
    """Return the syllables of each character."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for syllable, known in characters().items():
        if syllable not in _ALIASES:
            for character in known:
                found[character].append(syllable)
    return {character: tuple(syllables) for character, syllables in found.items()}


@cache
def beginning(letters: str) -> tuple[str, ...]:
    """Return the syllables that begin with these letters."""
    return tuple(syllable for syllable in characters() if syllable.startswith(letters))


def split(syllable: str) -> tuple[str, str]:
    """Return the initial (empty before a vowel) and the final of a syllable."""
    initial = next((initial for initial in INITIALS if syllable.startswith(initial)), "")
    return initial, syllable[len(initial) :]
