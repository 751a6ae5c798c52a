"""What only Windows has, on the installed program: the silent setup's options, policies, drives, upgrades, removal.

The tests of this module are one story in their order, of one computer whose user has a Chinese name.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PureWindowsPath
from typing import Final

import pytest

from tests.desktop.xvfb import VirtualDesktop, wait_for
from tests.e2e import installed
from tests.e2e.agent import STARTS
from tests.e2e.conftest import write_library
from tests.e2e.wine_desk import ENDED, SCREEN, Machine, WineDesk, end_running, prepare, switched_on
from tests.packaging.wine.prefix import Windows, make

EARLIER: Final = "KBASSIST_EARLIER_DIR"
GREETING: Final = "您好，很高兴为您服务，请问有什么可以帮您？"
PERSON: Final = "张三 李"
SHELL_FOLDERS: Final = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
POLICIES: Final = r"HKCU\Software\Policies\kbassist"
RUN: Final = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"
DRIVE, SHARED = "k:", r"K:\知识 库"
SERVER, BY_SERVER = "unc/fs01", r"\\fs01\资料\知识 库"
COLOURS: Final = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"
DARK, LIGHT = 0.25, 0.6  # brightness of a window, its shadow and words included
HOTKEY, OF_IT, OF_USER = "ctrl+alt+k", "ctrl+alt+p", "ctrl+alt+u"
NEWER_INSTALLED: Final = 4
SETUP_SECONDS: Final = 240

pytestmark = [
    *installed.needs_products(),
    pytest.mark.skipif(not os.environ.get(EARLIER), reason=f"{EARLIER} names no folder with an earlier version"),
]


class Office:
    """The computer, the share with the library, and the user's folder."""

    def __init__(self, machine: Machine, share: Path, folder: Path) -> None:
        self.machine = machine
        self.share = share
        self.folder = folder
        self.before: set[str] = set()

    @property
    def own(self) -> Path:
        """Where the program keeps what is the user's."""
        return local(self.machine.windows) / "kbassist"

    def desk(self) -> WineDesk:
        """Return a desk where nothing is set but what the setup and IT set."""
        return WineDesk(self.machine, self.folder, None, "", own_profile=False)

    @contextmanager
    def at_work(self) -> Iterator[WineDesk]:
        """Start the program with Notepad in front, and end it."""
        desk = self.desk()
        desk.open_chat()
        desk.copy("")
        desk.start()
        try:
            yield desk
        finally:
            desk.kill()

    @contextmanager
    def disconnected(self, name: str = DRIVE) -> Iterator[None]:
        """Take the drive of the library, or its server's share, away for a while."""
        link = self.machine.windows.folder / "dosdevices" / name
        link.unlink()
        try:
            yield
        finally:
            link.symlink_to(self.share)

    def reg(self, *words: str) -> str:
        """Run `reg`, and return what it printed."""
        return self.machine.windows.run("reg", *words).text

    def decisions(self) -> str:
        """Return what the program says of policies and defaults."""
        found = self.machine.cli("doctor", env=self.desk().env)
        return "\n".join(f"{one['name']}: {one['seen']}" for one in found)


def local(windows: Windows) -> Path:
    return windows.drive / "users" / PERSON / "AppData" / "Local"


def setup(windows: Windows, *options: str, variable: str = installed.VARIABLE) -> int:
    """Run a Setup.exe silently; it may start the program, which keeps its pipes, so it is not waited for by them."""
    package = next(Path(os.environ[variable]).glob("*-Setup.exe"))
    return windows.start(package, "/S", *options).wait(SETUP_SECONDS)


