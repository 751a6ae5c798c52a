"""A small team and its replies, with a renderer that is simple enough to trust."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from kbassist.content.model import FieldSpec, FieldType, Kind, Option
from kbassist.content.team_model import Channel, Pattern
from kbassist.i18n import Text, language
from kbassist.macros.form import Form, Gap, GapKind, Outcome, Span
from kbassist.search.results import Badge, Hit, Marked

CHANNELS = (
    Channel("微信", "WeChat", "wechat"),
    Channel("邮件", "Email", "mail", rich=True, subject=True),
    Channel("电话", "Phone", "phone", spoken=True),
    Channel("短信", "SMS", "sms"),
    Channel("在线", "Live chat", "chat"),
)
ORDER = Pattern("order_no", "订单号", r"\d{12,18}", "202611220001")
DELAY_ZH = (
    FieldSpec("称呼", label="客户称呼", example="王女士"),
    FieldSpec("订单号", FieldType.PATTERN, label="订单号", pattern_name="order_no", from_="clipboard"),
    FieldSpec("原因", FieldType.CHOICE, label="延误原因", options=(Option("暴雨", "暴雨"), Option("爆仓", "爆仓"))),
    FieldSpec("送达", FieldType.DATE, label="预计送达", help="按物流系统给出的日期，再加一天更稳妥"),
    FieldSpec(
        "补偿",
        FieldType.PERCENT,
        label="补偿比例",
        required=False,
        min=Decimal(0),
        max=Decimal(15),
        over="转主管",
        help="按订单金额计算的代金券",
    ),
    FieldSpec("加急", FieldType.YES_NO, label="已申请加急派送", required=False),
)
DELAY_EN = (
    FieldSpec("name", label="Customer's name", example="Ms Wang"),
    FieldSpec("order", FieldType.PATTERN, label="Order number", pattern_name="order_no", from_="clipboard"),
    FieldSpec(
        "why", FieldType.CHOICE, label="Reason", options=(Option("Storm", "Storm"), Option("Backlog", "Backlog"))
    ),
    FieldSpec("day", FieldType.DATE, label="Expected on", help="The carrier's date; a day more is safer"),
    FieldSpec(
        "voucher",
        FieldType.PERCENT,
        label="Voucher",
        required=False,
        min=Decimal(0),
        max=Decimal(15),
        over="ask a supervisor",
    ),
    FieldSpec("express", FieldType.YES_NO, label="Express delivery requested", required=False),
)
TEXT_ZH = """{{称呼}}您好，让您久等了，我非常理解您着急的心情。

您的订单 {{订单号}} 因{{原因}}在途中耽搁，预计{{送达}}送达。给您带来的不便，我们很抱歉。

您可以任选一种处理方式：
1. 继续等待：我们为您发放订单金额 {{补偿}} 的代金券；
2. 改为退款：货款原路退回，1–3 个工作日到账。

您看哪一种更合适？我会一直跟进到您收到为止。"""
TEXT_EN = """Dear {{name}}, thank you for waiting. I understand how annoying this is.

Your order {{order}} was held up ({{why}}) and should arrive on {{day}}. We are sorry for the trouble.

You can choose:
1. Wait a little longer: we send you a voucher of {{voucher}} of the order;
2. A full refund to your card within 1–3 working days.

Which one suits you better? I will stay with it until you have your parcel."""
SPOKEN_ZH = (
    "{{称呼}}您好，我是客服小林。您的订单因{{原因}}耽搁了，预计{{送达}}送到。"
    "我已经记下来并会一直跟进。您看这样可以吗？"
)


def macro_fields(channel: str) -> tuple[FieldSpec, ...]:
    """Return the fields that the delay reply uses in a channel."""
    fields = DELAY_EN if language() == "en" else DELAY_ZH
    used = set(re.findall(r"{{(.+?)}}", macro_text(channel))) | {"加急", "express"}
    return tuple(spec for spec in fields if spec.name in used)


def macro_text(channel: str) -> str:
    """Return the template of the delay reply."""
    if language() == "en":
        return TEXT_EN
    return SPOKEN_ZH if channel == "电话" else TEXT_ZH


def delay_form(channel: str = "微信") -> Form:
    """Return the form of the delay reply."""
    return Form("delay@zh-CN", channel, macro_fields(channel), {}, {"order_no": ORDER})


def thanks_form(channel: str = "微信") -> Form:
    """Return the form of a reply with nothing to fill in."""
    return Form("thanks@zh-CN", channel, (), {}, {})


def render(key: str, channel: str, values: Mapping[str, str]) -> Outcome:
    """Fill a template: an empty value is a gap, an order number has twelve digits, a voucher at most 15 %."""
    if key == "thanks@zh-CN":
        return Outcome("感谢您告诉我们，这对改进服务很有帮助。")
    specs = {spec.name: spec for spec in macro_fields(channel)}
    text, spans, gaps = "", [], []
    for part in re.split(r"({{.+?}})", macro_text(channel)):
        if not part.startswith("{{"):
            text += part
            continue
        spec = specs[part[2:-2]]
        value = values.get(spec.name, "").strip()
        shown = value + (" %" if value and spec.type is FieldType.PERCENT else "")
        bad = _judge(spec, value)
        spans.append(Span(len(text), len(shown or f"〔{spec.label}〕"), spec.name, gap=not value or bad is not None))
        text += shown or f"〔{spec.label}〕"
        gaps += [bad] if bad else []
    seconds = len(text) / 230 * 60 if channel == "电话" else None
    rich = channel == "邮件"
    subject = ("About your order" if language() == "en" else "关于您的订单") if rich else ""
    return Outcome(text, subject, f"<p>{text}</p>" if rich else "", tuple(spans), tuple(gaps), seconds)


def _judge(spec: FieldSpec, value: str) -> Gap | None:
    if not value:
        return Gap(
            GapKind.EMPTY, spec.name, Text(say("{label} is missing", "请填写{label}"), (("label", spec.label),))
        )
    if spec.type is FieldType.PATTERN and not re.fullmatch(ORDER.expression, value):
        return Gap(GapKind.INVALID, spec.name, Text(say("Twelve to eighteen digits", "应为 12 到 18 位数字")))
    if spec.type is FieldType.PERCENT and Decimal(value) > 15:
        over = Text(say("At most 15 %, above that: {over}", "最多 15%，超出：{over}"), (("over", spec.over),))
        return Gap(GapKind.INVALID, spec.name, over)
    return None


def say(english: str, chinese: str) -> str:
    """Return the words in the language in use."""
    return english if language() == "en" else chinese


def hit(title: str, kind: Kind = Kind.ARTICLE, *, key: str = "", marks: str = "", **more: object) -> Hit:
    """Make a row; every place of `marks` in title and snippet is marked."""
    snippet = str(more.pop("snippet", ""))
    base = Hit(key or title, key or title, kind, "zh-CN", marked(title, marks), f"kb/{title}.md")
    return replace(base, snippet=marked(snippet, marks), **more)  # type: ignore[arg-type]  # names of Hit


def marked(text: str, word: str) -> Marked:
    """Mark every place of a word."""
    places = [found.start() for found in re.finditer(re.escape(word), text, re.IGNORECASE)] if word else []
    return Marked(text, tuple((place, len(word)) for place in places))


PINNED = (Badge.PINNED,)
