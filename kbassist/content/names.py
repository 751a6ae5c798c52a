"""The English and Chinese names of header keys and of the values of closed lists, and how a typo is recognised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from rapidfuzz.distance import DamerauLevenshtein

from kbassist.content.model import Audience, FieldType, Kind, Status

ENTRY: Final[dict[str, tuple[str, ...]]] = {
    "id": ("编号",),
    "title": ("标题",),
    "asked_as": ("客户问法",),
    "tags": ("标签",),
    "status": ("状态",),
    "owner": ("负责人",),
    "reviewed": ("最近核对",),
    "review_by": ("下次核对",),
    "effective": ("生效",),
    "expires": ("失效",),
    "basis": ("依据",),
    "basis_seen": ("依据版本",),
    "locale": ("语言",),
}
HUGO: Final[Mapping[str, tuple[str, ...]]] = {
    "effective": ("publishdate", "publish_date"),
    "expires": ("expirydate", "expiry_date"),
    "draft": (),
}
ARTICLE: Final = ENTRY | {
    "products": ("产品",),
    "channels": ("适用渠道",),
    "audience": ("受众",),
    "macros": ("相关话术",),
    "kind": ("类型",),
}
MACRO: Final = ENTRY | {
    "shortcut": ("简码",),
    "scene": ("场景",),
    "steps": ("步骤",),
    "fields": ("填写",),
    "follow_up": ("回访",),
    "examples": ("测试", "用例", "示例"),
}
EXAMPLE: Final[Mapping[str, tuple[str, ...]]] = {
    "channel": ("渠道", "channels"),
    "today": ("今天", "now"),
    "agent": ("客服",),
    "values": ("填写", "取值"),
    "text": ("全文", "应得", "expect", "expected"),
    "subject": ("主题",),
    "contains": ("包含", "应包含"),
    "lacks": ("不含", "不应包含"),
    "refused": ("应拒绝", "拒绝"),
}
FIELD: Final[Mapping[str, tuple[str, ...]]] = {
    "type": ("类型",),
    "label": ("标签",),
    "required": ("必填",),
    "default": ("默认",),
    "example": ("示例",),
    "help": ("说明",),
    "remember": ("记住",),
    "from": ("来源",),
    "max_length": ("最长",),
    "pattern": ("格式",),
    "options": ("选项",),
    "not_before": ("不早于",),
    "not_after": ("不晚于",),
    "workdays": ("工作日",),
    "min": ("最小",),
    "max": ("最大",),
    "over": ("超出",),
}

STATUSES: Final[Mapping[Status, tuple[str, ...]]] = {
    Status.DRAFT: ("draft", "草稿", "起草", "待审核"),
    Status.PUBLISHED: ("published", "已发布", "发布", "active"),
    Status.ARCHIVED: ("archived", "归档", "已归档", "作废", "已作废", "停用", "已停用"),
}
AUDIENCES: Final[Mapping[Audience, tuple[str, ...]]] = {
    # The last four are Microsoft's words for people who look after a system: readers, not customers to be written to.
    Audience.AGENTS: ("agents", "agent", "客服", "内部", "internal", "admin", "itpro", "developer", "end-user"),
    Audience.CUSTOMERS: ("customers", "customer", "客户", "public", "对外"),
}
KINDS: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.ARTICLE: ("article", "知识", "文章"),
    Kind.GUIDE: ("guide", "流程", "向导"),
}
FIELD_TYPES: Final[Mapping[FieldType, tuple[str, ...]]] = {
    FieldType.TEXT: ("text", "文本"),
    FieldType.MULTILINE: ("multiline", "多行", "多行文本"),
    FieldType.CHOICE: ("choice", "单选"),
    FieldType.CHOICES: ("choices", "多选"),
    FieldType.DATE: ("date", "日期"),
    FieldType.NUMBER: ("number", "数字"),
    FieldType.MONEY: ("money", "金额"),
    FieldType.PERCENT: ("percent", "百分比"),
    FieldType.YES_NO: ("yes_no", "是否"),
}
YES: Final = frozenset({"yes", "true", "是", "y", "on", "1", "对", "需要"})
NO: Final = frozenset({"no", "false", "否", "n", "off", "0", "不", "不需要"})

# Keys of other systems that come close to one of ours and still are no typo of it.
FOREIGN: Final = frozenset({
    "author", "authors", "date", "slug", "layout", "permalink", "description", "summary", "weight", "menu",
    "category", "categories", "keywords", "aliases", "url", "image", "images", "toc", "type", "lastmod", "updated",
    "created", "published", "excerpt", "cover", "comments", "series", "robots", "manager", "order", "sort", "name",
    "label", "template", "lang", "language", "version", "subtitle", "titles", "link", "links", "style", "source",
})  # fmt: skip


def normal(name: str) -> str:
    """Return a key as it is compared: `Review-By`, `reviewBy` and `review by` are `review_by`."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.strip())
    return re.sub(r"[\s-]+", "_", snake).casefold()


def index(names: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return which canonical name each written name stands for."""
    return {normal(alias): canonical for canonical, aliases in names.items() for alias in (canonical, *aliases)}


def in_script_of(names: Iterable[str], written: str) -> str:
    """Return the name to show to somebody who writes like this: the first Chinese one, or the first of all."""
    known = tuple(names)
    chinese = (name for name in known if not name.isascii())
    return known[0] if written.isascii() else next(chinese, known[0])


def nearest(written: str, known: Iterable[str]) -> str | None:
    """Return the known name that a mistyped one was probably meant to be, in the same script; or None."""
    wanted = normal(written)
    if wanted in FOREIGN or not wanted:
        return None
    if wanted.isascii():
        return _near_latin(wanted, [name for name in known if name.isascii()])
    return _near_chinese(wanted, [name for name in known if not name.isascii()])


def _near_latin(wanted: str, known: list[str]) -> str | None:
    limit = 1 if len(wanted) < 7 else 2
    if len(wanted) < 4:
        return None
    distances = {name: DamerauLevenshtein.distance(wanted, name, score_cutoff=limit) for name in known}
    best = min(distances, key=distances.__getitem__, default="")
    return best if best and distances[best] <= limit and best[0] == wanted[0] else None


def _near_chinese(wanted: str, known: list[str]) -> str | None:
    for name in known:
        if len(wanted) == len(name) >= 3 and DamerauLevenshtein.distance(wanted, name) == 1:
            return name
    within = [name for name in known if len(wanted) >= 2 and (name in wanted or wanted in name)]
    return max(within, key=len, default=None)
