"""Examples of macros are read as they are written, with the slips that a Chinese keyboard makes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from kbassist.content.library import Library
from kbassist.content.loader import load
from kbassist.content.model import Example, Macro
from tests.content.folders import library, macro, rules, write

HEAD = "---\ntitle: t\nfields:\n  称呼: text\n  日期: date\n"


def read(examples: str) -> tuple[tuple[Example, ...], list[str]]:
    found, problems = macro(f"{HEAD}{examples}---\n您好\n")
    return found.examples, rules(problems)


def test_all_keys_in_both_languages() -> None:
    english = (
        "examples:\n  - channel: [微信, mail]\n    today: 2026-11-22\n    agent: 小林\n"
        "    values: {称呼: 王女士, 日期: 明天}\n    text: |\n      您好\n\n      再见\n    subject: 主题\n"
        "    contains: [您好, 再见]\n    lacks: 抱歉\n"
    )
    chinese = english
    for name, other in (
        ("examples", "测试"), ("channel", "渠道"), ("today", "今天"), ("agent", "客服"), ("values", "填写"),
        ("text", "全文"), ("subject", "主题"), ("contains", "包含"), ("lacks", "不含"),
    ):  # fmt: skip
        chinese = chinese.replace(f"{name}:", f"{other}:")
    expected = Example(
        channels=("微信", "mail"),
        now=datetime(2026, 11, 22, 12),
        agent="小林",
        values=(("称呼", "王女士"), ("日期", "明天")),
        text="您好\n\n再见",
        subject="主题",
        contains=("您好", "再见"),
        lacks=("抱歉",),
        line=7,
    )
    assert read(english) == ((expected,), [])
    assert read(chinese) == ((expected,), [])


@pytest.mark.parametrize("name", ["examples", "测试", "用例", "示例"])
def test_one_example_need_be_no_list(name: str) -> None:
    examples, problems = read(f"{name}:\n  填写: {{称呼: 王}}\n  应拒绝: 日期\n")
    assert [(each.values, each.refused, each.text) for each in examples] == [((("称呼", "王"),), "日期", None)]
    assert problems == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [("是", ""), ("yes", ""), ("否", None), ("日期", "日期"), ("12", "12")],
)
def test_what_must_be_refused(written: str, expected: str | None) -> None:
    assert read(f"测试:\n  - 应拒绝: {written}\n")[0][0].refused == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-11-22 9:30", datetime(2026, 11, 22, 9, 30)),
        ("2026年11月22日 21：05", datetime(2026, 11, 22, 21, 5)),
        ("2026-11-22T07:00:00", datetime(2026, 11, 22, 7)),
        ("2026-11-22 25:00", datetime(2026, 11, 22, 12)),
    ],
)
def test_the_moment(written: str, expected: datetime) -> None:
    assert read(f"测试:\n  - 今天: '{written}'\n    包含: x\n")[0][0].now == expected


@pytest.mark.parametrize(
    "values",
    [
        "填写：{称呼：王女士，日期：明天}",
        "填写: {称呼：王女士，日期：明天}",
        "填写:\n      称呼：王女士\n      日期：明天",
    ],
)
def test_full_width_punctuation_is_understood_and_noted(values: str) -> None:
    examples, problems = read(f"测试:\n  - 渠道：微信\n    {values}\n    包含：您好\n")
    assert [(each.values, each.channels, each.contains) for each in examples] == [
        ((("称呼", "王女士"), ("日期", "明天")), ("微信",), ("您好",))
    ]
    assert "full-width-colon" in problems


def test_several_choices_are_joined_as_in_a_form() -> None:
    assert read("测试:\n  - 填写: {称呼: [甲, 乙]}\n    包含: x\n")[0][0].values == (("称呼", "甲、乙"),)


def test_what_is_no_example_is_said() -> None:
    assert read("测试: 您好\n")[1] == ["wrong-type"]
    assert read("测试:\n  - 填写: [称呼]\n    包含: x\n")[1] == ["wrong-type"]
    assert read("测试:\n  - 填写: 称呼\n    包含: x\n")[1] == ["wrong-type"]
    assert read("测试:\n  - 填写: {称呼: 王}\n")[1] == ["missing-value"]
    assert read("测试:\n  - 包涵: x\n    全文: y\n")[1] == ["unknown-key"]
    assert read("测试:\n  - 今天: 某天\n    全文: y\n")[1] == ["bad-date"]


def test_examples_and_stamps_come_back_from_the_cache(tmp_path: Path) -> None:
    header = f"{HEAD}basis: [a]\nbasis_seen: [2026-11-22, 0123456789abcd]\n"
    text = f"{header}测试:\n  - 填写: {{称呼: 王}}\n    全文: 您好\n---\n您好\n"
    root, cache = write(tmp_path / "lib", {"macros/m.md": text}), tmp_path / "cache"
    first = load(root, cache=cache)
    second = load(root, cache=cache)
    for made in (first, second):
        found = _macro(made)
        assert found.examples == (Example(values=(("称呼", "王"),), text="您好", line=9),)
        assert found.basis_seen == ("2026-11-22", "0123456789abcd")


def _macro(made: Library) -> Macro:
    found = made.entries["macros/m@zh-CN"]
    assert isinstance(found, Macro)
    return found


def test_a_library_without_examples_has_none(tmp_path: Path) -> None:
    assert _macro(library(tmp_path, {"macros/m.md": "---\ntitle: t\n测试:\n---\n您好"})).examples == ()
