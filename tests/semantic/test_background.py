"""Computing in small slices, held back while somebody types."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from kbassist.semantic.background import SLICE, Job, compute
from kbassist.semantic.blocks import owner
from kbassist.semantic.chunks import Chunks, units
from kbassist.semantic.pace import Pace
from kbassist.semantic.vectors import Vectors
from tests.semantic.fakes import FakeEncoder

LONG = tuple(f"第{n}句" + "话" * 50 for n in range(6))


def jobs(count: int, texts: tuple[str, ...] = ("退款",)) -> list[Job]:
    return [Job(owner([str(n)]), lambda: Chunks(texts, 7)) for n in range(count)]


def test_all_are_computed_with_progress(tmp_path: Path) -> None:
    vectors, told = Vectors(tmp_path), []
    assert compute(jobs(3), FakeEncoder(), vectors, lambda *at: told.append(at), lambda: True)
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert all(job.owner in vectors for job in jobs(3))


def test_slices_are_small_and_asked_for_one_by_one(tmp_path: Path) -> None:
    encoder, asked = FakeEncoder(), []
    compute(jobs(1, LONG), encoder, Vectors(tmp_path), lambda *_: None, lambda: asked.append(0) or True)
    assert encoder.texts == list(LONG)
    assert all(sum(map(units, batch)) <= SLICE for batch in encoder.asked)
    assert len(asked) == 1 + len(encoder.asked)


def test_stopping_amid_an_entry_keeps_only_whole_ones(tmp_path: Path) -> None:
    vectors, left = Vectors(tmp_path), iter([True] * 6 + [False] * 9)
    assert not compute(jobs(2, LONG), FakeEncoder(), vectors, lambda *_: None, lambda: next(left))
    assert [job.owner in vectors for job in jobs(2)] == [True, False]


def test_an_entry_without_words_is_passed_over(tmp_path: Path) -> None:
    vectors = Vectors(tmp_path)
    assert compute(jobs(1, ()), FakeEncoder(), vectors, lambda *_: None, lambda: True)
    assert len(vectors) == 0


def test_pace_waits_while_somebody_types() -> None:
    pace = Pace(rest=0.05)
    assert pace.may_go_on()
    pace.touch()
    began = time.monotonic()
    assert pace.may_go_on()
    assert time.monotonic() - began >= 0.04


def test_stop_ends_a_wait_at_once() -> None:
    pace = Pace(rest=60)
    pace.touch()
    answers: list[bool] = []
    thread = threading.Thread(target=lambda: answers.append(pace.may_go_on()))
    thread.start()
    pace.stop()
    thread.join(10)
    assert answers == [False]
    assert not pace.may_go_on()
