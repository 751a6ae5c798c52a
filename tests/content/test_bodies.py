"""Sections, variants, fields and steps: what stands below the header."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.content.anchors import find_section, slug
from kbassist.content.model import FieldType, FollowUp, Guide, Option
from kbassist.content.sections import read_body
from kbassist.content.team_model import Channel, Team
from tests.content.folders import article, macro, rules

BODY = """\
导语。

## 一句话答案

可以。

```
## 不是标题
```

### 例外 **重**
<!--
## 也不是
-->
## **怎么做** ##
1. 甲

结论
---
末尾

多行
段落
---

##没有空格
#标签

## 怎么做
再来
"""


def test_sections() -> None:
    body = read_body(BODY, 10)
    found = [(s.anchor, s.line, s.text_line, s.headings) for s in body.sections]
    assert found == [
        ("", 10, 10, ()),
        ("一句话答案", 12, 14, ("例外 重",)),
        ("怎么做", 24, 25, ()),
        ("结论", 27, 29, ()),
        ("没有空格", 35, 36, ()),
        ("怎么做-2", 38, 39, ()),
    ]
    lines = BODY.split("\n")
    for section in body.sections:
        assert section.text.split("\n")[0] == lines[section.text_line - 10]


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        ("# 甲\n\n乙", "", ("甲", "\n乙", 2)),
        ("\n甲\n===\n乙", "", ("甲", "乙", 4)),
        ("# 甲\n乙", "甲", ("甲", "乙", 2)),
        ("# 甲\n乙", "另一个", ("甲", "# 甲\n乙", 1)),
        ('# <a name="x"></a>甲\n乙', "甲", ("甲", "乙", 2)),
        ("导语\n\n# 甲\n乙", "", ("甲", "导语\n\n# 甲\n乙", 1)),
        ("## 甲\n# 乙", "", ("", "## 甲\n# 乙", 1)),
    ],
)
def test_the_heading_that_names_the_file(text: str, title: str, expected: tuple[str, str, int]) -> None:
    body = read_body(text, 1, title)
    assert (body.title, body.text, body.line) == expected


@given(
    st.lists(
        st.sampled_from(["## a", "### b", "# c", "text", "", "```", "---", "~~~", "> q", "- i", "##x"]), max_size=30
    )
)
def test_sections_hold_every_line_but_headings(lines: list[str]) -> None:
    body = read_body("\n".join(lines), 1)
    kept = [line for section in body.sections for line in section.text.split("\n") if line]
    rest = [line for line in body.text.split("\n") if line]
    for line in kept:
        assert line in rest
        rest.remove(line)
    assert all(line.lstrip("#").strip() in {"a", "c", "x", "text", "---"} or line == "---" for line in rest)


def test_links_find_sections_in_every_spelling() -> None:
    sections = read_body('## How to do it?\n\n### Step one\n<a name="old"></a>\n## 怎么做', 1).sections
    for fragment in ("How to do it?", "how-to-do-it", "How%20to%20do%20it?", "step-one", "old"):
        found = find_section(sections, fragment)
        assert found is not None, fragment
        assert found.title == "How to do it?"
    assert find_section(sections, "怎么") is None
    assert slug("A  b，c") == "a-bc"


MACRO = """\
---
title: 发货延迟
shortcut: yc
scene: 投诉
steps: 情感安抚-事实确认-方案承诺
follow_up: 3个工作日
fields:
  订单号： order_no
  天数：
    类型: number
    最小: 1
    max: 1,000
    over: 转主管
  结果: {类型：单选，选项：[同意, "不同意": no]，必填：否}
  日期: {type: date, default: today+7d, workdays: 是, not_before: today}
  附言: {type: 多行, max_length: 200, required: no, from: 剪贴板, remember: 本客户}
  优惠: yes_no
---
# 发货延迟

## 微信 / 在线

您好，{{ 称呼 }}

---

## 邮件
主题： 关于订单 {{ 订单号 }}

正文
## 电话

