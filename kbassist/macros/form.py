"""The values of a form's life: fields to show, values in, text or gaps out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kbassist.content.model import FieldSpec
from kbassist.content.team_model import Pattern
from kbassist.i18n import Text


@dataclass(frozen=True, slots=True)
class Agent:
    """Who writes: the `agent.*` names of templates."""

    name: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """All that a template may know besides the form's values; `team` comes from the library."""

    agent: Agent
    now: datetime

    @property
    def today(self) -> date:
        """The day of `now`."""
        return self.now.date()


@dataclass(frozen=True, slots=True)
class Form:
    """A macro ready to be filled in for one channel.

    `fields` stand in the order of declaration, undeclared placeholders after them in order of appearance; a field
    that this channel's template does not use is left out. `initial` are the defaults as the agent would type them.
    `patterns` are the team's, for the fields that use one.
    """

    key: str
    channel: str
    fields: tuple[FieldSpec, ...]
    initial: dict[str, str]
    patterns: dict[str, Pattern]


class GapKind(StrEnum):
    """Why the text may not leave the form yet."""

    EMPTY = "empty"  # a required field without a value
    INVALID = "invalid"  # a value of the wrong type or beyond a limit
    UNDEFINED = "undefined"  # a name that nothing defines
    FILTER = "filter"  # a filter that got a bad value
    BRACES = "braces"  # template marks in the result
    TEMPLATE = "template"  # the template itself is wrong or too big
    IMAGE = "image"  # a picture that is not in the library
    WORDING = "wording"  # a phrase that the team blocks
    STATE = "state"  # the macro is a draft, expired or archived


@dataclass(frozen=True, slots=True)
class Gap:
    """One reason why the text may not leave; `field` is where the cursor goes (empty: no field is to blame)."""

    kind: GapKind
    field: str
    message: Text


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text that came from a field: `start` and `length` in characters; an unfilled one is a gap."""

    start: int
    length: int
    field: str
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a form gives at this moment.

    `text` is what the agent sees: unfilled places show the field's label in 〔 〕 and are gaps. It may leave only
    where `gaps` is empty (`ready`). `html` is for rich channels, else empty. `spans` are sorted and apart. `images`
    are the pictures to send after the text, by their place in the library, in the order of the text.
    """

    text: str
    subject: str = ""
    html: str = ""
    spans: tuple[Span, ...] = ()
    gaps: tuple[Gap, ...] = ()
    seconds: float | None = None
    images: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        """Tell whether the text may leave the form."""
        return not self.gaps
