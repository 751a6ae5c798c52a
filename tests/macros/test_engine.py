from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbassist.content.model import FieldSpec, FieldType, Macro, Option, Snippet, Status, Variant
from kbassist.macros import engine
from kbassist.macros.form import GapKind, Outcome
from kbassist.macros.source import BRACES
from tests.macros.cases import CONTEXT, library, macro

LIBRARY = library({"署名": Snippet("署名", "{{ agent.name }}{% if 工号 %}（{{ 工号 }}）{% endif %}", "s.md")})


def kinds(outcome: Outcome) -> list[tuple[GapKind, str]]:
    return [(gap.kind, gap.field) for gap in outcome.gaps]


def stretches(outcome: Outcome) -> list[tuple[str, str, bool]]:
    return [(outcome.text[s.start : s.start + s.length], s.field, s.gap) for s in outcome.spans]


def test_the_form_has_what_the_channel_uses() -> None:
    case = Macro(
        id="delay",
        path="macros/delay.md",
        locale="zh-CN",
        title="",
        fields=(
            FieldSpec("单号", FieldType.PATTERN, pattern_name="order_no"),
            FieldSpec("日期", FieldType.DATE, default="today+1wd"),
            FieldSpec("时效", FieldType.CHOICE, default="七天", options=(Option("七天", "7"),)),
            FieldSpec("主题词"),
        ),
        variants=(
            Variant("微信", "{{ 称呼 }}{% render '署名' %}{{ 时效 }}{% if 日期 %}{{ 日期 }}{% endif %}{{ today }}"),
            Variant("邮件", "{{ 单号 }}", subject="{{ 主题词 }}"),
        ),
    )
    chat = engine.prepare(case, "wechat", LIBRARY, CONTEXT)
    assert chat.channel == "微信"
    assert [spec.name for spec in chat.fields] == ["日期", "时效", "称呼", "工号"]
    assert [spec.declared for spec in chat.fields] == [True, True, False, False]
    assert chat.initial == {"日期": "2026-11-21", "时效": "7"}
    mail = engine.prepare(case, "邮件", LIBRARY, CONTEXT)
    assert [spec.name for spec in mail.fields] == ["单号", "主题词"]
    assert mail.patterns.keys() == {"order_no"}
    assert engine.prepare(case, "电话", LIBRARY, CONTEXT).fields == ()


def test_local_names_are_no_fields() -> None:
    body = (
        "{% assign 天 = 数 %}{% capture 句 %}{{ 甲 }}{% endcapture %}{{ 天 }}{{ 句 }}"
        "{% for 项 in (1..2) %}{{ 项 }}{{ forloop.index }}{% endfor %}{% render '署名', 工号: 乙 %}"
    )
    assert [spec.name for spec in engine.prepare(macro(body), "微信", LIBRARY, CONTEXT).fields] == ["数", "甲", "乙"]


def test_a_broken_template_offers_all_declared_fields() -> None:
    broken = macro("{{ 甲", FieldSpec("甲"), FieldSpec("乙"))
    assert len(engine.prepare(broken, "微信", LIBRARY, CONTEXT).fields) == 2


def test_spans_survive_filters_and_vanished_lines() -> None:
    body = "{% if 急 %}\n加急\n{% endif %}\n您好 {{ 称呼 | upcase | replace: 'A', '王' }}，\n- {{ 单号 }}"
    outcome = engine.render(macro(body), "微信", {"称呼": "ab", "急": ""}, LIBRARY, CONTEXT)
    assert outcome.text == "您好 王B，\n- 〔单号〕"
    assert stretches(outcome) == [("王B", "称呼", False), ("〔单号〕", "单号", True)]
    assert kinds(outcome) == [(GapKind.EMPTY, "急"), (GapKind.EMPTY, "单号")]


