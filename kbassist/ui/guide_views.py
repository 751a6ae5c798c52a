"""The values that the guide's page is shown and says: one step of a guide, and where the agent wishes to go."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Go(Enum):
    """How to move on a guide."""

    CHOOSE = auto()  # with the choice's number, from 1
    BACK = auto()
    TO = auto()  # with the place on the way, from 0
    RESTART = auto()
    RESUME = auto()  # where one was when the guide was left


@dataclass(frozen=True, slots=True)
class Move:
    """A wish to move; `number` means what `go` says, and nothing otherwise."""

    go: Go
    number: int = 0


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step on the way, and the choice by which it was left (empty for the step where one is)."""

    title: str
    choice: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A way on; `dead` where it leads to a step that is not there."""

    label: str
    dead: bool = False


@dataclass(frozen=True, slots=True)
class ReplyView:
    """A macro of the step. `note` is a quiet remark; `refused` says why it may not be used (empty: it may)."""

    key: str
    title: str
    note: str = ""
    used: bool = False
    refused: str = ""


@dataclass(frozen=True, slots=True)
class StepView:
    """A step as it is read: `html` is cleaned, and empty where the step has no text of its own."""

    title: str
    html: str = ""
    choices: tuple[ChoiceView, ...] = ()
    replies: tuple[ReplyView, ...] = ()

    @property
    def is_end(self) -> bool:
        """Whether the guide ends here."""
        return not self.choices


@dataclass(frozen=True, slots=True)
class GuideView:
    """A guide at one step: the way to it (the last crumb is this step) and the step itself.

    `begun` is when this walk began, as it is shown; `notice` a sentence of warning. `resume` is the title of the step
    where an earlier walk was left, empty where there is none to go on with.
    """

    key: str
    title: str
    crumbs: tuple[Crumb, ...]
    step: StepView
    begun: str = ""
    notice: str = ""
    resume: str = ""
