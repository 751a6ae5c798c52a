"""What went wrong on Windows once, and cannot come back: each trap with the rule that keeps it out."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import ROOT, imports, python_files, tree, where

PACKAGING = ROOT / "packaging" / "windows"
# These read the machine's description by WMI or by a console program: seconds, and a hang under wine.
SLOW = (
    "architecture", "machine", "node", "platform", "processor", "release", "system", "uname", "version",
    "win32_edition", "win32_ver",
)  # fmt: skip
# Refuses to describe the machine, except to the standard library, which on Windows does not ask.
GUARD = f"""
import platform, sys
def guarded(name, real):
    def asked(*given, **named):
        if sys._getframe(1).f_globals["__name__"] in ("platform", "uuid"):
            return real(*given, **named)
        raise SystemExit(f"{{sys._getframe(1).f_globals['__name__']}} asked for platform.{{name}}")
    return asked
for name in {SLOW!r}:
    setattr(platform, name, guarded(name, getattr(platform, name)))
import importlib, pkgutil, kbassist
for module in pkgutil.walk_packages(kbassist.__path__, "kbassist."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
from kbassist.cli.app import run
sys.argv[1:] = ["search", "refund"]
sys.exit(run())
"""


def text(name: str) -> str:
    return (PACKAGING / name).read_text(encoding="utf-8")


def test_the_machine_is_known_by_sys_platform_alone() -> None:
    found = [
        where(path, node) for path in python_files("kbassist") for name, node in imports(path) if name == "platform"
    ]
    assert found == []


def test_no_library_describes_the_machine_while_the_program_starts_and_searches() -> None:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", GUARD], cwd=ROOT, env=env, text=True, capture_output=True, timeout=120, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", ["startfile", "SetWindowsHookExW", "SetWindowsHookExA", "SetWindowsHookEx"])
def test_nothing_is_started_by_its_name_and_no_hook_listens_to_the_keyboard(name: str) -> None:
    """`startfile` runs whatever a library names; scanners take a program with a keyboard hook for a spy."""
    used = [
        where(path, node)
        for path in python_files("kbassist")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr == name
    ]
    assert used == []


def test_hotkeys_do_not_repeat_while_they_are_held() -> None:
    users = [path for path in python_files("kbassist") if "RegisterHotKey" in path.read_text(encoding="utf-8")]
    assert users
    assert any("MOD_NOREPEAT" in path.read_text(encoding="utf-8") for path in users)


@pytest.mark.parametrize("option", ['L"-I"', 'L"-B"', 'L"-X", L"utf8"'])
def test_python_starts_apart_from_the_user_s_and_writes_no_byte_code(option: str) -> None:
    assert option in text("launcher.c")


def test_the_launcher_looks_for_dlls_neither_in_the_current_folder_nor_along_path() -> None:
    source = text("launcher.c")
    start = source.index("int wmain(")
    assert 0 < source.index("SetDefaultDllDirectories(", start) < source.index("serve_installer(", start)


@pytest.mark.parametrize(
    "line", ["Target amd64-unicode", "Unicode true", "RequestExecutionLevel user", "CRCCheck force"]
)
def test_the_setup_is_64_bit_for_the_user_alone_and_knows_its_own_damage(line: str) -> None:
    assert line in text("setup.nsi").splitlines()


def test_wixl_is_given_no_condition() -> None:
    """It crashes on one within a component; msibuild writes the conditions into the tables."""
    assert "<Condition" not in text("msi.py")


@pytest.mark.parametrize(
    "part", ["PerMonitorV2", "longPathAware", "asInvoker", "activeCodePage"]
)  # what each program's manifest says
def test_the_launcher_s_manifest_says_what_windows_has_to_know(part: str) -> None:
    assert part in text("launcher.manifest")


def test_no_program_unpacks_itself_to_run() -> None:
    """Scanners distrust one-file programs: what is installed lies in its folder as it is."""
    assert not [
        path
        for path in PACKAGING.glob("*.py")
        if re.search(r"-m pyinstaller|PyInstaller\.|nuitka|onefile", text(path.name))
    ]


def test_the_tests_of_the_setup_wait_until_the_uninstaller_is_done() -> None:
    """It copies itself and returns at once; only with `_?=` it stays."""
    callers = [path for path in python_files("tests/packaging") if '"uninstall.exe", "/S"' in path.read_text("utf-8")]
    assert callers and all("_?=" in path.read_text(encoding="utf-8") for path in callers)


def test_the_package_s_own_files_have_names_that_windows_takes() -> None:
    """No reserved name, no forbidden letter, and no two names that differ in their case only."""
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z", "kbassist", "resources", "kb", "macros"],
        stdout=subprocess.PIPE, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("no git checkout")
    names = [Path(name) for name in listed.stdout.decode().split("\0") if name]
    reserved = re.compile(r'(con|prn|aux|nul|com\d|lpt\d)(\..*)?|.*[<>:"|?*\\].*|.*[. ]', re.IGNORECASE)
    assert [str(name) for name in names if any(reserved.fullmatch(part) for part in name.parts)] == []
    assert len({str(name).lower() for name in names}) == len(names)
