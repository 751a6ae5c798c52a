"""The ports on a real Windows, or on wine: no stand-ins; two programs, Notepad, and the system's own messages."""

from __future__ import annotations

import ctypes as c
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

import pytest

if sys.platform != "win32":
    pytest.skip("calls Windows", allow_module_level=True)

from kbassist.desktop.backup import Backup
from kbassist.desktop.clipboard import PRIVATE
from kbassist.desktop.clipboard_windows import RawClipboard, WindowsSnapshots
from kbassist.desktop.input_windows import Input, inputs
from kbassist.desktop.system_windows import (
    SPI_SETHIGHCONTRAST,
    WM_POWERBROADCAST,
    WM_SETTINGCHANGE,
    WM_WTSSESSION_CHANGE,
)
from tests.desktop.conftest import HostProgram
from tests.desktop.windows_hands import ALT, CTRL, F9, WM_SETTEXT, Notepad, ThisDesktop, calls, send, strike, user
from tests.desktop.xvfb import end, wait_for
from tests.systems import not_under_wine

HOTKEY: Final = "Ctrl+Alt+F9"
REPLY: Final = "王女士您好 😀👨‍👩‍👧：\n退款 ￥199.00 已提交。\n\n\t谢谢！ <b>&amp;</b>"
TEXT: Final = 13  # CF_UNICODETEXT
DIB: Final = 8


@pytest.fixture(scope="module")
def editor() -> Iterator[Notepad]:
    notepad = Notepad()
    yield notepad
    notepad.close()


@pytest.fixture
def notepad(editor: Notepad) -> Notepad:
    send(editor.edit, WM_SETTEXT, 0, "")
    editor.come_up()
    return editor


@pytest.fixture(scope="module")
def programs() -> Iterator[list[HostProgram]]:
    """Two programs with the real ports."""
    with ExitStack() as stack:
        found = [HostProgram(ThisDesktop()) for _program in range(2)]
        for program in found:
            stack.callback(program.close)
        yield found


@pytest.fixture
def host(programs: list[HostProgram]) -> Iterator[HostProgram]:
    yield programs[0]
    programs[0].do("unbind")
    programs[0].do("hide")
    programs[0].events()


@pytest.fixture
def other(programs: list[HostProgram]) -> Iterator[HostProgram]:
    yield programs[1]
    programs[1].do("unbind")
    programs[1].events()


# The hotkey


@pytest.mark.usefixtures("notepad")
def test_a_press_is_heard_and_a_second_program_is_told_who_is_in_the_way(
    host: HostProgram, other: HostProgram
) -> None:
    host.do("bind", HOTKEY)
    refused = other.ask("bind", HOTKEY)
    assert refused["error"] == "HotkeyTaken"
    assert refused["proposal"]
    assert other.do("free", refused["proposal"])
    assert not other.do("free", HOTKEY)
    strike()
    assert host.event() == {"event": "pressed", "shortcut": HOTKEY}
    host.do("unbind")
    assert other.do("free", HOTKEY)


@not_under_wine("it knows no MOD_NOREPEAT")
@pytest.mark.usefixtures("notepad")
def test_a_held_key_is_one_press(host: HostProgram) -> None:
    host.do("bind", HOTKEY)
    events = list(inputs((CTRL, ALT, F9)))
    held = (Input * 8)(*events[:3], events[2], events[2], *events[3:])
    assert user.SendInput(len(held), held, c.sizeof(Input)) == len(held)
    assert host.event()["event"] == "pressed"
    strike()
    assert host.event()["event"] == "pressed"
    assert host.events() == []


# What the system tells


@pytest.mark.parametrize(
    ("message", "w", "area", "event"),
    [
        (WM_POWERBROADCAST, 0x12, None, "RESUMED"),
        (WM_POWERBROADCAST, 0x07, None, "RESUMED"),
        (WM_WTSSESSION_CHANGE, 8, None, "UNLOCKED"),
        (WM_SETTINGCHANGE, 1, "Policy", "POLICIES_CHANGED"),
        (WM_SETTINGCHANGE, 0, "ImmersiveColorSet", "LOOK_CHANGED"),
        (WM_SETTINGCHANGE, SPI_SETHIGHCONTRAST, None, "LOOK_CHANGED"),
    ],
)
def test_the_hidden_window_hears_the_system(
    host: HostProgram, message: int, w: int, area: str | None, event: str
) -> None:
    window = host.do("news")
    assert calls.is_window(window)
    assert user.GetParent(c.c_void_p(window)) in {0, None}, "the system tells windows at the top level only"
    send(window, message, w, area)
    assert host.event() == {"event": event}


@pytest.mark.usefixtures("notepad")
def test_after_sleep_and_unlocking_the_hotkey_works(host: HostProgram, other: HostProgram) -> None:
    host.do("bind", HOTKEY)
    for message, w in ((WM_POWERBROADCAST, 0x12), (WM_WTSSESSION_CHANGE, 8)):
        send(host.do("news"), message, w)
        assert host.event()["event"] in {"RESUMED", "UNLOCKED"}
        assert not other.do("free", HOTKEY)
        strike()
        assert host.event()["event"] == "pressed"