def files(windows: Windows) -> set[str]:
    return {path.relative_to(windows.drive).as_posix() for path in (windows.drive / "users").rglob("*")}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An earlier version, set up silently with every option."""
    folder = tmp_path_factory.mktemp("office")
    share = folder / "share"
    write_library(share / "知识 库")
    with VirtualDesktop(f"{SCREEN}x24", window_manager=False) as desktop:
        windows = make(folder / "prefix").on(desktop.display)
        (windows.folder / "dosdevices" / DRIVE).symlink_to(share)
        (windows.folder / "dosdevices" / SERVER).mkdir(parents=True)
        (windows.folder / "dosdevices" / SERVER / "资料").symlink_to(share)
        prepare(windows)
        local(windows).mkdir(parents=True)
        there = windows.path(local(windows))
        assert windows.run("reg", "add", SHELL_FOLDERS, "/v", "Local AppData", "/d", there, "/f").code == 0
        before = files(windows)
        options = (f"/LIBRARY={SHARED}", f"/HOTKEY={HOTKEY}", "/LANGUAGE=zh_CN", "/AUTOSTART=1")
        assert setup(windows, *options, variable=EARLIER) == 0
        with switched_on(windows, desktop, local(windows) / "Programs" / "kbassist") as machine:
            found = Office(machine, share, folder)
            found.before = before
            yield found


def greet(desk: WineDesk, hotkey: str = HOTKEY) -> None:
    """Get the greeting onto the clipboard by hotkey, shortcut and Enter."""
    desk.copy("before")
    desk.summon(hotkey)
    desk.type("wh")
    wait_for(lambda: desk.marked("list-painted"), what="the list")
    desk.press("Return")
    desk.gone()
    wait_for(lambda: desk.clipboard() == GREETING, what=f"the greeting, not {desk.clipboard()!r}")


def test_what_the_silent_setup_was_told_holds_for_the_user(office: Office) -> None:
    run = office.reg("query", RUN, "/v", "kbassist").strip()
    assert '"C:\\users\\' in run and run.endswith('\\Programs\\kbassist\\kbassist.exe"')
    with office.at_work() as desk:
        greet(desk)
        desk.summon(HOTKEY)
        assert desk.in_front("^快捷搜索 - kbassist$")
        desk.press("Escape")
        desk.gone()
        desk.quit()
    assert not (office.own / "settings.toml").exists()  # defaults are no choice of the user's


def choose_colours(office: Office, dark: bool) -> None:
    """Choose dark or light for all programs, as in Windows' settings, which tell those that run."""
    office.reg("add", COLOURS, "/v", "AppsUseLightTheme", "/t", "REG_DWORD", "/d", str(int(not dark)), "/f")
    office.machine.eye.ask("colours")


def test_the_program_is_as_dark_as_the_system_and_follows_it_while_it_runs(office: Office) -> None:
    choose_colours(office, dark=True)
    with office.at_work() as desk:
        desk.summon(HOTKEY)
        wait_for(lambda: desk.shade() < DARK, what="the dark window")
        choose_colours(office, dark=False)
        wait_for(lambda: desk.shade() > LIGHT, what="the light window")
        choose_colours(office, dark=True)
        wait_for(lambda: desk.shade() < DARK, what="the dark window again")
        choose_colours(office, dark=False)
        desk.press("Escape")
        desk.gone()
        desk.quit()


def test_a_drive_that_vanishes_and_comes_back_stops_nobody(office: Office) -> None:
    vanish_and_return(office, DRIVE)


def test_a_share_that_vanishes_and_comes_back_stops_nobody(office: Office) -> None:
    settings = office.own / "settings.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(f"version = 1\nlibrary = '{BY_SERVER}'\n", encoding="utf-8")
    vanish_and_return(office, f"{SERVER}/资料")
    settings.unlink()


def vanish_and_return(office: Office, name: str) -> None:
    """Work while the library's drive or share is away, and find an edit when it is back."""
    with office.at_work() as desk:
        with office.disconnected(name):
            greet(desk)  # from what was read before
        greeting = office.share / "知识 库" / "macros" / "greeting.md"
        old, count = greeting.read_text(encoding="utf-8"), len(desk.marked("indexed"))
        greeting.write_text(old.replace("简码: wh", "简码: back"), encoding="utf-8")
        wait_for(lambda: len(desk.marked("indexed")) > count, 90, "the library that is back to be read")
        greeting.write_text(old, encoding="utf-8")


def test_a_start_without_the_drive_works_with_what_it_knows(office: Office) -> None:
    desk = office.desk()
    desk.open_chat()
    desk.trace.unlink(missing_ok=True)
    name = office.machine.windows.path(desk.trace)
    with office.disconnected():
        desk.last = office.machine.windows.start(office.machine.program, "--trace", name, env=desk.env)
        try:
            wait_for(lambda: desk.marked("tray"), STARTS, "the tray")
            wait_for(lambda: _answers(desk, HOTKEY), 60, "the window to answer the hotkey")
            assert desk.running()
            desk.press("Escape", "Escape")
            desk.quit()
        finally:
            desk.kill()


def _answers(desk: WineDesk, hotkey: str) -> bool:
    """Press the hotkey once, and tell whether the window comes; pressed again at once it would go."""
    desk.press(hotkey)
    with suppress(AssertionError):
        wait_for(desk.shown, 8)
    return desk.shown()


