"""Which paragraph is which step."""

from __future__ import annotations

from kbassist.content.team_model import StepModel
from kbassist.wording.check import Checker
from kbassist.wording.remarks import StepMark
from kbassist.wording.steps import marks
from tests.wording.conftest import FIVE, PROBLEM, TEAM

WHOLE = "请说说经过。\n\n原因是电源。\n\n办法有两个。\n第一个快。\n\n解决了吗？"


def test_each_step_has_its_paragraph() -> None:
    found = marks(WHOLE, PROBLEM)
    assert [(mark.name, WHOLE[mark.start : mark.start + mark.length], mark.placed) for mark in found] == [
        ("收集信息", "请说说经过。", True),
        ("分析原因", "原因是电源。", True),
        ("提出方案", "办法有两个。\n第一个快。", True),
        ("确认效果", "解决了吗？", True),
    ]


def test_a_missing_step_is_one_mark() -> None:
    found = marks(WHOLE.replace("解决了吗？", "谢谢您。"), PROBLEM)
    assert [mark for mark in found if mark.start < 0] == [StepMark("确认效果", -1)]


def test_only_what_the_macro_covers_is_looked_for() -> None:
    assert [mark.name for mark in marks("原因是电源。", PROBLEM, ("分析原因", "别的"))] == ["分析原因"]


def test_a_misplaced_step() -> None:
    text = "解决了吗？\n\n请说说经过。\n\n原因是电源。\n\n办法有两个。"
    found = marks(text, PROBLEM)
    assert [(mark.name, mark.placed) for mark in found] == [
        ("收集信息", True),
        ("分析原因", True),
        ("提出方案", True),
        ("确认效果", False),
    ]
    assert found[-1].start == 0


def test_one_paragraph_may_be_several_steps() -> None:
    assert {mark.start for mark in marks("请说说，原因，办法，解决了吗", PROBLEM)} == {0}


def test_no_apology_is_no_fault() -> None:
    found = marks("我理解。\n\n目前在路上。", FIVE)
    assert found[1] == StepMark("致歉", -1, optional=True)


def test_steps_without_cues_are_not_judged() -> None:
    assert marks("随便", StepModel("投诉", ("安抚", "反馈"))) == ()


def test_the_check_marks_steps_only_for_its_scene() -> None:
    checker = Checker.of(TEAM)
    assert checker.check(WHOLE, None, "zh-CN").steps == ()
    assert len(checker.check(WHOLE, None, "zh-CN", PROBLEM).steps) == 4
