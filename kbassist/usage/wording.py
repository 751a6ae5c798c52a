"""A customer's wording made fit to be kept: one line, of sensible length, without personal data."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from kbassist.errors import KbassistError
from kbassist.i18n import N_
from kbassist.usage.masking import GONE, anonymous

SHORTEST: Final = 2
LONGEST: Final = 200
_CONSIDERED: Final = 10_000
_BULLET: Final = re.compile(r"(?:[-*•]\s+)+")


class UnusableWording(KbassistError):  # noqa: N818 - named as the user reads it
    """A wording that cannot be kept for an entry."""


def tidy(words: str) -> str:
    """Return a wording as it is kept; raises UnusableWording where it is too short or long, or only personal data."""
    line = "".join(map(_visible, unicodedata.normalize("NFC", words[:_CONSIDERED])))
    line = _BULLET.sub("", " ".join(line.split()), count=1) if line.lstrip()[:1] in "-*•" else " ".join(line.split())
    bare = anonymous(line)
    if not SHORTEST <= len(line) <= LONGEST or len(bare) > LONGEST:
        raise UnusableWording(
            N_("A wording has {least} to {most} characters; this one was not kept.", least=SHORTEST, most=LONGEST),
            N_("Keep the sentence that asks."),
        )
    if sum(map(str.isalnum, bare.replace(GONE, ""))) < SHORTEST:
        raise UnusableWording(N_("This wording is nothing but numbers and names; it was not kept."))
    return bare


def _visible(character: str) -> str:
    """Return white space for what no one sees: control and format characters, half surrogate pairs, private use."""
    return " " if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} else character
