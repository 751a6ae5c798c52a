"""The MSI damaged, killed, or over a program with an open reply: all stays as it was, or the next one heals it.

The tests are one story in their order: nothing is installed, then an earlier version, then this commit's.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.desktop.xvfb import VirtualDesktop, wait_for
from tests.e2e.agent import QUICK, marks
from tests.e2e.installed import MACRO, QUESTION, VARIABLE, machine_folder, needs_products, user_folder
from tests.packaging.wine.prefix import Windows, living

Harm = Callable[[bytes], bytes]

GIVEN = (VARIABLE, "KBASSIST_EARLIER_DIR")
pytestmark = [
    *needs_products(),
    pytest.mark.skipif(not all(map(os.environ.get, GIVEN)), reason=f"{' and '.join(GIVEN)} name no products"),
]
NOW, EARLIER = (next(Path(os.environ.get(name, "")).glob("*.msi"), Path()) for name in GIVEN)
PROGRAM = "kbassist.exe"
FOR_ALL_USERS = 11
UNINSTALL = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall"
SECONDS = 90.0


@pytest.fixture(scope="module")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop() as made:
        yield made


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory, desktop: VirtualDesktop) -> Iterator[Windows]:
    with living(tmp_path_factory.mktemp("wine"), desktop.display) as made:
        yield made


def install(windows: Windows, package: Path, *options: str) -> int:
    """Install silently, and return the exit code; what is started afterwards keeps its pipes, so they tell no end."""
    return windows.start("msiexec", "/i", package, "/qn", *options).wait(SECONDS)


def version(package: Path) -> str:
    return package.name.split("-")[1]


def stated(windows: Windows) -> str:
    """Return the version that the installed program tells: it runs."""
    return windows.run(machine_folder(windows) / "kbassist-cli.exe", "--version").text.split()[-1]


def found(folder: Path) -> dict[str, tuple[int, int]]:
    """Return all files with size and time."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): ((at := path.stat()).st_size, at.st_mtime_ns) for path in files}


def listed(package: Path) -> dict[str, int]:
    """Return what the list of contents says that is installed without the encoder, with sizes."""
    text = next(package.parent.glob("*-contents.txt")).read_text(encoding="utf-8")
    rows = (line.split(maxsplit=1) for line in text.split("bytes  file")[1].splitlines() if line)
    return {name: int(size) for size, name in rows if not name.startswith("semantic/")}


def records(windows: Windows) -> set[Path]:
    """Return the records of the runs of the program that have not ended."""
    return set((windows.local / "kbassist" / "crashes").glob("*.running"))


def registered(windows: Windows) -> bool:
    """Tell whether Windows knows of a program that is installed for all."""
    return "kbassist" in windows.run("reg", "query", UNINSTALL, "/s").text


def damaged(folder: Path, harm: Harm) -> Path:
    package = folder / "damaged-x64.msi"
    package.write_bytes(harm(NOW.read_bytes()))
    return package


def flipped(data: bytes) -> bytes:
    at = int(len(data) * 0.3)
    return data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :]


def half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def head(data: bytes) -> bytes:
    return data[:4096]


@pytest.mark.parametrize("harm", [flipped, half, head])
def test_a_damaged_package_installs_nothing(windows: Windows, tmp_path: Path, harm: Harm) -> None:
    assert install(windows, damaged(tmp_path, harm)) != 0
    assert not machine_folder(windows).exists()
    assert not list(windows.drive.glob("**/Start Menu/Programs/kbassist.lnk"))
    assert windows.run("reg", "query", r"HKLM\Software\kbassist").code != 0
    assert not registered(windows)


def installers(windows: Windows) -> Iterator[int]:
    """Return the processes of Windows' installer in this Windows."""
    mark = f"WINEPREFIX={windows.folder}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            ours = mark in (process / "environ").read_bytes().split(b"\0")
            line = (process / "cmdline").read_bytes()
        except OSError:  # it has just ended
            continue
        if ours and b"msiexec" in line:
            yield int(process.name)


def test_an_installation_that_was_killed_is_made_whole_by_the_next(windows: Windows) -> None:
    top = machine_folder(windows)
    process = windows.start("msiexec", "/i", EARLIER, "/qn")
    wait_for((top / "lib").exists, SECONDS, "the first files")
    for one in installers(windows):
        os.kill(one, signal.SIGKILL)
    assert process.wait(SECONDS) != 0
    assert found(top).keys() < listed(EARLIER).keys()
    assert install(windows, EARLIER) == 0
    assert {name: size for name, (size, _time) in found(top).items()} == listed(EARLIER)
    assert stated(windows) == version(EARLIER) and registered(windows)


