"""Starting at sign-in: files of XDG, values of the registry, and who has the last word."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath

import pytest

from kbassist.desktop import autostart_windows as win
from kbassist.desktop.autostart import NoAutostart, XdgAutostart, program
from kbassist.desktop.autostart_windows import APPROVED, RUN, WindowsAutostart
from kbassist.errors import KbassistError
from kbassist.registry import Hive
from tests.systems import posix_only

OURS = PureWindowsPath(r"C:\Users\王芳\AppData\Local\Programs\kbassist\kbassist.exe")


@dataclass
class FakeRunKeys:
    """A registry; `refuses` writing where IT closed it."""

    values: dict[tuple[Hive, str], str | bytes] = field(default_factory=dict)
    refuses: bool = False

    def get(self, hive: Hive, key: str, name: str) -> str | bytes | None:
        assert name == "kbassist"
        return self.values.get((hive, key))

    def put(self, key: str, name: str, value: str) -> None:
        if self.refuses:
            raise PermissionError(13, "Access is denied")
        self.values[Hive.USER, key] = value

    def delete(self, key: str, name: str) -> None:
        if self.refuses:
            raise PermissionError(13, "Access is denied")
        self.values.pop((Hive.USER, key), None)


def test_the_setups_value_is_known_and_written_the_same() -> None:
    keys = FakeRunKeys()
    ours = WindowsAutostart(keys, OURS)
    assert not ours.enabled()
    assert ours.changeable()
    ours.set(True)
    assert keys.values == {(Hive.USER, RUN): f'"{OURS}"'}
    assert ours.enabled()
    ours.set(False)
    assert keys.values == {}
    assert not ours.enabled()


@pytest.mark.parametrize(
    ("line", "enabled"),
    [
        (f'"{OURS}"', True),
        (f'"{str(OURS).upper()}" --show', True),
        (r"C:\Programs\kbassist.exe", False),
        (r'"C:\Portable\kbassist.exe"', False),
        ("", False),
        (b"\0", False),
    ],
)
def test_a_value_that_starts_another_copy_is_not_ours(line: str | bytes, enabled: bool) -> None:
    assert WindowsAutostart(FakeRunKeys({(Hive.USER, RUN): line}), OURS).enabled() is enabled


def test_a_path_without_spaces_needs_no_quotes() -> None:
    keys = FakeRunKeys({(Hive.USER, RUN): r"C:\kb\kbassist.exe --quiet"})
    assert WindowsAutostart(keys, PureWindowsPath(r"C:\kb\kbassist.exe")).enabled()


@pytest.mark.parametrize(
    ("switch", "enabled"), [(b"\x02" + bytes(11), True), (b"\x03" + bytes(11), False), (b"", True)]
)
def test_the_task_managers_switch_counts_and_is_overruled_by_the_user(switch: bytes, enabled: bool) -> None:
    keys = FakeRunKeys({(Hive.USER, RUN): f'"{OURS}"', (Hive.USER, APPROVED): switch})
    ours = WindowsAutostart(keys, OURS)
    assert ours.enabled() is enabled
    ours.set(True)
    assert ours.enabled()
    assert (Hive.USER, APPROVED) not in keys.values


def test_what_it_starts_for_everybody_the_user_cannot_change() -> None:
    ours = WindowsAutostart(FakeRunKeys({(Hive.MACHINE, RUN): f'"{OURS}"'}), OURS)
    assert ours.enabled()
    assert not ours.changeable()


@pytest.mark.parametrize("on", [True, False])
def test_a_refusal_is_said(on: bool) -> None:
    with pytest.raises(KbassistError, match="Access is denied"):
        WindowsAutostart(FakeRunKeys(refuses=True), OURS).set(on)


def test_a_checkout_has_no_launcher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(win.sys, "executable", str(tmp_path / "python.exe"))
    assert win.program() is None
    (tmp_path / "kbassist.exe").touch()
    found = win.program()
    assert found is not None
    assert found.name == "kbassist.exe"


XDG = posix_only("its desktop reads no desktop entries, and its paths hold colons")


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path / "home"), "XDG_CONFIG_DIRS": f"{tmp_path / 'xdg'}:/nowhere"}


def entry(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True)
    file = folder / "kbassist.desktop"
    file.write_text(text, encoding="utf-8")
    return file


@XDG
def test_a_file_starts_the_program_and_its_absence_does_not(tmp_path: Path, home: dict[str, str]) -> None:
    ours = XdgAutostart(("/opt/kb assist/kbassist", "desk"), home)
    assert not ours.enabled()
    assert ours.changeable()
    ours.set(True)
    assert ours.enabled()
    text = (tmp_path / "home/.config/autostart/kbassist.desktop").read_text(encoding="utf-8")
    assert text.startswith("[Desktop Entry]\nType=Application\n")
    assert 'Exec="/opt/kb assist/kbassist" "desk"\n' in text
    ours.set(False)
    ours.set(False)
    assert not ours.enabled()
    assert not list((tmp_path / "home/.config/autostart").iterdir())


@XDG
def test_the_systems_file_is_hidden_by_the_users(tmp_path: Path, home: dict[str, str]) -> None:
    entry(tmp_path / "xdg/autostart", "[Desktop Entry]\nExec=kbassist desk\n")
    ours = XdgAutostart(("kbassist", "desk"), home)
    assert ours.enabled()
    ours.set(False)
    assert not ours.enabled()
    ours.set(True)
    assert ours.enabled()


@pytest.mark.parametrize(
    ("line", "enabled"),
    [
        ("Hidden=true", False),
        ("Hidden = true", False),
        ("X-GNOME-Autostart-enabled=false", False),
        ("#Hidden=true", True),
    ],
)
def test_both_switches_of_a_file_count(tmp_path: Path, home: dict[str, str], line: str, enabled: bool) -> None:
    entry(tmp_path / "own/autostart", f"[Desktop Entry]\nExec=kbassist desk\n{line}\n")
    assert XdgAutostart(("kbassist",), {**home, "XDG_CONFIG_HOME": str(tmp_path / "own")}).enabled() is enabled


@XDG
def test_a_path_of_any_letters_is_quoted_by_both_rules(tmp_path: Path, home: dict[str, str]) -> None:
    XdgAutostart((r"/home/王 芳/100%/a\b$c`d", "desk"), home).set(True)
    text = (tmp_path / "home/.config/autostart/kbassist.desktop").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("Exec=")).removeprefix("Exec=")
    once = line.replace("%%", "%").replace("\\\\", "\\")
    said = subprocess.run(["sh", "-c", f"printf '%s\\n' {once}"], capture_output=True, text=True, check=True)
    assert said.stdout.splitlines() == [r"/home/王 芳/100%/a\b$c`d", "desk"]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, home: dict[str, str]) -> None:
    (tmp_path / "home").write_text("no folder", encoding="utf-8")
    with pytest.raises(KbassistError, match="could not be changed"):
        XdgAutostart(("kbassist",), home).set(True)


def test_this_copy_is_started_in_the_tray() -> None:
    assert program()[-1] == "desk"
    assert "--show" not in program()


def test_where_nothing_can_start_it_nothing_is_offered() -> None:
    nothing = NoAutostart()
    assert not nothing.enabled()
    assert not nothing.changeable()
    with pytest.raises(KbassistError):
        nothing.set(True)
