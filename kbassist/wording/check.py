"""Checking the final text of a reply against what a team says and does not say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kbassist.content.team_model import Channel, StepModel, Team
from kbassist.wording.folding import Folded, fold
from kbassist.wording.needles import Needle
from kbassist.wording.norms import norms
from kbassist.wording.options import one_sided
from kbassist.wording.personal import Personal
from kbassist.wording.phrases import Saying, allowed, sayings
from kbassist.wording.promises import Promises
from kbassist.wording.remarks import Checked, Kind, Level, Remark
from kbassist.wording.steps import marks

_RANK: Final = {Level.BLOCK: 0, Level.WARN: 1, Level.INFO: 2}


@dataclass(frozen=True, slots=True)
class Checker:
    """The wording of one team, compiled; checking is pure and takes a millisecond or so for a long reply."""

    team: Team
    sayings: tuple[Saying, ...]
    promises: Promises
    personal: Personal
    allowed: tuple[Needle, ...]

    @classmethod
    def of(cls, team: Team) -> Checker:
        """Compile what a team wrote down; nothing of it can make this fail."""
        allow = tuple(map(Needle.of, team.allowed))
        return cls(team, sayings(team), Promises.of(team), Personal.of(team), allow)

    def check(
        self,
        text: str,
        channel: Channel | None,
        locale: str,
        model: StepModel | None = None,
        steps: tuple[str, ...] = (),
    ) -> Checked:
        """Return what is noticed in a text for a channel, in the order of the text, and its steps by the model.

        `steps` are those that the macro says it covers; none: all of the model's.
        """
        folded = fold(text)
        remarks = [
            *self._said(folded),
            *self.promises.beyond(text),
            *one_sided(text),
            *norms(text, channel, self.team),
            *self.personal.found(text),
        ]
        found = sorted(remarks, key=lambda remark: (remark.start, _RANK[remark.level], -remark.length))
        return Checked(tuple(found), marks(text, model, steps) if model else ())

    def wording(self, text: str) -> tuple[Remark, ...]:
        """Return phrases, promises and limits only: for texts that are no finished reply."""
        found = [*self._said(fold(text)), *self.promises.beyond(text)]
        return tuple(sorted(found, key=lambda remark: remark.start))

    def _said(self, folded: Folded) -> Iterator[Remark]:
        # A look for a few characters first: nearly all of hundreds of phrases are not there.
        likely = [saying for saying in self.sayings if saying.needle.likely(folded)]
        found = [each for saying in likely for each in saying.found(folded)]
        found += self.promises.found(folded)
        if not found:
            return
        free = allowed(self.allowed, folded)
        yield from _apart(remark for place, remark in found if not any(map(place.within, free)))


def _apart(remarks: Iterable[Remark]) -> Iterator[Remark]:
    """Yield remarks of which no two overlap: the gravest first, then a phrase before a word, then the longest."""
    taken: list[Remark] = []
    for remark in sorted(remarks, key=_weight):
        if not any(
            remark.start < each.start + each.length and each.start < remark.start + remark.length for each in taken
        ):
            taken.append(remark)
            yield remark


def _weight(remark: Remark) -> tuple[int, bool, int, int]:
    return _RANK[remark.level], remark.kind is not Kind.PHRASE, -remark.length, remark.start
