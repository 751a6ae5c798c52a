from __future__ import annotations

from decimal import Decimal

import pytest

from kbassist.content.model import FieldSpec, FieldType, Option, Snippet
from kbassist.content.problem import Level, Problem
from kbassist.macros import engine
from tests.macros.cases import library, macro

LIBRARY = library({"署名": Snippet("署名", "{{ agent.name }}", "macros/_snippets/署名.md")})


def found(body: str, *fields: FieldSpec) -> list[Problem]:
    return list(engine.problems(macro(body, *fields), LIBRARY))


def rules(body: str, *fields: FieldSpec) -> list[tuple[str, int]]:
    return [(problem.rule, problem.line) for problem in found(body, *fields)]


def test_a_sound_macro_has_no_problem() -> None:
    fields = (
        FieldSpec("称呼"),
        FieldSpec("注", required=False),
        FieldSpec("急", FieldType.YES_NO),
        FieldSpec("日", FieldType.DATE, default="today+3wd", not_before="today", workdays=True),
        FieldSpec("单号", FieldType.PATTERN, pattern_name="order_no"),
    )
    body = (
        "{{ 称呼 }}{% if 注 %}{{ 注 | strip }}{% endif %}"
        "{% if 急 %}{{ 注 | default: '无' }}{% endif %}{{ 日 }}{{ 单号 }}{{ team.电话 }}"
        "{{ agent.签名 }}{{ today }}{{ now | date: '%H' }}{% render '署名' %}"
        "{% assign 天 = 3 %}{{ 天 }}{% comment %}{{ 旧名 }}{% endcomment %}"
    )
    assert found(body, *fields) == []


@pytest.mark.parametrize(
    ("body", "rule", "line"),
    [
        ("甲\n乙 {{ 称呼", "template-syntax", 11),
        ("甲\n{% if x %}", "template-syntax", 11),
        ("甲\n\n{% include 'x' %}", "unknown-tag", 12),
        ("{% doc %}{% enddoc %}", "unknown-tag", 10),
        ("甲\n{{ today | to_json }}", "unknown-filter", 11),
        ("{{ today | date }}", "template-syntax", 10),
        ("甲\n{% render '落款' %}", "missing-snippet", 11),
        ("{{ agent.nmae }}", "undefined-name", 10),
        ("{{ team }}", "undefined-name", 10),
        ("｛｛ today ｝｝ 甲", "stray-braces", 10),
        ("甲\n乙\u200b", "invisible-character", 11),
        ("甲\u202e乙", "invisible-character", 10),
        ("{{ 客户姓名 }}", "undeclared-field", 10),
        ("x" * 70_000, "template-too-big", 10),
        ("{{ today }}" * 1_001, "template-too-big", 10),
        ("{{" + " " * 50_000 + "}}", "template-too-big", 10),
    ],
)
def test_what_is_wrong_in_a_template(body: str, rule: str, line: int) -> None:
    assert (rule, line) in rules(body)


@pytest.mark.parametrize(
    ("spec", "rule"),
    [
        (FieldSpec("today", line=4), "field-name"),
        (FieldSpec("limit", line=4), "field-name"),
        (FieldSpec("订单 号", line=4), "field-name"),
        (FieldSpec("1号", line=4), "field-name"),
        (FieldSpec("甲", FieldType.CHOICE, line=4), "field-options"),
        (FieldSpec("甲", pattern="(", line=4), "field-pattern"),
        (FieldSpec("甲", FieldType.PATTERN, pattern_name="broken", line=4), "field-pattern"),
        (FieldSpec("甲", FieldType.PATTERN, pattern_name="ticket", line=4), "field-pattern"),
        (FieldSpec("甲", FieldType.NUMBER, min=Decimal(2), max=Decimal(1), line=4), "field-limits"),
        (FieldSpec("甲", FieldType.DATE, not_before="soon", line=4), "field-limits"),
        (FieldSpec("甲", FieldType.DATE, default="soon", line=4), "field-default"),
        (FieldSpec("甲", FieldType.PERCENT, max=Decimal(15), default="16", line=4), "field-default"),
        (FieldSpec("甲", FieldType.CHOICE, options=(Option("", "a"),), default="b", line=4), "field-default"),
        (FieldSpec("甲", line=4), "unused-field"),
    ],
)
def test_what_is_wrong_with_a_field(spec: FieldSpec, rule: str) -> None:
    assert (rule, 4) in rules("您好", spec)


def test_a_misspelt_field_is_an_error_with_a_proposal() -> None:
    problems = found("{{ 客户称乎 }}{{ tody }}", FieldSpec("客户称呼"))
    assert [(problem.rule, problem.level) for problem in problems[:2]] == [("misspelt-name", Level.ERROR)] * 2
    assert "客户称呼" in str(problems[0].message)
    assert "today" in str(problems[1].message)


def test_an_optional_field_outside_an_if() -> None:
    problems = found("甲\n{{ 注 }}", FieldSpec("注", required=False))
    assert [(problem.rule, problem.line, problem.level) for problem in problems] == [
        ("optional-unguarded", 11, Level.WARNING)
    ]
    assert str(problems[0].message) == "“注” may be left empty; put an {% if %} around it"


def test_full_width_marks_are_repaired() -> None:
    problem = next(each for each in found("甲\n您好｛｛ today ｝｝") if each.rule == "stray-braces")
    assert problem.repair and problem.repair.edit
    assert problem.repair.edit.lines == ("您好{{ today }}",)
    assert (problem.repair.edit.first, problem.repair.edit.last) == (11, 11)


def test_full_width_punctuation_inside_marks_is_repaired() -> None:
    (problem,) = found("截止：{{ today ｜ date： “%m月” }}")
    assert problem.rule == "template-syntax"
    assert problem.repair and problem.repair.edit
    assert problem.repair.edit.lines == ('截止：{{ today | date: "%m月" }}',)


def test_invisible_characters_are_removed() -> None:
    (problem,) = found("甲\u200b乙\u202e")
    assert problem.repair and problem.repair.edit
    assert problem.repair.edit.lines == ("甲乙",)


def test_snippets_are_checked_for_themselves() -> None:
    broken = library({"坏": Snippet("坏", "甲\n{{ x", "macros/_snippets/坏.md"), "署名": LIBRARY.snippets["署名"]})
    problems = list(engine.snippet_problems(broken))
    assert [(problem.path, problem.line, problem.rule) for problem in problems] == [
        ("macros/_snippets/坏.md", 2, "template-syntax")
    ]


def test_each_name_is_told_once() -> None:
    assert rules("{{ 某名 }}{{ 某名 }}{{ agent.x }}{{ agent.x }}") == [
        ("undeclared-field", 10),
        ("undefined-name", 10),
    ]


def test_a_name_like_a_used_field_may_be_another_field() -> None:
    assert rules("{{ 订单号 }}{{ 运单号 }}", FieldSpec("订单号")) == [("undeclared-field", 10)]
    assert ("misspelt-name", 10) in rules("{{ 补尝额 }}", FieldSpec("补偿额"))
