"""A way through a guide: every move can be undone, and the summary tells exactly the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.assistant.walk import NoSteps, NoSuchChoice, Visit, Walk, summary
from kbassist.content.model import Choice, Guide, Step
from kbassist.i18n import use_language

NOW = datetime(2026, 11, 22, 9, 30)


def guide_of(shape: dict[str, list[str]], title: str = "流程") -> Guide:
    """Make a guide of steps by name, each with the names that its choices lead to."""
    steps = tuple(
        Step(name, name, "", 1, tuple(Choice(f"{name}到{to}·{n}", to, 1) for n, to in enumerate(targets)))
        for name, targets in shape.items()
    )
    return Guide("g", "kb/g.md", "zh-CN", title, steps=steps)


CALL = guide_of({"接通": ["安抚", "确认"], "安抚": ["确认", "接通"], "确认": []}, "投诉")


def test_a_way_from_the_first_step_to_an_end() -> None:
    walk = Walk.begin(CALL, NOW)
    assert (walk.at, walk.started) == ("接通", False)
    walk = walk.choose(CALL, 1).choose(CALL, 1)
    assert [visit.title for visit in walk.visits] == ["接通", "安抚", "确认"]
    assert [visit.choice for visit in walk.visits] == ["接通到安抚·0", "安抚到确认·0", ""]


@pytest.mark.parametrize("number", [0, -1, 3])
def test_a_choice_that_there_is_not(number: int) -> None:
    with pytest.raises(NoSuchChoice):
        Walk.begin(CALL, NOW).choose(CALL, number)


def test_a_choice_that_leads_nowhere() -> None:
    guide = guide_of({"一": ["没有"]})
    with pytest.raises(NoSuchChoice, match="没有"):
        Walk.begin(guide, NOW).choose(guide, 1)


def test_a_guide_without_steps() -> None:
    with pytest.raises(NoSteps):
        Walk.begin(guide_of({}), NOW)


def test_going_back_beyond_the_first_step_stays_there() -> None:
    walk = Walk.begin(CALL, NOW)
    assert walk.back() == walk
    assert walk.to(5) == walk.to(-1) == walk


def test_a_macro_is_ticked_where_it_was_used_and_once_for_each_stay() -> None:
    walk = Walk.begin(CALL, NOW).choose(CALL, 1).use("m", "安抚话术")
    assert walk.use("m", "安抚话术") == walk
    assert walk.used_here("m")
    assert not walk.back().used_here("m")
    assert walk.back().choose(CALL, 1).used_here("m")


def test_the_summary_tells_the_way_in_the_words_of_the_guide() -> None:
    walk = Walk.begin(CALL, NOW).use("w", "问候").choose(CALL, 1).use("m", "安抚话术").choose(CALL, 1)
    assert summary(walk, CALL).split("\n") == [
        "投诉",
        "2026-11-22 09:30",
        "1. 接通 → 接通到安抚·0",
        "   Reply used: 问候",
        "2. 安抚 → 安抚到确认·0",
        "   Reply used: 安抚话术",
        "3. 确认 (end of the guide)",
    ]


def test_the_summary_is_in_the_interface_language_and_says_what_is_not_finished() -> None:
    use_language("zh_CN")
    text = summary(Walk.begin(CALL, NOW).use("w", "问候"), CALL)
    assert text == "投诉\n2026-11-22 09:30\n1. 接通 （未走完）\n   用过话术：问候"


def test_a_macro_that_was_sent_before_going_back_is_not_forgotten() -> None:
    walk = Walk.begin(CALL, NOW).choose(CALL, 1).use("m", "安抚话术").back().choose(CALL, 2)
    assert summary(walk, CALL).endswith("2. 确认 (end of the guide)\nReplies used before going back: 安抚话术")


def test_a_library_read_again_keeps_the_way() -> None:
    walk = Walk.begin(CALL, NOW).choose(CALL, 1).choose(CALL, 1)
    assert walk.on(replace(CALL, steps=tuple(reversed(CALL.steps)))) == walk


def test_a_lost_step_leads_back_to_the_last_one_before_it() -> None:
    walk = Walk.begin(CALL, NOW).choose(CALL, 1).use("m", "话术").choose(CALL, 1)
    shorter = walk.on(guide_of({"接通": ["确认"], "确认": []}))
    assert (shorter.at, shorter.lost, shorter.visits) == ("接通", "安抚", (Visit("接通", "接通"),))
    assert [use.key for use in shorter.used] == ["m"]
    assert not shorter.back().lost


def test_where_no_step_is_left_it_begins_anew() -> None:
    anew = Walk.begin(CALL, NOW).choose(CALL, 2).on(guide_of({"新": []}))
    assert (anew.at, anew.lost, anew.begun) == ("新", "接通", NOW)


NAMES = ["甲", "乙", "丙", "丁"]
SHAPES = st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=4), min_size=1, max_size=4)
MOVES = st.lists(st.integers(-2, 5), max_size=30)


@given(SHAPES, MOVES)
def test_back_undoes_a_choice_and_the_summary_is_the_way(shape: dict[str, list[str]], moves: list[int]) -> None:
    guide = guide_of(shape)
    walk = Walk.begin(guide, NOW)
    taken: list[tuple[str, str]] = []
    for move in moves:
        if move < 0:
            walk = walk.back()
            taken = taken[:-1]
            continue
        before = walk
        try:
            walk = walk.choose(guide, move)
        except NoSuchChoice:
            assert not 1 <= move <= len(shape[walk.at]) or shape[walk.at][move - 1] not in shape
            continue
        assert walk.back() == before
        assert walk.at == shape[before.at][move - 1]
        taken.append((before.at, walk.visits[-2].choice))
    told = [line.partition(". ")[2] for line in summary(walk, guide).split("\n")[2:]]
    assert told[:-1] == [f"{step} → {choice}" for step, choice in taken]
    assert told[-1].startswith(f"{walk.at} (")
    assert len(walk.visits) == len(taken) + 1


@given(SHAPES, SHAPES, MOVES)
def test_on_another_guide_the_way_is_the_longest_that_is_left(
    shape: dict[str, list[str]], other: dict[str, list[str]], moves: list[int]
) -> None:
    guide, changed = guide_of(shape), guide_of(other)
    walk = Walk.begin(guide, NOW)
    for move in moves:
        try:
            walk = walk.choose(guide, abs(move))
        except NoSuchChoice:
            walk = walk.back()
    carried = walk.on(changed)
    assert all(visit.anchor in other for visit in carried.visits)
    kept = len(carried.visits)
    if walk.visits[0].anchor in other:
        assert [visit.anchor for visit in carried.visits] == [visit.anchor for visit in walk.visits[:kept]]
        assert kept == len(walk.visits) or walk.visits[kept].anchor not in other
        assert bool(carried.lost) == (kept < len(walk.visits))
    assert not carried.visits[-1].choice
    assert carried.on(changed) == replace(carried, lost="")
