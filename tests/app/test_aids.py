"""What the form is told while it is filled in, with and without a library."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import cast

from kbassist.app.aids import aids_of
from kbassist.app.library_trip import LibraryTrip
from kbassist.content.model import FieldType
from kbassist.content.team_model import Team

TODAY = date(2026, 11, 20)


def library(assistant: object) -> LibraryTrip:
    return cast(LibraryTrip, SimpleNamespace(assistant=assistant))


def test_dates_follow_the_clock_and_the_team() -> None:
    team = Team(holidays=(date(2026, 11, 24),))
    assistant = SimpleNamespace(
        context=SimpleNamespace(today=TODAY),
        library=SimpleNamespace(team=team),
        match_options=lambda labels, typed: [len(labels), len(typed)],
    )
    aids = aids_of(library(assistant))
    assert aids.today() == TODAY
    assert aids.day_of("下周五") == TODAY + timedelta(days=7)
    assert aids.day_of("2个工作日后") == date(2026, 11, 25)
    assert not aids.is_workday(date(2026, 11, 24))
    assert list(aids.match(("a", "b"), "abc")) == [2, 3]


def test_amounts_are_read_as_macros_read_them() -> None:
    aids = aids_of(library(None))
    assert aids.number_of(FieldType.MONEY, "¥1,299.00") == Decimal(1299)
    assert aids.number_of(FieldType.PERCENT, "15％") == Decimal(15)
    assert aids.number_of(FieldType.NUMBER, "1.2万") == Decimal(12000)
    assert aids.number_of(FieldType.TEXT, "12") is None


def test_without_a_library_the_form_still_works() -> None:
    aids = aids_of(library(None))
    assert aids.day_of("today+1d") == aids.today() + timedelta(days=1)
    assert list(aids.match(("ab", "bc"), "B")) == [0, 1]
    assert aids.is_workday(date(2026, 11, 20))