def test_a_damaged_settings_file_is_set_aside_and_the_program_works(office: Office) -> None:
    office.own.mkdir(parents=True, exist_ok=True)
    (office.own / "settings.toml").write_bytes(b"\xff\xfe[[[ not toml")
    with office.at_work() as desk:
        greet(desk)
        desk.quit()
    assert [path.name for path in office.own.glob("settings.toml.*")]


def test_a_policy_overrides_the_users_choice_until_it_goes(office: Office) -> None:
    settings = office.own / "settings.toml"
    settings.write_text(f'version = 1\nhotkey = "{OF_USER}"\n', encoding="utf-8")
    office.reg("add", POLICIES, "/v", "hotkey", "/d", OF_IT, "/f")
    assert f"hotkey = {OF_IT}" in office.decisions()
    with office.at_work() as desk:
        greet(desk, OF_IT)
        desk.press(OF_USER)
        assert not desk.shown()
        desk.quit()
    assert OF_USER in settings.read_text(encoding="utf-8")
    office.reg("delete", POLICIES, "/f")
    assert OF_IT not in office.decisions()


def test_an_entry_deeper_than_260_letters_is_found(office: Office) -> None:
    folders = [f"很长的分类名称 number {n} with many letters" for n in range(7)]
    deep = office.share.joinpath("知识 库", "macros", *folders, "deep.md")
    assert len(str(PureWindowsPath(SHARED, "macros", *folders, "deep.md"))) > 260
    deep.parent.mkdir(parents=True)
    deep.write_text("---\n标题: 深处的话术\n编号: deep\n---\n\n很深。\n", encoding="utf-8")
    found = office.machine.cli("search", "深处的话术", env=office.desk().env)
    assert found[0]["title"] == "深处的话术"


def test_the_program_writes_nothing_where_it_is_installed(office: Office) -> None:
    top = office.machine.top
    written = {path.suffix for path in top.rglob("*") if path.is_file() and path.stat().st_mtime > _set_up(top)}
    assert not written


def _set_up(top: Path) -> float:
    """Return when the setup ended: the uninstaller is the last file that it writes."""
    return (top / "uninstall.exe").stat().st_mtime + 60


def test_an_upgrade_under_the_running_program_starts_it_again_and_keeps_what_is_the_users(office: Office) -> None:
    machine, settings = office.machine, office.own / "settings.toml"
    chosen = f'version = 1\nhotkey = "{OF_USER}"\n'
    settings.write_text(chosen, encoding="utf-8")
    old = version(office)
    with office.at_work() as desk:
        assert setup(machine.windows) == 0
        assert desk.last.wait(30) == 0
        assert version(office) != old
        assert not desk.shown()
        wait_for(lambda: _answers(desk, OF_USER), 90, "the new program to answer the hotkey")
        desk.press("Escape")
        desk.gone()
    assert settings.read_text(encoding="utf-8") == chosen
    assert f"library = {SHARED}" in office.decisions()
    assert "kbassist.exe" in office.reg("query", RUN, "/v", "kbassist")
    assert end_running(machine) == ENDED


def version(office: Office) -> str:
    return office.machine.windows.run(office.machine.top / "kbassist-cli.exe", "--version").text.split()[-1]


def test_a_downgrade_is_refused_and_changes_nothing(office: Office) -> None:
    before = version(office)
    assert setup(office.machine.windows, variable=EARLIER) == NEWER_INSTALLED
    assert version(office) == before


def test_removal_under_the_running_program_leaves_what_is_the_users_and_nothing_else(office: Office) -> None:
    machine = office.machine
    with office.at_work() as desk:
        top = machine.windows.path(machine.top)
        assert machine.windows.run(machine.top / "uninstall.exe", "/S", f"_?={top}").code == 0
        assert desk.last.wait(30) == 0
    ours = {path for path in files(machine.windows) - office.before if "kbassist" in path.lower()}
    program = {path for path in ours if "Programs/kbassist" in path and not path.endswith("uninstall.exe")}
    assert {path.split("/")[-1] for path in program} <= {"kbassist"}  # with _?= it cannot remove itself
    own = {path.split("AppData/Local/kbassist/")[1] for path in ours if "AppData/Local/kbassist/" in path}
    assert "settings.toml" in own and not any(path.startswith("Cache") for path in own)
    for key in (r"HKCU\Software\kbassist", r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\kbassist"):
        assert machine.windows.run("reg", "query", key).code != 0
    assert machine.windows.run("reg", "query", RUN, "/v", "kbassist").code != 0
