"""Ranks of marked places, and the numbers of ranges."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kbassist.search.ranks import Ranks, spread


@given(st.lists(st.booleans(), min_size=1, max_size=300))
def test_as_many_marks_lie_below_a_place_as_are_counted(marked: list[bool]) -> None:
    places = np.arange(len(marked))
    below = Ranks.of(np.array(marked)).below(places)
    assert below.tolist() == [sum(marked[:place]) for place in places]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)), max_size=20))
def test_ranges_are_spread_one_after_the_other(ranges: list[tuple[int, int]]) -> None:
    starts = np.array([start for start, _ in ranges], np.int32)
    sizes = np.array([size for _, size in ranges], np.int32)
    assert spread(starts, starts + sizes).tolist() == [
        n for start, size in ranges for n in range(start, start + size)
    ]
