"""One line for a phrase and its everyday variants."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.content.team_model import Team, WordingRule
from kbassist.wording.check import Checker
from kbassist.wording.folding import fold
from kbassist.wording.needles import Needle


def said(phrase: str, text: str) -> list[str]:
    return [text[place.start : place.end] for place in Needle.of(phrase).find(fold(text))]


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("没办法", "我也没有办法。", "没有办法"),
        ("没(什么|任何)?办法", "没 有什么办法呀", "没 有什么办法"),
        ("公司规定", "我们公司的规定", "公司的规定"),
        ("消气", "您消消气", "消消气"),
        ("您…冷静", "您先给我冷静", "您先给我冷静"),
        ("自己…(弄|摔)(坏|碎)", "是自己不小心给摔碎的", "自己不小心给摔碎"),
        ("为什么生气", "您為啥生氣", "為啥生氣"),
        ("calm down", "Try calming down!", "calming down"),
        ("stop interrupt", "Stopped interrupting", "Stopped interrupting"),
        ("can not help", "I can’t help it", "can’t help"),
        ("there is nothing", "There's nothing", "There's nothing"),
        ("you…policy", "You know our new policies.", "You know our new policies"),
        ("(no|not) problem", "It isn't problem", "isn't problem"),
    ],
)
def test_variants(phrase: str, text: str, found: str) -> None:
    assert said(phrase, text) == [found]


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("您…冷静", "您好，请冷静"),  # a gap ends with its clause
        ("您…冷静", "您一二三四五六七冷静"),  # and is short
        ("you…calm", "your calm"),  # whole words
        ("you…calm", "you becalm it"),
        ("calm down", "calmly down"),
        ("您确定", "您的确定制了一台"),
        ("(先)?", "先"),
        ("；", "；"),
        ("不可能(", "可能"),
    ],
)
def test_what_is_no_variant(phrase: str, text: str) -> None:
    assert said(phrase, text) == []


def remarked(rule: WordingRule, text: str) -> list[str]:
    """Return the text after each replacement."""
    found = Checker.of(Team(wording=(rule,))).check(text, None, "zh-CN").remarks
    return [text[: each.start] + (each.replacement or "") + text[each.start + each.length :] for each in found]


def test_a_whole_clause_is_replaced_where_the_team_says_so() -> None:
    rule = WordingRule("您…冷静", instead="您慢慢说", clause=True)
    assert remarked(rule, "先生，您先冷静冷静再说话吧！好吗") == ["先生，您慢慢说！好吗"]
    assert remarked(rule, "- 您先冷静 \n好") == ["- 您慢慢说 \n好"]
    assert remarked(WordingRule("calm…down", instead="take your time", clause=True), "Please calm down. Ok.") == [
        "Take your time. Ok."
    ]


def test_what_says_nothing_is_replaced_with_a_phrase() -> None:
    rule = WordingRule("别生气", instead="很抱歉")
    assert remarked(rule, "您别生气了啊。") == ["您很抱歉。"]
    assert remarked(rule, "您别生气了解一下") == ["您很抱歉了解一下"]


@pytest.mark.parametrize(
    "text",
    [
        "这不是公司规定。",
        "客户说：“公司规定就这样。”",
        'They told me "公司规定" twice.',
        "您说的「公司规定」我查过了",
    ],
)
def test_what_is_denied_or_quoted_is_not_said(text: str) -> None:
    assert not remarked(WordingRule("公司规定"), text)


@pytest.mark.parametrize("text", ["是不是公司规定", "“公司规定”就这样", "他说：“好。”公司规定"])
def test_what_is_said_all_the_same(text: str) -> None:
    assert len(remarked(WordingRule("公司规定"), text)) == 1


def test_an_exception_with_variants() -> None:
    rule = WordingRule("没办法", unless=("有没有(什么)?办法", "(您|如果)…没办法"))
    assert not remarked(rule, "有没有办法？")
    assert not remarked(rule, "如果您那边没办法")
    assert len(remarked(rule, "我没办法，有没有什么办法？")) == 1


PHRASES = st.text(alphabet="您好的没有ab' (（)）|?….，", max_size=20)


@given(PHRASES)
def test_every_phrase_can_be_looked_for_and_is_in_its_plainest_form(phrase: str) -> None:
    needle = Needle.of(phrase)
    assert needle.found(fold(needle.sample)) is bool(needle.sample)


@given(PHRASES, st.text(alphabet="您好的没有ab' 了，。冷静", max_size=40))
def test_places_are_exact(phrase: str, text: str) -> None:
    for place in Needle.of(phrase).find(fold(text)):
        assert 0 <= place.start < place.end <= len(text)
        assert fold(text[place.start : place.end]).text.strip()
