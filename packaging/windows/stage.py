"""Making the laid out folder from nothing: fetch, unpack, compile, check."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from windows import (
    check_foreign,
    check_imports,
    check_modules,
    fetch,
    icon,
    launcher,
    layout,
    licences,
    sbom,
    sign,
    signatures,
)
from windows.compiled import Compiler, compile_all
from windows.fetch import Python, Wheel
from windows.project import Project, cache_folder
from windows.tool import say


@dataclass(frozen=True, slots=True)
class Ingredients:
    """All that was fetched."""

    python: Python
    program: tuple[Wheel, ...]
    encoder: tuple[Wheel, ...]


def gather(project: Project, python_zip: Path | None, python_sha256: str | None) -> Ingredients:
    """Fetch everything and check hashes and CPython's signatures; raises BuildError."""
    cache = cache_folder()
    python = fetch.python(cache, python_zip, python_sha256)
    count = signatures.check(python.files)
    say(f"CPython {python.version}: {count} programs and DLLs bear valid signatures")
    program = fetch.wheels(fetch.program_pins(project.root), cache)
    encoder = fetch.wheels(fetch.encoder_pins(project.root), cache)
    say(f"{len(program) + len(encoder)} wheels have the hashes of the lock")
    return Ingredients(python, program, encoder)


def make(project: Project, found: Ingredients, signer: sign.Signer | None, *, quick: bool) -> Path:
    """Lay out the program anew and return the folder; raises BuildError where it is not sound.

    `quick` takes the byte code of libraries from the cache; without it, all is compiled anew.
    """
    work = project.work
    stage, tools = work / "stage", work / "tools"
    for folder in (stage, tools, work / "checkout"):
        shutil.rmtree(folder, ignore_errors=True)
    for folder in (stage / "app", tools):
        folder.mkdir(parents=True)
    layout.lay_python(found.python, stage)
    layout.lay_wheels(found.program, stage / "lib")
    layout.lay_wheels(found.encoder, stage / layout.ENCODER)
    layout.lay_app(project, stage, work)
    kept = cache_folder() / "bytecode" if quick else None
    compile_all(stage, layout.sources(stage), Compiler(found.python, work, kept))
    _add_launchers(project, stage, tools, signer)
    _describe(project, found, stage)
    say(f"{check_modules.check(stage)} modules of ours find every module that they import")
    say(f"{check_imports.check(stage)} programs and DLLs find every DLL that they import")
    check_foreign.check(stage)
    _settle(stage, project.epoch)
    return stage


def _add_launchers(project: Project, stage: Path, tools: Path, signer: sign.Signer | None) -> None:
    picture = stage / "app" / "kbassist" / "_resources" / "icons" / "app.svg"
    icon.write(picture, tools / "kbassist.ico", tools)
    sign.sign_all(signer, launcher.build(project, tools / "kbassist.ico", stage, tools))


def _describe(project: Project, found: Ingredients, stage: Path) -> None:
    """Add licences and the list of parts."""
    folder = stage / "licences"
    licences.write(folder, project.root / "LICENSE", [*found.program, *found.encoder], found.python)
    listed = sbom.document(project, found.program, found.encoder, found.python)
    (folder / "sbom.cdx.json").write_text(listed, encoding="utf-8")


def _settle(stage: Path, epoch: int) -> None:
    """Give every file the commit's time and plain rights, so that installers repeat byte for byte."""
    for path in sorted(stage.rglob("*"), reverse=True):
        path.chmod(0o755 if path.is_dir() else 0o644)
        os.utime(path, (epoch, epoch))