## 传真
x
"""


def test_a_macro() -> None:
    entry, problems = macro(MACRO)
    assert [(v.channel, v.subject, v.line) for v in entry.variants] == [
        ("微信", "", 23),
        ("在线", "", 23),
        ("邮件", "关于订单 {{ 订单号 }}", 30),
        ("电话", "", 31),
        ("传真", "", 34),
    ]
    assert entry.variants[0].body == "您好，{{ 称呼 }}\n\n---"
    assert entry.steps == ("情感安抚", "事实确认", "方案承诺")
    assert (entry.shortcut, entry.scene, entry.follow_up) == ("yc", "投诉", FollowUp(3, workdays=True))
    assert set(rules(problems)) == {"full-width-colon", "full-width-comma"}


def test_fields() -> None:
    fields = {spec.name: spec for spec in macro(MACRO)[0].fields}
    assert list(fields) == ["订单号", "天数", "结果", "日期", "附言", "优惠"]
    assert (fields["订单号"].type, fields["订单号"].pattern_name) == (FieldType.PATTERN, "order_no")
    assert (fields["天数"].min, fields["天数"].max, fields["天数"].over) == (Decimal(1), Decimal(1000), "转主管")
    assert fields["结果"].options == (Option("同意", "同意"), Option("不同意", "no"))
    assert not fields["结果"].required
    assert (fields["日期"].default, fields["日期"].workdays, fields["日期"].not_before) == ("today+7d", True, "today")
    assert (fields["附言"].max_length, fields["附言"].from_, fields["附言"].remember) == (200, "clipboard", "case")
    assert not fields["优惠"].required
    assert fields["优惠"].label == "优惠"
    assert fields["天数"].line == 9


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("3 days", FollowUp(3)),
        ("1 day", FollowUp(1)),
        ("3 workdays", FollowUp(3, workdays=True)),
        ("3天", FollowUp(3)),
        ("3天后", FollowUp(3)),
        ("2 周", FollowUp(14)),
        ("5", FollowUp(5)),
        ("soon", None),
    ],
)
def test_follow_up(written: str, expected: FollowUp | None) -> None:
    entry, problems = macro(f"---\nfollow_up: {written}\n---\n好的")
    assert entry.follow_up == expected
    assert rules(problems) == ([] if expected else ["unknown-value"])


def test_a_macro_without_headings_serves_all_channels() -> None:
    entry, problems = macro("---\ntitle: a\n---\n\nSubject: Your order\n\n您好\n此致\n----\n客服\n")
    assert problems == ()
    (variant,) = entry.variants
    assert (variant.channel, variant.subject, variant.body, variant.line) == (
        "",
        "Your order",
        "您好\n此致\n----\n客服",
        7,
    )


def test_text_before_the_first_channel_is_never_sent() -> None:
    entry, problems = macro("---\ntitle: a\n---\n给同事的话\n\n## 微信\n您好")
    assert [variant.body for variant in entry.variants] == ["您好"]
    assert [(p.rule, p.line) for p in problems] == [("text-before-variants", 4)]


def test_two_variants_for_one_channel() -> None:
    entry, problems = macro("## 微信\n一\n## wx\n二")
    assert [(v.channel, v.body) for v in entry.variants] == [("微信", "一")]
    assert rules(problems) == ["duplicate-variant"]


def test_channels_of_the_team_name_variants() -> None:
    team = Team(channels=(Channel("Live/Chat", aliases=("lc",)), Channel("Fax", subject=True)))
    entry, _ = macro("## LC、fax\n主题: 甲\n\n乙\n## Live/Chat 2\nx", team=team)
    assert [(v.channel, v.subject, v.body) for v in entry.variants] == [
        ("Live/Chat", "", "乙"),
        ("Fax", "甲", "乙"),
        ("Live", "", "x"),
        ("Chat 2", "", "x"),
    ]


def test_a_guide() -> None:
    text = """---
kind: 流程
title: 退货
---
先看这里

## 开始
问清原因。见 [[refund-macro|退款话术]] 和 [别处](x.md)。

- [客户同意](#退款 )
- [不同意，要 **赔偿**](#%E8%B5%94%E5%81%BF)
- 只是文字 [链接](#退款)
```
- [代码](#退款)
```

## 退款
完

## 赔偿
完
"""
    guide, problems = article(text)
    assert problems == ()
    assert isinstance(guide, Guide)
    first, *rest = guide.steps
    assert [(c.label, c.target, c.line) for c in first.choices] == [
        ("客户同意", "退款", 10),
        ("不同意，要 赔偿", "赔偿", 11),
    ]
    assert first.macros == ("refund-macro",)
    assert "客户同意" not in first.text
    assert "只是文字" in first.text
    assert [step.choices for step in rest] == [(), ()]


def test_places_give_id_category_and_locale() -> None:
    entry, _ = article("x", "kb/returns/deep/7-day.en.md")
    assert (entry.id, entry.category, entry.locale, entry.title) == (
        "kb/returns/deep/7-day",
        "returns/deep",
        "en",
        "7-day",
    )
    entry, _ = article("x", "kb/a.v2.md")
    assert (entry.id, entry.category, entry.locale) == ("kb/a.v2", "", "zh-CN")


def test_dates_in_every_spelling() -> None:
    for written in (
        "2026-01-05",
        "2026/1/5",
        "2026.01.05",
        "2026年1月5日",
        "20260105",
        "２０２６年１月５日",
        "2026-01-05T08:00:00Z",
    ):
        entry, problems = article(f"---\nexpires: {written}\n---\n")
        assert (entry.expires, problems) == (date(2026, 1, 5), ()), written


def test_basis_with_sections() -> None:
    entry, problems = article(
        "---\n依据:\n  - 消费者权益保护法 第二十四条、第二十五条\n  - kb/a#怎么做\n  - '[[b#c]]'\n---\n"
    )
    assert problems == ()
    assert [(ref.id, ref.section, ref.line) for ref in entry.basis] == [
        ("消费者权益保护法 第二十四条、第二十五条", "", 3),
        ("kb/a", "怎么做", 4),
        ("b", "c", 5),
    ]


@given(st.text(max_size=300))
def test_any_text_is_a_macro_and_an_article(text: str) -> None:
    macro(text)
    article("---\nkind: guide\n---\n" + text)
    macro(f"---\nfields:\n  {text}\n---\n好")
