"""Byte code for every module, made ahead, since the installed program writes none."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from windows.failure import BuildError
from windows.fetch import Python, digest
from windows.tool import run, say

# Runs in the Windows Python; each line is a module and its byte code. Unchecked: the program never compares byte code
# with a source that cannot change.
_SCRIPT: Final = """\
import py_compile, sys
top = sys.argv[1]
for line in sys.stdin.buffer.read().decode().splitlines():
    source, target = line.split("\\t")
    py_compile.compile(f"{top}/{source}", f"{top}/{target}", dfile=source, doraise=True,
                       invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
"""
OURS: Final = "app/"
WINE: Final = {"WINEDEBUG": "-all", "PYTHONUTF8": "1", "WINEDLLOVERRIDES": "mscoree=;mshtml="}


@dataclass(frozen=True, slots=True)
class Compiler:
    """The Python that will run the modules, unpacked into `work`; `kept` is where byte code of libraries is kept."""

    python: Python
    work: Path
    kept: Path | None = None


def compile_all(stage: Path, sources: Sequence[str], compiler: Compiler) -> None:
    """Compile modules (paths below `stage`) with the Python that will run them, under wine.

    Of libraries only the byte code stays, as in CPython's own zip: half the files, which a virus scanner reads one by
    one. Our own modules keep their source. Raises BuildError where one does not compile.
    """
    libraries = sorted(one for one in sources if not one.startswith(OURS))
    _compile_libraries(stage, libraries, compiler)
    _compile(stage, sorted(set(sources) - set(libraries)), compiler)
    for one in libraries:
        (stage / one).unlink()


def _compile_libraries(stage: Path, libraries: Sequence[str], compiler: Compiler) -> None:
    """Compile the libraries, or take what was compiled from the very same sources before."""
    if compiler.kept is None:
        _compile(stage, libraries, compiler)
        return
    packed = compiler.kept / f"{_key(stage, libraries, compiler.python)}.zip"
    if packed.exists():
        with zipfile.ZipFile(packed) as kept:
            kept.extractall(stage)
        return
    _compile(stage, libraries, compiler)
    compiler.kept.mkdir(parents=True, exist_ok=True)
    for old in compiler.kept.glob("*.zip"):
        old.unlink()
    fresh = packed.with_suffix(".part")
    with zipfile.ZipFile(fresh, "w") as kept:
        for one in libraries:
            kept.write(stage / compiled_path(one), compiled_path(one))
    fresh.replace(packed)


def _key(stage: Path, sources: Sequence[str], python: Python) -> str:
    """Return what names exactly these sources and this Python."""
    found = hashlib.sha256(f"{python.sha256}\n{_SCRIPT}".encode())
    for one in sources:
        found.update(f"{one}\n{digest(stage / one)}\n".encode())
    return found.hexdigest()


def _compile(stage: Path, sources: Sequence[str], compiler: Compiler) -> None:
    home, script = compiler.work / "python", compiler.work / "compile.py"
    home.mkdir(parents=True, exist_ok=True)
    for name, data in compiler.python.files.items():
        (home / name).write_bytes(data)
    script.write_text(_SCRIPT, encoding="utf-8")
    say(f"compiling {len(sources)} modules")
    listed = "".join(f"{one}\t{compiled_path(one)}\n" for one in sources)
    command: list[str | Path] = ["wine", home / "python.exe", "-I", "-B", "-X", "utf8", script, _windows_path(stage)]
    run(command, given=listed, env={**WINE, "WINEPREFIX": str(compiler.work / "wine")})
    lacking = [one for one in sources if not (stage / compiled_path(one)).exists()]
    if lacking:
        raise BuildError(f"{len(lacking)} modules were not compiled, {lacking[0]} among them")


def compiled_path(source: str) -> str:
    """Return where CPython 3.13 looks for the byte code of a module, with its source or without."""
    folder, _slash, name = source.rpartition("/")
    stem = name.removesuffix(".py")
    return f"{folder}/__pycache__/{stem}.cpython-313.pyc" if source.startswith(OURS) else f"{folder}/{stem}.pyc"


def _windows_path(path: Path) -> str:
    """Return how wine names a path of this machine."""
    return "Z:" + str(path.resolve())
