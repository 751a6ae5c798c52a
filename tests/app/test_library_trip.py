"""Reading and indexing: told once, silent where nothing changed, and only of the library that is open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kbassist import paths
from kbassist.assistant.assistant import Assistant
from kbassist.content.loader import LibraryMissing
from kbassist.macros.form import Agent
from kbassist.search.engine import Engine
from tests.app.damage import zero_lists
from tests.app.rig import LONGEST_S, Rig
from tests.assistant.shelf import INVOICE, Shelf

AGENT = Agent("小林")


def test_a_library_is_read_then_told_then_indexed_and_watched(rig: Rig, shelf: Shelf) -> None:
    order: list[str] = []
    rig.library.loaded.connect(
        lambda library: order.append(f"loaded {rig.library.index_ready} {len(library.entries)}")
    )
    rig.library.indexed.connect(lambda: order.append(f"indexed {rig.library.index_ready}"))
    rig.open(shelf.root)
    assert order == ["loaded False 8", "indexed True"]
    assert rig.watcher.roots == [shelf.root]
    assert rig.failures == []


def test_a_refresh_tells_of_changes_and_is_silent_without_any(rig: Rig, shelf: Shelf) -> None:
    rig.open(shelf.root)
    rig.watcher.changed.emit(None)
    rig.settle()
    assert (len(rig.loaded), rig.indexed) == (1, 1)
    shelf.edit("kb/invoice/e.md", "抬头", "公司名")
    rig.watcher.changed.emit(None)
    rig.until(lambda: rig.indexed == 2)
    assert len(rig.loaded) == 2
    assert rig.assistant.search("公司名").hits


def test_only_the_named_files_are_looked_at(rig: Rig, shelf: Shelf) -> None:
    rig.open(shelf.root)
    shelf.edit("kb/invoice/e.md", "抬头", "公司名")
    rig.watcher.changed.emit(frozenset({"kb/other.md"}))
    rig.settle()
    assert len(rig.loaded) == 1
    rig.watcher.changed.emit(frozenset({"kb/invoice/e.md"}))
    rig.until(lambda: rig.indexed == 2)
    assert rig.assistant.search("公司名").hits


def test_what_is_named_while_another_reading_goes_on_is_not_lost(rig: Rig, shelf: Shelf) -> None:
    rig.open(shelf.root)
    rig.assistant.gate.clear()
    shelf.edit("kb/invoice/e.md", "抬头", "公司名")
    rig.watcher.changed.emit(frozenset({"kb/invoice/e.md"}))
    rig.watcher.changed.emit(frozenset({"kb/a.md"}))
    rig.watcher.changed.emit(frozenset({"kb/b.md"}))
    rig.assistant.gate.set()
    rig.until(lambda: rig.indexed == 2)
    rig.settle()
    assert len(rig.loaded) == 2
    assert rig.assistant.search("公司名").hits


def test_a_change_that_was_read_but_not_told_when_the_next_hint_came_is_told(rig: Rig, shelf: Shelf) -> None:
    rig.open(shelf.root)
    shelf.edit("kb/invoice/e.md", "抬头", "公司名")
    rig.assistant.load()  # what a reading does whose answer is dropped for a newer one
    rig.watcher.changed.emit(frozenset({"kb/a.md"}))
    rig.until(lambda: len(rig.loaded) == 2)


def test_a_reload_tells_even_if_nothing_changed(rig: Rig, shelf: Shelf) -> None:
    rig.open(shelf.root)
    rig.library.reload()
    rig.until(lambda: rig.indexed == 2)
    assert len(rig.loaded) == 2


def test_hints_before_the_first_reading_is_over_lose_nothing(rig: Rig, shelf: Shelf) -> None:
    rig.shut_from_the_start = True
    rig.library.open(shelf.root, AGENT)
    for _hint in range(3):
        rig.watcher.changed.emit(None)
    rig.assistant.gate.set()
    rig.until(lambda: rig.indexed)
    rig.settle()
    assert len(rig.loaded) == 1
    assert rig.library.index_ready


def test_a_new_day_brings_the_index_up_without_a_change(rig: Rig, shelf: Shelf) -> None:
    rig.open(shelf.root)
    rig.clock.set("2026-11-12", "00:00")
    rig.watcher.changed.emit(None)
    rig.until(lambda: rig.indexed == 2)
    assert rig.library.index_ready
    assert not rig.assistant.search("满减").hits


def test_the_late_answer_of_a_library_that_was_left_is_ignored(rig: Rig, shelf: Shelf, tmp_path: Path) -> None:
    other = Shelf(tmp_path / "other", {"kb/invoice/e.md": INVOICE})
    rig.shut_from_the_start = True
    rig.library.open(shelf.root, AGENT)
    first = rig.assistant
    assert first.began.wait(LONGEST_S)
    rig.shut_from_the_start = False
    rig.library.open(other.root, AGENT)
    first.gate.set()
    rig.until(lambda: rig.indexed)
    rig.settle()
    assert [library.root for library in rig.loaded] == [other.root]
    assert rig.indexed == 1
    assert first.closed
    assert rig.failures == []


def test_a_build_that_is_under_way_is_left_with_its_library(
    rig: Rig, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A first index of a large library takes long: the next library must neither wait for it nor hear of its end."""
    other = Shelf(tmp_path / "other", {"kb/invoice/e.md": INVOICE})
    index = Engine.index

    def endless(engine: Engine, progress: Callable[[int, int], None]) -> None:
        building.append(engine)
        while engine is building[0]:
            engine._stoppable(progress)(0, 1)
        index(engine, progress)

    building: list[Engine] = []
    monkeypatch.setattr(Engine, "index", endless)
    rig.library.open(shelf.root, AGENT)
    rig.until(lambda: building)
    rig.library.open(other.root, AGENT)
    rig.until(lambda: rig.indexed)
    assert [hit.key for hit in rig.assistant.search("抬头").hits] == ["invoice@zh-CN"]
    assert rig.failures == []


