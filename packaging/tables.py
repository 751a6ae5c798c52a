"""Makes the parts of the pages that come from data: the tests against faults and threats, the rules of the check."""

from __future__ import annotations

import argparse
import os
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
TABLES: Final = ("faults", "threats")
RULES: Final = "docs/manual/rules.toml"
LANGUAGES: Final = ("en", "zh")
LATER: Final = "later"
RULES_BEGIN: Final = "<!-- rules: made by packaging/tables.py -->"
RULES_END: Final = "<!-- /rules -->"

INTRODUCTION: Final = """\
# Faults and threats

A library is data: no file in it can start a program, open a connection, or read a file outside it. So there is no
trust dialog to click away. Made by `packaging/tables.py` from `tests/house/faults.toml` and `threats.toml`; a test
checks that every test named here exists.

资料库只是数据：其中任何文件都不能启动程序、建立连接或读取资料库之外的文件。
"""
FAULTS_HEAD: Final = """
## Faults 故障

For every row: no byte of user or team is lost; the last good library keeps answering; one sentence says what happened
and what was kept; the windows stay usable; no content in a log.

| fault | 故障 | tests |
|---|---|---|
"""
THREATS_HEAD: Final = """
## Threats 威胁

Who: A a careless or malicious colleague, B a poisoned remote, C an import file, D another local user of the machine.
A program of the same user is out of scope.

| threat | 威胁 | who | tests |
|---|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A fault or threat in both languages, and the node ids of the tests that cover it (none: not yet covered)."""

    id: str
    en: str
    zh: str
    who: str = ""
    tests: tuple[str, ...] = ()


def rows(table: str, root: Path = ROOT) -> tuple[Row, ...]:
    """Read `faults` or `threats`; raises ValueError for a row that says neither its tests nor `later`."""
    found = tomllib.loads((root / "tests" / "house" / f"{table}.toml").read_text(encoding="utf-8"))["row"]
    return tuple(_row(entry) for entry in found)


def _row(entry: dict[str, object]) -> Row:
    values = dict(entry)
    tests = values.pop("tests", [])
    covered = values.pop("covered", None)
    if not isinstance(tests, list) or bool(tests) == (covered == LATER):
        raise ValueError(f"{entry.get('id')}: needs tests, or covered = “{LATER}”")
    return Row(tests=tuple(str(test) for test in tests), **{name: str(value) for name, value in values.items()})


def reliability(root: Path = ROOT) -> str:
    """Return the page of both tables."""
    faults = (f"| {row.en} | {row.zh} | {_tests(row)} |" for row in rows("faults", root))
    threats = (f"| {row.en} | {row.zh} | {row.who} | {_tests(row)} |" for row in rows("threats", root))
    return INTRODUCTION + FAULTS_HEAD + "\n".join(faults) + "\n" + THREATS_HEAD + "\n".join(threats) + "\n"


def _tests(row: Row) -> str:
    return "<br>".join(f"`{test.removeprefix('tests/')}`" for test in row.tests) or "not yet covered 尚未覆盖"


def rules(language: str, root: Path = ROOT) -> str:
    """Return the table of the check's rules in `en` or `zh`, between its marks."""
    known: dict[str, list[str]] = tomllib.loads((root / RULES).read_text(encoding="utf-8"))["rules"]
    head = "| 规则 | 说明 |" if language == "zh" else "| rule | what it says |"
    lines = [f"| `{rule}` | {texts[LANGUAGES.index(language)]} |" for rule, texts in sorted(known.items())]
    return "\n".join((RULES_BEGIN, head, "|---|---|", *lines, RULES_END))


def with_rules(page: str, table: str) -> str:
    """Return a page with the table put between its marks; raises ValueError where they are missing."""
    before, begin, rest = page.partition(RULES_BEGIN)
    _, end, after = rest.partition(RULES_END)
    if not (begin and end):
        raise ValueError("the marks of the table of rules are missing")
    return before + table + after


def pages(root: Path = ROOT) -> Iterator[tuple[Path, str]]:
    """Yield each page that is made from data, with its text as it should be."""
    yield root / "docs" / "reliability.md", reliability(root)
    for language in LANGUAGES:
        path = root / "docs" / "manual" / f"leads.{language}.md"
        yield path, with_rules(path.read_text(encoding="utf-8"), rules(language, root))


def main(arguments: list[str] | None = None) -> int:
    """Write the pages, or with `--check` only say which are not up to date; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail where a page is not up to date")
    options = parser.parse_args(arguments)
    stale = [(path, text) for path, text in pages() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    for path, text in stale:
        name = os.path.relpath(path, ROOT)
        if options.check:
            print(f"{name} is not up to date: run packaging/tables.py", file=sys.stderr)  # noqa: T201
        else:
            path.write_text(text, encoding="utf-8")
            print(f"tables: wrote {name}")  # noqa: T201
    covered = {table: sum(bool(row.tests) for row in rows(table)) for table in TABLES}
    print("tables: " + ", ".join(f"{covered[t]} of {len(rows(t))} {t} covered" for t in TABLES))  # noqa: T201
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
