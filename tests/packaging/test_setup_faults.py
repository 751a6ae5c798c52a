"""Setup.exe killed, damaged or out of room: what was installed before still works, and a sentence says why."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.installed import needs_products
from tests.packaging.wine.prefix import Windows, living

GIVEN = ("KBASSIST_PACKAGE_DIR", "KBASSIST_EARLIER_DIR")
pytestmark = [
    *needs_products(),
    pytest.mark.skipif(not all(map(os.environ.get, GIVEN)), reason=f"{' and '.join(GIVEN)} name no products"),
]
DAMAGED, NO_ROOM, NOT_WRITABLE = 2, 8, 10
LOG = "setup.log"
EARLIER, NOW = (next(Path(os.environ.get(name, "")).glob("*-Setup.exe"), Path()) for name in reversed(GIVEN))

Snapshot = frozenset[tuple[str, int, int]]


def version(setup: Path) -> str:
    return setup.name.split("-")[1]


def stated(windows: Windows, folder: Path) -> str:
    """Return the version that the installed program tells: it runs."""
    return windows.run(folder / "kbassist-cli.exe", "--version").text.strip().removeprefix("kbassist ")


def snapshot(folder: Path) -> Snapshot:
    """Return all files that are there, but not what lies beside them while a setup unpacks."""
    files = (path for path in folder.rglob("*") if path.is_file() and ".new" not in path.parts)
    return frozenset((str(path), (at := path.stat()).st_size, at.st_mtime_ns) for path in files)


def told(windows: Windows) -> str:
    """Return what the setups said since the last time."""
    log = windows.drive / LOG
    text = log.read_bytes().decode("utf-16") if log.exists() else ""
    log.unlink(missing_ok=True)
    return text


def silently(windows: Windows, setup: Path, *more: str) -> int:
    return windows.run(setup, "/S", rf"/LOG=C:\{LOG}", *more).code


def when(there: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    """Wait for the moment of a setup that is running."""
    end = time.monotonic() + 120
    while not there():
        assert process.poll() is None, "the setup was done before this moment came"
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    with living(tmp_path_factory.mktemp("wine")) as made:
        yield made


@pytest.fixture
def installed(windows: Windows) -> Path:
    folder = windows.local / "Programs" / "kbassist"
    if not folder.exists():
        assert silently(windows, EARLIER) == 0
    told(windows)
    return folder


@pytest.mark.parametrize("moment", ["app", "lib", "runtime"])
def test_a_setup_that_is_killed_leaves_the_program_before(windows: Windows, installed: Path, moment: str) -> None:
    before = snapshot(installed)
    setup = windows.start(NOW, "/S")
    when((installed / ".new" / moment).exists, setup)
    os.kill(setup.pid, signal.SIGKILL)
    setup.wait(30)
    assert snapshot(installed) == before
    assert stated(windows, installed) == version(EARLIER)


def flipped(data: bytes, place: float) -> bytes:
    at = int(len(data) * place)
    return data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :]


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: flipped(data, 0.01),
        lambda data: flipped(data, 0.5),
        lambda data: flipped(data, 0.9999),
        lambda data: data[: len(data) // 2],
        lambda data: data[:-1],
    ],
    ids=["begin", "middle", "end", "half of it", "a byte short"],
)
def test_a_damaged_setup_changes_nothing(
    windows: Windows, installed: Path, tmp_path: Path, harm: Callable[[bytes], bytes]
) -> None:
    before = snapshot(installed)
    assert windows.run(written(tmp_path, harm(NOW.read_bytes())), "/S").code == DAMAGED
    assert snapshot(installed) == before


@pytest.mark.parametrize("harm", [lambda data: flipped(data, 0.0003), lambda data: data[:4096]], ids=["code", "head"])
def test_a_setup_whose_own_code_is_damaged_changes_nothing(
    windows: Windows, installed: Path, tmp_path: Path, harm: Callable[[bytes], bytes]
) -> None:
    """Windows itself stops it, in one way or another."""
    before = snapshot(installed)
    assert windows.run(written(tmp_path, harm(NOW.read_bytes())), "/S").code != 0
    assert snapshot(installed) == before


def written(folder: Path, data: bytes) -> Path:
    damaged = folder / "damaged-Setup.exe"
    damaged.write_bytes(data)
    return damaged


def test_what_a_killed_setup_left_is_cleared_by_the_next(windows: Windows, installed: Path) -> None:
    """Killed while the old files moved away, and while the new ones moved in: the next setup comes to its end."""
    for name, moved in ((".old", ("app", "lib")), (".before", ("app", "lib", "runtime", "kbassist.exe"))):
        (installed / name).mkdir()
        for one in moved:
            (installed / one).rename(installed / name / one)
        (installed / ".new" / "licences").mkdir(parents=True, exist_ok=True)
        assert silently(windows, NOW) == 0
        assert not {".old", ".before", ".new"} & {path.name for path in installed.iterdir()}
    assert stated(windows, installed) == version(NOW)


@pytest.fixture(scope="module")
def small(windows: Windows) -> Iterator[Path]:
    """A drive of its own size, which can be filled and made read-only, with the earlier program on it."""
    folder = windows.drive / "small"
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", "size=320m", "tmpfs", str(folder)]
    if subprocess.run(["mount", *options], check=False, stderr=subprocess.PIPE).returncode:
        pytest.skip("only an administrator of this machine can mount a small drive")
    try:
        yield folder
    finally:
        windows.end()
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def on_small(windows: Windows, small: Path) -> Path:
    folder = small / "kb"
    if not folder.exists():
        # Neither newer nor older than what is there: another folder is none of its business.
        windows.run("reg", "delete", r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\kbassist", "/f")
        assert silently(windows, EARLIER, r"/D=C:\small\kb") == 0
    told(windows)
    return folder


def fill(folder: Path) -> Path:
    """Take all the room that is left."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space left"):
        while True:
            file.write(bytes(1 << 20))
    return filler


def test_a_disk_that_is_full_in_the_middle_leaves_the_program_before(windows: Windows, on_small: Path) -> None:
    before = snapshot(on_small)
    setup = windows.start(NOW, "/S", rf"/LOG=C:\{LOG}", r"/D=C:\small\kb")
    when((on_small / ".new" / "lib").exists, setup)
    filler = fill(on_small.parent)
    assert setup.wait(120) == DAMAGED
    filler.unlink()
    assert snapshot(on_small) == before and not (on_small / ".new").exists()
    assert "stopped in the middle" in told(windows)
    assert stated(windows, on_small) == version(EARLIER)


def test_too_little_room_is_told_before_anything_is_unpacked(windows: Windows, on_small: Path) -> None:
    before = snapshot(on_small)
    filler = fill(on_small.parent)
    code = silently(windows, NOW, r"/D=C:\small\kb")
    filler.unlink()
    assert code == NO_ROOM
    assert "MB on this drive, and 0 MB are free. Nothing has been changed. (8)" in told(windows)
    assert snapshot(on_small) == before and not (on_small / ".new").exists()


def test_the_program_works_in_a_folder_that_it_cannot_write(windows: Windows, on_small: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(on_small.parent)], check=True)
    try:
        assert "退款" in windows.run(on_small / "kbassist-cli.exe", "search", "退款").text
        assert silently(windows, NOW, r"/D=C:\small\kb") == NOT_WRITABLE
        assert "cannot write to this folder" in told(windows)
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(on_small.parent)], check=True)
    assert stated(windows, on_small) == version(EARLIER)
