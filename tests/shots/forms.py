"""The forms that the screenshots fill in: a complaint with much to remark on, thirty fields, three hundred options."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from kbassist.content.model import FieldSpec, FieldType, Option
from kbassist.i18n import Text
from kbassist.macros.form import Form, Gap, GapKind, Outcome, Span
from tests.ui import replies
from tests.ui.replies import ORDER, say

COMPLAINT: Final = "complaint@zh-CN"
LONG: Final = "ticket@zh-CN"
_SHOPS_ZH: Final = ("朝阳", "海淀", "浦东", "徐汇", "天河", "福田", "武侯", "鼓楼", "江岸", "雁塔")
_SHOPS_EN: Final = ("Park Lane", "Riverside", "Old Town", "Harbour", "Station", "Market", "West End", "Hill", "Mill", "Bay")


def complaint_form() -> Form:
    """Return the form of the answer to a complaint."""
    fields = (
        FieldSpec("name", label=say("Customer's name", "客户称呼"), example=say("Ms Wang", "王女士")),
        FieldSpec("order", FieldType.PATTERN, label=say("Order number", "订单号"), pattern_name="order_no"),
        FieldSpec("parcel", label=say("Tracking number", "运单号"), help=say("As on the label", "以面单为准")),
        FieldSpec("day", FieldType.DATE, label=say("Delivery on", "预计送达")),
        FieldSpec(
            "voucher", FieldType.PERCENT, label=say("Voucher", "补偿比例"), required=False, min=Decimal(0), max=Decimal(15)
        ),
    )
    return Form(COMPLAINT, "微信", fields, {}, {"order_no": ORDER})


def complaint_values() -> dict[str, str]:
    """Return what a customer said."""
    name = say("Ms Wang", "王女士")
    return {"name": name, "order": "202611220001", "parcel": "SF1029384756", "day": "2026-11-25", "voucher": "10"}


def complaint_text() -> str:
    """Return the template of a careful answer."""
    return say(
        "Dear {{name}}, I am sorry that you had to wait; that must have been annoying.\n\n"
        "Your order {{order}} (parcel {{parcel}}) has stood still at the depot since Friday because of the storm.\n\n"
        "It should reach you on {{day}}, and you get a voucher of {{voucher}} of the order.\n\n"
        "I will look at it again tomorrow at ten and write to you.",
        "{{name}}您好，让您等了这么久，换作是我也会着急，非常抱歉。\n\n"
        "您的订单 {{order}}（运单 {{parcel}}）因暴雨从周五起停在中转站，我刚刚联系了网点核实。\n\n"
        "预计 {{day}} 送达，我们为您申请了订单金额 {{voucher}} 的代金券。\n\n"
        "明天上午十点我会再看一次物流，第一时间告诉您。",
    )


def careless_text() -> str:
    """Return what an agent in a hurry makes of it."""
    return say(
        "Dear Ms Wang, calm down please, I don't know what happened there.\n\n"
        "Your parcel is stuck in the last mile; we called you at 13812345678 twice.\n\n"
        "I guarantee that it arrives tomorrow, and you get a voucher of 30 % as compensation.\n\n"
        "Is there anything else?",
        "王女士您好，您先冷静一下，这个情况我不清楚。\n\n"
        "您的包裹卡在末端派送，我们打过您的电话 13812345678，两次都没有人接。\n\n"
        "我保证明天一定送到，另外给您补偿订单金额的 30%。\n\n"
        "还有什么问题吗？",
    )


def long_form() -> Form:
    """Return a form of thirty fields, the first of which chooses among three hundred shops."""
    shops = tuple(
        Option(f"{number:03d}", say(f"{_SHOPS_EN[number % 10]} store {number:03d}", f"{_SHOPS_ZH[number % 10]}店 {number:03d}"))
        for number in range(1, 301)
    )
    first = FieldSpec("shop", FieldType.CHOICE, label=say("Shop", "门店"), options=shops)
    types = (FieldType.LINE, FieldType.DATE, FieldType.AMOUNT, FieldType.YES_NO, FieldType.MULTILINE)
    names = say("Item,Bought on,Price,Box kept,What happened", "商品,购买日期,金额,包装完好,经过").split(",")
    rest = tuple(
        FieldSpec(f"f{number}", types[number % 5], label=f"{names[number % 5]} {number // 5 + 1}", required=number < 10)
        for number in range(29)
    )
    return Form(LONG, "微信", (first, *rest), {}, {})


def render(key: str, channel: str, values: Mapping[str, str]) -> Outcome:
    """Fill in a form of these, or the delay reply."""
    if key == COMPLAINT:
        return filled(complaint_text(), complaint_form(), values)
    if key == LONG:
        form = long_form()
        text = "\n".join(f"{spec.label}：{{{{{spec.name}}}}}" for spec in form.fields)
        return filled(text, form, values)
    return replies.render(key, channel, values)


def filled(template: str, form: Form, values: Mapping[str, str]) -> Outcome:
    """Put values into a template; a missing one is a gap."""
    specs = {spec.name: spec for spec in form.fields}
    text, spans, gaps = "", [], []
    for part in re.split(r"({{.+?}})", template):
        spec = specs.get(part[2:-2]) if part.startswith("{{") else None
        if spec is None:
            text += part
            continue
        value = values.get(spec.name, "")
        shown = value + ("%" if value and spec.type is FieldType.PERCENT else "") or f"〔{spec.label}〕"
        spans.append(Span(len(text), len(shown), spec.name, gap=not value))
        text += shown
        if not value and spec.required:
            said = Text(say("{label} is missing", "请填写{label}"), (("label", spec.label),))
            gaps.append(Gap(GapKind.EMPTY, spec.name, said))
    return Outcome(text, spans=tuple(spans), gaps=tuple(gaps))
