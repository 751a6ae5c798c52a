"""A library folder that does not answer: what was read last does, at once, and says from when it is."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kbassist.content.images import local_image
from kbassist.macros.form import Agent
from tests.app.rig import Rig
from tests.assistant.shelf import Shelf

AGENT = Agent("小林")


def hang(rig: Rig) -> None:
    """Let the next reading wait, and the watcher notice that the folder does not answer."""
    rig.assistant.began.clear()
    rig.assistant.gate.clear()
    rig.watcher.changed.emit(None)
    rig.until(rig.assistant.began.is_set)


def answers(rig: Rig, query: str) -> list[str]:
    """Type a query and wait for the rows that have it."""
    before = len(rig.assistant.asked)
    rig.window.head.search.setText(query)
    rig.until(lambda: len(rig.assistant.asked) > before and rig.rows())
    return rig.rows()


def test_keystrokes_forms_and_pins_do_not_wait_for_a_reading_that_hangs(rig: Rig, shelf: Shelf) -> None:
    rig.open(shelf.root)
    hang(rig)
    rig.show()
    assert answers(rig, "电子发票")[0] == "invoice@zh-CN"
    assert rig.assistant.toggle_pin("invoice@zh-CN")
    shown: list[object] = []
    rig.lane.submit(lambda: rig.assistant.entry("refund-time@zh-CN"), shown.append)
    rig.until(lambda: shown)


def test_a_folder_that_hangs_is_told_as_stale_and_read_again_when_it_answers(rig: Rig, shelf: Shelf) -> None:
    rig.open(shelf.root)
    hang(rig)
    rig.watcher.hanging.emit(True)
    rig.until(lambda: len(rig.loaded) == 2)
    assert rig.loaded[-1].stale
    assert rig.loaded[-1].entries == rig.loaded[0].entries
    shelf.edit("kb/invoice/e.md", "抬头", "公司名")
    rig.assistant.gate.set()
    rig.watcher.hanging.emit(False)
    rig.until(lambda: not rig.loaded[-1].stale)
    rig.settle()
    assert rig.assistant.search("公司名").hits
    assert rig.failures == []


def test_a_start_while_the_folder_hangs_answers_from_what_was_kept(rig: Rig, shelf: Shelf) -> None:
    rig.open(shelf.root)
    rig.settle()
    rig.shut_from_the_start = True
    rig.library.open(shelf.root, AGENT)
    rig.until(rig.assistant.began.is_set)
    rig.until(lambda: rig.library._recalled)
    rig.watcher.hanging.emit(True)
    rig.until(lambda: rig.indexed == 2)
    assert rig.loaded[-1].stale
    assert answers(rig, "电子发票")[0] == "invoice@zh-CN"
    rig.assistant.gate.set()
    rig.watcher.hanging.emit(False)
    rig.until(lambda: not rig.loaded[-1].stale)


def test_a_first_start_while_the_folder_hangs_has_nothing_to_say_yet(rig: Rig, shelf: Shelf) -> None:
    rig.shut_from_the_start = True
    rig.library.open(shelf.root, AGENT)
    rig.until(rig.assistant.began.is_set)
    rig.watcher.hanging.emit(True)
    rig.assistant.gate.set()
    rig.watcher.hanging.emit(False)
    rig.until(lambda: rig.indexed)
    assert [library.stale for library in rig.loaded] == [False]


def test_another_library_can_be_opened_while_the_first_one_hangs(rig: Rig, shelf: Shelf, tmp_path: Path) -> None:
    rig.open(shelf.root)
    hang(rig)
    other = Shelf(tmp_path / "other")
    rig.library.open(other.root, AGENT)
    rig.until(lambda: rig.library.index_ready)
    assert rig.loaded[-1].root == other.root
    for made in rig.made:
        made.gate.set()
    rig.settle()
    assert rig.loaded[-1].root == other.root


def test_the_end_does_not_wait_for_a_reading_that_hangs(rig: Rig, shelf: Shelf) -> None:
    rig.open(shelf.root)
    hang(rig)
    began = time.monotonic()
    rig.library.stop()
    rig.library.close()
    assert time.monotonic() - began < 10  # the reading would wait twenty seconds


def test_no_picture_of_a_folder_that_may_hang_is_looked_for(
    rig: Rig, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shelf.root / "kb" / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    rig.open(shelf.root)
    assert rig.entries.local_image("kb/a.png") == local_image(shelf.root, "kb/a.png") is not None
    hang(rig)
    rig.watcher.hanging.emit(True)
    rig.until(lambda: rig.loaded[-1].stale)
    monkeypatch.setattr("kbassist.content.images.local_image", lambda *_: pytest.fail("looked"))
    assert rig.entries.local_image("kb/a.png") is None
