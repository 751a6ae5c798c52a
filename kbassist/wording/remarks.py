"""What is noticed in a final text, as values that a window can show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kbassist.i18n import N_, Text
from kbassist.macros.form import Gap, GapKind

_QUOTED: Final = 40  # characters of a blocked phrase that are repeated


class Level(StrEnum):
    """How much a remark matters; only `BLOCK` keeps a text from leaving, and only the team says so."""

    INFO = "info"
    WARN = "warn"
    BLOCK = "block"


class Kind(StrEnum):
    """What sort of thing was noticed."""

    PHRASE = "phrase"
    PROMISE = "promise"
    JARGON = "jargon"
    QUESTION = "question"
    OPTIONS = "options"
    NORM = "norm"
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing noticed in a text: the characters from `start`, `length` of them (0: the whole text is meant).

    `why` is a sentence for the agent. `replacement` is what to put in place of those characters; None where nobody
    can say. `rule` names the phrase or norm for reports (never the customer's own words).
    """

    kind: Kind
    level: Level
    start: int
    length: int
    why: Text
    replacement: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class StepMark:
    """A step of the model of a scene beside the text: where its paragraph begins (-1: it is missing).

    `length` is that of the paragraph in characters. `placed` is false where it stands before a step that should come
    first. `optional` steps may be missing.
    """

    name: str
    start: int
    length: int = 0
    placed: bool = True
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """All that is noticed in one text, in the order of the text."""

    remarks: tuple[Remark, ...] = ()
    steps: tuple[StepMark, ...] = ()


def blocks(checked: Checked, text: str) -> tuple[Gap, ...]:
    """Return what of all that is noticed in `text` keeps it from leaving, each reason once."""
    found = (each for each in checked.remarks if each.level is Level.BLOCK)
    return tuple(dict.fromkeys(Gap(GapKind.WORDING, "", _said(each, text)) for each in found))


def _said(remark: Remark, text: str) -> Text:
    words = text[remark.start : remark.start + min(remark.length, _QUOTED)]
    return N_("“{words}” may not be sent: {why}", words=words, why=remark.why) if words else remark.why
