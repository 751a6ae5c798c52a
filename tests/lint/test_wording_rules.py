"""What customers read is checked, what agents read is not; steps are checked by their scene only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from kbassist.content.loader import load
from kbassist.content.problem import Level
from kbassist.lint.rules.steps import misplaced_step, missing_step
from kbassist.lint.rules.wording import unsaid_phrases
from kbassist.lint.runner import check
from kbassist.paths import sample_library
from tests.content.folders import library

TODAY = date(2026, 11, 22)
RULES = (unsaid_phrases, missing_step, misplaced_step)
TEAM: dict[str, str | bytes] = {
    "kb/_team/wording.yaml": "禁语:\n  - {说法: 您冷静, 级别: 禁止, 原因: 命令, 改为: 您慢慢说}\n  - 没办法\n"
    "承诺词: [保证]\n术语: {SKU: 编号}\n提问: {是什么问题: 能否说说经过}\n"
    "限额:\n  - {名称: 补偿, 类型: 百分比, 上限: 15, 涉及: [补偿], 超出: 转主管}\n",
    "kb/_team/steps.yaml": "models:\n  - scene: 问题\n    steps: [收集, 方案, 确认]\n"
    "    线索: {收集: [请说], 方案: [办法], 确认: [好了吗]}\n  - {scene: 投诉, steps: [安抚]}\n",
}


def found(root: Path, files: Mapping[str, str | bytes]) -> list[tuple[str, int, str, Level]]:
    problems = check(library(root, TEAM | dict(files)), TODAY, RULES)
    return [(p.path, p.line, p.rule, p.level) for p in problems]


def test_macros_say_nothing_that_the_team_does_not_say(tmp_path: Path) -> None:
    text = (
        "---\ntitle: 甲\n---\n## 微信\n好\n你 冷静{{ 称呼 }}\n{% comment %}您冷静{% endcomment %}\n"
        "## 邮件\n主题: 没办法\n\nSKU 保证补偿 16%\n是什么问题？\n"
    )
    assert found(tmp_path, {"macros/m.md": text}) == [
        ("macros/m.md", 6, "phrase-to-avoid", Level.ERROR),
        ("macros/m.md", 11, "phrase-to-avoid", Level.WARNING),
        ("macros/m.md", 11, "promise-word", Level.WARNING),  # the word
        ("macros/m.md", 11, "promise-word", Level.WARNING),  # and the percentage
        ("macros/m.md", 11, "jargon", Level.INFO),
        ("macros/m.md", 12, "closed-question", Level.INFO),
    ]


def test_the_message_names_the_place_and_what_to_say(tmp_path: Path) -> None:
    made = library(tmp_path, TEAM | {"macros/m.md": "---\ntitle: 甲\n---\n您冷静\n"})
    (problem,) = check(made, TODAY, RULES)
    assert str(problem.message) == "“您冷静” in the text: 命令 Better: “您慢慢说”."


@pytest.mark.parametrize(
    ("header", "body", "lines"),
    [
        ("audience: customers\n", "没办法\n\n## 不能说\n没办法\n\n## 避免这样说\n没办法\n", [5]),
        ("", "没办法\n", []),
        ("audience: customers\nstatus: archived\n", "没办法\n", []),
    ],
)
def test_articles_for_customers_but_not_what_they_quote(
    tmp_path: Path, header: str, body: str, lines: list[int]
) -> None:
    text = f"---\ntitle: 甲\n{header}---\n{body}"
    assert [line for _path, line, _rule, _level in found(tmp_path, {"kb/a.md": text})] == lines


def test_snippets_are_checked(tmp_path: Path) -> None:
    assert found(tmp_path, {"macros/_snippets/x.md": "没办法"}) == [
        ("macros/_snippets/x.md", 0, "phrase-to-avoid", Level.WARNING)
    ]


WHOLE = "请说经过。\n\n办法有两个。\n\n好了吗？\n"


@pytest.mark.parametrize(
    ("header", "body", "rules"),
    [
        ("scene: 问题\n", WHOLE, []),
        ("scene: 问题\n", WHOLE.replace("好了吗？", "谢谢"), ["missing-step"]),
        ("scene: 问题\n", "好了吗？\n\n请说经过。\n\n办法有两个。\n", ["misplaced-step"]),
        ("scene: 问题\nsteps: [收集, 方案]\n", WHOLE.replace("好了吗？", ""), []),
        ("scene: 投诉\n", "谢谢\n", []),
        ("", "谢谢\n", []),
        ("scene: 问题\nstatus: archived\n", "谢谢\n", []),
        ("scene: 问题\n", "## 短信\n谢谢\n", []),
    ],
)
def test_steps_of_a_scene(tmp_path: Path, header: str, body: str, rules: list[str]) -> None:
    text = f"---\ntitle: 甲\n{header}---\n{body}"
    assert [rule for _path, _line, rule, _level in found(tmp_path, {"macros/m.md": text})] == rules


def test_the_sample_says_what_it_teaches() -> None:
    made = load(sample_library())
    assert [p for rule in RULES for p in rule(made, TODAY)] == []
    assert made.team.limits
    assert all(model.cues for model in made.team.step_models)
