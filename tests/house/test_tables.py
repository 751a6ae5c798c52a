"""The tables of faults and threats name tests that exist, and the pages made from data are up to date."""

from __future__ import annotations

import ast
import runpy
from typing import Any

import pytest

from tests.house.sources import ROOT, tree

TABLES = ("faults", "threats")


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "packaging" / "tables.py"), run_name="tables")


def exists(node_id: str) -> bool:
    """Tell whether a test of this node id (file::function or file::Class::function) stands in its file."""
    path, *names = node_id.split("::")
    file = ROOT / path
    if not file.is_file() or not names:
        return False
    scope: list[ast.stmt] = tree(file).body
    for name in names:
        found = next((n for n in scope if isinstance(n, ast.FunctionDef | ast.ClassDef) and n.name == name), None)
        if found is None:
            return False
        scope = found.body
    return True


@pytest.mark.parametrize("table", TABLES)
def test_every_test_that_is_named_exists(script: dict[str, Any], table: str) -> None:
    gone = [f"{row.id}: {test}" for row in script["rows"](table) for test in row.tests if not exists(test)]
    assert gone == []


@pytest.mark.parametrize("table", TABLES)
def test_rows_are_complete_and_apart(script: dict[str, Any], table: str) -> None:
    rows = script["rows"](table)
    assert all(row.id and row.en.endswith(".") and row.zh.endswith("。") for row in rows)
    assert len({row.id for row in rows}) == len(rows)


def test_threats_say_who(script: dict[str, Any]) -> None:
    assert all(row.who and set(row.who) <= set("ABCD") for row in script["rows"]("threats"))


def test_a_row_says_its_tests_or_later(script: dict[str, Any]) -> None:
    texts: dict[str, object] = {"id": "x", "en": "A.", "zh": "一。"}
    wrongs: list[dict[str, object]] = [{}, {"tests": []}, {"covered": "perhaps"}]
    for wrong in [*wrongs, dict[str, object](tests=["a::b"], covered="later")]:
        with pytest.raises(ValueError, match="needs tests"):
            script["_row"](texts | wrong)


def test_a_missing_test_is_noticed() -> None:
    assert exists("tests/house/test_tables.py::test_a_missing_test_is_noticed")
    assert not exists("tests/house/test_tables.py::test_that_nobody_wrote")
    assert not exists("tests/house/test_nowhere.py::test_a_missing_test_is_noticed")


def test_pages_made_from_data_are_up_to_date(script: dict[str, Any]) -> None:
    stale = [path.name for path, text in script["pages"]() if path.read_text(encoding="utf-8") != text]
    assert stale == []
