"""The forms that the screenshots fill in: the answer to a complaint, and one of thirty fields, with 300 options."""

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
CARELESS: Final = "careless@zh-CN"
LONG: Final = "ticket@zh-CN"
_SHOPS_ZH: Final = "朝阳店,海淀店,浦东店,徐汇店,天河店,福田店,武侯店,鼓楼店,江岸店,雁塔店"
_SHOPS_EN: Final = "Park Lane,Riverside,Old Town,Harbour,Station,Market,West End,Hill,Mill,Bay"


def complaint_form(key: str = COMPLAINT) -> Form:
    """Return the form of the answer to a complaint, the careful one or the careless one."""
    fields = (
        FieldSpec("name", label=say("Customer's name", "客户称呼"), example=say("Ms Wang", "王女士")),
        FieldSpec("order", FieldType.PATTERN, label=say("Order number", "订单号"), pattern_name="order_no"),
        FieldSpec("parcel", label=say("Tracking number", "运单号"), help=say("As on the label", "以面单为准")),
        FieldSpec("day", FieldType.DATE, label=say("Delivery on", "预计送达")),
        FieldSpec(
            "voucher",
            FieldType.PERCENT,
            label=say("Voucher", "补偿比例"),
            required=False,
            min=Decimal(0),
            max=Decimal(15),
        ),
    )
    return Form(key, "微信", fields, {}, {"order_no": ORDER})


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
    """Return the template of an answer that was written in a hurry."""
    return say(
        "Dear {{name}}, calm down please, I don't know what happened there.\n\n"
        "Your parcel {{parcel}} is stuck in the last mile; we called you at 13812345678 twice.\n\n"
        "I guarantee that it arrives tomorrow, and you get a voucher of 30 % as compensation.\n\n"
        "Is there anything else?",
        "{{name}}您好，您先冷静一下，这个情况我不清楚。\n\n"
        "您的包裹 {{parcel}} 卡在末端派送，我们打过您的电话 13812345678，两次都没有人接。\n\n"
        "我保证明天一定送到，另外给您补偿订单金额的 30%。\n\n"
        "还有什么问题吗？",
    )


def long_form() -> Form:
    """Return a form of thirty fields, the first of which chooses among three hundred shops."""
    names = say(_SHOPS_EN, _SHOPS_ZH).split(",")
    shops = tuple(Option(f"{names[number % 10]} {number:03d}", f"{number:03d}") for number in range(1, 301))
    first = FieldSpec("shop", FieldType.CHOICE, label=say("Shop", "门店"), options=shops)
    types = (FieldType.TEXT, FieldType.DATE, FieldType.MONEY, FieldType.YES_NO, FieldType.MULTILINE)
    kinds = say("Item,Bought on,Price,Box kept,What happened", "商品,购买日期,金额,包装完好,经过").split(",")
    rest = tuple(
        FieldSpec(
            f"f{number}", types[number % 5], label=f"{kinds[number % 5]} {number // 5 + 1}", required=number < 10
        )
        for number in range(29)
    )
    return Form(LONG, "微信", (first, *rest), {}, {})


def render(key: str, channel: str, values: Mapping[str, str]) -> Outcome:
    """Fill in a form of these, or the delay reply."""
    if key == COMPLAINT:
        return filled(complaint_text(), complaint_form(), values)
    if key == CARELESS:
        return filled(careless_text(), complaint_form(CARELESS), values)
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
        spans.append(Span(len(text), len(shown), spec.name, gap=not value and spec.required))
        text += shown
        if not value and spec.required:
            said = Text(say("{label} is missing", "请填写{label}"), (("label", spec.label),))
            gaps.append(Gap(GapKind.EMPTY, spec.name, said))
    return Outcome(text, spans=tuple(spans), gaps=tuple(gaps))
