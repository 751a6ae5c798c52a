"""Noticing changes in the library folder: settled, few, and never lost for good."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import watchfiles
from pytestqt.qtbot import QtBot

from kbassist.ui import watcher as watcher_module
from kbassist.ui.watcher import Watcher, _whole, relevant
from tests.systems import UNDER_WINE, WINDOWS, not_under_wine

# wine tells of changes in the folder itself and not below it, so there the files lie in the folder itself.
BELOW = "" if UNDER_WINE else "kb/"


class Seen:
    """A watcher, the number of its signals, and what they named."""

    def __init__(self, watcher: Watcher, folder: Path) -> None:
        self.watcher = watcher
        self.folder = folder
        self.named: list[frozenset[str] | None] = []
        watcher.changed.connect(self.named.append)

    @property
    def count(self) -> int:
        return len(self.named)


@pytest.fixture
def seen(qtbot: QtBot, tmp_path: Path) -> Iterator[Seen]:
    root = tmp_path / "资料"
    (root / BELOW).mkdir(parents=True)
    found = Seen(Watcher(rescan_ms=600_000), root / BELOW)  # the watch itself must notice, not the rescan
    found.watcher.watch(root)
    probe(found, qtbot)
    yield found
    found.watcher.stop()


def probe(seen: Seen, qtbot: QtBot) -> None:
    """Change a file until it is noticed: the watch stands from then on; wait until all is quiet."""
    file = seen.folder / "probe.md"

    def noticed() -> bool:
        if not seen.count:
            file.write_text(f"{os.urandom(4).hex()}")
            qtbot.wait(100)
        return bool(seen.count)

    seen.named.clear()
    for _turn in range(60):
        if noticed():
            break
        qtbot.wait(500)
    assert seen.count, "the watch never stood"
    qtbot.wait(700)
    seen.named.clear()


def test_a_new_a_changed_a_renamed_and_a_deleted_file_are_noticed(seen: Seen, qtbot: QtBot) -> None:
    file = seen.folder / "a.md"
    for change in (
        lambda: file.write_text("一"),
        lambda: file.write_text("二"),
        lambda: file.rename(file.with_name("b.md")),
        lambda: file.with_name("b.md").unlink(),
    ):
        with qtbot.waitSignal(seen.watcher.changed, timeout=10_000):
            change()
    old, new = f"{BELOW}a.md", f"{BELOW}b.md"
    assert seen.named == [{old}, {old}, {old, new}, {new}]


def test_an_atomic_save_is_noticed_once(seen: Seen, qtbot: QtBot) -> None:
    file = seen.folder / "probe.md"
    with qtbot.waitSignal(seen.watcher.changed, timeout=10_000):
        aside = file.with_name(".probe.md.123.tmp")
        aside.write_text("新")
        aside.replace(file)
    qtbot.wait(700)
    assert seen.named == [{f"{BELOW}probe.md"}]


@pytest.mark.parametrize(
    ("batch", "whole"),
    [
        ({("added", "kb/.a.md.1.tmp"), ("deleted", "kb/.a.md.1.tmp"), ("added", "kb/a.md")}, True),
        ({("modified", "kb/.a.md.1.tmp"), ("deleted", "kb/.a.md.1.tmp"), ("added", "kb/a.md")}, True),
        ({("deleted", "kb/a.md")}, True),
        ({("deleted", "kb/a.md"), ("added", "kb/b.md")}, True),
        ({("modified", "kb/a.md")}, False),
        ({("added", "kb/a.md")}, False),
        ({("added", "kb/a.md"), ("modified", "kb/a.md"), ("deleted", "kb/.a.md.1.tmp")}, False),
        ({("added", "kb/a.md"), ("added", "kb/b.md"), ("deleted", "kb/c.md")}, False),
    ],
)
def test_only_what_was_renamed_into_place_is_surely_whole(batch: set[tuple[str, str]], whole: bool) -> None:
    kinds = watchfiles.Change
    assert _whole(Path("/lib"), {(kinds[kind], f"/lib/{path}") for kind, path in batch}) is whole


def test_what_may_still_be_written_is_waited_for_longer(qtbot: QtBot) -> None:
    watcher = Watcher()
    waits = []
    for whole in (True, False):
        watcher._noticed.emit(frozenset({"kb/a.md"}), whole)
        qtbot.waitUntil(watcher._quiet.isActive, timeout=10_000)
        waits.append(watcher._quiet.interval())
        with qtbot.waitSignal(watcher.changed, timeout=10_000) as signal:
            pass
        assert signal.args == [frozenset({"kb/a.md"})]
    assert waits[0] < waits[1]
    watcher.stop()


def test_new_renamed_and_deleted_folders_are_named(seen: Seen, qtbot: QtBot) -> None:
    old, new = seen.folder / "d", seen.folder / "e"
    for change, named in (
        (old.mkdir, {f"{BELOW}d"}),
        (lambda: old.rename(new), {f"{BELOW}d", f"{BELOW}e"}),
        (new.rmdir, {f"{BELOW}e"}),
    ):
        with qtbot.waitSignal(seen.watcher.changed, timeout=10_000):
            change()
        assert seen.named[-1] == named


def test_a_file_written_in_three_parts_is_one_change(seen: Seen, qtbot: QtBot) -> None:
    file = seen.folder / "slow.md"
    with file.open("w") as out:
        for part in ("# 题目\n", "前半", "后半\n"):
            out.write(part)
            out.flush()
            assert seen.count == 0
            qtbot.wait(200)
    qtbot.waitUntil(lambda: seen.count == 1, timeout=10_000)
    qtbot.wait(600)
    assert seen.count == 1


def test_a_hundred_thousand_hints_are_one_change(qtbot: QtBot) -> None:
    seen = Seen(Watcher(), Path())
    for hint in range(100_000):
        seen.watcher._noticed.emit(frozenset({f"kb/{hint}.md"}), True)
    qtbot.waitUntil(lambda: seen.count > 0, timeout=60_000)
    qtbot.wait(500)
    assert seen.named == [None], "too many to name"
    seen.watcher.stop()


@pytest.mark.slow
def test_a_flood_of_real_events_is_one_change_in_ten_seconds(seen: Seen, qtbot: QtBot) -> None:
    began = time.monotonic()
    files = [seen.folder / f"{number}.md" for number in range(1000)]
    for turn in range(3 if WINDOWS else 50):  # each write costs fifty times as much there
        for file in files:
            file.write_bytes(b"%d" % turn)  # opened, written, closed: two events and more
        qtbot.wait(1)
    qtbot.waitUntil(lambda: seen.count > 0, timeout=20_000)
    qtbot.wait(1500)
    assert seen.count <= 1 + (time.monotonic() - began) / 10


def test_what_is_no_entry_is_not_noticed(seen: Seen, qtbot: QtBot, tmp_path: Path) -> None:
    root = tmp_path / "资料"
    (root / ".git").mkdir()
    (root / ".git" / "index").write_text("x")
    (seen.folder / ".a.md.swp").write_text("x")
    (seen.folder / "a.md~").write_text("x")
    qtbot.wait(900)
    assert seen.count == 0


def test_a_folder_that_vanishes_and_returns_is_two_changes_and_watched_again(
    seen: Seen, qtbot: QtBot, tmp_path: Path
) -> None:
    root = tmp_path / "资料"
    with qtbot.waitSignal(seen.watcher.changed, timeout=10_000):
        shutil.move(root, tmp_path / "away")
    with qtbot.waitSignal(seen.watcher.changed, timeout=10_000):
        shutil.move(tmp_path / "away", root)
    assert set(seen.named) == {None}
    probe(seen, qtbot)


@not_under_wine("it shows a deleted folder as if it stood, for as long as a program watches it")
def test_a_folder_replaced_by_another_is_watched_again(seen: Seen, qtbot: QtBot, tmp_path: Path) -> None:
    root = tmp_path / "资料"
    with qtbot.waitSignal(seen.watcher.changed, timeout=10_000):
        shutil.rmtree(root)
        seen.folder.mkdir(parents=True)
    probe(seen, qtbot)


def test_a_folder_that_is_not_there_yet_is_noticed_when_it_comes(qtbot: QtBot, tmp_path: Path) -> None:
    watcher = Watcher()
    watcher.watch(tmp_path / "later")
    qtbot.wait(500)  # until the thread has seen that it is not there
    with qtbot.waitSignal(watcher.changed, timeout=10_000):
        (tmp_path / "later").mkdir()
    watcher.stop()


def refuse(*_paths: object, **_options: object) -> None:
    """Stand for a system that can watch nothing more."""
    raise OSError(28, "no more watches")


def test_where_the_system_cannot_watch_the_rescan_remains(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(watchfiles, "watch", refuse)
    watcher = Watcher(rescan_ms=100)
    named: list[object] = []
    watcher.changed.connect(named.append)
    with qtbot.waitSignals([watcher.changed, watcher.changed], timeout=10_000):
        watcher.watch(tmp_path)
    assert named[:2] == [None, None]
    watcher.stop()
    assert "cannot be watched" in caplog.text
    assert str(tmp_path) not in caplog.text


class Share:
    """A folder that answers when it may."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.there = threading.Event()
        self.there.set()
        stat = Path.stat

        def answer(path: Path, **options: bool) -> os.stat_result:
            if path == root:
                assert self.there.wait(60)
            return stat(path, **options)

        monkeypatch.setattr(Path, "stat", answer)
        monkeypatch.setattr(watcher_module, "_HANGS_S", 0.3)


