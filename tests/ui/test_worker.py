"""The serial lane: order, newest wins, failures as values, and an end that waits."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kbassist.ui.worker import Lane, stopped


@pytest.fixture
def lane(qtbot: QtBot) -> Iterator[Lane]:
    found = Lane("test")
    yield found
    assert found.stop()


class Gate:
    """Work that begins, waits to be let through, and then returns its name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.began, self.open = threading.Event(), threading.Event()

    def __call__(self) -> str:
        self.began.set()
        assert self.open.wait(10)
        return self.name


def test_work_is_done_in_order_off_the_gui_thread_and_answered_on_it(lane: Lane, qtbot: QtBot) -> None:
    threads: list[str] = []
    answers: list[int] = []
    on_gui: list[bool] = []

    def done(number: int) -> None:
        answers.append(number)
        on_gui.append(QThread.currentThread() is QApplication.instance().thread())

    for number in range(50):
        lane.submit(lambda number=number: threads.append(threading.current_thread().name) or number, done)
    qtbot.waitUntil(lambda: len(answers) == 50)
    assert answers == list(range(50))
    assert all(on_gui)
    assert set(threads) == {"kbassist-test"}


def test_of_a_slot_only_the_newest_is_run_and_answered(lane: Lane, qtbot: QtBot) -> None:
    gate = Gate("old")
    ran: list[str] = []
    answers: list[str] = []
    lane.submit_latest("search", gate, answers.append)
    assert gate.began.wait(10)
    for query in ("t", "tu", "tui"):
        lane.submit_latest("search", lambda query=query: ran.append(query) or query, answers.append)
    lane.submit_latest("other", lambda: "other", answers.append)
    gate.open.set()
    qtbot.waitUntil(lambda: "other" in answers)
    assert ran == ["tui"]
    assert answers == ["tui", "other"], "the running search is out of date when it ends"


def test_a_forgotten_slot_is_not_answered(lane: Lane, qtbot: QtBot) -> None:
    gate = Gate("search")
    answers: list[str] = []
    lane.submit_latest("search", gate, answers.append)
    lane.forget("search")
    gate.open.set()
    lane.submit(lambda: "after", answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["after"]


def test_a_failure_is_a_value_and_the_lane_goes_on(lane: Lane, qtbot: QtBot) -> None:
    failures: list[Exception] = []
    answers: list[str] = []
    lane.failed.connect(failures.append)
    lane.submit(lambda: str({}["missing"]), answers.append)
    lane.submit(lambda: "fine", answers.append)
    qtbot.waitUntil(lambda: answers == ["fine"])
    assert [type(failure) for failure in failures] == [KeyError]


def test_the_failure_of_an_outdated_search_is_not_told(lane: Lane, qtbot: QtBot) -> None:
    failures: list[Exception] = []
    answers: list[str] = []
    lane.failed.connect(failures.append)
    gate = Gate("x")
    lane.submit_latest("search", lambda: {}[gate()], answers.append)
    assert gate.began.wait(10)
    lane.submit_latest("search", lambda: "new", answers.append)
    gate.open.set()
    qtbot.waitUntil(lambda: answers == ["new"])
    assert failures == []


def test_progress_is_told_on_the_gui_thread_before_the_answer(lane: Lane, qtbot: QtBot) -> None:
    told: list[object] = []

    def work() -> str:
        for done in range(3):
            lane.post(lambda *values: told.append(values), done, 3)
        return "ready"

    lane.submit(work, told.append)
    qtbot.waitUntil(lambda: "ready" in told)
    assert told == [(0, 3), (1, 3), (2, 3), "ready"]


def test_stopping_does_what_waits_drops_what_can_be_asked_again_and_answers_nothing(qtbot: QtBot) -> None:
    lane = Lane()
    gate = Gate("running")
    answers: list[str] = []
    done: list[str] = []
    lane.submit(gate, answers.append)
    lane.submit(lambda: done.append("written"), lambda _nothing: answers.append("queued"))
    lane.submit_latest("search", lambda: done.append("searched"), lambda _nothing: answers.append("search"))
    assert gate.began.wait(10)
    assert lane.stop(0.05) is False
    assert lane.stopping
    gate.open.set()
    assert lane.stop() is True
    assert done == ["written"]
    lane.post(answers.append, "late")
    qtbot.wait(50)
    assert answers == []


def test_an_answer_survives_its_task_being_collected(lane: Lane, qtbot: QtBot) -> None:
    answers: list[int] = []
    for number in range(200):
        lane.submit(lambda number=number: number, answers.append)
        gc.collect(0)
    qtbot.waitUntil(lambda: len(answers) == 200)


def test_all_lanes_are_told_of_the_end_before_one_is_waited_for(qtbot: QtBot) -> None:
    lanes = [Lane("one"), Lane("two")]
    told = threading.Event()
    lanes[0].submit(lambda: told.wait(10))
    lanes[1].submit(lambda: _when(lambda: lanes[1].stopping, told.set))
    assert stopped(lanes, 5)
    assert told.is_set()


def _when(seen: Callable[[], bool], act: Callable[[], object]) -> None:
    """Act as soon as something is seen, at most eight seconds from now."""
    for _time in range(800):
        if seen():
            act()
            return
        time.sleep(0.01)


def test_lanes_that_hang_are_waited_for_no_longer_than_was_given_in_all(qtbot: QtBot) -> None:
    free = threading.Event()
    lanes = [Lane("one"), Lane("two")]
    for lane in lanes:
        lane.submit(lambda: free.wait(60))
    assert not stopped(lanes, 0.05)
    free.set()
    assert stopped(lanes, 10)
