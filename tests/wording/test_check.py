"""What is noticed in a final text, where, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.content.team_model import Team
from kbassist.wording.check import Checker
from kbassist.wording.folding import fold
from kbassist.wording.needles import Needle
from kbassist.wording.remarks import Checked, Kind, Level, Remark
from tests.wording.conftest import FEELING, TEAM


def remarks(checker: Checker, text: str, channel: str = "") -> tuple[Remark, ...]:
    return checker.check(text, TEAM.channel(channel), "zh-CN").remarks


def said(checker: Checker, text: str, channel: str = "") -> list[tuple[Kind, str]]:
    """Return each remark's kind and the words it stands at."""
    return [(r.kind, text[r.start : r.start + r.length]) for r in remarks(checker, text, channel)]


@pytest.mark.parametrize(
    "words",
    [
        "您不应该有这样的情绪",
        "你不应该有这样的情绪",
        "您 不，应该有这样的情绪",
        "您不應該有這樣的情緒",
        "你·不·应·该·有·这·样·的·情·绪",
        "您不\u200b应该有\u2060这样的情绪",
        "您不，应该。有这样的情绪",
    ],
)
def test_a_feeling_is_never_denied_however_it_is_written(checker: Checker, words: str) -> None:
    (found,) = remarks(checker, f"王女士，{words}！😊")
    assert (found.kind, found.level, found.replacement) == (Kind.PHRASE, Level.BLOCK, FEELING)
    assert f"王女士，{words}！😊"[found.start : found.start + found.length] == words
    assert str(found.why) == "否定客户的感受"


@pytest.mark.parametrize("text", ["ＳＫＵ 没货", "sku没货", "看S\u200bKU"])
def test_width_and_case_make_no_difference(checker: Checker, text: str) -> None:
    assert [kind for kind, _words in said(checker, text)] == [Kind.JARGON]


@pytest.mark.parametrize(
    "text",
    [
        "没，办法我再想一个。",  # a pause makes two words of a short one
        "还没。办法有两个。",
        "公司规定时间内可以取消。",  # the longer word is harmless
        "按法律和公司规定办理。",  # another word in the sentence excuses it
        "这是没办法的办法。",  # the team lets it pass
        "The battery will cool: uncalm downtown.",  # no whole words
        "TASKU 很多，SKUX 也是。",
        "SKU（商品编号）是一串数字。",  # explained on the spot
        "无论是什么问题，您都可以找我。",  # no question
    ],
)
def test_what_is_no_phrase(checker: Checker, text: str) -> None:
    assert said(checker, text) == []


def test_what_stands_in_another_sentence_excuses_nothing(checker: Checker) -> None:
    assert said(checker, "法律我懂。公司规定就这样。") == [(Kind.PHRASE, "公司规定")]


def test_of_overlapping_phrases_the_longest_speaks(checker: Checker) -> None:
    assert said(checker, "这是公司规定。") == [(Kind.PHRASE, "这是公司规定")]


def test_a_replacement_begins_as_the_sentence_does(checker: Checker) -> None:
    assert remarks(checker, "Calm down, please.")[0].replacement == "Take your time"
    assert remarks(checker, "please CALM—DOWN now")[0].replacement == "take your time"
    assert str(remarks(checker, "calm down")[0].why) == "Your team avoids this phrase."


@pytest.mark.parametrize("text", ["是什么问题？", "请问是什么问题呢?", "是什么问题"])
def test_an_open_question_is_offered_and_never_demanded(checker: Checker, text: str) -> None:
    (found,) = remarks(checker, text)
    assert (found.kind, found.level) == (Kind.QUESTION, Level.INFO)
    assert found.replacement == "能否详细描述问题发生的过程"
    replaced = text[: found.start] + found.replacement + text[found.start + found.length :]
    assert replaced.replace("请问", "").rstrip("?呢？") == "能否详细描述问题发生的过程"


@pytest.mark.parametrize(
    "text",
    [
        "保证今天解决",
        "我保证明天一定到"[:6],
        "绝对不会再发生",
        "费用全免",
        "一定给您办好",
        "We guarantee it",
        "不，一定给您办好",
    ],
)
def test_promises(checker: Checker, text: str) -> None:
    assert [kind for kind, _words in said(checker, text)] == [Kind.PROMISE]


@pytest.mark.parametrize(
    "text",
    [
        "保证金会退回",
        "保证书在盒里",
        "一定程度上",
        "不一定今天到",
        "我不能保证时间",
        "无法保证",
        "为了保证您的账户安全",
        "请您一定保留外箱",
        "您一定很着急",
        "绝对值和绝对湿度",
        "感谢您的肯定",
        "晴选保证计划",
        "We cannot guarantee a date",
        "no guarantee for that",
        "the guarantee card",
        "I absolutely understand",
        "the ungauranteed part",
        "as guaranteed by law",
    ],
)
def test_what_is_no_promise(checker: Checker, text: str) -> None:
    assert said(checker, text) == []


@pytest.mark.parametrize(
    ("text", "beyond"),
    [
        ("补偿订单金额 15% 的代金券", ""),
        ("补偿订单金额 15.01% 的代金券", "15.01%"),
        ("补偿 １６％", "１６％"),
        ("补偿百分之十五", ""),
        ("补偿百分之二十", "百分之二十"),
        ("補償兩成", "兩成"),
        ("补偿两成", "两成"),
        ("A voucher of 20 percent", "20 percent"),
        ("电量 80%。补偿 10%。", ""),
        ("补偿不能超过 20%", ""),
    ],
)
def test_no_more_is_promised_than_the_team_allows(checker: Checker, text: str, beyond: str) -> None:
    found = remarks(checker, text)
    assert [text[r.start : r.start + r.length] for r in found] == ([beyond] if beyond else [])
    assert all("转主管" in str(r.why) and r.kind is Kind.PROMISE for r in found)


