"""Follow-ups: offered after a copy, kept with one key, told once, and undone; whatever the clock does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest

from kbassist.app.reminder_trip import ReminderTrip
from kbassist.app.reminder_watch import EVERY_MS, ReminderWatch
from kbassist.i18n import use_language
from kbassist.ui import theme
from kbassist.ui.reminder_card import ReminderCard
from kbassist.ui.reminders_list import RemindersList
from kbassist.ui.tray import DueRow
from kbassist.usage.reminder import Draft, Snooze, State
from kbassist.usage.reminders import Reminders
from tests.app.rig import Rig, throw_away
from tests.assistant.shelf import FakeClock, Shelf

LOST = "lost@zh-CN"
REFUND = "refund-time@zh-CN"
MACRO = "---\n标题: 丢件赔付\n编号: lost\n回访: 3个工作日\n---\n\n您好，已经登记。\n"
TEAM = "holidays: [2026-11-12]\n"
PATTERNS = "patterns:\n  case_no: {label: 工单号, expression: 'GD\\d{8,12}'}\n"


class FakeTray(QObject):
    """A tray that remembers what it shows and said."""

    reminder_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.due: list[DueRow] = []
        self.said: list[str] = []

    def show_due(self, rows: list[DueRow]) -> None:
        self.due = list(rows)

    def remind(self, _title: str, sentence: str) -> None:
        self.said.append(sentence)


@dataclass
class Follow:
    """A rig with follow-ups, and hands on them."""

    rig: Rig
    clock: FakeClock
    path: Path
    tray: FakeTray = field(default_factory=FakeTray)
    opened: list[str] = field(default_factory=list)
    wanted: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rows, self.card = RemindersList(theme.LIGHT), ReminderCard(theme.LIGHT)
        self.store = Reminders(self.path)
        self.watch = ReminderWatch(self.rig.lane, self.store, self.clock, self.rig.window, self.tray)  # type: ignore[arg-type] # a fake
        self.trip = ReminderTrip(self.watch, self.rig.library, self.rig.window, self.rows, self.card)
        self.trip.macro_wanted.connect(self.opened.append)
        self.trip.window_wanted.connect(lambda: self.wanted.append(True))
        self.rig.copying.copied.connect(self.trip.copied)
        self.watch.start()
        self.rig.settle()

    def copy(self, key: str) -> None:
        """Copy a reply, which hides the window."""
        self.rig.window.copy_wanted.emit(self.rig.desktop.clipboard.content, key)

    def come_back(self) -> None:
        self.rig.show()
        self.trip.shown()
        self.rig.settle()

    def check(self) -> None:
        self.watch.check()
        self.rig.settle()

    def keep(self, due: datetime, note: str = "") -> str:
        """Keep a reminder as if it had been there all along; return its id."""
        made = self.store.add(Draft(LOST, "丢件赔付", due, note), self.clock.now - timedelta(days=9))
        return made.id

    def after(self, hours: float) -> datetime:
        return self.clock.now + timedelta(hours=hours)

    def close(self) -> None:
        self.watch.stop()
        throw_away(self.rows, self.card)


@pytest.fixture
def follow(rig: Rig, shelf: Shelf, clock: FakeClock, tmp_path: Path) -> Iterator[Follow]:
    shelf.put("macros/shipping/lost.md", MACRO)
    shelf.put("kb/_team/team.yaml", TEAM)
    shelf.put("kb/_team/patterns.yaml", PATTERNS)
    rig.open(shelf.root)
    rig.show()
    rig.settle()
    found = Follow(rig, clock, tmp_path / "data" / "reminders.jsonl")
    yield found
    found.close()


def test_a_copied_reply_offers_and_one_key_writes(follow: Follow) -> None:
    follow.copy(LOST)
    assert "in 6 days" in follow.rig.window.toast.more and "Ctrl+G" in follow.rig.window.toast.more
    follow.come_back()
    assert "丢件赔付" in follow.rig.window.bar.text and "11/16 Mon" in follow.rig.window.bar.text
    follow.trip.wanted()
    assert follow.rig.window.bar.text == ""
    assert (follow.card.day.text(), follow.card.time.text()) == (
        "2026-11-16",
        "09:30",
    )  # over a holiday and a weekend
    follow.card.note.setText("GD2026112201 13812345678")
    QTest.keyClick(follow.card.note, Qt.Key.Key_Return)
    follow.rig.settle()
    (kept,) = follow.store.all(follow.clock.now)
    assert (kept.key, kept.title, kept.due) == (LOST, "丢件赔付", datetime(2026, 11, 16, 9, 30))
    assert kept.note == "GD2026112201 ***"
    assert "13812345678" not in follow.path.read_text(encoding="utf-8")
    assert "Reminder set for 11/16 Mon, 09:30." in follow.rig.window.bar.text
    assert [row.reminder.id for row in follow.rows.rows] == [kept.id]
    follow.rig.window.message_acted.emit("undo-follow-up")
    follow.rig.settle()
    assert follow.store.all(follow.clock.now) == ()


def test_the_button_of_the_offer_writes_too(follow: Follow) -> None:
    follow.copy(LOST)
    follow.come_back()
    follow.rig.window.bar.act()
    assert follow.card.open


def test_a_reply_without_a_follow_up_offers_nothing(follow: Follow) -> None:
    follow.copy(REFUND)
    assert follow.rig.window.toast.more == ""
    follow.come_back()
    assert follow.rig.window.bar.text == ""


def test_the_offer_goes_with_the_window_and_with_the_next_copy(follow: Follow) -> None:
    follow.copy(LOST)
    follow.come_back()
    follow.rig.window.hide()
    assert follow.rig.window.bar.text == ""
    follow.come_back()
    assert follow.rig.window.bar.text == ""
    follow.copy(LOST)
    follow.copy(REFUND)
    follow.come_back()
    assert follow.rig.window.bar.text == ""


def test_nothing_of_the_customer_is_copied_into_the_note(follow: Follow) -> None:
    follow.copy(LOST)
    follow.trip.wanted()
    assert follow.card.note.text() == ""
    follow.card.save()
    follow.rig.settle()
    assert [one.note for one in follow.store.all(follow.clock.now)] == [""]


def test_any_reply_can_be_followed_up_from_its_form(follow: Follow) -> None:
    follow.trip.wanted(REFUND)
    assert follow.card.open and follow.card.day.text() == "2026-11-11"
    follow.card.cancel()
    follow.trip.wanted("nothing@zh-CN")
    assert not follow.card.open
    assert "Select a reply first" in follow.rig.window.bar.text


def test_without_an_offer_the_key_leads_to_the_list(follow: Follow) -> None:
    follow.keep(follow.after(-1))
    follow.check()
    follow.rows.activateWindow()
    follow.trip.wanted()
    assert not follow.card.open
    assert follow.rows.focusWidget() is follow.rows.rows[0]


def test_what_is_due_is_told_once_even_after_a_restart(follow: Follow) -> None:
    follow.rig.window.hide()
    follow.keep(follow.after(1), "GD2026112201")
    follow.check()
    assert (follow.tray.said, follow.tray.due) == ([], [])
    follow.clock.now = follow.after(1)
    for _time in range(3):
        follow.check()
    assert follow.tray.said == ["丢件赔付 · GD2026112201"]
    assert [(row.title, row.when) for row in follow.tray.due] == [("丢件赔付", "Today 10:30")]
    again = Follow(follow.rig, follow.clock, follow.path)
    again.check()
    assert again.tray.said == [] and len(again.tray.due) == 1
    again.close()


def test_many_are_told_in_one_sentence(follow: Follow) -> None:
    follow.rig.window.hide()
    for _number in range(3):
        follow.keep(follow.after(-1))
    follow.check()
    assert follow.tray.said == ["3 follow-ups are due"]


def test_put_off_it_is_told_again(follow: Follow) -> None:
    follow.rig.window.hide()
    name = follow.keep(follow.after(-1))
    follow.check()
    follow.trip.snooze(name, Snooze.HOUR)
    follow.rig.settle()
    assert follow.tray.due == []
    follow.clock.now = follow.after(1.01)
    follow.check()
    assert follow.tray.said == ["丢件赔付"] * 2


def test_nothing_is_told_while_the_agent_is_in_the_window(follow: Follow) -> None:
    follow.keep(follow.after(-1))
    follow.check()
    assert follow.tray.said == [] and len(follow.tray.due) == 1
    follow.rig.window.hide()
    follow.rig.settle()
    assert follow.tray.said == ["丢件赔付"]


@pytest.mark.parametrize("years", [1, 10, 70])
def test_a_clock_that_runs_ahead_and_comes_back_tells_and_swallows_nothing_twice(follow: Follow, years: int) -> None:
    follow.rig.window.hide()
    follow.keep(follow.after(-1))
    follow.keep(follow.after(48))
    follow.check()
    assert len(follow.tray.said) == 1
    right = follow.clock.now
    follow.clock.now = right.replace(year=right.year + years)
    for _time in range(2):
        follow.check()
    assert len(follow.tray.said) == 2 and len(follow.tray.due) == 2
    follow.clock.now = right
    for _time in range(2):
        follow.check()
    assert len(follow.tray.said) == 2 and len(follow.tray.due) == 1
    follow.clock.now = right + timedelta(hours=49)
    for _time in range(2):
        follow.check()
    assert len(follow.tray.said) == 3


def test_a_clock_that_falls_back_tells_nothing(follow: Follow) -> None:
    follow.rig.window.hide()
    follow.keep(follow.after(-1))
    follow.check()
    right = follow.clock.now
    follow.clock.now = right.replace(year=1990)
    follow.check()
    assert len(follow.tray.said) == 1 and follow.tray.due == []
    assert follow.rows.rows[0].reminder.due == right - timedelta(hours=1)


def test_the_day_changes(follow: Follow) -> None:
    follow.keep(datetime(2026, 11, 11, 9, 30))
    follow.check()
    assert follow.rows.rows[0].when.text() == "Tomorrow 09:30"
    follow.clock.set("2026-11-11", "00:00")
    follow.check()
    assert follow.rows.rows[0].when.text() == "Today 09:30"


def test_done_and_deleted_can_be_undone(follow: Follow) -> None:
    name = follow.keep(follow.after(-1))
    follow.check()
    for wish in (follow.rows.done, follow.rows.deleted):
        wish.emit(name)
        follow.rig.settle()
        assert follow.rows.rows == []
        follow.rig.window.bar.act()
        follow.rig.settle()
        (kept,) = follow.store.all(follow.clock.now)
        assert kept.state is State.OPEN and len(follow.rows.rows) == 1


def test_what_another_program_changed_is_seen(follow: Follow) -> None:
    name = follow.keep(follow.after(-1))
    follow.check()
    Reminders(follow.path).delete(name)
    follow.rows.done.emit(name)
    follow.check()
    assert follow.rows.rows == [] and follow.tray.due == []
    assert follow.rig.failures == []


def test_an_edit_keeps_what_it_is_about(follow: Follow) -> None:
    name = follow.keep(follow.after(-30), "GD2026112201")
    follow.check()
    follow.rows.edit_wanted.emit(name)
    assert follow.card.note.text() == "GD2026112201"
    assert (follow.card.day.text(), follow.card.time.text()) == ("2026-11-10", "10:30")
    follow.card.day.setText("tomorrow")
    follow.card.save()
    follow.rig.settle()
    (kept,) = follow.store.all(follow.clock.now)
    assert (kept.id, kept.due, kept.revision) == (name, datetime(2026, 11, 11, 10, 30), 1)


def test_its_reply_opens_from_list_and_tray(follow: Follow, shelf: Shelf) -> None:
    name = follow.keep(follow.after(-1))
    follow.check()
    follow.rows.opened.emit(name)
    follow.tray.reminder_wanted.emit(name)
    assert follow.opened == [LOST, LOST]
    follow.tray.reminder_wanted.emit("")
    assert follow.wanted == [True]
    shelf.remove("macros/shipping/lost.md")
    follow.rig.open(shelf.root)
    follow.rows.opened.emit(name)
    assert len(follow.opened) == 2
    assert "no such entry" in follow.rig.window.bar.text


def test_the_export_goes_where_the_agent_says(follow: Follow, tmp_path: Path) -> None:
    follow.keep(follow.after(-1))
    follow.keep(follow.after(50))
    follow.check()
    asked: list[str] = []
    follow.trip.ask_file = lambda name: asked.append(name) or ""  # type: ignore[func-returns-value] # an ear
    follow.rows.exported.emit()
    assert asked == ["kbassist-2026-11-10.ics"]
    follow.trip.ask_file = lambda name: str(tmp_path / name)
    follow.rows.exported.emit()
    follow.rig.settle()
    assert (tmp_path / asked[0]).read_bytes().count(b"BEGIN:VEVENT") == 2
    assert "2 follow-ups exported." in follow.rig.window.bar.text


def test_a_disk_that_refuses_is_said_once(follow: Follow, monkeypatch: pytest.MonkeyPatch) -> None:
    follow.rig.window.hide()
    follow.keep(follow.after(-1))

    def full(_self: object, _record: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kbassist.usage.records.Records.append", full)
    for _time in range(3):
        follow.check()
    assert len(follow.tray.said) == 1
    assert [type(error) for error in follow.rig.failures] == [OSError]


def test_the_tray_speaks_the_language_in_use(follow: Follow) -> None:
    follow.keep(follow.after(-50))
    follow.check()
    use_language("zh_CN")
    follow.watch.show()
    assert [row.when for row in follow.tray.due] == ["逾期 2 天"]


def test_it_looks_at_the_clock_by_itself(follow: Follow) -> None:
    assert follow.watch._timer.isActive() and EVERY_MS <= 60_000
    follow.watch.stop()
    assert not follow.watch._timer.isActive()


def test_without_a_library_nothing_is_offered(rig: Rig, clock: FakeClock, tmp_path: Path) -> None:
    bare = Follow(rig, clock, tmp_path / "reminders.jsonl")
    bare.trip.copied(LOST)
    bare.trip.shown()
    bare.trip.wanted()
    assert not bare.card.open
    assert "Select a reply first" in rig.window.bar.text
    bare.close()
