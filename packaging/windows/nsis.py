"""The per-user installer, packed by NSIS."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from windows.layout import ENCODER, OWNED
from windows.project import PUBLISHER, Project
from windows.tool import run

HERE: Final = Path(__file__).resolve().parent
UNINSTALLER: Final = "uninstall.exe"
OWNED_FILES: Final = ("kbassist.exe", "kbassist-cli.exe", UNINSTALLER)


@dataclass(frozen=True, slots=True)
class Packing:
    """How to pack: `signed` has the uninstaller signed as well; `quick` does not compress."""

    signed: bool = False
    quick: bool = False


def write(project: Project, stage: Path, files: Sequence[str], target: Path, packing: Packing) -> None:
    """Pack files (paths below `stage`) into the installer `target`."""
    work = stage.parent / "nsis"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    for name in ("setup.nsi", "setup-strings.nsh"):
        text = (HERE / name).read_text(encoding="utf-8")
        (work / name).write_text(text, encoding="utf-8-sig")  # without the mark, includes count as Windows-1252
    (work / "files.nsh").write_text(file_list(stage, files), encoding="utf-8-sig")
    defined = {
        "VERSION": project.version,
        "LONGEST": str(longest(files)),
        "NUMBERS": ".".join(map(str, project.numbers)),
        "PUBLISHER": PUBLISHER,
        "ICON": str(stage.parent / "tools" / "kbassist.ico"),
        "OUTPUT": str(target.resolve()),
    }
    if packing.signed:
        defined["SIGNER"] = f"{sys.executable} -m windows.sign"
    given = [f"-D{name}={value}" for name, value in defined.items()]
    if packing.quick:
        given.append("-DLOOSE")
    run(["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *given, "setup.nsi"], cwd=work, env=_environment(project))


def _environment(project: Project) -> dict[str, str]:
    return {"SOURCE_DATE_EPOCH": str(project.epoch), "PYTHONPATH": str(HERE.parent)}


def longest(files: Iterable[str]) -> int:
    """Return the length of the longest path below the program's folder."""
    return max(map(len, files))


def file_list(stage: Path, files: Iterable[str]) -> str:
    """Return what setup.nsi includes: every file by name, in order, and the names that belong to the program."""
    program = sorted(name for name in files if part(name) != ENCODER)
    encoder = sorted(name for name in files if part(name) == ENCODER)
    owned = [f"  !insertmacro ${{action}} {name}" for name in (*OWNED, *OWNED_FILES)]
    return "\n".join(
        [
            "!macro ProgramFiles", *_unpack(stage, program), "!macroend",
            "!macro EncoderFiles", *_unpack(stage, encoder), "!macroend",
            "!macro ForEachOwned action", *owned, "!macroend", "",
        ]
    )  # fmt: skip


def part(name: str) -> str:
    """Return the top folder of a path; the path itself where it has none."""
    return name.split("/", 1)[0]


def _unpack(stage: Path, names: Sequence[str]) -> list[str]:
    """Return the commands that unpack these files into $New."""
    lines: list[str] = []
    last = None
    for name in names:
        folder = name.rpartition("/")[0]
        if folder != last:
            lines.append(f'  SetOutPath "{_inside(folder)}"')
            last = folder
        lines.append(f'  File "{_escaped(str(stage.resolve() / name))}"')
    return lines


def _inside(folder: str) -> str:
    return "$New" + (f"\\{_escaped(folder)}".replace("/", "\\") if folder else "")


def _escaped(text: str) -> str:
    return text.replace("$", "$$")
