"""A file that is being written is the old one or the new one, whatever fails and whenever the program is killed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from kbassist import atomic
from tests.systems import posix_only, windows_only

OLD, NEW = b"the old text\n", "新的文字\n".encode()
STEPS = ("mkstemp", "fsync", "replace")
KILLED = """
import os, sys, tempfile
from pathlib import Path
from kbassist import atomic
owner = tempfile if sys.argv[2] == "mkstemp" else os
def killed(*arguments, **options):
    if sys.argv[3] == "after":
        real(*arguments, **options)
    os._exit(9)
real = getattr(owner, sys.argv[2])
setattr(owner, sys.argv[2], killed)
atomic.write_bytes(Path(sys.argv[1]), Path(sys.argv[1]).read_bytes() + b"more")
"""


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "folder" / "settings.toml"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path


def failing(monkeypatch: pytest.MonkeyPatch, step: str, error: OSError) -> None:
    def fail(*_arguments: Any, **_options: Any) -> None:
        raise error

    monkeypatch.setattr(tempfile if step == "mkstemp" else os, step, fail)


def test_the_new_text_replaces_the_old_one(target: Path) -> None:
    atomic.write_bytes(target, NEW)
    assert target.read_bytes() == NEW
    assert list(target.parent.iterdir()) == [target]


def test_a_folder_that_is_missing_is_made(tmp_path: Path) -> None:
    atomic.write_text(tmp_path / "a" / "b" / "c.txt", "一\r\n")
    assert (tmp_path / "a" / "b" / "c.txt").read_bytes() == "一\r\n".encode()


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), PermissionError(13, "denied")], ids=str)
@pytest.mark.parametrize("step", STEPS)
def test_whatever_fails_the_old_text_stands_and_nothing_is_left_behind(
    target: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: OSError
) -> None:
    with monkeypatch.context() as patched:
        failing(patched, step, error)
        with pytest.raises(OSError, match=error.strerror):
            atomic.write_bytes(target, NEW)
    assert target.read_bytes() == OLD
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_the_text_is_the_old_or_the_new_one(target: Path, step: str, moment: str) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(target), step, moment], timeout=60, check=False)
    assert done.returncode == 9
    wanted = OLD + b"more" if (step, moment) == ("replace", "after") else OLD
    assert target.read_bytes() == wanted


@pytest.mark.parametrize(("held", "written"), [(2, True), (3, False)])
def test_a_file_that_another_program_holds_is_tried_again_for_a_moment(
    target: Path, monkeypatch: pytest.MonkeyPatch, held: int, written: bool
) -> None:
    attempts: list[int] = []

    def replace(source: str, path: Path) -> None:
        attempts.append(1)
        if len(attempts) <= held:
            raise PermissionError(13, "The process cannot access the file")
        path.write_bytes(Path(source).read_bytes())
        Path(source).unlink()

    monkeypatch.setattr(atomic, "_PAUSES_S", (0.0, 0.0))
    monkeypatch.setattr(os, "replace", replace)
    with nullcontext() if written else pytest.raises(PermissionError):
        atomic.write_bytes(target, NEW)
    assert target.read_bytes() == (NEW if written else OLD)
    assert list(target.parent.iterdir()) == [target]


@windows_only("elsewhere an open file can be replaced")
def test_a_reader_that_has_the_file_open_for_a_moment_is_waited_for(target: Path) -> None:
    with target.open("rb") as reader:
        closing = threading.Timer(0.05, reader.close)
        closing.start()
        atomic.write_bytes(target, NEW)
        closing.join()
    assert target.read_bytes() == NEW


def test_the_text_is_on_the_disk_before_it_takes_the_name(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def noted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            seen.append(name)
            return real(*arguments)

        return call

    for name in ("fsync", "replace"):
        monkeypatch.setattr(os, name, noted(name, getattr(os, name)))
    atomic.write_bytes(target, NEW)
    assert seen.index("fsync") < seen.index("replace")


def test_what_a_killed_write_left_is_swept_and_a_young_one_is_not(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    old, young, other = (tmp_path / name for name in (".settings.toml.a1.tmp", ".settings.toml.b2.tmp", ".x.c3.tmp"))
    for left in (old, young, other):
        left.write_text("half")
    an_hour_ago = time.time() - atomic.ORPHANED_S - 1
    for left in (old, other):
        os.utime(left, (an_hour_ago, an_hour_ago))
    atomic.write_text(path, "new")
    assert path.read_text() == "new"
    assert (old.exists(), young.exists(), other.exists()) == (False, True, True)


@posix_only("permissions are kept in access lists, which a new file inherits from its folder")
def test_a_file_that_colleagues_may_read_stays_so_and_a_new_one_is_private(target: Path) -> None:
    target.chmod(0o664)
    atomic.write_bytes(target, NEW)
    assert target.stat().st_mode & 0o777 == 0o664
    fresh = target.with_name("fresh.toml")
    atomic.write_bytes(fresh, NEW)
    assert fresh.stat().st_mode & 0o777 == 0o600
