"""Where Setup.exe installs: a Chinese profile, folders that serve and that do not, and what a removal leaves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.installed import needs_products, product
from tests.packaging.wine.prefix import Windows, living

pytestmark = needs_products()
FOREIGN_FOLDER, LONG_PATH = 5, 9
SHELL_FOLDERS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
APPROVED = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
PERSON = "张三 李"


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    """A Windows whose user's data lie in a folder with a Chinese name and a space."""
    with living(tmp_path_factory.mktemp("wine")) as made:
        local(made).mkdir(parents=True)
        given = ["/v", "Local AppData", "/d", made.path(local(made)), "/f"]
        assert made.run("reg", "add", SHELL_FOLDERS, *given).code == 0
        yield made


def local(windows: Windows) -> Path:
    return windows.drive / "users" / PERSON / "AppData" / "Local"


def setup() -> Path:
    return product("*-Setup.exe")


def listed(encoder: bool) -> dict[str, int]:
    """Return what the list of contents says that is installed, with sizes."""
    text = product("*-contents.txt").read_text(encoding="utf-8")
    rows = (line.split(maxsplit=1) for line in text.split("bytes  file")[1].splitlines() if line)
    return {name: int(size) for size, name in rows if encoder or not name.startswith("semantic/")}


def found(folder: Path) -> dict[str, int]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}


def test_a_chinese_profile_gets_exactly_what_is_listed(windows: Windows) -> None:
    options = ("/S", "/COMPONENTS=semantic", "/AUTOSTART=1", "/LANGUAGE=zh-CN", r"/LOG=C:\日志.txt")
    assert windows.run(setup(), *options).code == 0
    folder = local(windows) / "Programs" / "kbassist"
    there = found(folder)
    assert there.pop("uninstall.exe") > 0
    assert there == listed(encoder=True)
    assert "退款" in windows.run(folder / "kbassist-cli.exe", "search", "退款").text
    said = windows.run(folder / "kbassist-cli.exe", "index").text
    assert "个条目可以搜索" in said and PERSON in said  # the language of the command line; the profile's own cache
    log = (windows.drive / "日志.txt").read_bytes().decode("utf-16")
    assert "kbassist is installed" in log and PERSON in log
    assert list(windows.drive.glob("**/Start Menu/Programs/kbassist.lnk"))


def test_removal_with_wipe_leaves_nothing_at_all(windows: Windows) -> None:
    folder = local(windows) / "Programs" / "kbassist"
    switched = ["/v", "kbassist", "/t", "REG_BINARY", "/d", "020000000000000000000000", "/f"]
    assert windows.run("reg", "add", APPROVED, *switched).code == 0
    assert (local(windows) / "kbassist" / "Cache").is_dir()  # the test before made an index there
    assert windows.run(folder / "uninstall.exe", "/S", "/WIPE", f"_?={windows.path(folder)}").code == 0
    left = {path.name for path in local(windows).rglob("*")} | {path.name for path in windows.drive.glob("**/*.lnk")}
    assert left <= {"Programs", "kbassist", "uninstall.exe", "Temp"}  # with _?= it waits, and cannot remove itself
    assert not (local(windows) / "kbassist").exists()
    registry = windows.registry()
    assert r"Uninstall\\kbassist" not in registry and r"Software\\kbassist" not in registry
    assert 'kbassist.exe\\""' not in registry and '"kbassist"=hex' not in registry


def test_a_folder_with_chinese_name_and_spaces_serves(windows: Windows) -> None:
    folder = windows.drive / "工具 箱" / "kb 助手"
    assert windows.run(setup(), "/S", f"/D={windows.path(folder)}").code == 0
    assert {name.split("/")[0] for name in found(folder)} >= {"kbassist.exe", "app", "runtime"}
    assert not (folder / "semantic").exists()
    assert windows.run(folder / "kbassist-cli.exe", "--version").code == 0


def test_a_folder_that_belongs_to_somebody_is_refused(windows: Windows) -> None:
    folder = windows.drive / "photos"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(b"")
    assert windows.run(setup(), "/S", r"/D=C:\photos").code == FOREIGN_FOLDER
    assert [path.name for path in folder.iterdir()] == ["a.jpg"]


def test_a_path_in_which_files_would_be_too_deep_is_refused_before_anything_is_made(windows: Windows) -> None:
    longest = max(map(len, listed(encoder=True)))
    long = "long" * 60
    name = long[: 260 - longest - len("C:\\") - len("\\.new\\")]
    assert windows.run(setup(), "/S", rf"/D=C:\{name}").code == LONG_PATH
    assert not (windows.drive / name).exists()
