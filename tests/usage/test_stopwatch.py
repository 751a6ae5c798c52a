"""A stopwatch counts what was seen to pass, and no sleep of the machine."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.usage.stopwatch import GAP_S, Stopwatch


def test_it_counts_from_start_to_pause_and_goes_on() -> None:
    watch = Stopwatch().started(100.0)
    assert watch.running
    assert watch.seconds(103.5) == 3.5
    watch = watch.looked_at(110.0).paused(112.0)
    assert not watch.running
    assert watch.seconds(5000.0) == 12.0
    assert watch.started(6000.0).seconds(6003.0) == 15.0


def test_one_that_stands_still_stays_so() -> None:
    assert Stopwatch().looked_at(5.0) == Stopwatch()
    assert Stopwatch().paused(5.0) == Stopwatch()


def test_a_second_start_changes_nothing() -> None:
    assert Stopwatch().started(10.0).started(12.0).seconds(13.0) == 3.0


@pytest.mark.parametrize("gap", [GAP_S + 1, 3600.0, -1.0, -9e9, 9e9])
def test_sleep_and_a_clock_that_jumps_count_nothing(gap: float) -> None:
    watch = Stopwatch().started(100.0).looked_at(105.0)
    assert watch.seconds(105.0 + gap) == 5.0
    assert watch.looked_at(105.0 + gap).seconds(105.0 + gap + 2) == 7.0


@given(st.lists(st.floats(-1e6, 1e6, allow_nan=False), max_size=30))
def test_it_never_runs_backwards(times: list[float]) -> None:
    watch, shown = Stopwatch().started(0.0), 0.0
    for now in times:
        watch = watch.looked_at(now)
        assert watch.seconds(now) >= shown
        shown = watch.seconds(now)
