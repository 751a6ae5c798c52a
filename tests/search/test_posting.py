"""A posting answers the same whether it is laid out for all documents or searched."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.search.posting import Posting, differs, flags

SIZE = 60
OF_DOCUMENT = np.repeat(np.arange(SIZE // 3), 3).astype(np.int32)
listed = st.sets(st.integers(0, SIZE - 1), min_size=1).map(sorted)


def posting(documents: list[int]) -> Posting:
    weights = np.array([0.5 + number / SIZE for number in documents], np.float32)
    return Posting(np.array(documents, np.int32), weights, OF_DOCUMENT)


@given(listed, listed)
def test_it_tells_of_each_document_and_group_whether_and_how_it_has_the_term(
    there: list[int], asked: list[int]
) -> None:
    made = posting(there)
    has = [number in set(there) for number in asked]
    assert made.in_documents(np.array(asked)).tolist() == has
    expected = [0.5 + number / SIZE if known else 0.0 for number, known in zip(asked, has, strict=True)]
    assert made.weights_of(np.array(asked)) == pytest.approx(expected)
    groups = sorted({number // 3 for number in asked})
    assert made.groups.tolist() == sorted({number // 3 for number in there})
    assert made.in_groups(np.array(groups)).tolist() == [group in made.groups for group in groups]


@given(listed)
def test_it_is_added_up(there: list[int]) -> None:
    sums = np.ones(SIZE, np.float32)
    posting(there).add_to(sums, 2.0)
    assert sums == pytest.approx([1 + 2 * (0.5 + n / SIZE) if n in set(there) else 1 for n in range(SIZE)])


def test_what_a_frequent_term_takes_is_known_before_it_is_laid_out() -> None:
    made = posting(list(range(SIZE)))
    before = made.nbytes
    made.add_to(np.zeros(SIZE, np.float32), 1.0)
    assert made.nbytes == before == 4 * SIZE * 4
    assert posting([3]).nbytes == 3 * 4


def test_changes_and_flags() -> None:
    assert differs(np.array([1, 1, 2, 2, 2, 5])).tolist() == [True, False, True, False, False, True]
    assert flags(4, np.array([1, 3], np.int32)).tolist() == [False, True, False, True]
