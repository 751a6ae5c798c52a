"""Channels of one reply that contradict each other are found; those that say less, or the same otherwise, are not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist import paths
from kbassist.content.loader import load
from kbassist.lint.facts import FactKind, facts, number
from kbassist.lint.rules.consistency import channel_contradiction
from tests.content.folders import library

TODAY = date(2026, 11, 22)
HEAD = "---\ntitle: t\nfields:\n  退款金额: money\n  补偿比例: percent\n  日期: date\n  称呼: text\n---\n"

CONTRADICTIONS = [
    ("我们会在 48 小时内给您答复。", "我会在 72 小时内给您答复。"),
    ("我们会在 48 小时内给您答复。", "我会在七十二小时之内给您回电话答复您。"),
    ("补偿订单金额的 15%，只限商城使用。", "补偿您，订单金额的百分之十，只限商城使用。"),
    ("退货运费 10 元由您承担。", "退货的运费，十五块由您承担。"),
    ("请在 11月30日前寄回。", "请您在 12 月 1 号前寄回。"),
    ("一般 3 到 7 个工作日到账。", "一般三到五个工作日到账。"),
    ("请打开 https://a.example/x 填写。", "麻烦您点开 https://a.example/y，填好后告诉我。"),
    ("客服电话 400-820-8820", "请致电 400-820-8821"),
    ("退款 {{ 退款金额 }} 元，退回原账户。", "退款 199 元，退回您的账户。"),
    ("补偿订单金额的 {{ 补偿比例 }}%。", "补偿订单金额的百分之十。"),
    ("最迟{{ 日期 }}前给您答复。", "最迟前给您答复。"),
    ("每单最多用 3 张券。", "每单最多用两张券。"),
    ("{% if 称呼 %}48 小时内答复。{% endif %}", "72 小时内答复。"),
    ("Refunds take 5–10 working days.", "Your refund takes three to five working days."),
    ("明天 18 点前给您方案。", "明天晚上八点前，给您方案。"),
]
SAME = [
    ("我们会在 48 小时内给您答复。", "四十八小时之内，我给您打电话答复您。"),
    ("24 小时内答复。", "1 天内答复。"),
    ("补偿订单金额的 15%。", "补偿您，订单金额的百分之十五。"),
    ("补偿订单金额的 {{ 补偿比例 }}%。", "补偿您，订单金额的百分之{{ 补偿比例 }}。"),
    ("您可以在三天内退货。", "您可以在 3 天内退货，邮费由我们出。"),
    ("1. 打开订单\n2. 三天内办理", "第一，打开订单。第二，3 天内办理。"),
    ("退货运费 10 元。48 小时内答复。", "48 小时内答复。"),
    ("12 月 12 日 24 点结束。", "12 月 12 号晚上 12 点结束。"),
    ("您可以在三天内退货。", "发票要等 7 天开好。"),
    ("最迟{{ 日期 }}前给您答复，退款 {{ 退款金额 }} 元。", "退款已办理。"),
    ("半小时内答复。", "30 分钟内答复。"),
    ("一次办好。", "两次也行。"),
    ("请看 https://a.example/x", "请在手机上看。"),
    ("{% case 称呼 %}{% when 'a' %}48 小时内答复。{% else %}72 小时内答复。{% endcase %}", "72 小时内答复。"),
]


def found(root: Path, first: str, second: str) -> list[tuple[int, str]]:
    made = library(root, {"macros/m.md": f"{HEAD}## 微信\n{first}\n## 电话\n{second}\n"})
    return [(problem.line, str(problem.message)) for problem in channel_contradiction(made, TODAY)]


@pytest.mark.parametrize(("first", "second"), CONTRADICTIONS)
def test_a_contradiction_is_found_whichever_comes_first(tmp_path: Path, first: str, second: str) -> None:
    assert len(found(tmp_path / "a", first, second)) == 1
    assert len(found(tmp_path / "b", second, first)) == 1


@pytest.mark.parametrize(("first", "second"), SAME)
def test_the_same_in_other_words_and_less_is_none(tmp_path: Path, first: str, second: str) -> None:
    assert found(tmp_path / "a", first, second) == []
    assert found(tmp_path / "b", second, first) == []


def test_it_says_what_stands_where(tmp_path: Path) -> None:
    first = "您好：\n\n我们会在 48 小时内给您答复。"
    assert found(tmp_path, first, "您好，\n我会在七十二小时内给您答复。") == [
        (15, "“七十二小时” here, but “48 小时” for 微信 (line 12).")
    ]


def test_the_sample_contradicts_itself_nowhere() -> None:
    made = load(paths.sample_library())
    assert [(p.path, p.line, str(p.message)) for p in channel_contradiction(made, TODAY)] == []


@pytest.mark.parametrize(
    ("written", "value"),
    [("十五", "15"), ("两百零三", "203"), ("一千二百", "1200"), ("三点五", "3.5"), ("1,999", "1999"), ("半", "0.5"),
     ("Ten", "10"), ("二三", None), ("百", "100"), ("十", "10")],
)  # fmt: skip
def test_numbers(written: str, value: str | None) -> None:
    assert (None if value is None else str(number(written))) == value


@pytest.mark.parametrize(
    ("text", "kind"),
    [("15%", FactKind.PERCENT), ("¥199", FactKind.MONEY), ("三个月", FactKind.DURATION), ("18:30", FactKind.CLOCK),
     ("请发到service@a.example", FactKind.LINK), ("2026-11-22", FactKind.DATE), ("2 台", FactKind.COUNT)],
)  # fmt: skip
def test_kinds(text: str, kind: FactKind) -> None:
    assert [fact.kind for fact in facts(text)] == [kind]


@pytest.mark.parametrize("text", ["第一，点一下", "订单 202611220001", "X20 Pro", "12315", "前三步", "一周年", "5A"])
def test_what_is_no_fact(text: str) -> None:
    assert facts(text) == ()


@given(st.text(alphabet="一二三十百千点半0123456789.,:-/%¥元天小时月日第到至个 \n{}|a@h", max_size=60))
def test_facts_stand_where_they_say_and_apart(text: str) -> None:
    end = 0
    for fact in facts(text):
        assert fact.start >= end
        assert fact.length > 0
        end = fact.start + fact.length
    assert end <= len(text)