@pytest.mark.parametrize("harm", [half, head])
def test_a_damaged_package_leaves_the_program_before(windows: Windows, tmp_path: Path, harm: Harm) -> None:
    """Not `flipped`: that is found while files are written, and wine does not bring back what it has removed."""
    before = found(machine_folder(windows))
    assert install(windows, damaged(tmp_path, harm)) != 0
    assert found(machine_folder(windows)) == before
    assert stated(windows) == version(EARLIER)


def test_the_program_before_goes_only_within_what_windows_takes_back(tmp_path: Path) -> None:
    command = ["msiinfo", "export", str(NOW), "InstallExecuteSequence"]  # it leaves files where it stands
    printed = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True).stdout
    rows = [line.split("\t") for line in printed.splitlines()[3:]]
    order = [name for name, _condition, _number in sorted(rows, key=lambda row: int(row[2]))]
    steps = ["InstallInitialize", "RemoveExistingProducts", "InstallFiles", "InstallFinalize"]
    assert [name for name in order if name in steps] == steps


@dataclass(frozen=True)
class Desk:
    """The installed program at work on a screen."""

    windows: Windows
    desktop: VirtualDesktop
    process: subprocess.Popen[bytes]
    trace: Path

    def painted(self) -> int:
        """Return how often a list of hits was shown."""
        return len(marks(self.trace, "list-painted"))

    def write_reply(self, before: int = 0) -> None:
        """Open the macro that was found, once more than `before` lists were shown, and fill it in."""
        wait_for(lambda: self.painted() > before, SECONDS, "the list")
        self.press("Return")
        self.desktop.xdotool("type", "--delay", 60, "Mrs Wang")
        time.sleep(1)  # nothing outside tells what stands in a field

    def press(self, key: str, title: str = QUICK) -> None:
        """Press a key in a window."""
        self.desktop.activate(self.desktop.window(title, SECONDS))
        self.desktop.xdotool("key", key)

    def answer(self, package: Path, *options: str) -> int:
        """Install while a reply is open: its agent wishes to finish it first. Return the exit code."""
        with ThreadPoolExecutor() as beside:
            ended = beside.submit(install, self.windows, package, *options)
            self.press("Escape", QUESTION)
            return ended.result(SECONDS)


@pytest.fixture
def desk(windows: Windows, desktop: VirtualDesktop, tmp_path: Path) -> Iterator[Desk]:
    """Start the installed program with a search that finds a macro."""
    trace, library = tmp_path / "trace.txt", tmp_path / "library"
    (library / "macros").mkdir(parents=True)
    (library / "macros" / "hello.md").write_text(MACRO, encoding="utf-8")
    words = ["--trace", windows.path(trace), "--library", windows.path(library), "--search", "wh"]
    process = windows.start(machine_folder(windows) / PROGRAM, *words, env={"KBASSIST_LANGUAGE": "zh_CN"})
    yield Desk(windows, desktop, process, trace)
    process.kill()
    process.wait(SECONDS)


def test_a_reply_that_is_being_written_stays_unless_it_forces(windows: Windows, desk: Desk) -> None:
    top = machine_folder(windows)
    before = found(top)
    desk.write_reply()
    assert desk.answer(NOW) != 0  # Windows says 1603, wine 1627
    assert found(top) == before and desk.process.poll() is None
    desk.press("Return")
    wait_for(lambda: marks(desk.trace, "copied"), SECONDS, "the copy")
    wait_for(lambda: desk.desktop.clipboard() == "Mrs Wang您好", SECONDS, "the reply")
    lists, run = desk.painted(), records(windows)
    assert windows.run(top / PROGRAM, "--search", "wh").code == 0
    desk.write_reply(lists)
    assert desk.answer(NOW, "FORCE=1") == 0
    desk.process.wait(SECONDS)  # wine gives a program that was ended the code of whichever thread was the last
    assert stated(windows) == version(NOW)
    assert {name: size for name, (size, _time) in found(top).items()} == listed(NOW)
    wait_for(lambda: records(windows) - run, SECONDS, "the program to be started again")


def test_setup_asks_before_it_comes_beside_the_program_for_all(windows: Windows, desktop: VirtualDesktop) -> None:
    setup = next(NOW.parent.glob("*-Setup.exe"))
    process = windows.start(setup)
    desktop.activate(desktop.window(f"^kbassist {version(NOW)} ", SECONDS))
    desktop.xdotool("key", "Return")
    assert process.wait(SECONDS) == FOR_ALL_USERS
    assert not user_folder(windows).exists()