def test_the_tray_icon_comes_back_with_the_task_bar() -> None:
    code = """if True:
        import ctypes as c, json, sys
        from PySide6.QtWidgets import QApplication, QStyle, QSystemTrayIcon
        from kbassist.ui.tray import Tray
        app = QApplication(sys.argv)
        icon = app.style().standardIcon(QStyle.StandardPixmap.SP_ComputerIcon)
        tray = Tray(icon, icon)
        tray.show()
        app.processEvents()
        user, shell = c.WinDLL("user32"), c.WinDLL("shell32")
        user.FindWindowExW.argtypes, user.FindWindowExW.restype = (c.c_void_p,) * 2 + (c.c_wchar_p,) * 2, c.c_void_p
        user.SendMessageW.argtypes = (c.c_void_p, c.c_uint32, c.c_size_t, c.c_ssize_t)
        name, found, window = c.create_unicode_buffer(256), [], 0
        while window := user.FindWindowExW(None, window, None, None):
            user.GetClassNameW(c.c_void_p(window), name, 256)
            process = c.c_uint32()
            user.GetWindowThreadProcessId(c.c_void_p(window), c.byref(process))
            if "TrayIcon" in name.value and process.value == c.windll.kernel32.GetCurrentProcessId():
                found.append(window)
        data = (c.c_byte * 976)()  # NOTIFYICONDATAW with the window at 8, the number at 16 and no flags
        c.c_uint32.from_buffer(data).value = 976
        c.c_void_p.from_buffer(data, 8).value = found[0]
        there = lambda: bool(shell.Shell_NotifyIconW(1, data))
        before = there()
        gone = bool(shell.Shell_NotifyIconW(2, data)) and not there()
        user.SendMessageW(found[0], user.RegisterWindowMessageW("TaskbarCreated"), 0, 0)
        app.processEvents()
        after = there()
        tray.hide()
        print(json.dumps([before, gone, after]), flush=True)
    """
    program = ThisDesktop().start(sys.executable, "-c", code, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    output, _errors = program.communicate(b"", timeout=60)
    assert json.loads(output.splitlines()[-1]) == [True, True, True]


# Focus


def test_the_hotkey_brings_our_window_to_the_front_and_the_focus_goes_back(
    host: HostProgram, notepad: Notepad
) -> None:
    host.do("show_at_hotkey", HOTKEY)
    assert host.do("current") == notepad.window
    strike()
    assert host.event() == {"event": "up", "taken": True}
    assert calls.foreground() == host.do("window")
    assert host.do("current") == 0, "our own window is none of another program"
    host.do("hide")
    host.do("activate", notepad.window)
    wait_for(lambda: calls.foreground() == notepad.window)


def test_another_programs_window_is_known(host: HostProgram, notepad: Notepad) -> None:
    place = host.do("geometry", notepad.window)
    assert place[2] > 0
    assert place[3] > 0
    assert calls.class_name(notepad.window) == "Notepad"
    assert calls.program(calls.owner(notepad.window)[1]).lower() == "notepad.exe"
    assert calls.root(notepad.edit) == notepad.window


def test_our_rights_are_known_and_a_program_of_ours_is_reachable(host: HostProgram, notepad: Notepad) -> None:
    own = calls.own_integrity()
    assert own in {0x1000, 0x2000, 0x2100, 0x3000, 0x4000}
    assert calls.integrity(os.getpid()) == own
    assert calls.integrity(0) is None, "nobody may open the idle process"
    assert host.do("refusal", notepad.window) is None
    assert host.do("refusal", 0) == "NO_TARGET"


# The clipboard


@contextmanager
def opened(raw: RawClipboard) -> Iterator[None]:
    wait_for(raw.open)
    try:
        yield
    finally:
        raw.close()


def on_clipboard(raw: RawClipboard) -> dict[str, bytes]:
    """Return the named formats and Unicode text that any other program sees."""
    with opened(raw):
        found = {raw.name(number) or str(number): raw.get(number, 1 << 24) for number in raw.formats()}
    return {name: data for name, data in found.items() if data is not None}


@pytest.fixture
def raw(host: HostProgram) -> RawClipboard:
    return RawClipboard(host.do("news"))


def test_a_copy_is_text_and_html_and_stays_out_of_history_and_cloud(host: HostProgram, raw: RawClipboard) -> None:
    assert host.do("copy", REPLY, "<p>王女士您好</p>")
    found = on_clipboard(raw)
    assert found["13"].decode("utf-16-le").rstrip("\0").replace("\r\n", "\n") == REPLY
    assert "<p>王女士您好</p>".encode() in found["HTML Format"]
    assert [found[name][:4] for name in PRIVATE] == [bytes(4)] * len(PRIVATE)


def test_a_plain_copy_stays_out_of_history_and_cloud_too(host: HostProgram, other: HostProgram) -> None:
    assert host.do("copy", REPLY, "")
    assert other.do("text") == REPLY
    found = on_clipboard(RawClipboard(other.do("news")))
    assert set(PRIVATE) <= set(found)


def a_rich_clipboard(raw: RawClipboard) -> dict[int, bytes]:
    """Put text, HTML, a bitmap and private formats there, as an office program does, and return them."""
    header = (40).to_bytes(4, "little") + (2).to_bytes(4, "little") * 2 + b"\1\0\x18\0" + bytes(24)
    formats = {
        raw.number("HTML Format"): b"Version:0.9\r\nStartHTML:0\r\n<b>Angebot</b>\0",
        TEXT: "客户的原文 1\0".encode("utf-16-le"),
        DIB: header + bytes(range(16)),
        raw.number("Kbassist Test Rich"): bytes(range(256)) * 300,
        raw.number("Kbassist Test One"): b"\0",
    }
    with opened(raw):
        raw.empty()
        assert all(raw.set(number, data) for number, data in formats.items())
    return formats


def read_again(raw: RawClipboard, formats: dict[int, bytes]) -> dict[int, bytes]:
    """Return as many bytes of each format as were put there: Windows rounds memory up."""
    with opened(raw):
        return {number: (raw.get(number, 1 << 24) or b"")[: len(data)] for number, data in formats.items()}


def test_every_format_is_kept_and_put_back(host: HostProgram, raw: RawClipboard) -> None:
    formats = a_rich_clipboard(raw)
    snapshots = WindowsSnapshots(raw)
    backup = snapshots.read()
    assert backup.complete
    assert {int(name) for name, _data in backup.formats} == set(formats)
    assert host.do("copy", "our reply", "")
    assert snapshots.write(backup)
    assert read_again(raw, formats) == formats
    assert set(PRIVATE) <= set(on_clipboard(raw))
    again = snapshots.read()
    assert dict(again.formats)[str(TEXT)] == dict(backup.formats)[str(TEXT)]


def test_a_clipboard_that_another_program_holds_is_waited_for_and_not_for_long(raw: RawClipboard) -> None:
    holder = """if True:
        import ctypes, sys
        user = ctypes.WinDLL("user32")
        user.CreateWindowExW.restype = ctypes.c_void_p
        window = user.CreateWindowExW(0, "STATIC", None, 0, 0, 0, 0, 0, None, None, None, None)
        while not user.OpenClipboard(ctypes.c_void_p(window)): pass
        print("held", flush=True)
        sys.stdin.readline()
        user.CloseClipboard()
        print("free", flush=True)
    """
    program = ThisDesktop().start(sys.executable, "-c", holder, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert program.stdin
    assert program.stdout
    assert program.stdout.readline().strip() == b"held"
    snapshots = WindowsSnapshots(raw)
    assert snapshots.read() == Backup((), complete=False)
    assert not snapshots.write(Backup(((str(TEXT), b"x\0\0\0"),), complete=True))
    program.stdin.write(b"\n")
    program.stdin.flush()
    assert program.stdout.readline().strip() == b"free"
    assert snapshots.write(Backup(((str(TEXT), b"x\0\0\0"),), complete=True))
    end(program)


# The paste


def paste_all(host: HostProgram, raw: RawClipboard, notepad: Notepad, *texts: str) -> None:
    """Paste texts one right after the other; they arrive whole, and the clipboard comes back.

    On a busy machine it may not be read within the time that a person would wait, which is told: then once more.
    """
    for _attempt in range(5):
        formats, before = a_rich_clipboard(raw), notepad.text()
        for text in texts:
            host.do("paste", notepad.window, text)
        ended = [host.event(30) for _text in texts]
        assert {one["event"] for one in ended} == {"PASTED"}
        assert notepad.text().replace("\r\n", "\n") == before.replace("\r\n", "\n") + "".join(texts)
        if {one["kept"] for one in ended} == {"ALL"}:
            assert read_again(raw, formats) == formats
            return
    raise AssertionError(f"the clipboard was never kept: {ended}")


def test_notepad_gets_the_exact_text_and_the_clipboard_comes_back(
    host: HostProgram, raw: RawClipboard, notepad: Notepad
) -> None:
    host.do("show")
    host.do("take")
    paste_all(host, raw, notepad, REPLY)


def test_two_quick_pastes_do_not_overlap(host: HostProgram, raw: RawClipboard, notepad: Notepad) -> None:
    paste_all(host, raw, notepad, "第一条。", "第二条。")


def test_html_is_offered_and_plain_text_is_what_notepad_takes(host: HostProgram, notepad: Notepad) -> None:
    host.do("paste", notepad.window, "退款 1", "<b>退款 1</b>")
    assert host.event(30)["event"] == "PASTED"
    assert notepad.text() == "退款 1"


def test_a_window_that_is_gone_gets_nothing_and_the_text_stays(host: HostProgram, raw: RawClipboard) -> None:
    host.do("paste", 0x7FFFFFF0, "退款 2")
    assert host.event(30)["event"] in {"GONE", "FOCUS"}
    assert host.do("text") == "退款 2"
