"""Examples that fail say what was expected, what came, and where they stand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kbassist import paths
from kbassist.content.loader import load
from kbassist.content.problem import Level
from kbassist.lint.rules.examples import failed_example
from tests.content.folders import library

TODAY = date(2026, 11, 22)
MACRO = """---
title: t
填写:
  称呼: {类型: 文本, 标签: 客户称呼}
  金额: {类型: 金额, 最大: 500, 超出: 转主管, 必填: 否}
  日期: {类型: 日期, 默认: today+3d}
%s---
## 微信
{{ 称呼 }}您好：
{%% if 金额 %%}退款 {{ 金额 }} 元。{%% endif %%}{{ 日期 | date: "%%-m月%%-d日" }}前到账。

## 邮件
主题: 退款 {{ 称呼 }}

{{ 称呼 }}，{{ agent.name }}
"""


def found(root: Path, examples: str, header: str = "") -> list[tuple[int, str]]:
    made = library(root, {"macros/m.md": MACRO % f"{header}测试:\n{examples}"})
    assert made.problems == ()
    problems = list(failed_example(made, TODAY))
    assert all((p.path, p.level, p.rule) == ("macros/m.md", Level.ERROR, "failed-example") for p in problems)
    return [(problem.line, str(problem.message)) for problem in problems]


@pytest.mark.parametrize(
    "example",
    [
        "  - 今天: 2026-12-01\n    填写: {称呼: 王女士}\n    全文: |\n      王女士您好：\n      12月4日前到账。\n",
        "  - 填写: {客户称呼: 王女士, 金额: 199}\n    包含: [退款 199.00 元, 11月25日]\n    不含: 抱歉\n",
        "  - 渠道: e-mail\n    客服: 小林\n    填写: {称呼: 王女士}\n    主题: 退款 王女士\n    全文: 王女士，小林\n",
        "  - 填写: {称呼: 王女士, 金额: 501}\n    应拒绝: 金额\n",
        "  - 填写: {称呼: 王女士, 金额: 501}\n    应拒绝: 转主管\n",
        "  - 填写: {称呼: 王女士, 金额: 501}\n    应拒绝: 超限\n",
        "  - 填写: {金额: 5}\n    应拒绝: 客户称呼\n",
        "  - 填写: {金额: 5}\n    应拒绝: 是\n",
        "  - 填写: {称呼: 王女士}\n    应拒绝: 否\n",
    ],
)
def test_an_example_that_holds(tmp_path: Path, example: str) -> None:
    assert found(tmp_path, example) == []


@pytest.mark.parametrize(
    ("example", "message"),
    [
        (
            "  - 填写: {称呼: 王女士}\n    全文: |\n      王女士您好：\n      11月26日前到账。\n",
            "The example fails for 微信: from line 2 on, “11月26日前到账。” was expected, not “11月25日前到账。”.",
        ),
        (
            "  - 填写: {称呼: 王女士}\n    全文: 王女士您好：\n",
            "The example fails for 微信: from line 1 on, “王女士您好：⏎” was expected, "
            "not “王女士您好：⏎11月25日前到账。”.",
        ),
        (
            "  - 填写: {称呼: 王女士, 金额: 5}\n    包含: 退款 6.00 元\n",
            "The example fails for 微信: “退款 6.00 元” was expected in the text, not “退款 5.00 元”.",
        ),
        (
            "  - 填写: {称呼: 王女士}\n    不含: 您好\n",
            "The example fails for 微信: the text holds “您好”, which it must not: “王女士您好：⏎11月25日前到账。”.",
        ),
        (
            "  - 填写: {称呼: 王女士}\n    应拒绝: 称呼\n",
            "The example fails for 微信: it must be refused, but the text may leave: "
            "“王女士您好：⏎11月25日前到账。”.",
        ),
        (
            "  - 填写: {称呼: 王女士, 金额: 501}\n    应拒绝: 称呼\n",
            "The example fails for 微信: “称呼” must be refused, but what is refused is: "
            "“金额”: Over the limit of ¥500.00; please: 转主管.",
        ),
        (
            "  - 填写: {金额: 5}\n    包含: 退款\n",
            "The example fails for 微信: the text may not leave: “客户称呼” is not filled in.",
        ),
        (
            "  - 填写: {称呼: 王女士, 数量: 5}\n    包含: 到账\n",
            "The example fails for 微信: no field is called “数量”.",
        ),
        (
            "  - 渠道: 邮件\n    客服: 小林\n    填写: {称呼: 王女士}\n    主题: 退货\n",
            "The example fails for 邮件: the subject “退货” was expected, not “退款 王女士”.",
        ),
        (
            "  - 渠道: 电话\n    填写: {称呼: 王女士}\n    包含: 退货\n",
            "The example fails for 电话: the text may not leave: This reply has no text for 电话.",
        ),
    ],
)
def test_an_example_that_fails(tmp_path: Path, example: str, message: str) -> None:
    ((line, said),) = found(tmp_path, example)
    assert line == 8
    assert said == message


def test_each_channel_of_an_example_and_each_example_is_tried(tmp_path: Path) -> None:
    good = "  - 填写: {称呼: 王女士}\n    包含: 到账\n"
    bad = "  - 渠道: [wx, e-mail]\n    客服: 小林\n    填写: {称呼: 王女士}\n    包含: 到账\n"
    assert [line for line, _ in found(tmp_path, good + bad + good)] == [10]


def test_a_withdrawn_reply_is_refused_on_the_day_given(tmp_path: Path) -> None:
    example = "  - 今天: {}\n    填写: {{称呼: 王女士}}\n    应拒绝: 失效\n"
    assert found(tmp_path / "a", example.format("2026-12-02"), "失效: 2026-12-01\n") == []
    assert len(found(tmp_path / "b", example.format("2026-12-01"), "失效: 2026-12-01\n")) == 1


def test_the_examples_of_the_sample_hold() -> None:

    made = load(paths.sample_library())
    assert sum(len(macro.examples) for macro in made.macros()) >= 6
    assert [(p.path, p.line, str(p.message)) for p in failed_example(made, date.today())] == []


def test_a_reason_names_its_field_and_a_slip_its_neighbour(tmp_path: Path) -> None:
    assert found(tmp_path, "  - 填写: {称呼: 王女士, 金额: 一百}\n    包含: 好\n") == [
        (8, "The example fails for 微信: the text may not leave: “金额”: Not an amount; write it like 12.50.")
    ]
    assert found(tmp_path, "  - 填写: {称唿: 王女士}\n    包含: 好\n")[0][1] == (
        "The example fails for 微信: no field is called “称唿” (was “称呼” meant?)."
    )


def test_words_that_the_team_blocks_are_kept_back_as_in_the_window(tmp_path: Path) -> None:
    files = {
        "kb/_team/wording.yaml": "禁语: [{说法: 不归我管, 级别: 禁止, 原因: 推脱}]\n",
        "macros/m.md": "---\ntitle: t\n填写: {甲: 文本}\n测试:\n  - 填写: {甲: 不归我管}\n    应拒绝: 禁语\n"
        "  - 填写: {甲: 不归我管}\n    包含: 好\n---\n您好，{{ 甲 }}\n",
    }
    (problem,) = failed_example(library(tmp_path, files), TODAY)
    assert problem.line == 7
    assert "“不归我管” may not be sent: 推脱" in str(problem.message)