def test_spans_of_kept_captured_and_repeated_values() -> None:
    body = (
        "{% assign 双 = 数 | times: 2 %}{% capture 句 %}共{{ 双 }}{% endcapture %}"
        "{{ 句 }}{% for 项 in 问 %}，{{ 项 }}{% endfor %}"
    )
    fields = (FieldSpec("数"), FieldSpec("问", FieldType.CHOICES, options=(Option("", "甲"), Option("", "乙"))))
    outcome = engine.render(macro(body, *fields), "微信", {"数": "2", "问": "甲\n乙"}, LIBRARY, CONTEXT)
    assert outcome.text == "共4，甲，乙"
    assert stretches(outcome) == [("4", "数", False), ("甲", "问", False), ("乙", "问", False)]


def test_no_text_for_the_channel() -> None:
    outcome = engine.render(macro("您好"), "电话", {}, LIBRARY, CONTEXT)
    assert kinds(outcome) == [(GapKind.TEMPLATE, "")]
    assert not outcome.ready


@pytest.mark.parametrize(
    ("change", "gaps"),
    [
        ({"status": Status.DRAFT}, 1),
        ({"status": Status.ARCHIVED}, 1),
        ({"effective": date(2026, 11, 21)}, 1),
        ({"expires": date(2026, 11, 19)}, 1),
        ({"effective": date(2026, 11, 20), "expires": date(2026, 11, 20)}, 0),
    ],
)
def test_a_macro_out_of_force_never_leaves(change: dict[str, object], gaps: int) -> None:
    outcome = engine.render(replace(macro("您好"), **change), "微信", {}, LIBRARY, CONTEXT)  # type: ignore[arg-type]
    assert kinds(outcome) == [(GapKind.STATE, "")] * gaps
    assert outcome.text == "您好"


def test_the_subject_is_under_the_same_law() -> None:
    mail = macro("正文", subject="关于 {{ 单号 }} {% if 急 %}（急）{% endif %}", channel="邮件")
    outcome = engine.render(mail, "邮件", {"急": "有", "单号": "{{ x }}"}, LIBRARY, CONTEXT)
    assert outcome.subject == "关于 {{ x }} （急）"
    assert kinds(outcome) == [(GapKind.BRACES, "")] * 2
    empty = macro("正文", FieldSpec("急", FieldType.YES_NO), subject="{% if 急 %}急{% endif %}", channel="邮件")
    assert kinds(engine.render(empty, "邮件", {}, LIBRARY, CONTEXT)) == [(GapKind.EMPTY, "")]


def test_rich_channels_get_html_and_a_text_without_marks() -> None:
    body = "# 您好\n\n请**务必**看 [这里](https://a.example)：\n- 甲 {{ 称呼 }}\n- 乙\n\n第一行\n第二行"
    outcome = engine.render(macro(body, channel="邮件"), "邮件", {"称呼": "*王* <b>_李_</b>"}, LIBRARY, CONTEXT)
    assert outcome.ready
    assert outcome.text.splitlines()[:4] == ["您好", "", "请务必看 这里 https://a.example：", "- 甲 *王* <b>_李_</b>"]
    assert "<strong>务必</strong>" in outcome.html
    assert "<li>甲 *王* &lt;b&gt;_李_&lt;/b&gt;</li>" in outcome.html
    assert "<br" in outcome.html
    assert stretches(outcome) == [("*王* <b>_李_</b>", "称呼", False)]


def test_braces_that_only_the_html_would_show() -> None:
    outcome = engine.render(macro("您好 &#123;｛", channel="邮件"), "邮件", {}, LIBRARY, CONTEXT)
    assert "{｛" not in outcome.text
    assert kinds(outcome) == [(GapKind.BRACES, "")]


def test_plain_channels_get_what_the_author_wrote() -> None:
    outcome = engine.render(macro("**重要** {{ 称呼 }}"), "微信", {"称呼": "王"}, LIBRARY, CONTEXT)
    assert (outcome.text, outcome.html, outcome.seconds) == ("**重要** 王", "", None)
    shared = replace(macro("**重要**"), variants=(Variant("", "**重要**"),))
    assert engine.render(shared, "微信", {}, LIBRARY, CONTEXT).text == "重要"


def test_spoken_channels_say_how_long() -> None:
    outcome = engine.render(macro("好" * 230, channel="电话"), "电话", {}, LIBRARY, CONTEXT)
    assert outcome.seconds == pytest.approx(60)


