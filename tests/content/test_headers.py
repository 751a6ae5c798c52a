"""Headers as people write them, from a text file of cases, and headers as nobody should."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.content.problem import Problem
from tests.content.folders import article, rules

CASES = re.split(r"^=== ", (Path(__file__).parent / "cases/headers.txt").read_text(encoding="utf-8"), flags=re.M)[1:]


def written(text: str) -> str:
    return text.replace("␉", "\t").replace("␇", "\a").replace("␤", "\n")


def proposed(problem: Problem) -> str:
    assert problem.repair is not None, problem
    assert problem.repair.edit is not None, problem
    return "\n".join(problem.repair.edit.lines)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.split("\n")[0])
def test_header(case: str) -> None:
    _, rest = case.split("\n", 1)
    source, _, wanted = rest.strip("\n").rpartition("\n---\n")
    entry, problems = article(written(source))
    lines = wanted.split("\n")
    for line in lines:
        if " = " in line:
            name, _, value = line.partition(" = ")
            found = getattr(entry, name)
            assert str(found) == written(value), (name, problems)
    expected = [line[2:].split() for line in lines if line.startswith("! ")]
    assert [[problem.rule, str(problem.line)] for problem in problems] == expected
    marks = [line for line in lines if line[:2] in {"! ", "> "}]
    repairs = [
        marks[n + 1][2:] if marks[n + 1 : n + 2] and marks[n + 1][0] == ">" else None for n in range(len(marks))
    ]
    for problem, repair in zip(
        problems, [r for r, mark in zip(repairs, marks, strict=True) if mark[0] == "!"], strict=True
    ):
        if repair is not None:
            assert proposed(problem) == written(repair)


def test_every_repair_of_the_cases_leads_to_a_header_without_that_problem() -> None:
    for case in CASES:
        source = written(case.split("\n", 1)[1].strip("\n").rpartition("\n---\n")[0])
        for _ in range(10):
            _, problems = article(source)
            edits = [(p, p.repair.edit) for p in problems if p.repair and p.repair.edit]
            if not edits:
                break
            _, edit = edits[0]
            lines = source.split("\n")
            assert tuple(lines[edit.first - 1 : edit.last]) == edit.before
            source = "\n".join([*lines[: edit.first - 1], *edit.lines, *lines[edit.last :]])
        assert [p for p in article(source)[1] if p.repair and p.repair.edit] == [], case


def test_foreign_keys_are_kept() -> None:
    entry, problems = article("---\ntitle: a\nms.author: x\nmenu: {main: [1, b]}\n---\n")
    assert problems == ()
    assert entry.extra == {"ms.author": "x", "menu": {"main": ["1", "b"]}}


def test_lines_of_keys_are_known() -> None:
    entry, _ = article("---\n\n标题: a\nexpires: 2026-01-01\n---\n")
    assert entry.lines == {"title": 3, "expires": 4}


HOSTILE = {
    "brackets": "a: " + "[" * 60_000,
    "braces": "a: " + "{" * 60_000,
    "question marks": "? " * 30_000,
    "dashes": "- " * 30_000,
    "aliases": "a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a, *a, *a]\n" for n in range(200)),
    "merge keys": "a: &a {x: 1}\n" + "b: {<<: *a}\n" * 500,
    "nested": "".join(f"{' ' * n}k{n}:\n" for n in range(200)),
    "nested flow": "title: x\ntags: " + "[a, " * 100 + "]" * 100,
    "nul": "title: a\0b",
    "tag": "title: !!python/object/apply:os.system [ls]",
    "many keys": "".join(f"key{n}: {n}\n" for n in range(5000)),
    "quotes": "title: '" + "''" * 20_000,
    "spaces": "title: a" + " " * 60_000 + "b：\n",
    "colons": "title" + ": " * 20_000,
    "full-width colons": "标题" + "： " * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_header_leaves_the_body_and_the_program_alone(name: str) -> None:
    entry, _ = article(f"---\n{HOSTILE[name]}\n---\n\n正文在此")
    assert entry.body.strip().endswith("正文在此")


def test_a_yaml_bomb_in_a_process_of_its_own_ends_well() -> None:
    code = (
        "from tests.content.folders import article\n"
        "for bomb in ('[' * 100_000, 'a: ' + '[' * 60_000, 'x: ' + '{a: ' * 15_000, '- ' * 30_000):\n"
        "    assert article(f'---\\n{bomb}\\n---\\ntext')[0].body.endswith('text')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()[-500:]


def test_a_header_over_64_kb_is_not_read_and_the_body_stands() -> None:
    entry, problems = article("---\ntitle: a\nowner: " + "x" * 70_000 + "\n---\nbody")
    assert (entry.title, entry.body) == ("x", "body")
    assert rules(problems) == ["header-too-big"]


LINE = st.one_of(
    st.sampled_from(
        [
            "---",
            "+++",
            "title: a",
            "标题：甲",
            "tags: [a，b",
            "- x",
            "  - y",
            "\t- z",
            "## h",
            "",
            "fields:",
            "x",
            "a: {b: c}",
        ]
    ),
    st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\n"), max_size=30),
)


@given(st.lists(LINE, max_size=25))
def test_nothing_raises_and_no_line_of_the_body_is_lost(lines: list[str]) -> None:
    entry, problems = article("\n".join(lines))
    body = entry.body.split("\n")
    assert body in ([""], lines[len(lines) - len(body) :])
    assert all(0 <= problem.line <= len(lines) for problem in problems)
    assert entry.title


@given(st.text(max_size=200), st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=50))
def test_a_closed_header_never_eats_the_body(header: str, body: str) -> None:
    entry, _ = article(f"---\ntitle: a\n{header}\n---\n正文{body}")
    assert f"正文{body}" in entry.body
