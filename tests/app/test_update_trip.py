"""The trip of a newer version: looked for where IT said, told once, never waited for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kbassist.app import update_trip
from kbassist.app.update_trip import CONFIRM_MS, DAILY_MS, FIRST_MS, RETRY_MS, UpdateTrip
from kbassist.errors import KbassistError
from kbassist.i18n import Text
from kbassist.updates.manifest import SIGNATURE
from kbassist.updates.memory import Memory
from kbassist.updates.notice import UpdateNotice
from tests.app.fakes import FakeOpener
from tests.updates.publisher import CONTENT, SETUP, Publisher

OWN = "1.2.0"
LONGEST_MS = 20_000


class FakeNews:
    """Remembers what was said."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.failures: list[Exception] = []

    def tell(self, sentence: Text) -> None:
        self.told.append(str(sentence))

    def failed(self, error: Exception) -> None:
        self.failures.append(error)


class Desk:
    """A program with an update trip."""

    def __init__(self, publisher: Publisher, folder: Path, qtbot: QtBot) -> None:
        self.publisher = publisher
        self.memory = Memory(folder / "data" / "updates.json")
        self.opener = FakeOpener()
        self._qtbot = qtbot
        self.restart()

    def restart(self, own: str = OWN, *, managed: bool = True) -> None:
        self.news = FakeNews()
        self.shown: list[UpdateNotice | None] = []
        source = self.publisher.source if managed else None
        self.trip = UpdateTrip(source, self.memory, self.news, self.opener, own)  # type: ignore[arg-type]  # fake news
        self.trip.found.connect(self.shown.append)
        self.trip.start()

    def end(self) -> None:
        """End the program when all that it has to write is written."""
        lane = self.trip._lane
        if lane is not None and not lane.stopping:
            with self._qtbot.waitCallback(timeout=LONGEST_MS) as written:
                lane.submit(lambda: None, written)
            self.trip.stop()
            lane._thread.join(30)

    def look(self) -> None:
        """Let the time until the next look pass, and wait for its answer."""
        self.trip.check()
        self._qtbot.waitUntil(lambda: self.trip.pause >= 0, timeout=LONGEST_MS)

    def open(self) -> None:
        """Choose the row of the newer version, and wait until something came of it."""
        before = (len(self.opener.opened), len(self.news.told), len(self.news.failures))
        self.trip.open()
        self._qtbot.waitUntil(
            lambda: (len(self.opener.opened), len(self.news.told), len(self.news.failures)) != before,
            timeout=LONGEST_MS,
        )

    @property
    def newer(self) -> UpdateNotice | None:
        return self.shown[-1] if self.shown else None


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    return Publisher(tmp_path / "releases")


