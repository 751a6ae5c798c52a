"""The file of records: read in any order by any thread, and let go where another one takes its place."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kbassist.content import cache
from kbassist.content.bodies import Bodies
from kbassist.content.files import Files
from kbassist.content.library import Library
from kbassist.content.loader import load
from kbassist.content.model import Article
from kbassist.content.shelf import Shelf
from tests.content.folders import PAST, write
from tests.systems import WINDOWS


@pytest.fixture
def bodies(tmp_path: Path) -> Iterator[Bodies]:
    found = Bodies.new(tmp_path / "cache")
    yield found
    found.close()


def test_what_was_appended_is_read_by_its_place(bodies: Bodies) -> None:
    places = [bodies.append(text) for text in (b"one", b"zwei\r\n\x1a", b"drei")]
    assert [bodies.read(place, 3) for place in reversed(places)] == [b"dre", b"zwe", b"one"]
    assert bodies.read(places[1], 7) == b"zwei\r\n\x1a"
    assert bodies.read(bodies.size, 9) == b""


def test_one_that_is_closed_can_be_removed_reads_as_empty_and_takes_nothing(bodies: Bodies) -> None:
    place = bodies.append(b"one")
    bodies.close()
    bodies.path.unlink()
    assert (bodies.read(place, 3), bodies.size) == (b"", 0)
    with pytest.raises(OSError, match="taken its place"):
        bodies.append(b"two")
    assert not bodies.path.exists()


def test_closing_twice_or_before_the_first_use_closes_no_other_file(tmp_path: Path) -> None:
    Bodies.new(tmp_path).close()
    (tmp_path / "file").write_bytes(b"12")
    first = Bodies.existing(tmp_path / "file")
    first.close()
    second = Bodies.existing(tmp_path / "file")  # it has the number that has become free
    first.close()
    del first
    assert second.read(0, 2) == b"12"
    second.close()


@pytest.fixture
def removed_as_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse to remove a file that this process has open, as Windows does by itself."""
    if WINDOWS:
        return
    unlink = Path.unlink

    def refusing(path: Path, missing_ok: bool = False) -> None:
        held = {os.path.realpath(handle) for handle in Path("/proc/self/fd").iterdir()}
        if os.path.realpath(path) in held:
            raise PermissionError(13, "The process cannot access the file because it is being used", str(path))
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refusing)


def shelf_of(library: Library) -> Shelf:
    assert isinstance(library.files, Files)
    return library.files.shelf


def store_of(shelf: Shelf) -> Bodies:
    assert isinstance(shelf.store, Bodies)
    return shelf.store


def grown(root: Path, folder: Path) -> Path:
    """Make a cache of which most is dead, by a process that has ended; return its file of records."""
    library = load(root, cache=folder)
    for turn in range(1, 6):
        write(root, {"kb/a.md": f"{turn}" * 1000}, PAST + turn * 10**9)
        library = load(root, cache=folder, previous=library)
    (found,) = folder.glob("library-*.bodies")
    store_of(shelf_of(library)).close()
    return found


@pytest.mark.usefixtures("removed_as_on_windows")
def test_a_start_that_writes_a_smaller_file_removes_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_SMALL", 0)
    root, folder = write(tmp_path / "lib", {"kb/a.md": "甲", "kb/b.md": "乙 " * 10}), tmp_path / "cache"
    old = grown(root, folder)
    again = load(root, cache=folder)
    (new,) = folder.glob("library-*.bodies")
    assert new != old
    assert again.entries == load(root).entries


def test_readers_on_other_threads_do_not_notice_that_the_file_is_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader has looked up the place in the old file, and comes to read when that is closed already."""
    root, folder = write(tmp_path / "lib", {"kb/a.md": "甲 " * 50}), tmp_path / "cache"
    load(root, cache=folder)
    library = load(root, cache=folder)
    shelf = shelf_of(library)
    old, looked_up, moved = store_of(shelf), threading.Event(), threading.Event()
    read = old.read

    def late(place: int, length: int) -> bytes:
        looked_up.set()
        assert moved.wait(30)
        return read(place, length)

    monkeypatch.setattr(old, "read", late)
    found: list[str] = []
    entry = library.entries["kb/a@zh-CN"]
    assert isinstance(entry, Article)
    reader = threading.Thread(target=lambda: found.append(entry.body))
    reader.start()
    assert looked_up.wait(30)
    monkeypatch.setattr(old, "read", read)
    new = Bodies.new(folder)
    shelf.move(new, range(len(shelf.rows)))
    old.close()
    moved.set()
    reader.join(30)
    assert [text.split() for text in found] == [["甲"] * 50]
    assert not shelf.damaged
