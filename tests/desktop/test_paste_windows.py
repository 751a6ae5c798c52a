"""Pasting on Windows against fakes: who may be pasted into, which keys go out, and what is kept of the clipboard."""

from __future__ import annotations

import ctypes
import os
from dataclasses import dataclass, field

import pytest

from kbassist.desktop.active_window_windows import WindowsActiveWindow
from kbassist.desktop.backup import LARGEST, Backup
from kbassist.desktop.clipboard_windows import WindowsSnapshots
from kbassist.desktop.input_windows import Input, inputs
from kbassist.desktop.paste_chain import Sent
from kbassist.desktop.paste_windows import WindowsSeat
from kbassist.desktop.ports import Target
from tests.desktop.fakes import FakeUser32

CHAT, OWN, EDIT = 11, 33, 111
TARGET = Target(CHAT, "WeChat.exe", "WeChatMainWndForPC", 900)
CTRL, SHIFT, ENTER, V = 0x11, 0x10, 0x0D, 0x56


@pytest.fixture
def user32() -> FakeUser32:
    windows = {CHAT: (1, 900, "WeChatMainWndForPC"), OWN: (3, os.getpid(), "Qt6QWindow"), EDIT: (1, 900, "Edit")}
    return FakeUser32(windows=windows, front=CHAT, programs={900: "WeChat.exe"}, roots={EDIT: CHAT})


@pytest.fixture
def seat(user32: FakeUser32) -> WindowsSeat:
    return WindowsSeat(user32, WindowsActiveWindow(user32))


def test_a_window_is_known_by_program_class_and_process(seat: WindowsSeat, user32: FakeUser32) -> None:
    user32.focused[CHAT] = EDIT
    assert seat.identify(CHAT) == TARGET
    assert seat.identify(CHAT).child == EDIT
    assert seat.identify(99) == seat.identify(0) == Target()


def test_four_events_go_out_in_one_call(seat: WindowsSeat, user32: FakeUser32) -> None:
    assert seat.press(TARGET, "ctrl+v") is Sent.DONE
    assert user32.sent == [(CTRL, V)]
    events = inputs((CTRL, V))
    assert [(event.kind.key.virtual_key, event.kind.key.flags) for event in events] == [
        (CTRL, 0), (V, 0), (V, 2), (CTRL, 2)
    ]  # fmt: skip
    assert {event.type for event in events} == {1}


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="64-bit layout")
def test_an_event_has_the_layout_of_windows() -> None:
    assert ctypes.sizeof(Input) == 40
    assert Input.kind.offset == 8


@pytest.mark.parametrize("key", [SHIFT, CTRL, 0x12, 0x5B, 0x5C, ENTER])
def test_a_held_key_stops_it(seat: WindowsSeat, user32: FakeUser32, key: int) -> None:
    user32.held.add(key)
    assert seat.keys_held()
    assert seat.press(TARGET, "ctrl+v") is Sent.HELD
    assert user32.sent == []


def test_another_window_in_front_stops_it(seat: WindowsSeat, user32: FakeUser32) -> None:
    user32.front = OWN
    assert seat.press(TARGET, "ctrl+v") is Sent.NO_FOCUS
    user32.front, user32.focused[CHAT] = CHAT, 500  # the focus is in a part of another window
    assert not seat.has_focus(TARGET)
    user32.focused[CHAT] = EDIT
    assert seat.has_focus(TARGET)
    assert user32.sent == []


def test_events_that_windows_blocks_are_noticed(seat: WindowsSeat, user32: FakeUser32) -> None:
    user32.blocked = True
    assert seat.press(TARGET, "shift+enter") is Sent.NO_KEY


@pytest.mark.parametrize(("level", "reachable"), [(0x1000, True), (0x2000, True), (0x3000, False), (None, False)])
def test_a_program_with_more_rights_is_not_reached(
    seat: WindowsSeat, user32: FakeUser32, level: int | None, reachable: bool
) -> None:
    user32.levels[900] = level
    assert seat.reachable(TARGET) is reachable


def test_the_part_that_had_the_focus_gets_it_back(seat: WindowsSeat, user32: FakeUser32) -> None:
    target = Target(CHAT, "WeChat.exe", "WeChatMainWndForPC", 900, EDIT)
    user32.front = OWN
    user32.focused[CHAT] = 112
    seat.give_focus(target)
    assert user32.front == CHAT
    assert user32.focused[CHAT] == EDIT
    assert user32.calls == ["attach 1 True", "attach 1 False"]
    user32.calls.clear()
    seat.give_focus(target)
    assert user32.calls == []


TEXT, LOCALE, OEM, UNICODE, BITMAP, DIB, DIB_V5, METAFILE, DROP, HTML = 1, 16, 7, 13, 2, 8, 17, 3, 15, 49_300


@dataclass
class FakeClipboardCalls:
    """A clipboard of Windows: `held` are the attempts to open it that fail; None is what an owner does not give."""

    content: dict[int, bytes | None] = field(default_factory=dict)
    held: int = 0
    is_open: bool = False
    changes: int = 0
    changed_while_reading: int = 0
    refuses: set[int] = field(default_factory=set)
    registered: dict[str, int] = field(default_factory=dict)

    def open(self) -> bool:
        self.held -= 1
        self.is_open = self.held < 0
        return self.is_open

    def close(self) -> None:
        assert self.is_open
        self.is_open = False

    def empty(self) -> None:
        assert self.is_open
        self.content.clear()

    def formats(self) -> list[int]:
        assert self.is_open
        return list(self.content)

    def get(self, number: int, most: int) -> bytes | None:
        assert self.is_open
        data = self.content[number]
        return data if data is not None and len(data) <= most else None

    def set(self, number: int, data: bytes) -> bool:
        assert self.is_open
        self.content[number] = data
        return number not in self.refuses

    def name(self, number: int) -> str:
        return next((name for name, known in self.registered.items() if known == number), "")

    def number(self, name: str) -> int:
        return self.registered.setdefault(name, 50_000 + len(self.registered))

    def sequence(self) -> int:
        if self.changed_while_reading:
            self.changed_while_reading -= 1
            self.changes += 1
        return self.changes