@pytest.fixture
def desk(publisher: Publisher, tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    found = Desk(publisher, tmp_path, qtbot)
    yield found
    found.end()


def told(desk: Desk) -> list[str]:
    return desk.news.told


def test_where_it_names_no_folder_nothing_runs(desk: Desk) -> None:
    desk.end()
    desk.restart(managed=False)
    assert desk.trip.pause == -1
    desk.trip.check()
    desk.trip.open()
    assert "kbassist-updates" not in [thread.name for thread in threading.enumerate()]
    assert not desk.shown and not told(desk)


def test_it_looks_two_minutes_after_the_start_and_then_every_day(desk: Desk) -> None:
    assert desk.trip.pause == FIRST_MS == 120_000
    desk.look()
    assert desk.trip.pause == DAILY_MS == 86_400_000


def test_a_newer_version_is_told_once_and_shown_always(desk: Desk) -> None:
    desk.publisher.publish("1.3.0")
    sentence = f"kbassist 1.3.0 is available in {desk.publisher.folder}."
    for _day in range(3):
        desk.look()
    assert told(desk) == [sentence]
    assert [one.version for one in desk.shown if one] == ["1.3.0"]
    desk.end()
    desk.restart()
    desk.look()
    assert told(desk) == []
    assert desk.newer is not None and desk.newer.note == "Quicker"


def test_the_next_version_is_told_again(desk: Desk) -> None:
    desk.publisher.publish("1.3.0")
    desk.look()
    desk.publisher.publish("1.4.0")
    desk.look()
    assert len(told(desk)) == 2 and "1.4.0" in told(desk)[-1]
    assert desk.newer is not None and desk.newer.version == "1.4.0"


def test_once_installed_or_withdrawn_nothing_is_shown_any_more(desk: Desk) -> None:
    desk.publisher.publish("1.3.0")
    desk.look()
    desk.publisher.publish("1.2.0")
    desk.look()
    assert desk.newer is None
    desk.end()
    desk.restart(own="1.3.0")
    desk.look()
    assert not desk.shown and not told(desk)


def test_a_forged_notice_is_looked_at_twice_and_told_once(desk: Desk) -> None:
    desk.publisher.publish("1.3.0")
    desk.look()
    Publisher(desk.publisher.folder, b"\x02" * 32).publish("6.6.6")
    desk.look()
    assert desk.newer is None  # nobody is led to that folder any more
    assert desk.trip.pause == CONFIRM_MS and len(told(desk)) == 1
    desk.look()
    assert "is not genuine" in told(desk)[-1] and len(told(desk)) == 2
    assert desk.trip.pause == DAILY_MS
    desk.look()
    desk.end()
    desk.restart()
    desk.look()
    desk.look()
    assert told(desk) == []


def test_files_that_it_is_just_copying_are_no_forgery(desk: Desk) -> None:
    desk.publisher.publish("1.3.0")
    signature = desk.publisher.folder / SIGNATURE
    genuine = signature.read_bytes()
    signature.write_bytes(genuine[:40])
    desk.look()
    signature.write_bytes(genuine)
    desk.look()
    assert len(told(desk)) == 1 and "is available" in told(desk)[0]


def test_another_fault_than_before_is_looked_at_twice_again(desk: Desk) -> None:
    desk.publisher.put(b"{")
    desk.look()
    Publisher(desk.publisher.folder, b"\x02" * 32).publish("6.6.6")
    desk.look()
    assert not told(desk) and desk.trip.pause == CONFIRM_MS
    desk.look()
    assert len(told(desk)) == 1


def test_a_fault_that_was_over_is_told_when_it_comes_again(desk: Desk) -> None:
    for _time in range(2):
        forger = Publisher(desk.publisher.folder, b"\x02" * 32)
        forger.publish("6.6.6")
        desk.look()
        desk.look()
        desk.publisher.publish("1.2.0")
        desk.look()
    assert len(told(desk)) == 2


def test_a_notice_that_was_put_back_is_told(desk: Desk) -> None:
    desk.publisher.publish("1.3.0")
    old = desk.publisher.taken()
    desk.publisher.publish("1.4.0")
    desk.look()
    desk.publisher.put_back(old)
    desk.look()
    desk.look()
    assert "older than one seen before" in told(desk)[-1]
    assert desk.newer is None


def test_a_share_that_is_gone_is_quiet_and_tried_again_soon(desk: Desk) -> None:
    desk.publisher.publish("1.3.0")
    desk.look()
    away = desk.publisher.folder.rename(desk.publisher.folder.with_name("away"))
    desk.look()
    assert len(told(desk)) == 1
    assert desk.trip.pause == RETRY_MS == 3_600_000
    assert desk.newer is not None  # what was seen is still true
    away.rename(desk.publisher.folder)
    desk.look()
    assert len(told(desk)) == 1 and desk.trip.pause == DAILY_MS


def test_a_full_disk_tells_once_a_run(desk: Desk) -> None:
    desk.memory._path.parent.write_text("no folder")
    desk.publisher.publish("1.3.0")
    desk.look()
    desk.look()
    assert len(told(desk)) == 1 and not desk.news.failures


def test_an_error_of_ours_is_said_and_the_next_look_comes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_values: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(update_trip, "look", broken)
    desk.look()
    assert [type(error) for error in desk.news.failures] == [ZeroDivisionError]
    assert desk.trip.pause == DAILY_MS


@pytest.fixture
def hanging(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Let the share hang, and give a function that lets it go."""
    gate, began, plain = threading.Event(), threading.Event(), update_trip.look

    def slow(*values: object) -> object:
        began.set()
        assert gate.wait(30)
        return plain(*values)  # type: ignore[arg-type]  # the very same values

    monkeypatch.setattr(update_trip, "look", slow)
    desk.publisher.publish("1.3.0")
    desk.trip.check()
    assert began.wait(30)
    yield gate.set
    gate.set()


def test_a_share_that_hangs_holds_nothing_up(desk: Desk, hanging: Callable[[], None], qtbot: QtBot) -> None:
    assert desk.trip.pause == -1  # no second look is started meanwhile
    QApplication.processEvents()
    hanging()
    qtbot.waitUntil(lambda: desk.newer is not None, timeout=LONGEST_MS)
    assert len(told(desk)) == 1


def test_at_the_end_nobody_waits_and_the_answer_is_dropped(
    desk: Desk, hanging: Callable[[], None], qtbot: QtBot
) -> None:
    lane = desk.trip._lane
    assert lane is not None
    desk.trip.stop()
    assert lane._thread.is_alive() and lane._thread.daemon
    hanging()
    lane._thread.join(30)
    qtbot.wait(20)
    assert not desk.shown and not told(desk) and desk.trip.pause == -1


def test_it_may_name_a_folder_take_it_away_and_name_another_while_the_program_runs(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    desk.publisher.publish("1.3.0")
    desk.look()
    desk.trip.use(desk.publisher.source)  # what is the same changes nothing
    assert desk.newer is not None and desk.trip.pause == DAILY_MS
    desk.trip.use(None)
    assert desk.newer is None and desk.trip.pause == -1
    other = Publisher(tmp_path / "pilot", b"\x03" * 32)
    other.publish("1.4.0")
    desk.trip.use(other.source)
    assert desk.trip.pause == FIRST_MS
    desk.look()
    assert desk.newer is not None and desk.newer.folder == str(other.folder)
    assert len(told(desk)) == 2


def test_what_a_share_answers_that_is_not_asked_any_more_is_dropped(
    desk: Desk, hanging: Callable[[], None], qtbot: QtBot
) -> None:
    lane = desk.trip._lane
    assert lane is not None
    desk.trip.use(None)
    hanging()
    lane._thread.join(30)
    qtbot.wait(20)
    assert not desk.shown and not told(desk)


def test_before_the_start_a_decision_is_only_noted(desk: Desk) -> None:
    source = desk.publisher.source
    desk.end()
    desk.restart(managed=False)
    desk.trip.stop()
    desk.trip.use(source)
    assert desk.trip.pause == -1
    desk.trip.start()
    assert desk.trip.pause == FIRST_MS


def test_the_folder_is_shown_where_its_files_may_be_trusted(desk: Desk) -> None:
    desk.publisher.publish("1.3.0")
    desk.look()
    (desk.publisher.folder / SETUP).write_bytes(CONTENT)
    desk.open()
    assert desk.opener.opened == [("folder", str(desk.publisher.folder))]


def test_installers_that_it_keeps_elsewhere_are_no_fault(desk: Desk) -> None:
    desk.publisher.publish("1.3.0")
    desk.look()
    desk.open()
    assert len(desk.opener.opened) == 1


def test_nobody_is_led_to_a_file_of_another_size(desk: Desk) -> None:
    desk.publisher.publish("1.3.0")
    desk.look()
    (desk.publisher.folder / SETUP).write_bytes(CONTENT + b"!")
    desk.open()
    assert desk.opener.opened == []
    assert told(desk)[-1] == (
        f"“{SETUP}” is not what the update notice says. Do not start it. Please tell your IT department."
    )


def test_a_folder_that_went_or_a_desktop_that_refuses_is_said(desk: Desk) -> None:
    desk.publisher.publish("1.3.0")
    desk.look()
    desk.opener.refuses = True
    desk.open()
    assert isinstance(desk.news.failures[-1], KbassistError)
    desk.publisher.folder.rename(desk.publisher.folder.with_name("away"))
    desk.open()
    assert told(desk)[-1] == f"The folder {desk.publisher.folder} cannot be reached."
