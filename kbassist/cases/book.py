"""The open cases: which customer is being answered, what each said, and which window each belongs to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Final

from kbassist.cases.case import Case, doubted
from kbassist.cases.matching import filling
from kbassist.cases.values import NOWHERE, Accepts, CaseView, Filling, Place, Remembered
from kbassist.content.model import FieldSpec
from kbassist.content.team_model import Pattern

LIMIT: Final = 9


class CaseBook:
    """Open cases in memory; there is always one, perhaps without values, and one is current.

    A case is bound to the windows it was used in. Coming back to a window that only one case was used in chooses that
    case. A window with several (a chat client with one window for all customers) keeps the agent's own choice. In any
    doubt the current case stays, and its values are offered, not filled in, until the agent chooses a case or sends
    one of them again.

    `clock` gives the local time; a case that was not used for `minutes` is forgotten.
    """

    def __init__(self, clock: Callable[[], datetime], minutes: float, limit: int = LIMIT) -> None:
        self._clock = clock
        self._limit = limit
        self.minutes = minutes
        self._serials = count(1)
        self._cases: list[Case] = [Case(1, next(self._serials), clock())]
        self._current = self._cases[0]
        self._bonds: dict[Place, list[int]] = {}  # numbers of the cases used in a window, the latest last
        self._place = NOWHERE
        self._doubtful = False

    # What there is

    @property
    def current(self) -> int:
        """The number of the current case."""
        return self._current.number

    @property
    def serial(self) -> int:
        """What tells the current case apart from every other, also from one of the same number before it."""
        return self._current.serial

    @property
    def serials(self) -> frozenset[int]:
        """What tells the open cases apart from all that are gone."""
        return frozenset(case.serial for case in self._cases)

    @property
    def doubtful(self) -> bool:
        """Whether the current case may not be the customer of the window the agent came from."""
        return self._doubtful and bool(self._current.values)

    @property
    def holds_anything(self) -> bool:
        """Whether any case remembers anything."""
        return any(case.values or case.openings for case in self._cases)

    def views(self) -> tuple[CaseView, ...]:
        """Return the open cases by number."""
        return tuple(self._view(case) for case in sorted(self._cases, key=lambda case: case.number))

    def filling(self, fields: Sequence[FieldSpec], patterns: Mapping[str, Pattern], accepts: Accepts) -> Filling:
        """Return what the current case gives to a form; in doubt everything is offered and nothing filled in."""
        known = tuple(self._current.values.values())
        if self._doubtful:
            known = tuple(doubted(one) for one in known)
        return filling(fields, patterns, known, accepts)

    @property
    def openings_used(self) -> frozenset[str]:
        """The openings that the current case has had."""
        return frozenset(self._current.openings)

    # What happens

    def arrive(self, place: Place, *, keep: bool = False) -> int | None:
        """Take note that the agent comes from this window, and choose its case where that is beyond doubt.

        With `keep` (something is being written for the current case) none is chosen; the number of the case that the
        window belongs to instead is returned.
        """
        self.sweep()
        self._place = place
        bound = self._bonds.get(place, [])
        if not place.known:
            return None
        if self.current in bound:
            self._doubtful = self._doubtful and len(bound) > 1
        elif not bound:
            self._doubtful = any(self.current in numbers for numbers in self._bonds.values())
        elif keep:
            self._doubtful = True
            return bound[-1]
        else:
            self._go(self._case(bound[-1]))
            self._doubtful = len(bound) > 1
        return None

    def remember(self, said: Sequence[Remembered]) -> None:
        """Keep what a sent form said, for the customer that it was sent to.

        Another name, or values that contradict a case in doubt, begin a new case: they are another customer's.
        """
        self.sweep()
        case = self._current
        if self._doubtful and not said:
            return
        if case.values and (case.other_name(said) or (self._doubtful and not case.agrees(said))):
            case = self._begin()
        case.learn(said)
        self._settle()

    def note_openings(self, texts: Sequence[str]) -> None:
        """Take note of openings that the current case has had."""
        self._current.openings.update(texts)

    def switch(self, number: int) -> None:
        """Make a case current on the agent's wish; nothing happens for a number that is not open (any more)."""
        self.sweep()
        if any(case.number == number for case in self._cases):
            self._go(self._case(number))
            self._settle()

    def next(self) -> None:
        """Go on to the next case; where there is only one, with values, to a new one beside it."""
        self.sweep()
        views = self.views()
        if len(views) == 1:
            if self._current.values:
                self.open()
            return
        numbers = [view.number for view in views]
        self.switch(numbers[(numbers.index(self.current) + 1) % len(numbers)])

    def open(self) -> None:
        """Begin a case beside the others; one without values is used first. Beyond the limit the idlest gives way."""
        self.sweep()
        fresh = next((case for case in self._cases if not case.values and not case.openings), None)
        self._go(fresh) if fresh else self._begin()
        self._settle()

    def new_customer(self) -> None:
        """Wipe the current case and begin a fresh one in its place; one in doubt is another window's, and stays."""
        if self.doubtful:
            self.open()
        else:
            self.close(self.current)

    def close(self, number: int) -> None:
        """Wipe a case; a fresh one takes the place of the current one, or of the last."""
        gone = next((case for case in self._cases if case.number == number), None)
        if gone is None:
            return
        was_current = gone is self._current
        self._drop(gone)
        if was_current:
            self._begin()
            self._settle()

    def sweep(self) -> bool:
        """Forget the cases that were not used for too long; tell whether there were any with content."""
        now, longest = self._clock(), timedelta(minutes=self.minutes)
        # A clock that was put back counts as time that passed: rather forget too early than never.
        idle = [case for case in self._cases if abs(now - case.used) >= longest and (case.values or case.openings)]
        for case in idle:
            self._drop(case)
        if self._current in idle:
            self._begin()
        return bool(idle)

    def wipe(self) -> None:
        """Forget everything."""
        for case in tuple(self._cases):
            self._drop(case)
        self._bonds.clear()
        self._begin()

    # Inside

    def _view(self, case: Case) -> CaseView:
        values = tuple((one.label, one.value) for one in case.values.values())
        current = case is self._current
        return CaseView(case.number, case.hint(), values, current, current and self.doubtful)

    def _case(self, number: int) -> Case:
        return next(case for case in self._cases if case.number == number)

    def _go(self, case: Case) -> None:
        """Make a case current; an unused one that is left behind goes."""
        left, self._current = self._current, case
        if left is not case and not left.values and not left.openings and left in self._cases:
            self._drop(left)

    def _settle(self) -> None:
        """Bind the current case to the window that the agent came from: its customer is known now."""
        self._doubtful = False
        self._current.used = self._clock()
        if self._place.known:
            numbers = self._bonds.setdefault(self._place, [])
            self._bonds[self._place] = [*(number for number in numbers if number != self.current), self.current]

    def _begin(self) -> Case:
        if len(self._cases) >= self._limit:
            others = [case for case in self._cases if case is not self._current] or self._cases
            self._drop(min(others, key=lambda case: case.used))
        taken = {case.number for case in self._cases}
        number = next(number for number in range(1, len(taken) + 2) if number not in taken)
        case = Case(number, next(self._serials), self._clock())
        self._cases.append(case)
        self._current, self._doubtful = case, False
        return case

    def _drop(self, case: Case) -> None:
        self._cases.remove(case)
        case.values.clear()
        case.openings.clear()
        bonds = {place: [each for each in numbers if each != case.number] for place, numbers in self._bonds.items()}
        self._bonds = {place: numbers for place, numbers in bonds.items() if numbers}
