"""Openings in turn, and the file that they come from."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.cases.openings import Moment, insertion, next_openings, used_in
from kbassist.content.entry import file_lines
from kbassist.content.opening import Opening
from kbassist.content.openings import openings
from kbassist.content.problem import Problem
from kbassist.content.punctuation import Vocabulary
from kbassist.content.salvage import read_yaml

ANGRY = Opening("我理解您现在的心情。", "投诉", "生气")
HURRIED = Opening("让您等着急了。", "", "着急")
ANY = Opening("感谢您的耐心等待。")
SPOKEN = Opening("您慢慢说，我在听。", channels=("电话",))
ENGLISH = Opening("Thank you for telling us.", locale="en")
ALL = (ANGRY, HURRIED, ANY, SPOKEN, ENGLISH)
CHAT = Moment("投诉", "微信", "zh-CN")


def test_what_fits_comes_and_the_mood_that_was_named_first() -> None:
    assert next_openings(ALL, (), CHAT, 9).texts == (ANY.text, ANGRY.text, HURRIED.text)
    angry = Moment("投诉", "微信", "zh-CN", frozenset({"生气"}))
    assert next_openings(ALL, (), angry).texts == (ANGRY.text, ANY.text)
    assert next_openings(ALL, (), Moment("问题", "电话", "zh-CN")).texts == (ANY.text, SPOKEN.text)
    assert next_openings(ALL, (), Moment(locale="en-GB")).texts == (ENGLISH.text,)


def test_when_all_were_used_it_says_so() -> None:
    turn = next_openings(ALL, {ANGRY.text, HURRIED.text, ANY.text}, CHAT)
    assert (turn.texts, turn.used_up) == ((), True)
    assert not next_openings((), (), CHAT).used_up


@given(st.lists(st.sampled_from(["投诉", "问题", ""]), max_size=30))
def test_none_comes_twice_for_one_customer(scenes: list[str]) -> None:
    had: list[str] = []
    for scene in scenes:
        turn = next_openings(ALL, had, Moment(scene, "电话", ""), 1)
        had.extend(turn.texts)
    assert len(set(had)) == len(had)


def test_an_opening_in_a_text_is_known_whoever_wrote_it() -> None:
    assert used_in("王女士您好，让您 等着急了！马上查。", ALL) == (HURRIED.text,)
    assert used_in("", ALL) == ()


@pytest.mark.parametrize(
    ("opening", "text", "result"),
    [
        ("很抱歉。", "王女士您好，包裹到了。", "王女士您好，很抱歉。包裹到了。"),
        ("很抱歉。", "包裹到了。", "很抱歉。包裹到了。"),
        ("很抱歉。", "尊敬的王女士：\n您好！\n包裹到了。", "很抱歉。尊敬的王女士：\n您好！\n包裹到了。"),
        ("很抱歉。", "您好！\n包裹到了。", "您好！\n很抱歉。包裹到了。"),
        ("I am sorry.", "Dear Ms Taylor, it is here.", "Dear Ms Taylor, I am sorry. it is here."),
        ("I am sorry.", "Dear Ms Taylor,\n\nIt is here.", "Dear Ms Taylor,\n\nI am sorry. It is here."),
        ("I am sorry.", "", "I am sorry."),
    ],
)
def test_an_opening_goes_after_the_salutation(opening: str, text: str, result: str) -> None:
    at, words = insertion(opening, text)
    assert text[:at] + words + text[at:] == result


def read(text: str) -> tuple[tuple[Opening, ...], tuple[Problem, ...]]:
    remarks = file_lines(text, "kb/_team/openings.yaml")
    node = read_yaml(text, 1, Vocabulary(frozenset(), frozenset(), frozenset()), remarks)
    assert node is not None
    return openings(node, remarks)["openings"], remarks.problems


def test_a_file_of_openings() -> None:
    found, problems = read(
        "开场:\n"
        "  - {说法: 很抱歉。, 场景: 投诉, 心情: 生气, 渠道: [微信, 电话]}\n"
        "  - 谢谢您。\n"
        "  - {text: Thank you., locale: EN}\n"
    )
    assert found == (
        Opening("很抱歉。", "投诉", "生气", ("微信", "电话")),
        Opening("谢谢您。"),
        Opening("Thank you.", locale="en"),
    )
    assert problems == ()


@pytest.mark.parametrize(
    ("item", "rule"),
    [
        ("{场景: 投诉}", "missing-value"),
        ("{说法: 谢谢您。}", "duplicate-key"),
        ("{说法: '{{ 称呼 }}您好'}", "bad-opening"),
        ("{说法: " + "很" * 121 + "}", "long-opening"),
        ("{说法: 您好, 语言: 火星文}", "unknown-value"),
        ("{说法: 您好, 口气: 温和}", "unknown-key"),
        ("[您好]", "wrong-type"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_read(item: str, rule: str) -> None:
    found, problems = read(f"openings:\n  - 谢谢您。\n  - {item}\n")
    assert [problem.rule for problem in problems] == [rule]
    assert problems[0].line == 3
    assert found[0] == Opening("谢谢您。")


def test_the_sample_has_openings_for_every_mood_in_both_languages() -> None:
    sample = Path(__file__).parents[2] / "kb/_team/openings.yaml"
    found, problems = read(sample.read_text(encoding="utf-8"))
    assert problems == ()
    assert len(found) >= 20
    for scene, locale in (("投诉", "zh-CN"), ("问题", "zh-CN"), ("", "zh-CN"), ("投诉", "en"), ("", "en")):
        assert len(next_openings(found, (), Moment(scene, "微信", locale)).texts) == 2, (scene, locale)
    assert {"生气", "着急", "失望", "担心"} <= {opening.feeling for opening in found}
