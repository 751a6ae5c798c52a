"""Sizes, doors and words: rules that every source file keeps."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.sources import ROOT, imports, project_files, python_files, tree, where

CODE = ("kbassist", "tests", "packaging")
# Words of the work place that say nothing to a reader, and hosts of package registries: taken apart, so that
# this file may be searched too.
FORBIDDEN = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<![\w/.-])shar" + r"ed/(?:design|eval|proto|hooks|macros)",
        r"\.\./shar" + r"ed\b",
        r"/work/(?:main|shar" + r"ed)\b",
        r"\bpypi" + r"\.org\b",
        r"pythonhost" + r"ed\.org",
        r"registry\.npm" + r"js\.org",
        r"deb\.deb" + r"ian\.org",
        r"crates" + r"\.io",
        r"\bissue [#]?\d",
        r"\bFIX" + r"ME\b",
        r"\bTO" + r"DO\b",
    )
]
TEXT_SUFFIXES = {".py", ".md", ".toml", ".sh", ".lock", ".po", ".yaml", ".yml", ".svg", ".txt", ".json", ""}


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_module_is_over_400_lines() -> None:
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in python_files(*CODE)}
    assert [f"{path}: {size}" for path, size in sizes.items() if size > 400] == []


def test_no_function_is_over_50_lines() -> None:
    long = [where(path, node) for path in python_files("kbassist") for node in functions(path) if length(node) > 50]
    assert long == []


def test_nine_functions_in_ten_are_under_30_lines() -> None:
    sizes = [length(node) for path in python_files("kbassist") for node in functions(path)]
    assert sum(size < 30 for size in sizes) >= 0.9 * len(sizes)


@pytest.mark.parametrize("path", python_files("kbassist"), ids=lambda path: str(path.relative_to(ROOT)))
def test_module_docstring_is_one_sentence_to_begin_with(path: Path) -> None:
    docstring = ast.get_docstring(tree(path)) or ""
    first = docstring.split("\n\n")[0]
    assert first.strip().endswith("."), "a module says in one sentence what it is for"
    assert "and also" not in docstring


def test_names_that_say_nothing_are_not_used_for_modules() -> None:
    empty = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
    assert [path for path in python_files(*CODE) if {path.stem, *path.parent.parts[-3:]} & empty] == []


def test_style_sheets_are_set_in_the_theme_only() -> None:
    scattered = [
        where(path, node)
        for path in python_files("kbassist")
        if "theme" not in path.stem
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "setStyleSheet"
    ]
    assert scattered == []


def test_only_the_search_unpickles_and_opens_an_index() -> None:
    # Opening an index unpickles; only the search opens one, and only in the user's own cache.
    pickles = {"pickle", "marshal", "shelve", "dill", "joblib", "jsonpickle", "whoosh"}
    found = [
        where(path, node)
        for path in python_files("kbassist")
        for name, node in imports(path)
        if name.split(".")[0] in pickles and not path.is_relative_to(ROOT / "kbassist" / "search")
    ]
    assert found == []


def test_nothing_is_evaluated_and_no_shell_is_started() -> None:
    found = []
    for path in python_files("kbassist"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"eval", "exec"}:
                found.append(where(path, node))
            if isinstance(node, ast.keyword) and node.arg == "shell":
                found.append(where(path, node.value))
            if isinstance(node, ast.Attribute) and node.attr in {"system", "popen"}:
                found.append(where(path, node))
    assert found == []


def test_no_network_library_is_imported() -> None:
    network = {"requests", "urllib.request", "http.client", "httpx", "aiohttp", "ftplib", "PySide6.QtWebEngineCore"}
    found = [
        where(path, node) for path in python_files("kbassist") for name, node in imports(path) if name in network
    ]
    assert found == []


def test_no_star_imports_from_qt() -> None:
    stars = [
        where(path, node)
        for path in python_files(*CODE)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    ]
    assert stars == []


def test_every_test_folder_is_a_package() -> None:
    bare = {path.parent for path in python_files("tests") if not (path.parent / "__init__.py").is_file()}
    assert bare == set()


def test_no_text_names_the_work_place_or_a_registry() -> None:
    found = []
    for path in project_files():
        if path.suffix not in TEXT_SUFFIXES:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            found += [f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}" for p in FORBIDDEN if p.search(line)]
    assert found == []


def test_every_type_ignore_has_a_code() -> None:
    # The words are taken apart, so that mypy does not read this line as one.
    bare = re.compile(r"#\s*type:" + r"\s*ignore(?!\[)")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in python_files(*CODE)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if bare.search(line)
    ]
    assert found == []
