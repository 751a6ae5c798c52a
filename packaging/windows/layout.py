"""Laying out the program as it will lie in its folder on Windows."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from windows import trim
from windows.failure import BuildError
from windows.fetch import Python, Wheel
from windows.project import VERSION_FILE, Project, export, restated_version

ENCODER: Final = "semantic"
# Where Python looks for modules, seen from runtime\; a folder that was not installed is passed over.
SEARCH: Final = ("python313.zip", ".", r"..\lib", r"..\app", rf"..\{ENCODER}")
RESOURCES: Final = ("resources/han", "resources/icons", "resources/locale/zh_CN/LC_MESSAGES", "resources/templates")
# Where a folder of the repository lies within the installed program, as `kbassist.paths` expects it.
PLACES: Final = (
    ("resources", "kbassist/_resources"),
    ("kb", "kbassist/_sample/kb"),
    ("macros", "kbassist/_sample/macros"),
)
# The folder names that belong to the program, and to no one else: an upgrade and a removal take these away.
OWNED: Final = ("app", "lib", "licences", "runtime", ENCODER)


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of the program weighs; `files` are paths below the laid out folder."""

    name: str
    files: tuple[str, ...]
    size: int


def lay_python(python: Python, stage: Path) -> None:
    """Write CPython's files and where it looks for modules: in our folders only, never in the user's."""
    for name, data in python.files.items():
        if trim.takes_of_python(name):
            _put(stage / "runtime" / name, data)
    _put(stage / "runtime" / "python313._pth", "".join(f"{line}\r\n" for line in SEARCH).encode())


def lay_wheels(wheels: Iterable[Wheel], folder: Path) -> None:
    """Unpack what the program uses of its libraries; raises BuildError where a rule finds nothing any more."""
    for wheel in wheels:
        with zipfile.ZipFile(wheel.path) as packed:
            names = [name for name in packed.namelist() if not name.endswith("/")]
            if gone := trim.missing(wheel.name, frozenset(names)):
                raise BuildError(f"{wheel.path.name} has changed: nothing in it fits {', '.join(gone)} (trim.py)")
            for name in names:
                if trim.takes(wheel.name, name):
                    _put(folder / name, packed.read(name))


def lay_app(project: Project, stage: Path, work: Path) -> None:
    """Write the program, which states the project's version, its resources and the sample library."""
    checkout = work / "checkout"
    export(project, checkout, ("kbassist", *RESOURCES, "kb", "macros"))
    stating = checkout / VERSION_FILE
    stating.write_text(restated_version(stating.read_text(encoding="utf-8"), project.version), encoding="utf-8")
    (checkout / "kbassist").rename(stage / "app" / "kbassist")
    for source, place in PLACES:
        target = stage / "app" / place
        target.parent.mkdir(parents=True, exist_ok=True)
        (checkout / source).rename(target)


def sources(stage: Path) -> list[str]:
    """Return every module below the laid out folder."""
    return sorted(path.relative_to(stage).as_posix() for path in stage.rglob("*.py"))


def parts(stage: Path) -> tuple[Part, ...]:
    """Return what each part weighs, the heaviest first."""
    found: dict[str, list[str]] = {}
    for path in sorted(path for path in stage.rglob("*") if path.is_file()):
        name = path.relative_to(stage).as_posix()
        found.setdefault(part_of(name), []).append(name)
    weighed = [Part(name, tuple(files), _size(stage, files)) for name, files in found.items()]
    return tuple(sorted(weighed, key=lambda part: -part.size))


def part_of(path: str) -> str:
    """Name the part that a path belongs to, for people."""
    top, _slash, rest = path.partition("/")
    if top == "lib":
        library = rest.split("/")[0].partition(".")[0].split("-")[0].lower()
        return {"pyside6": "Qt", "shiboken6": "Qt", "numpy": "numpy", "rapidfuzz": "rapidfuzz"}.get(
            library, "libraries"
        )
    named = {"runtime": "Python", ENCODER: "sentence encoder", "app": "kbassist", "licences": "licences"}
    return named.get(top, "launchers")


def _size(stage: Path, files: Sequence[str]) -> int:
    return sum((stage / name).stat().st_size for name in files)


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
