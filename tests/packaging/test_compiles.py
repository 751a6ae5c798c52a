"""What is written in other languages than Python compiles: the launchers in C, and the installer's script."""

from __future__ import annotations

import shutil
from pathlib import Path

import pefile
import pytest
from windows import icon, launcher, nsis
from windows.layout import ENCODER
from windows.project import ROOT, Project

# Of the libraries that Windows keeps ready for all programs (the registry's KnownDLLs); any other one would be looked
# for beside the program first, where somebody may have put his own.
READY = {"advapi32.dll", "kernel32.dll", "msvcrt.dll", "ole32.dll", "shell32.dll", "user32.dll"}

PROJECT = Project(ROOT, "1.2.3", "0" * 40, 1_700_000_000)
pytestmark = pytest.mark.skipif(
    any(shutil.which(name) is None for name in ("x86_64-w64-mingw32-gcc", "makensis")),
    reason="packaging/windows/setup.sh installs the compilers",
)


@pytest.fixture
def stage(tmp_path: Path) -> Path:
    """A folder as the program's, with a few small files, and the icon beside it where the installer looks for it."""
    found, tools = tmp_path / "stage", tmp_path / "tools"
    for name in ("runtime/python313.dll", "app/kbassist/__init__.py", f"{ENCODER}/model.bin"):
        path = found / name
        path.parent.mkdir(parents=True)
        path.write_bytes(b"x")
    tools.mkdir()
    (tools / "kbassist.ico").write_bytes(icon.container([(16, icon.bitmap(16, bytes(16 * 16 * 4)))]))
    return found


def test_launchers_and_setup_compile_without_a_warning(stage: Path) -> None:
    tools = stage.parent / "tools"
    programs = launcher.build(PROJECT, tools / "kbassist.ico", stage, tools)
    assert [path.name for path in programs] == ["kbassist.exe", "kbassist-cli.exe"]
    for path in programs:
        with pefile.PE(str(path)) as image:
            assert image.FILE_HEADER.Machine == pefile.MACHINE_TYPE["IMAGE_FILE_MACHINE_AMD64"]
            assert {entry.dll.decode().lower() for entry in image.DIRECTORY_ENTRY_IMPORT} <= READY
    files = sorted(path.relative_to(stage).as_posix() for path in stage.rglob("*") if path.is_file())
    setup = stage.parent / "kbassist-1.2.3-Setup.exe"
    nsis.write(PROJECT, stage, files, setup, nsis.Packing(quick=True))
    with pefile.PE(str(setup), fast_load=True) as image:
        assert image.FILE_HEADER.Machine == pefile.MACHINE_TYPE["IMAGE_FILE_MACHINE_AMD64"]
