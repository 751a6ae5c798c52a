"""Meaning is read after the index, slowly and quietly, and its memory is given back while nobody searches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kbassist.app import meaning_trip
from kbassist.app.meaning_trip import MeaningTrip
from kbassist.ui.worker import Lane
from tests.app.rig import LONGEST_S


@dataclass
class FakeAssistant:
    """Entries whose meaning is still to be read, told of one by one."""

    meaning_wanted: bool = True
    entries: int = 45
    done: list[str] = field(default_factory=list)

    def read_meaning(self, progress: Callable[[int, int], None]) -> bool:
        self.done.append("read")
        for number in range(1, self.entries + 1):
            progress(number, self.entries)
        return True

    def rest_meaning(self) -> None:
        self.done.append("rest")


class FakeLibrary(QObject):
    """A library trip of which only the assistant and the end of an indexing matter."""

    indexed = Signal()

    def __init__(self, assistant: FakeAssistant | None) -> None:
        super().__init__()
        self.assistant = assistant


@dataclass
class Readers:
    """A trip with its lane, and what it told."""

    qtbot: QtBot
    lane: Lane
    library: FakeLibrary
    trip: MeaningTrip
    told: list[tuple[int, int]] = field(default_factory=list)

    def settle(self) -> None:
        answers: list[int] = []
        self.lane.submit(lambda: 1, answers.append)
        self.qtbot.waitUntil(lambda: bool(answers), timeout=LONGEST_S * 1000)

    def until_done(self, what: list[str]) -> None:
        assert self.library.assistant is not None
        done = self.library.assistant.done
        self.qtbot.waitUntil(lambda: done == what, timeout=LONGEST_S * 1000)


Gather = Callable[[FakeAssistant | None], Readers]


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning_trip, "CALM_MS", 0)


@pytest.fixture
def gather(qapp: QApplication, qtbot: QtBot) -> Iterator[Gather]:
    lanes: list[Lane] = []

    def make(assistant: FakeAssistant | None) -> Readers:
        lanes.append(Lane("meaning"))
        library = FakeLibrary(assistant)
        found = Readers(qtbot, lanes[-1], library, MeaningTrip(lanes[-1], library))  # type: ignore[arg-type]
        found.trip.progressed.connect(lambda done, total: found.told.append((done, total)))
        return found

    yield make
    for lane in lanes:
        assert lane.stop(LONGEST_S)


def test_it_is_read_after_the_index_and_told_now_and_then_and_at_the_end(gather: Gather) -> None:
    readers = gather(FakeAssistant())
    readers.library.indexed.emit()
    readers.settle()
    assert readers.told == [(20, 45), (40, 45), (45, 45)]


def test_nothing_is_read_where_it_is_not_wanted_or_no_library_is_open(gather: Gather) -> None:
    unwilling = FakeAssistant(meaning_wanted=False)
    for readers in (gather(unwilling), gather(None)):
        readers.library.indexed.emit()
        readers.trip.searched()
        readers.settle()
        assert readers.told == []
    assert unwilling.done == []


def test_a_search_reads_nothing_that_was_read(gather: Gather) -> None:
    assistant = FakeAssistant()
    readers = gather(assistant)
    readers.library.indexed.emit()
    readers.settle()
    readers.trip.searched()
    readers.settle()
    assert assistant.done == ["read"]


def test_its_memory_is_given_back_while_nobody_searches_and_taken_again_with_the_next_search(
    gather: Gather, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meaning_trip, "IDLE_MS", 1)
    readers = gather(FakeAssistant())
    readers.library.indexed.emit()
    readers.until_done(["read", "rest"])
    readers.trip.searched()
    readers.until_done(["read", "rest", "read", "rest"])


def test_a_library_that_was_closed_meanwhile_has_nothing_to_give_back(
    gather: Gather, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meaning_trip, "IDLE_MS", 1)
    assistant = FakeAssistant()
    readers = gather(assistant)
    readers.trip.read()
    readers.library.assistant = None
    readers.qtbot.wait(20)
    readers.settle()
    assert assistant.done == ["read"]
