"""A way through a guide: where one is, how one came there, and the summary for the ticket."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from kbassist.content.model import Choice, Guide, Step
from kbassist.errors import KbassistError
from kbassist.i18n import N_, _


class NoSteps(KbassistError):  # noqa: N818 - named as the user reads it
    """The guide has not a single step."""


class NoSuchChoice(KbassistError):  # noqa: N818 - named as the user reads it
    """The step has no choice of this number, or it leads to a step that is not there."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A step that was come to, in the words of the guide at that time; `choice` is how it was left (last: empty)."""

    anchor: str
    title: str
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Use:
    """A macro that was copied at a step; `visit` is the step's place on the way, counted from 0."""

    visit: int
    anchor: str
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Walk:
    """A way through one guide, from its first step to where one is; each move returns another walk.

    `used` are the macros copied on it, in order; they stay when one goes back, since they were sent. `lost` is the
    title of a step that the guide does not hold any more, where that shortened the way; the next move clears it.
    """

    key: str
    title: str
    begun: datetime
    visits: tuple[Visit, ...]
    used: tuple[Use, ...] = ()
    lost: str = ""

    @classmethod
    def begin(cls, guide: Guide, now: datetime) -> Walk:
        """Return a walk at the first step. Raises NoSteps."""
        if not guide.steps:
            raise NoSteps(N_("The guide “{title}” has no steps yet.", title=guide.title))
        first = guide.steps[0]
        return cls(guide.key, guide.title, now, (Visit(first.anchor, first.title),))

    @property
    def at(self) -> str:
        """The anchor of the step where one is."""
        return self.visits[-1].anchor

    @property
    def started(self) -> bool:
        """Whether anything was done yet: a choice made or a macro used."""
        return len(self.visits) > 1 or bool(self.used)

    def choose(self, guide: Guide, number: int) -> Walk:
        """Go on by the choice of this number, counted from 1. Raises NoSuchChoice."""
        choice = _choice(step_of(guide, self.at), number)
        target = step_of(guide, choice.target)
        if target is None:
            raise NoSuchChoice(N_("There is no step “{step}” in this guide.", step=choice.target))
        left = replace(self.visits[-1], choice=choice.label)
        return replace(self, visits=(*self.visits[:-1], left, Visit(target.anchor, target.title)), lost="")

    def back(self) -> Walk:
        """Undo the last choice; at the first step nothing changes."""
        return self.to(len(self.visits) - 2) if len(self.visits) > 1 else replace(self, lost="")

    def to(self, visit: int) -> Walk:
        """Go back to a step on the way, counted from 0; a number that is not on it changes nothing."""
        if not 0 <= visit < len(self.visits):
            return self
        there = replace(self.visits[visit], choice="")
        return replace(self, visits=(*self.visits[:visit], there), lost="")

    def use(self, key: str, title: str) -> Walk:
        """Note that a macro was copied at the step where one is; once for each stay there."""
        use = Use(len(self.visits) - 1, self.at, key, title)
        return self if use in self.used else replace(self, used=(*self.used, use))

    def used_here(self, key: str) -> bool:
        """Tell whether a macro was used at the step where one is, on this stay or an earlier one."""
        return any(use.key == key and use.anchor == self.at for use in self.used)

    def on(self, guide: Guide) -> Walk:
        """Return the walk on a guide that was read again: as it is, or back to the last step before a lost one.

        Where not even its first step is left it begins anew, keeping the macros that were used. Raises NoSteps.
        """
        known = {step.anchor for step in guide.steps}
        kept = next((n for n, visit in enumerate(self.visits) if visit.anchor not in known), len(self.visits))
        if kept == len(self.visits):
            return replace(self, title=guide.title, lost="")
        lost = self.visits[kept].title
        shorter = self.to(kept - 1) if kept else replace(Walk.begin(guide, self.begun), used=self.used)
        return replace(shorter, title=guide.title, lost=lost)


def step_of(guide: Guide, anchor: str) -> Step | None:
    """Return the step of a guide with this anchor; None where there is none."""
    return next((step for step in guide.steps if step.anchor == anchor), None)


def summary(walk: Walk, guide: Guide) -> str:
    """Return the way taken as plain text for a ticket: title, time, each step with its choice, macros used.

    It is written in the interface language around the guide's own words, and holds nothing that a customer said.
    """
    lines = [walk.title, walk.begun.strftime("%Y-%m-%d %H:%M")]
    for number, visit in enumerate(walk.visits):
        end = f" → {visit.choice}" if visit.choice else f" {_state(guide, visit.anchor)}"
        lines.append(f"{number + 1}. {visit.title}{end}")
        lines += [_("   Reply used: {title}").format(title=use.title) for use in walk.used if _at(use, number, visit)]
    elsewhere = [use.title for use in walk.used if not any(_at(use, n, v) for n, v in enumerate(walk.visits))]
    if elsewhere:
        lines.append(_("Replies used before going back: {titles}").format(titles=_(", ").join(elsewhere)))
    return "\n".join(lines)


def _state(guide: Guide, anchor: str) -> str:
    step = step_of(guide, anchor)
    return _("(end of the guide)") if step is not None and not step.choices else _("(not finished)")


def _at(use: Use, number: int, visit: Visit) -> bool:
    return (use.visit, use.anchor) == (number, visit.anchor)


def _choice(step: Step | None, number: int) -> Choice:
    choices = step.choices if step else ()
    if not 1 <= number <= len(choices):
        title = step.title if step else ""
        raise NoSuchChoice(N_("The step “{step}” has no choice {number}.", step=title, number=number))
    return choices[number - 1]