GOOD_PAIR = "方案一：换新。优点：彻底解决；缺点：要等五天。\n方案二：退款。优点：快；缺点：要重新下单。"


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (GOOD_PAIR, []),
        (GOOD_PAIR.replace("要重新下单", ""), ["one-sided-option"]),
        (GOOD_PAIR.replace("；缺点：要重新下单", ""), ["one-sided-option"]),
        (GOOD_PAIR.replace("优点：快", "优点：无"), ["one-sided-option"]),
        ("方案一：维修。\n方案二：换新。", ["one-sided-option"] * 2),
        ("方案一：加急发货（运费另付）\n方案二：常规配送（省运费）", []),
        ("方案一：换新。优点：快；缺点：贵。", ["one-option"]),
        ("您选方案一还是方案二？", []),
        ("先打开订单，再点申请售后。", []),
        (
            "Option 1: new. Advantage: as ordered. Drawback: you wait.\nOption 2: refund. Advantage: quick.",
            ["one-sided-option"],
        ),
    ],
)
def test_options_have_two_sides(checker: Checker, text: str, rules: list[str]) -> None:
    found = remarks(checker, text)
    assert [r.rule for r in found] == rules
    assert all(r.level is (Level.INFO if r.rule == "one-option" else Level.WARN) for r in found)


@pytest.mark.parametrize(
    ("channel", "text", "expected"),
    [
        ("微信", "好 👨‍👩‍👧‍👦 👍🏽", []),
        ("微信", "👨‍👩‍👧‍👦🇨🇳❄️[微笑]", ["❄️", "[微笑]"]),
        ("微信", "[订单号][图片][截图1] ©2026 ™ 1 # ✓", []),
        ("邮件", "谢谢 🙏", ["🙏"]),
        ("微信", "好。" * 150 + "好", ["好"]),
        ("短信", "好" * 70, []),
        ("短信", "好" * 71, ["好"]),
        ("电话", "请看 https://a.example/b?c=1，谢谢", ["https://a.example/b?c=1"]),
        ("电话", "发到 www.a.cn", ["www.a.cn"]),
        ("微信", "请看 https://a.example", []),
        ("微信", "**重要** 2*3*4", ["**重要**"]),
        ("微信", "手机 139****5678，证件 110***********002X", []),
        ("微信", "| 方案 | 缺点 |", ["| 方案 | 缺点 |"]),
        ("邮件", "**重要**", []),
    ],
)
def test_norms_of_channels(checker: Checker, channel: str, text: str, expected: list[str]) -> None:
    assert said(checker, text, channel) == [(Kind.NORM, words) for words in expected]


def test_marks_are_taken_out_by_the_replacement(checker: Checker) -> None:
    assert [r.replacement for r in remarks(checker, "**重要**😊😊😊", "微信")] == ["重要", ""]


def test_an_endless_sentence_is_a_hint_in_any_channel(checker: Checker) -> None:
    (found,) = remarks(checker, "好。" + "一二三四五，" * 17 + "完。")
    assert (found.kind, found.level, found.start) == (Kind.NORM, Level.INFO, 2)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("手机 13912345678", "139****5678"),
        ("电话：+86 139 1234 5678", "139 **** 5678"),
        ("１３９１２３４５６７８", "１３９****５６７８"),
        ("证件 11010519491231002X", "110***********002X"),
        ("卡号 6222021234567894", "************7894"),
        ("6222 0212 3456 7894", "**** **** **** 7894"),
        ("写信到 li.ming@a.example", "l***@a.example"),
        ("手机 139****5678", None),
        ("证件 110105194912310021", None),  # the check digit is wrong
        ("证件 11010519491331002X", None),  # no such month
        ("订单 6222021234567894", None),
        ("6222021234567894", None),  # fits an order number, and nothing says card
        ("卡号 6222021234567895", None),
        ("单号 13912345678", None),
        ("请拨打 13800000000", None),  # the team's own
        ("9139123456781", None),
        ("0000000000000000 是卡号", None),
    ],
)
def test_personal_data(checker: Checker, text: str, masked: str | None) -> None:
    assert [r.replacement for r in remarks(checker, text)] == ([masked] if masked else [])


def test_only_the_team_blocks() -> None:
    strict = Checker.of(Team(personal_level="block"))
    assert strict.check("13912345678", None, "en").remarks[0].level is Level.BLOCK
    assert strict.check("保证", None, "zh-CN") == Checked()


def test_a_team_without_settings_still_checks() -> None:
    assert Checker.of(Team()).check("", None, "en") == Checked()


@given(
    st.text(
        alphabet=st.sampled_from("您你不应该有这样的情绪没办法 ，。\n15%补偿方案一：优点缺😊[微笑]SKUab1839\u200bé"),
        max_size=80,
    )
)
def test_places_lie_inside_any_text(text: str) -> None:
    for remark in Checker.of(TEAM).check(text, TEAM.channel("微信"), "zh-CN").remarks:
        assert 0 <= remark.start <= remark.start + remark.length <= len(text)
        assert remark.length > 0


@given(st.text(max_size=60))
def test_folding_keeps_places(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.at) == len(folded.until)
    assert list(folded.at) == sorted(folded.at)
    assert all(0 <= place < len(text) for place in folded.at)


@given(st.text(alphabet="甲乙丙丁ab ", min_size=1, max_size=8))
def test_a_phrase_is_found_in_itself(phrase: str) -> None:
    needle = Needle.of(phrase)
    assert needle.found(fold(phrase)) is bool(needle.sample)
