"""The project's own files, as the house rules read them."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
_FOREIGN: Final = frozenset({".git", ".venv", ".venv-package", "__pycache__", "build", "dist", "out", "node_modules"})


def project_files() -> Iterator[Path]:
    """Yield every file that belongs to the project, caches and the like left out."""
    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted(name for name in folders if name not in _FOREIGN and not name.endswith("_cache"))
        folders[:] = [name for name in folders if name != ".hypothesis" and not name.endswith(".egg-info")]
        for name in sorted(files):
            yield Path(folder, name)


def python_files(*below: str) -> list[Path]:
    """Return the Python files below these folders of the project, sorted."""
    return sorted(
        path for folder in below for path in (ROOT / folder).rglob("*.py") if "__pycache__" not in path.parts
    )


def modules() -> list[str]:
    """Return the dotted names of all modules of the package."""
    names = []
    for path in python_files("kbassist"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return names


def tree(path: Path) -> ast.Module:
    """Return a Python file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def where(path: Path, node: ast.AST) -> str:
    """Return `path:line` of a node, as an editor can open it."""
    return f"{path.relative_to(ROOT).as_posix()}:{getattr(node, 'lineno', 0)}"


def imports(path: Path) -> Iterator[tuple[str, ast.AST]]:
    """Yield the dotted name of every import in a file, with its node."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node
