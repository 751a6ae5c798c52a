"""Writing an index: a full disk, a kill at any call, other processes, a stop."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from whoosh.util.filelock import FileLock

from kbassist.content.library import Library
from kbassist.search import files
from kbassist.search.engine import Engine, SearchStopped
from tests.search.samples import TODAY, article, engine, ids, shop
from tests.search.test_index_faults import index_files, written
from tests.systems import not_under_wine


class _FailingAt:
    """Replaces a function that writes: the n-th call fails."""

    def __init__(self, real: Callable[..., object], number: int) -> None:
        self._real = real
        self._left = number
        self.reached = False

    def __call__(self, *args: object) -> object:
        self._left -= 1
        if self._left == 0:
            self.reached = True
            raise OSError(28, "No space left on device")
        return self._real(*args)


def changed_shop() -> Library:
    entries = shop()
    one = replace(entries.entries["price@zh-CN"], title="差价怎么退")
    return replace(entries, entries={**entries.entries, one.key: one})


@pytest.mark.parametrize("call", ["_write", "replace"])
@pytest.mark.parametrize("first", [True, False])
def test_a_disk_that_fills_at_any_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, first: bool
) -> None:
    reached, number = True, 0
    while reached:
        number += 1
        cache = tmp_path / str(number)
        if not first:
            engine(cache)
        owner = files if call == "_write" else os
        failing = _FailingAt(getattr(owner, call), number)
        with monkeypatch.context() as patch:
            patch.setattr(owner, call, lambda *args, failing=failing: failing(*args))
            made = engine(cache, changed_shop())
        reached = failing.reached
        assert ids(made, "差价")[0] == "price"
        assert (made.note is None) is not reached
        assert ids(engine(cache, changed_shop()), "差价怎么退")[0] == "price"
        assert written(cache, changed_shop()) == []
    assert number > 3


CHILD = """
import os, signal, sys
from pathlib import Path
from tests.search.samples import engine
from tests.search.test_index_writing import changed_shop

left = int(sys.argv[2])
real = os.replace

def replace(*args):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    real(*args)

os.replace = replace
engine(Path(sys.argv[1]), changed_shop())
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_a_process_killed_at_any_write_leaves_old_or_new(tmp_path: Path) -> None:
    code, number = -signal.SIGKILL, 0
    engine(tmp_path)
    while code == -signal.SIGKILL:
        number += 1
        done = subprocess.run(
            [sys.executable, "-c", CHILD, str(tmp_path), str(number)], cwd=Path(__file__).parents[2], check=False
        )
        code = done.returncode
        root = str(shop().root)
        found, storage = files.IndexFiles(tmp_path / "search").read(root)  # whole, old or new
        assert set(found.files) == set(storage.list())
        assert ids(engine(tmp_path), "退差")[0] == "price"
    assert code == 0
    assert number > 3
    assert written(tmp_path, shop()) == []


@not_under_wine("its C runtime does not say why a lock is refused")
def test_while_another_process_writes_the_index_stays_in_memory(tmp_path: Path) -> None:
    engine(tmp_path)
    before = {path.name: path.read_bytes() for path in index_files(tmp_path)}
    lock = FileLock(str(tmp_path / "search" / files.LOCK))
    assert lock.acquire()
    try:
        made = engine(tmp_path, changed_shop())
        assert ids(made, "差价怎么退")[0] == "price"
        assert made.note is None
    finally:
        lock.release()
    assert {path.name: path.read_bytes() for path in index_files(tmp_path)} == before


def test_two_processes_in_turn(tmp_path: Path) -> None:
    one, other = Engine(tmp_path, plain=str), Engine(tmp_path, plain=str)
    entries = shop()
    for number in range(12):
        new = article(f"n{number}", f"新词条{number}号", f"内容 code{number}x")
        entries = replace(entries, entries={**entries.entries, new.key: new})
        for made in (one, other)[:: 1 if number % 2 else -1]:
            made.use(entries, TODAY)
            assert ids(made, f"code{number}x") == [f"n{number}"]
    assert written(tmp_path, entries) == []


def test_stopping_a_build_leaves_what_was(tmp_path: Path) -> None:
    made = engine(tmp_path)
    before = {path.name: path.read_bytes() for path in index_files(tmp_path)}
    with pytest.raises(SearchStopped):
        made.use(changed_shop(), TODAY, lambda *_: made.cancel())
    with pytest.raises(ZeroDivisionError):
        made.use(changed_shop(), TODAY, lambda *_: 1 / 0)
    assert {path.name: path.read_bytes() for path in index_files(tmp_path)} == before
    assert made.search("差价怎么退").hits[0].id == "price"  # from titles
    made.use(changed_shop(), TODAY)
    assert made.ready


def test_closing_and_using_again(tmp_path: Path) -> None:
    made = engine(tmp_path)
    made.close()
    assert not made.ready
    made.use(shop(), TODAY)
    assert ids(made, "运费险")[0] == "insurance"