def test_the_readable_text_has_all_branches() -> None:
    body = (
        "您好，{{ 称呼 }}\n{% if 急 %}\n加急\n{% else %}\n不急\n{% endif %}\n"
        "{% for 项 in 问题 %}- {{ 项 }}\n{% endfor %}"
        "{% capture 句 %}抓{% endcapture %}{{ 句 }}{{ team.电话 }}\n{% render '署名' %}"
    )
    case = macro(body, FieldSpec("称呼", label="客户称呼"), subject="{{ 称呼 }}", channel="邮件")
    assert engine.plain(case, "邮件", LIBRARY) == (
        "〔客户称呼〕\n您好，〔客户称呼〕\n加急\n不急\n- 〔问题〕\n抓400-000-0000\n〔agent.name〕（〔工号〕）"
    )
    assert engine.plain(case, "微信", LIBRARY) == engine.plain(case, "邮件", LIBRARY)
    assert engine.plain(macro("{{ 坏"), "微信", LIBRARY) == "{{ 坏"


_EVERYTHING = macro(
    "{{ 文 }}{{ 文 | upcase | replace: 'A', 文 | append: 文 }}{% if 额 > 3 %}{{ 额 | money }}{% endif %}"
    "{{ 日 | add_days: 1 | date: '%m月%d日' }}{% for 项 in 选 %}{{ 项 }}{% endfor %}{{ 率 | percent }}{{ 别 }}"
    "{% assign 乙 = 额 | times: 率 %}{{ 乙 | round }}{{ 注 | default: '' }}"
    "{% if 注 %}{{ 注 | split: 文 | last }}{% endif %}",
    FieldSpec("文", FieldType.MULTILINE),
    FieldSpec("额", FieldType.MONEY, max=Decimal(50)),
    FieldSpec("日", FieldType.DATE),
    FieldSpec("选", FieldType.CHOICES, options=(Option("", "a"), Option("", "b"))),
    FieldSpec("率", FieldType.PERCENT),
    FieldSpec("注", required=False),
)
_GOOD = {
    "文": ["王", "a{b"],
    "额": ["5", "50.00"],
    "日": ["today", "2-3"],
    "选": ["a", "a、b"],
    "率": ["15%"],
    "注": ["", "急"],
}
_VALUES = st.fixed_dictionaries(
    {
        name: st.sampled_from(_GOOD.get(name, ["好"]))
        | st.text(max_size=12)
        | st.text(alphabet="{}%｛｝％ \ufdd0\ufdd1\ufdd30王.-\n", max_size=8)
        for name in (*_GOOD, "别")
    }
)


@settings(max_examples=400, deadline=None)
@given(_VALUES)
def test_whatever_the_values_a_ready_text_holds_no_marks_and_nothing_undefined(values: dict[str, str]) -> None:
    outcome = engine.render(_EVERYTHING, "微信", values, LIBRARY, CONTEXT)
    assert not any("\ufdd0" <= character <= "\ufdef" for character in outcome.text)
    ends = [0, *(span.start + span.length for span in outcome.spans)]
    assert all(end <= span.start for end, span in zip(ends, outcome.spans, strict=False))
    assert ends[-1] <= len(outcome.text)
    if outcome.ready:
        assert BRACES.search(outcome.text) is None
        assert not any(span.gap for span in outcome.spans)
        assert "〔" not in outcome.text.replace("".join(values.values()), "") or "〔" in "".join(values.values())
        assert not any(word in outcome.text for word in ("Undefined", "None", "Absent", "nil"))
    else:
        assert all(str(gap.message) for gap in outcome.gaps)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="{}%|-. \"'王aif=endfor(1)assin\n:", max_size=60), st.text(max_size=5))
def test_whatever_the_template_nothing_is_raised(body: str, value: str) -> None:
    case = macro(body, FieldSpec("王"))
    engine.prepare(case, "微信", LIBRARY, CONTEXT)
    engine.plain(case, "微信", LIBRARY)
    list(engine.problems(case, LIBRARY))
    outcome = engine.render(case, "微信", {"王": value, "a": value}, LIBRARY, CONTEXT)
    assert not outcome.ready or BRACES.search(outcome.text) is None
