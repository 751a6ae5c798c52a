"""Checking that what was trimmed away is missed by none of our modules."""

from __future__ import annotations

import ast
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from windows.failure import BuildError

# What a module can be on Windows: byte code, source, an extension, a folder with or without `__init__`.
_FORMS: Final = ("{}.pyc", "{}.py", "{}.pyd", "{}.cp313-win_amd64.pyd", "{}")
_FOLDERS: Final = ("lib", "app", "semantic", "runtime")
# Built into python313.dll, so that no file stands for them.
_BUILT_IN: Final = frozenset(
    {
        "array", "atexit", "binascii", "builtins", "cmath", "errno", "faulthandler", "gc", "itertools",
        "marshal", "math", "mmap", "msvcrt", "nt", "sys", "time", "winreg", "xxsubtype", "zlib", "_thread",
        "_ctypes",
    }
)  # fmt: skip
# Only asked for where it runs on another system, or where a developer evaluates.
ELSEWHERE: Final = frozenset({"fcntl", "grp", "posix", "pwd", "resource", "termios"})


def check(stage: Path) -> int:
    """Check a laid out package; return how many modules of ours it has.

    Raises BuildError with all that is missing.
    """
    sources = sorted((stage / "app").rglob("*.py"))
    with zipfile.ZipFile(stage / "runtime" / "python313.zip") as packed:
        standard = frozenset(packed.namelist())
    lost = [
        f"{source.relative_to(stage).as_posix()} imports {name}"
        for source in sources
        for name in imported(source.read_text(encoding="utf-8"))
        if not is_there(name, stage, standard)
    ]
    if lost:
        raise BuildError("what Python would not find:\n  " + "\n  ".join(lost))
    return len(sources)


def imported(source: str) -> Iterator[str]:
    """Yield the modules that a source imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def is_there(name: str, stage: Path, standard: frozenset[str]) -> bool:
    """Tell whether a module is shipped, in the standard library, or not meant for Windows."""
    top = name.partition(".")[0]
    path = name.replace(".", "/")
    if top in _BUILT_IN or top in ELSEWHERE or {f"{top}.pyc", f"{top}/__init__.pyc"} & standard:
        return True
    return any((stage / folder / form.format(path)).exists() for folder in _FOLDERS for form in _FORMS)
