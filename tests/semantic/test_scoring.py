"""Values of meaning, and what they count."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kbassist.semantic.blocks import owner
from kbassist.semantic.packing import unit
from kbassist.semantic.scoring import EXTRA, Overview, meaning, values, weight, worthwhile
from kbassist.semantic.vectors import Vectors
from tests.semantic.fakes import random_rows


@pytest.mark.parametrize("query", ["退款多久", "refund status", "how long does delivery take", "怎么 refund"])
def test_sentences_are_worth_a_look(query: str) -> None:
    assert worthwhile(query)


@pytest.mark.parametrize("query", ["", "tk", "退款", "tuikuan", "202611220001", "X20 2", "wh?", "发票 1"])
def test_shortcuts_and_numbers_are_not(query: str) -> None:
    assert not worthwhile(query)


def test_meaning_counts_less_the_longer_the_entries_are() -> None:
    short, usual, long = weight([80] * 5), weight([250] * 5), weight([450] * 5)
    assert 4.5 >= short > usual > long >= 1.0
    assert usual == pytest.approx(2.2)
    assert weight([1]) == 4.5
    assert weight([100_000]) == 1.0
    assert weight([]) == weight([250])
    assert weight([250, 250, 9_000]) == usual


def test_a_value_is_of_the_best_chunk_and_the_whole(tmp_path: Path) -> None:
    vectors, rows, name = Vectors(tmp_path), random_rows(3), owner(["a"])
    vectors.add(name, 1, rows)
    whole = float(unit(rows.mean(axis=0, keepdims=True))[0] @ rows[1])
    assert values(rows[1], vectors.read([name]))[name] == pytest.approx(0.6 + 0.4 * whole, abs=0.03)
    assert values(rows[1], {}) == {}


def test_candidates_and_the_nearest_of_all_get_values(tmp_path: Path) -> None:
    vectors, rows = Vectors(tmp_path), random_rows(600)
    names = [owner([str(n)]) for n in range(600)]
    for name, row in zip(names, rows, strict=True):
        vectors.add(name, 100, np.stack([row]))
    overview = Overview.of(vectors, names)
    found = meaning(rows[7], overview, vectors, [names[599], owner(["unknown"])])
    assert max(found, key=lambda name: found[name]) == names[7]
    assert names[599] in found
    assert EXTRA <= len(found) <= EXTRA + 1
    exact = {names[n] for n in np.argsort(-(rows @ rows[7]))[:5]}
    assert exact <= set(found)
