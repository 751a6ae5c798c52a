"""Small libraries written by hand, and an engine over them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from kbassist.content.library import Library
from kbassist.content.model import Article, Guide, Macro, Section, Step, Variant
from kbassist.content.team_model import Channel, Team
from kbassist.search.engine import Engine

TODAY = date(2026, 5, 20)
TEAM = Team(
    languages=("zh-CN", "en"),
    channels=(Channel("微信", "WeChat", aliases=("wx",)), Channel("邮件", "E-mail"), Channel("电话", "Phone")),
    synonyms=(("退款", "退钱", "refund money"), ("快递", "物流")),
)


def article(entry_id: str, title: str, text: str = "", **more: object) -> Article:
    """Return an article; `text` is cut into sections at lines that begin with `## `."""
    sections = []
    for number, part in enumerate(f"\n{text}".split("\n## ")):
        head, _, body = part.partition("\n")
        name = head.strip() if number else ""
        sections.append(Section(name, name, body if number else part, number * 10 + 1))
    values: dict[str, object] = {"id": entry_id, "path": f"kb/{entry_id}.md", "locale": "zh-CN", "title": title}
    return Article(**(values | {"body": text, "sections": tuple(sections)} | more))  # type: ignore[arg-type]


def macro(entry_id: str, title: str, variants: dict[str, str], **more: object) -> Macro:
    """Return a macro with one text a channel."""
    values: dict[str, object] = {"id": entry_id, "path": f"macros/{entry_id}.md", "locale": "zh-CN", "title": title}
    texts = tuple(Variant(channel, body) for channel, body in variants.items())
    return Macro(**(values | {"variants": texts} | more))  # type: ignore[arg-type]


def library(*entries: Article | Macro, root: Path = Path("/team/library"), team: Team = TEAM) -> Library:
    """Return a library of these entries."""
    return Library(root=root, entries={entry.key: entry for entry in entries}, team=team)


def shop() -> Library:
    """Return a shop's desk in a dozen entries."""
    return library(*_articles(), *_macros(), _guide())


def _articles() -> Iterable[Article]:
    yield article(
        "returns/7-day",
        "七天无理由退货政策",
        "签收次日起七天内可以申请。\n## 怎么做\n在订单页点申请退货，选择上门取件。\n"
        "## 运费谁承担\n非质量问题由买家承担运费，有运费险的由保险公司赔付。",
        asked_as=("买了不喜欢能退吗", "收到不想要了"),
        tags=("退货", "售后"),
        category="售后/退换",
    )
    yield article(
        "returns/exchange", "退货和换货的流程", "先申请，再寄回。", tags=("退货", "换货"), category="售后/退换"
    )
    yield article("refund/time", "退款到账时间", "原路退回，银行卡一到五个工作日。", tags=("退款",), category="支付")
    yield article("insurance", "运费险理赔规则", "退货后 72 小时内自动理赔。", tags=("运费险",), category="售后/运费")
    yield article("invoice/vat", "增值税专用发票申请", "提供税号和开户行。", tags=("发票",), category="发票")
    yield article("invoice/e", "电子发票开具方法", "在订单详情点开具发票。", tags=("发票",), category="发票")
    yield article("price", "降价了可以退差价吗", "支持价保的商品可以。", category="活动")
    yield article(
        "earphones", "蓝牙耳机 X20Pro 常见问题", "续航八小时。保修一年。", products=("X20Pro",), category="产品"
    )
    yield article(
        "returns/7-day",
        "Seven-day returns",
        "You may send items back.\n## Shipping costs\nShipping is paid by the buyer; policies differ for gifts.",
        locale="en",
        path="kb/returns/7-day.en.md",
        tags=("returns",),
        category="售后/退换",
    )
    yield article(
        "warranty", "Warranty policy", "Repairs are free of charge for one year.", locale="en", category="产品"
    )


def _macros() -> Iterable[Macro]:
    yield macro(
        "refund/apology",
        "退款道歉",
        {"微信": "{{ 称呼 }}您好，退款已提交。", "邮件": "尊敬的{{ 称呼 }}，退款已提交。"},
        shortcut="tk",
        tags=("退款",),
        category="退款",
    )
    yield macro(
        "delay", "物流延误安抚", {"电话": "非常抱歉，{% if 天数 %}预计{{ 天数 }}天{% endif %}送达。"}, shortcut="wl"
    )


def _guide() -> Guide:
    return Guide(
        id="complaint",
        path="kb/complaint.md",
        locale="zh-CN",
        title="投诉处理流程",
        steps=(Step("安抚", "安抚", "先倾听，再道歉。", 3), Step("升级", "升级", "转主管处理赔偿。", 9)),
    )


def engine(cache: Path, entries: Library | None = None, today: date = TODAY) -> Engine:
    """Return an engine that has taken up the library."""
    made = Engine(cache, plain=str)
    made.use(shop() if entries is None else entries, today)
    return made


def ids(found: Engine, query: str, limit: int = 50) -> list[str]:
    """Return the ids of the hits, best first; twins in another language with their locale."""
    return [hit.id if hit.locale == "zh-CN" else hit.key for hit in found.search(query, limit).hits]
