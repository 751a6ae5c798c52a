"""Byte code for every module, made ahead, since the installed program writes none."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from windows.failure import BuildError
from windows.fetch import Python
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


def compile_all(stage: Path, sources: list[str], python: Python, work: Path) -> None:
    """Compile modules (paths below `stage`) with the Python that will run them, under wine.

    Of libraries only the byte code stays, as in CPython's own zip: half the files, which a virus scanner reads one by
    one. Our own modules keep their source. Raises BuildError where one does not compile.
    """
    home = work / "python"
    home.mkdir(parents=True, exist_ok=True)
    for name, data in python.files.items():
        (home / name).write_bytes(data)
    script = work / "compile.py"
    script.write_text(_SCRIPT, encoding="utf-8")
    say(f"compiling {len(sources)} modules")
    listed = "".join(f"{one}\t{compiled_path(one)}\n" for one in sorted(sources))
    command: list[str | Path] = ["wine", home / "python.exe", "-I", "-B", "-X", "utf8", script, _windows_path(stage)]
    run(command, given=listed, env={**WINE, "WINEPREFIX": str(work / "wine")})
    lacking = [one for one in sources if not (stage / compiled_path(one)).exists()]
    if lacking:
        raise BuildError(f"{len(lacking)} modules were not compiled, {lacking[0]} among them")
    for one in sources:
        if not one.startswith(OURS):
            (stage / one).unlink()


def compiled_path(source: str) -> str:
    """Return where CPython 3.13 looks for the byte code of a module, with its source or without."""
    folder, _slash, name = source.rpartition("/")
    stem = name.removesuffix(".py")
    return f"{folder}/__pycache__/{stem}.cpython-313.pyc" if source.startswith(OURS) else f"{folder}/{stem}.pyc"


def _windows_path(path: Path) -> str:
    """Return how wine names a path of this machine."""
    return "Z:" + str(path.resolve())
