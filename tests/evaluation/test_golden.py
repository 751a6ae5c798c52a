"""Golden files: what can be written in them, and what is said of questions that fail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.content.library import Library
from kbassist.content.model import Article, Ref, Status
from kbassist.content.problem import Level
from kbassist.evaluation.golden import Case, UnreadableGolden, read_golden
from kbassist.evaluation.verdicts import RULE, Verdict, judge, problem_of
from kbassist.search.results import Hit
from tests.evaluation.answering import Answering, hit

TODAY = date(2026, 11, 22)
Read = Callable[[str], tuple[Case, ...]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def written(text: str) -> tuple[Case, ...]:
        path = tmp_path / "golden.yaml"
        path.write_text(text, encoding="utf-8")
        return read_golden(path)

    return written


def test_a_list_and_a_mapping_in_both_languages(read: Read) -> None:
    case = Case("退款", (Ref("refund", "怎么做", 3),), 5, "en", 2)
    english = "golden:\n  - question: 退款\n    expect: refund#怎么做\n    within: 5\n    locale: EN\n"
    chinese = "验收问题：\n  - 问题：退款\n    应找到：refund#怎么做\n    前几：5\n    语言：英文\n"
    assert read(english) == read(chinese) == (case,)
    bare = "- {question: 退款, expect: [a, b]}\n- 问题: 换货\n  应找到:\n    - a\n    - b\n"
    first, second = read(bare)
    assert [ref.id for ref in first.expect] == [ref.id for ref in second.expect] == ["a", "b"]
    assert (first.within, first.locale, first.line) == (3, "", 1)
    assert second.line == 2


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "holds no questions"),
        ("golden: []", 1, "holds no questions"),
        ("golden: text", 1, "must be a list"),
        ("just text", 1, "must be a list"),
        ("- question: a\n  expect: b\n- text", 3, "“key: value” lines"),
        ("- question: a\n", 1, "“expect” is missing"),
        ("- 问题: a\n  应找到:\n", 1, "“应找到” is missing"),
        ("- expect: a\n", 1, "“question” is missing"),
        ("- question: a\n  expect: '#怎么做'\n", 2, "needs the id"),
        ("- question: a\n  expect: b\n  within: 0\n", 3, "from 1 to 50"),
        ("- question: a\n  expect: b\n  within: many\n", 3, "is not a number"),
        ("- question: a\n  expect: b\n  locale: '?'\n", 3, "is no language"),
        ("- question: a\n  expects: b\n  within: 3\n", 2, "“expect” was probably meant"),
        ("- question: a\n  expect: b\n  colour: red\n", 3, "no key “colour”"),
        ("- question: a\n  question: c\n  expect: b\n", 2, "given twice"),
        ("- question: *a\n  expect: b\n", 1, "not valid YAML"),
        ("[" * 200, 1, "nested too deeply"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_line(read: Read, text: str, line: int, reason: str) -> None:
    with pytest.raises(UnreadableGolden) as raised:
        read(text)
    sentences = str(raised.value).splitlines()
    assert any(f"golden.yaml:{line}:" in sentence and reason in sentence for sentence in sentences), sentences


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("g") / "golden.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        cases = read_golden(path)
    except UnreadableGolden:
        return
    assert cases
    assert all(case.question and case.expect for case in cases)


def library(*entries: Article) -> Library:
    return Library(Path(), {entry.key: entry for entry in entries})


def article(name: str, locale: str = "zh-CN", status: Status = Status.PUBLISHED) -> Article:
    return Article(id=name, path=f"kb/{name}.md", locale=locale, title=name, status=status)


LIBRARY = library(article("a"), article("b"), article("b", "en"), article("draft", status=Status.DRAFT))


def verdict(case: Case, *hits: Hit) -> tuple[Verdict, Answering]:
    searcher = Answering({case.question: list(hits)})
    (judged,) = judge(searcher, LIBRARY, TODAY, [case])
    return judged, searcher


@pytest.mark.parametrize(
    ("case", "passed"),
    [
        (Case("q", (Ref("a"),)), True),
        (Case("q", (Ref("b"),), within=1), False),
        (Case("q", (Ref("b"),), within=2), True),
        (Case("q", (Ref("b"), Ref("a")), within=1), True),
        (Case("q", (Ref("a", "怎么做"),)), True),
        (Case("q", (Ref("a", "例外"),)), False),
        (Case("q", (Ref("b"),), locale="en"), True),
        (Case("q", (Ref("b"),), locale="zh-CN"), False),
        (Case("q", (Ref("draft"), Ref("a"))), False),
        (Case("q", (Ref("nobody"),)), False),
        (Case("other", (Ref("a"),)), False),
    ],
)
def test_what_passes(case: Case, passed: bool) -> None:
    searcher = Answering({"q": [hit("a", section="怎么做"), hit("b", locale="en")]})
    (judged,) = judge(searcher, LIBRARY, TODAY, [case])
    assert judged.passed is passed
    assert bool(searcher.explained) is (not passed and not judged.unknown)


def test_a_failure_says_where_the_entry_is_and_why_the_first_is_before_it() -> None:
    case = Case("q", (Ref("b"),), within=1, line=7)
    judged, searcher = verdict(case, hit("a"), hit("b"))
    assert (judged.place, [row.id for row in judged.first]) == (2, ["a"])
    assert searcher.explained == [("q", "b@zh-CN"), ("q", "a@zh-CN")]
    problem = problem_of(judged, "golden.yaml")
    assert (problem.path, problem.line, problem.level, problem.rule) == ("golden.yaml", 7, Level.ERROR, RULE)
    assert str(problem.message) == "“q” must find b among the first 1; it is number 2."


def test_an_entry_that_did_not_come_is_explained_too() -> None:
    judged, searcher = verdict(Case("q", (Ref("b", "例外"),)))
    assert (judged.place, judged.first, judged.instead) == (0, (), None)
    assert searcher.explained == [("q", "b@zh-CN")]
    assert "must find b#例外 among the first 3; it is not among the first 50" in str(problem_of(judged, "").message)


def test_an_entry_that_agents_are_not_offered_is_named() -> None:
    judged, _searcher = verdict(Case("q", (Ref("draft"), Ref("nobody"), Ref("a"))), hit("a"))
    assert str(problem_of(judged, "").message) == "“q” expects draft, nobody, which agents are not offered."


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    list(judge(Answering(), LIBRARY, TODAY, [Case("q", (Ref("a"),))] * 2, lambda *now: told.append(now)))
    assert told == [(1, 2), (2, 2)]