def test_the_same_folder_with_another_agent_is_read_anew(rig: Rig, shelf: Shelf) -> None:
    rig.open(shelf.root)
    first = rig.assistant
    rig.library.open(shelf.root, Agent("小周"))
    rig.until(lambda: rig.indexed == 2)
    assert rig.assistant is not first
    assert rig.assistant.context.agent.name == "小周"
    rig.until(lambda: first.closed)
    assert rig.assistant.search("抬头").hits


def test_a_library_that_is_not_there_is_a_failure_until_it_comes(rig: Rig, tmp_path: Path) -> None:
    root = tmp_path / "later"
    rig.library.open(root, AGENT)
    rig.until(lambda: rig.failures)
    assert isinstance(rig.failures[0], LibraryMissing)
    assert rig.loaded == []
    Shelf(root)
    rig.watcher.changed.emit(None)
    rig.until(lambda: rig.indexed)
    assert rig.library.index_ready


def test_a_folder_that_vanishes_is_told_as_stale_and_its_return_as_fresh(rig: Rig, shelf: Shelf) -> None:
    rig.open(shelf.root)
    shelf.vanish()
    rig.watcher.changed.emit(None)
    rig.until(lambda: len(rig.loaded) == 2)
    assert rig.loaded[-1].stale
    rig.until(lambda: rig.indexed == 2)
    shelf.come_back()
    rig.watcher.changed.emit(None)
    rig.until(lambda: len(rig.loaded) == 3)
    assert not rig.loaded[-1].stale


def test_lists_that_were_damaged_while_nobody_looked_are_made_again(rig: Rig, shelf: Shelf) -> None:
    rig.open(shelf.root)
    rig.settle()
    assert zero_lists(paths.cache_dir())
    rig.library.open(shelf.root, Agent("小周"))  # opens what lies on the disk
    rig.until(lambda: rig.indexed == 3)
    assert rig.assistant.search("抬头").hits
    assert rig.assistant.index_note is not None
    assert rig.failures == []


def test_an_index_that_is_sound_is_looked_through_once(
    rig: Rig, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[bool] = []
    verify = Assistant.verify_index
    monkeypatch.setattr(Assistant, "verify_index", lambda found: looked.append(sound := verify(found)) or sound)
    rig.open(shelf.root)
    rig.settle()
    shelf.edit("kb/invoice/e.md", "抬头", "公司名")
    rig.watcher.changed.emit(None)
    rig.until(lambda: rig.indexed == 2)
    rig.settle()
    assert looked == [True]
    rig.library.open(shelf.root, Agent("小周"))
    rig.until(lambda: len(looked) == 2)


def test_a_damaged_index_that_cannot_be_made_is_not_tried_at_each_key(
    rig: Rig, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_engine: Engine, _progress: object = None) -> None:
        raise PermissionError(13, "Permission denied")

    rig.open(shelf.root)
    rig.settle()
    monkeypatch.setattr(Engine, "index", refuse)
    rig.assistant._engine._indexed, rig.assistant._engine._lost = None, True  # as a look-up leaves it
    rig.show()
    for query in ("电子发票", "发票", "退款"):
        rig.type(query)
        assert rig.rows()  # titles answer
    assert len(rig.failures) == 1


def test_without_a_library_nothing_happens(rig: Rig) -> None:
    rig.library.reload()
    rig.library.refresh()
    rig.library.index()
    rig.library.mend()
    rig.settle()
    assert not rig.library.index_ready
    assert rig.loaded == []
    assert rig.failures == []


def test_stopping_ends_the_watch_and_all_indexing(rig: Rig, shelf: Shelf) -> None:
    rig.open(shelf.root)
    rig.library.stop()
    assert rig.watcher.stopped
    shelf.edit("kb/invoice/e.md", "抬头", "公司名")
    rig.assistant.load()
    rig.assistant.index()
    assert not rig.library.index_ready