def test_a_folder_that_hangs_is_told_once_and_its_answer_too(
    seen: Seen, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[bool] = []
    seen.watcher.hanging.connect(told.append)
    share = Share(tmp_path / "资料", monkeypatch)
    qtbot.wait(1500)
    assert told == []
    share.there.clear()
    qtbot.waitUntil(lambda: told == [True], timeout=10_000)
    qtbot.wait(1500)
    share.there.set()
    qtbot.waitUntil(lambda: told == [True, False], timeout=10_000)
    assert seen.count == 0  # it is the same folder as before


def test_a_folder_that_hangs_is_told_where_the_system_cannot_watch(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchfiles, "watch", refuse)
    watcher = Watcher()
    told: list[bool] = []
    watcher.hanging.connect(told.append)
    share = Share(tmp_path, monkeypatch)
    watcher.watch(tmp_path)
    qtbot.wait(1500)
    share.there.clear()
    qtbot.waitUntil(lambda: told == [True], timeout=10_000)
    share.there.set()
    watcher.stop()


def test_the_end_does_not_wait_for_a_folder_that_hangs(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = Share(tmp_path, monkeypatch)
    share.there.clear()
    watcher = Watcher()
    with qtbot.waitSignal(watcher.hanging, timeout=10_000):
        watcher.watch(tmp_path)
    thread = watcher._thread
    assert thread is not None
    watcher.stop(60)
    assert thread.is_alive()
    share.there.set()
    thread.join(20)


def test_a_stopped_watcher_is_silent(seen: Seen, qtbot: QtBot) -> None:
    (seen.folder / "a.md").write_text("x")
    seen.watcher.stop()
    (seen.folder / "b.md").write_text("x")
    qtbot.wait(700)
    assert seen.count == 0


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/lib/kb/a.md", True),
        ("/lib/kb", True),
        ("/lib", True),
        ("/lib/kb/_team/team.yaml", True),
        ("/lib/.git/index", False),
        ("/lib/kb/.hidden/a.md", False),
        ("/lib/kb/.a.md.x.tmp", False),
        ("/lib/kb/a.md~", False),
        ("/elsewhere/a.md", False),
    ],
)
def test_only_what_can_be_an_entry_counts(path: str, expected: bool) -> None:
    assert relevant("/lib", path) is expected


def test_a_library_below_a_hidden_folder_counts() -> None:
    assert relevant("/home/lin/.local/lib", "/home/lin/.local/lib/kb/a.md")
