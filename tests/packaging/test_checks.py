"""What the checks of a laid out package find: DLLs and modules that Windows would look for in vain."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from windows import check_foreign, check_imports, check_modules, trim
from windows.check_imports import AMD64, Image
from windows.failure import BuildError


def image(path: str, *imports: str, machine: int = AMD64) -> Image:
    return Image(path, machine, frozenset(imports))


def test_what_lies_beside_in_python_s_or_in_qt_s_folder_is_found() -> None:
    found = (
        image("runtime/python313.dll", "kernel32.dll", "vcruntime140.dll", "api-ms-win-crt-heap-l1-1-0.dll"),
        image("runtime/vcruntime140.dll"),
        image("lib/PySide6/Qt6Core.dll", "python313.dll"),
        image("lib/PySide6/plugins/platforms/qwindows.dll", "qt6core.dll", "user32.dll"),
        image("lib/re2/_re2.pyd", "msvcp140-a4c2.dll"),
        image("lib/google_re2.libs/msvcp140-a4c2.dll"),
    )
    assert check_imports.faults(found) == ()


def test_the_c_plus_plus_runtime_is_not_part_of_windows() -> None:
    assert check_imports.faults([image("lib/x/y.pyd", "msvcp140.dll")]) == ("lib/x/y.pyd needs msvcp140.dll",)


def test_a_dll_in_another_library_s_folder_is_not_found() -> None:
    found = (image("lib/a/one.pyd", "two.dll"), image("lib/b/two.dll"))
    assert check_imports.faults(found) == ("lib/a/one.pyd needs two.dll",)


def test_a_program_for_another_machine_is_told() -> None:
    assert check_imports.faults([image("a.dll", machine=0x14C)]) == ("a.dll is not made for 64-bit Windows",)


def laid_out(folder: Path, source: str) -> Path:
    (folder / "runtime").mkdir(parents=True)
    with zipfile.ZipFile(folder / "runtime" / "python313.zip", "w") as packed:
        packed.writestr("json/__init__.pyc", b"")
        packed.writestr("collections/__init__.pyc", b"")
    (folder / "app" / "own").mkdir(parents=True)
    (folder / "app" / "own" / "it.py").write_text(source, encoding="utf-8")
    (folder / "lib" / "there").mkdir(parents=True)
    (folder / "lib" / "there" / "part.pyc").write_bytes(b"")
    return folder


def test_modules_that_are_shipped_are_found(tmp_path: Path) -> None:
    source = (
        "import sys, json\nfrom collections.abc import Iterator\nimport there.part\nimport own.it\nimport fcntl\n"
    )
    assert check_modules.check(laid_out(tmp_path, source)) == 1


@pytest.mark.parametrize("source", ["import gone", "def f():\n    from there.away import x", "import sqlite3"])
def test_a_module_that_was_trimmed_away_is_told(tmp_path: Path, source: str) -> None:
    with pytest.raises(BuildError, match=r"app/own/it\.py imports (gone|there\.away|sqlite3)"):
        check_modules.check(laid_out(tmp_path, source))


WINE_OWN = Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows/kernel32.dll")
STUBS = Path(__file__).parent / "wine"


def shipped(folder: Path, name: str, data: bytes) -> Path:
    (folder / "runtime").mkdir()
    (folder / "runtime" / "python313.dll").write_bytes(b"MZ" + bytes(300))
    (folder / "runtime" / name).write_bytes(data)
    return folder


def test_a_package_without_anything_of_wine_passes(tmp_path: Path) -> None:
    assert check_foreign.check(shipped(tmp_path, "notes.txt", b"Wine builtin DLL")) == 1


@pytest.mark.parametrize("mark", check_foreign.WINE_MARKS)
def test_a_dll_with_wine_s_mark_is_told(tmp_path: Path, mark: bytes) -> None:
    folder = shipped(tmp_path, "msvcp140.dll", b"MZ" + bytes(62) + mark)
    with pytest.raises(BuildError, match=r"runtime/msvcp140\.dll is wine's"):
        check_foreign.check(folder)


@pytest.mark.skipif(not WINE_OWN.exists(), reason="wine is not installed")
def test_wine_s_real_dlls_bear_the_mark(tmp_path: Path) -> None:
    shutil.copy(WINE_OWN, shipped(tmp_path, "a.txt", b"") / "runtime")
    with pytest.raises(BuildError, match=r"kernel32\.dll is wine's"):
        check_foreign.check(tmp_path)


@pytest.mark.parametrize("stub", sorted(STUBS.glob("*.c")), ids=lambda stub: stub.stem)
def test_no_stand_in_of_the_tests_can_be_shipped(tmp_path: Path, stub: Path) -> None:
    with pytest.raises(BuildError, match="belongs to Windows"):
        check_foreign.check(shipped(tmp_path, f"{stub.stem}.dll", b"MZ"))


def test_only_wheels_and_cpython_are_fetched_as_windows_knows_them() -> None:
    """What Windows brings itself is never taken out of CPython's zip either."""
    assert not any(map(trim.takes_of_python, ("_wmi.pyd", "python.exe")))
    assert {name.removesuffix(".dll") for name in check_foreign.STAND_INS} - {"ucrtwine"} <= check_imports.SYSTEM
