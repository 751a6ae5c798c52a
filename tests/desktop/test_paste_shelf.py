"""Qt's clipboard under a paste, and the queue of pastes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from kbassist.desktop import paste_shelf
from kbassist.desktop.backup import Backup
from kbassist.desktop.clipboard import QtClipboard
from kbassist.desktop.paste_shelf import QtShelf
from kbassist.desktop.paster import NoPaster, QueuedPaster
from kbassist.desktop.ports import Clip, Pasted, PasteEnd, PasteJob, Step, Target
from kbassist.desktop.selection_x11 import X11Snapshots, wanted
from tests.desktop.test_paste_chain import CHAT, OLD, FakeSeat, FakeShelf


class FakeSnapshots:
    """A clipboard that is read at once, or hangs until the test lets it go."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.threads: list[int] = []
        self.written: list[Backup] = []

    def read(self) -> Backup:
        self.threads.append(threading.get_ident())
        self.gate.wait(20)
        return OLD

    def write(self, backup: Backup) -> bool:
        self.written.append(backup)
        return True


@pytest.fixture
def snapshots() -> Iterator[FakeSnapshots]:
    found = FakeSnapshots()
    yield found
    found.gate.set()
    QGuiApplication.clipboard().clear()


@pytest.fixture
def shelf(qtbot: QtBot, snapshots: FakeSnapshots) -> QtShelf:
    return QtShelf(QGuiApplication.clipboard(), snapshots)


def test_the_backup_is_read_on_another_thread_and_told_on_this_one(
    qtbot: QtBot, shelf: QtShelf, snapshots: FakeSnapshots
) -> None:
    told: list[tuple[Backup, int]] = []
    shelf.back_up(lambda backup: told.append((backup, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(told))
    assert told == [(OLD, threading.get_ident())]
    assert snapshots.threads != [threading.get_ident()]


def test_an_owner_that_hangs_gives_no_backup_and_comes_too_late(
    qtbot: QtBot, shelf: QtShelf, snapshots: FakeSnapshots
) -> None:
    snapshots.gate.clear()
    told: list[Backup] = []
    shelf.back_up(told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert told == [Backup((), complete=False)]
    again: list[Backup] = []
    snapshots.gate.set()
    shelf.back_up(again.append)
    qtbot.waitUntil(lambda: bool(again))
    assert again == [OLD]
    assert len(told) == 1


def test_what_is_put_is_there_and_every_reading_is_noticed(shelf: QtShelf) -> None:
    clipboard = QGuiApplication.clipboard()
    assert not shelf.owned()
    assert shelf.put(Step("ctrl+v", "退款", "<b>退款</b>"))
    assert shelf.owned()
    assert shelf.reads(0).last == 0
    assert clipboard.text() == "退款"
    assert clipboard.mimeData().html() == "<b>退款</b>"
    reads = shelf.reads(0)
    assert 0 < reads.first <= reads.last
    assert shelf.reads(reads.last + 1).last == 0


def test_even_our_own_next_copy_is_not_taken_for_the_reply(shelf: QtShelf) -> None:
    shelf.put(Step("ctrl+v", "reply"))
    QtClipboard(QGuiApplication.clipboard()).copy(Clip("another"))
    assert not shelf.owned()


def test_an_image_is_put_as_an_image(shelf: QtShelf, tmp_path: Path) -> None:
    image = QImage(3, 2, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    file = tmp_path / "图.png"
    assert image.save(str(file))
    assert shelf.put(Step("ctrl+v", image=file))
    assert QGuiApplication.clipboard().image().size() == image.size()
    assert shelf.reads(0).last > 0
    assert not shelf.put(Step("ctrl+v", image=tmp_path / "gone.png"))


def test_a_restored_clipboard_is_not_ours(shelf: QtShelf, snapshots: FakeSnapshots) -> None:
    shelf.put(Step("ctrl+v", "reply"))
    assert shelf.restore(OLD)
    assert snapshots.written == [OLD]
    assert not shelf.owned()


def test_formats_are_written_back_under_their_names(qtbot: QtBot) -> None:
    clipboard = QGuiApplication.clipboard()
    assert X11Snapshots(clipboard).write(Backup((("text/plain", "旧".encode()), ("x-special/files", b"a\0b")), True))
    assert clipboard.text() == "旧"
    assert bytes(clipboard.mimeData().data("x-special/files").data()) == b"a\0b"
    assert X11Snapshots(clipboard).write(Backup((), complete=True))
    assert clipboard.text() == ""


def test_the_best_text_is_read_first_and_what_is_no_content_not_at_all() -> None:
    offered = ["TIMESTAMP", "TARGETS", "image/bmp", "image/png", "STRING", "text/html", "UTF8_STRING", "SAVE_TARGETS"]
    assert wanted(offered) == ["UTF8_STRING", "text/html", "image/png", "image/bmp"]


def job(done: list[str], name: str, target: Target = CHAT) -> PasteJob:
    def ended(pasted: Pasted) -> None:
        done.append(f"{name} {pasted.end.name} {pasted.kept.name}")

    return PasteJob(target, Clip(name), (Step("ctrl+v", name),), lambda there: done.append(f"{name} {there}"), ended)


def test_two_quick_pastes_do_not_overlap(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    seat, shelf = FakeSeat(), FakeShelf()
    seat.content = lambda: shelf.puts[-1].text
    seat.on_press = lambda: shelf.read_at.append(paste_shelf.time.monotonic())
    paster = QueuedPaster(seat, shelf)
    done: list[str] = []
    paster.paste(job(done, "first"))
    paster.paste(job(done, "second"))
    assert done == ["first True"]
    qtbot.waitUntil(lambda: len(done) == 4)
    assert done == ["first True", "first PASTED ALL", "second True", "second PASTED ALL"]
    assert seat.pressed == [("ctrl+v", "first"), ("ctrl+v", "second")]
    assert len(shelf.restored) == 2


def test_a_held_clipboard_does_not_stop_the_queue(qtbot: QtBot) -> None:
    seat, shelf = FakeSeat(), FakeShelf(busy=True)
    paster = QueuedPaster(seat, shelf)
    done: list[str] = []
    paster.paste(job(done, "first"))
    paster.paste(job(done, "second"))
    qtbot.waitUntil(lambda: len(done) == 2)
    assert done == ["first False", "second False"]


def test_stopping_gives_the_clipboard_back_and_drops_what_waits(qtbot: QtBot) -> None:
    seat, shelf = FakeSeat(held=True), FakeShelf()
    paster = QueuedPaster(seat, shelf)
    done: list[str] = []
    paster.paste(job(done, "first"))
    paster.paste(job(done, "second"))
    paster.stop()
    assert shelf.restored == [OLD]
    assert done == ["first True"]
    paster.stop()


def test_a_paste_is_refused_before_it_begins(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    seat = FakeSeat()
    paster = QueuedPaster(seat, FakeShelf())
    assert paster.refusal(CHAT) is None
    assert paster.refusal(Target()) is PasteEnd.NO_TARGET
    assert paster.refusal(Target(9, "x")) is PasteEnd.GONE
    monkeypatch.setattr(seat, "reachable", lambda _target: False)
    assert paster.refusal(CHAT) is PasteEnd.ELEVATED


def test_where_no_keys_can_be_pressed_nothing_is_pasted() -> None:
    done: list[str] = []
    paster = NoPaster()
    assert paster.refusal(CHAT) is PasteEnd.NOT_HERE
    paster.paste(job(done, "x"))
    paster.stop()
    assert done == ["x False"]