def snapshots(calls: FakeClipboardCalls) -> WindowsSnapshots:
    return WindowsSnapshots(calls, lambda _seconds: None)


def test_every_format_of_memory_is_kept_and_put_back_in_its_order() -> None:
    content: dict[int, bytes | None] = {HTML: b"<b>x</b>", UNICODE: b"x\0\0\0", DROP: b"files"}
    calls = FakeClipboardCalls(dict(content))
    backup = snapshots(calls).read()
    assert backup.complete
    calls.content = {UNICODE: b"our reply"}
    assert snapshots(calls).write(backup)
    assert list(calls.content.items())[: len(content)] == list(content.items())
    assert not calls.is_open


def test_what_is_put_back_stays_out_of_history_and_cloud() -> None:
    calls = FakeClipboardCalls({UNICODE: b"x\0\0\0"})
    allowed = calls.number("CanIncludeInClipboardHistory")
    calls.content[allowed] = b"\x01\0\0\0"  # its owner has decided
    assert snapshots(calls).write(snapshots(calls).read())
    assert {calls.name(number): data for number, data in calls.content.items() if number != UNICODE} == {
        "CanIncludeInClipboardHistory": b"\x01\0\0\0",
        "ExcludeClipboardContentFromMonitorProcessing": bytes(4),
        "CanUploadToCloudClipboard": bytes(4),
        "Clipboard Viewer Ignore": bytes(4),
    }


def test_an_empty_clipboard_becomes_empty_again() -> None:
    calls = FakeClipboardCalls()
    backup = snapshots(calls).read()
    calls.content = {UNICODE: b"our reply"}
    assert snapshots(calls).write(backup)
    assert calls.content == {}


def test_what_another_program_copied_while_we_waited_is_left_alone() -> None:
    calls = FakeClipboardCalls({UNICODE: b"theirs"}, held=1, changed_while_reading=2)
    assert not snapshots(calls).write(Backup(((str(UNICODE), b"x"),), complete=True))
    assert calls.content == {UNICODE: b"theirs"}


def test_a_format_that_is_not_given_costs_only_itself() -> None:
    calls = FakeClipboardCalls({HTML: None, UNICODE: b"x"})
    assert snapshots(calls).read() == Backup(((str(UNICODE), b"x"),), complete=False)
    calls = FakeClipboardCalls({UNICODE: b"x"})
    calls.content[calls.number("Clipboard Viewer Ignore")] = None  # an empty mark
    assert snapshots(calls).read() == Backup(((str(UNICODE), b"x"),), complete=True)


def test_the_ways_of_ole_to_an_object_that_is_gone_are_not_kept() -> None:
    calls = FakeClipboardCalls({UNICODE: b"x"})
    calls.content |= {calls.number("DataObject"): b"12345678", calls.number("Ole Private Data"): b"y"}
    assert snapshots(calls).read() == Backup(((str(UNICODE), b"x"),), complete=True)


def test_what_windows_makes_by_itself_is_not_kept() -> None:
    calls = FakeClipboardCalls(
        {TEXT: b"?", UNICODE: b"x", LOCALE: b"1", OEM: b"?", DIB_V5: b"a", BITMAP: None, DIB: b"b"}
    )
    backup = snapshots(calls).read()
    assert backup == Backup(((str(UNICODE), b"x"), (str(DIB_V5), b"a")), complete=True)


@pytest.mark.parametrize("number", [METAFILE, 14, BITMAP])
def test_what_cannot_be_kept_makes_the_backup_partial(number: int) -> None:
    assert not snapshots(FakeClipboardCalls({UNICODE: b"x", number: b""})).read().complete


def test_an_owner_that_gives_nothing_or_too_much_makes_it_partial() -> None:
    for data in (None, b"x" * (LARGEST + 1)):
        backup = snapshots(FakeClipboardCalls({UNICODE: b"x", HTML: data})).read()
        assert backup == Backup(((str(UNICODE), b"x"),), complete=False)


@pytest.mark.parametrize(("held", "complete"), [(4, True), (5, False)])
def test_a_held_clipboard_is_tried_five_times(held: int, complete: bool) -> None:
    assert snapshots(FakeClipboardCalls({UNICODE: b"x"}, held)).read().complete is complete
    assert snapshots(FakeClipboardCalls({}, held)).write(Backup(((str(UNICODE), b"x"),), complete=True)) is complete


def test_a_change_while_it_is_read_is_read_again() -> None:
    calls = FakeClipboardCalls({UNICODE: b"x"})
    calls.changed_while_reading = 2
    assert snapshots(calls).read().complete
    calls.changed_while_reading = 9
    assert snapshots(calls).read() == Backup((), complete=False)


def test_a_slow_owner_is_not_waited_for() -> None:
    ticks = iter(range(100))
    slow = WindowsSnapshots(FakeClipboardCalls({UNICODE: b"x", HTML: b"y"}), lambda _s: None, lambda: next(ticks))
    assert slow.read() == Backup((), complete=False)


def test_all_is_put_back_even_where_one_format_is_refused() -> None:
    calls = FakeClipboardCalls({}, refuses={HTML})
    backup = Backup(((str(HTML), b"h"), (str(UNICODE), b"x")), complete=True)
    assert not snapshots(calls).write(backup)
    assert calls.content[UNICODE] == b"x"
