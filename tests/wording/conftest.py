"""A small team that knows what it does not say."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kbassist.content.team import merged
from kbassist.content.team_model import Pattern, StepModel, Team, WordingLimit, WordingRule
from kbassist.wording.check import Checker

FEELING = "我理解您现在的心情，请允许我先记录一下您的问题"
PROBLEM = StepModel(
    "问题",
    ("收集信息", "分析原因", "提出方案", "确认效果"),
    cues=(
        ("收集信息", ("请说",)),
        ("分析原因", ("原因",)),
        ("提出方案", ("方案", "办法")),
        ("确认效果", ("解决了吗",)),
    ),
)
FIVE = StepModel(
    "5A",
    ("认同感受", "致歉", "解答"),
    ("致歉",),
    (("认同感受", ("理解",)), ("致歉", ("抱歉",)), ("解答", ("目前",))),
)
TEAM = Team(
    values={"电话": "13800000000"},
    channels=merged([]).channels,
    patterns=(
        Pattern("order_no", "订单号", r"\d{12,18}"),
        Pattern("email", "邮箱", r"[a-z.]+@[a-z.]+", personal=True),
        Pattern("broken", "坏", "(", personal=True),
    ),
    wording=(
        WordingRule("您不应该有这样的情绪", "block", "否定客户的感受", FEELING),
        WordingRule("没办法", "warn", "推脱"),
        WordingRule("公司规定", "warn", "推脱", "按我们的服务承诺", ("公司规定时间", "法律")),
        WordingRule("这是公司规定", "warn", "推脱", "我来说明一下处理办法"),
        WordingRule("calm down", "warn", "", "take your time"),
        WordingRule("，。", "block"),
    ),
    jargon=(("SKU", "商品编号"),),
    promises=("保证", "一定", "绝对", "全免", "肯定", "guarantee", "absolutely"),
    harmless=("晴选保证计划",),
    allowed=("没办法的办法",),
    limits=(WordingLimit("补偿比例", "percent", Decimal(15), ("补偿", "voucher"), "转主管"),),
    questions=(("是什么问题", "能否详细描述问题发生的过程"),),
    step_models=(PROBLEM, FIVE),
)


@pytest.fixture(scope="session")
def checker() -> Checker:
    return Checker.of(TEAM)
