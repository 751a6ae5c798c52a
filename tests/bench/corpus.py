"""A synthetic bilingual library of any size, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path

from kbassist.content.library import Library
from kbassist.content.model import Article, Kind, Macro, Section, Variant

SUBJECTS = """
退款 退货 换货 退换货 运费险 七天无理由退货 发票 电子发票 增值税专用发票 订单 取消订单 收货地址 物流 快递 签收
拒收 破损 缺件 少发 错发 补发 赔付 价格保护 优惠券 满减 红包 积分 会员等级 退款到账 原路退回 微信支付 花呗分期
信用卡 保修期 三包 以旧换新 上门安装 预约 维修 检测报告 质量问题 尺码 色差 说明书 充电器 电池 蓝牙耳机
扫地机器人 空气净化器 洗衣机 冰箱 空调 平板电脑 路由器 智能手表 人工客服 投诉 工单 升级处理 催发货 预售定金
尾款 仓库 缺货 到货通知 正品保障 海外购 关税 实名认证 账号 找回密码 注销账号 隐私 手机号换绑 验证码 平台介入
评价 直播 赠品 礼品卡 对公转账 税号 运费补贴 包邮 偏远地区 大件商品 生鲜坏果 过敏 极速退款 先行赔付 上门取件
物流单号 丢件 凭证 审核 驳回 工作日 节假日 自动确认收货
""".split()  # noqa: SIM905 - reads better than a list of strings
ASPECTS = ("说明", "规则", "怎么办", "流程", "标准", "常见问题", "政策", "时效", "条件", "例外", "步骤", "注意事项")
HEADINGS = ("一句话答案", "什么情况适用", "怎么做", "不能说", "升级条件", "时效")
ENGLISH = """
refund return exchange shipping warranty invoice order cancel address tracking delivery damaged missing
replacement compensation coupon discount points membership payment credit card battery charger bluetooth
headphones vacuum purifier warehouse stock preorder deposit customs account password reset verification login
privacy seller policy review gift size color manual installation repair ticket escalation apology customer
agent within days please contact before after receive confirm request process amount original method
""".split()  # noqa: SIM905 - reads better than a list of strings
ENGLISH_HEADINGS = ("Answer", "When it applies", "What to do", "Do not say", "When to escalate")
PRODUCTS = tuple(
    f"{name}{number}{suffix}" for name in "XKM" for number in (10, 20, 45, 100) for suffix in ("", "Pro", "S")
)
CATEGORIES = ("退换", "物流", "发票", "支付", "会员", "活动", "保修", "账号", "投诉", "产品")
_SAID = 1 << 17  # sentences that are remembered, to be said again
_COMMON = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能"


class _Words:
    """Chinese words and English ones with the long tail that real text has."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        letters = [*_COMMON, *(chr(code) for code in range(0x4E00, 0x4E00 + 1200))]
        syllables = random.Random(7)
        weights = list(accumulate(1 / (rank + 4) for rank in range(len(letters))))
        self.chinese = [
            "".join(syllables.choices(letters, cum_weights=weights, k=syllables.choice((1, 2, 2, 2, 3, 4))))
            for _ in range(3_000)
        ]
        self._chinese_weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.chinese))))
        self._said: list[str] = []
        self._oldest = 0

    def common(self, count: int) -> list[str]:
        return self.random.choices(self.chinese, cum_weights=self._chinese_weights, k=count)

    def sentence(self, focus: list[str]) -> str:
        """Return a sentence on the focus; most of them were said before, as in every knowledge base."""
        if len(self._said) > 200 and self.random.random() < 0.7:
            return self.random.choice(self._said)
        words = self.common(self.random.randint(4, 10))
        words.insert(self.random.randrange(len(words)), self.random.choice(focus))
        if self.random.random() < 0.06:
            words.append(f" {self.random.choice(PRODUCTS)} ")
        return self._remembered("".join(words) + self.random.choice("，，，。。；"))

    def _remembered(self, sentence: str) -> str:
        """Keep a sentence; when memory is full it takes the place of the oldest one."""
        if len(self._said) < _SAID:
            self._said.append(sentence)
        else:
            self._said[self._oldest] = sentence
            self._oldest = (self._oldest + 1) % _SAID
        return sentence

    def english_sentence(self) -> str:
        return " ".join(self.random.choices(ENGLISH, k=self.random.randint(6, 14))).capitalize() + ". "


def stream(count: int, seed: int = 1) -> Iterator[Article | Macro]:
    """Yield `count` entries of about 800 characters, an eighth in English, a tenth macros, in bounded memory."""
    words = _Words(seed)
    return (_macro(words, n) if n % 10 == 9 else _article(words, n) for n in range(count))


def library(count: int, seed: int = 1, root: Path = Path("/bench")) -> Library:
    """Return a library of `count` entries, see `stream`."""
    return Library(root=root, entries={entry.key: entry for entry in stream(count, seed)})


def _article(words: _Words, number: int) -> Article:
    english = words.random.random() < 0.12
    focus = words.random.sample(SUBJECTS, 4)
    title = _english_title(words) if english else _title(words, focus)
    sections = tuple(_sections(words, focus, english=english))
    category = words.random.choice(CATEGORIES)
    return Article(
        id=f"kb/{category}/{number:06d}",
        path=f"kb/{category}/{number:06d}.md",
        locale="en" if english else "zh-CN",
        title=title,
        category=category,
        tags=tuple(words.random.choices(ENGLISH if english else SUBJECTS, k=3)),
        asked_as=() if english else (f"{focus[0]}{focus[1]}怎么弄",),
        body="\n\n".join(f"## {part.title}\n\n{part.text}" for part in sections),
        sections=sections,
    )


def _title(words: _Words, focus: list[str]) -> str:
    tail = f" {words.random.choice(PRODUCTS)}" if words.random.random() < 0.25 else ""
    return "".join((*focus[:2], *words.common(words.random.randint(0, 2)), words.random.choice(ASPECTS))) + tail


def _english_title(words: _Words) -> str:
    return " ".join(word.capitalize() for word in words.random.choices(ENGLISH, k=words.random.randint(3, 6)))


def _sections(words: _Words, focus: list[str], *, english: bool) -> Iterator[Section]:
    titles = words.random.sample(ENGLISH_HEADINGS if english else HEADINGS, words.random.randint(3, 5))
    goal = 800 // len(titles)
    for line, title in enumerate(titles):
        text = ""
        while len(text) < goal:
            text += words.english_sentence() if english else words.sentence(focus)
        yield Section(title, title, text, line)


def _macro(words: _Words, number: int) -> Macro:
    focus = words.random.sample(SUBJECTS, 2)
    body = "您好，{{ 称呼 }}，" + "".join(words.sentence(focus) for _ in range(8))
    category = words.random.choice(CATEGORIES)
    return Macro(
        id=f"macros/{category}/{number:06d}",
        path=f"macros/{category}/{number:06d}.md",
        locale="zh-CN",
        title=_title(words, [*focus, *focus]),
        category=category,
        tags=tuple(focus),
        shortcut=f"m{number}",
        variants=(Variant("微信", body), Variant("邮件", body, subject=focus[0])),
    )


def write(entries: Library, folder: Path) -> None:
    """Write the library's files below a folder."""
    write_entries(entries.entries.values(), folder)


def write_entries(entries: Iterable[Article | Macro], folder: Path) -> None:
    """Write entries as files below a folder, each as it comes."""
    made: set[Path] = set()
    for entry in entries:
        path = folder / entry.path
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_text(file_text(entry), encoding="utf-8")


def file_text(entry: Article | Macro) -> str:
    """Return the file of an entry."""
    head = [f"title: {entry.title}", f"tags: [{', '.join(entry.tags)}]", f"locale: {entry.locale}"]
    if entry.asked_as:
        head.append(f"asked_as: [{', '.join(entry.asked_as)}]")
    if entry.kind is Kind.MACRO and isinstance(entry, Macro):
        head.append(f"shortcut: {entry.shortcut}")
        body = "\n\n".join(f"## {variant.channel}\n\n{variant.body}" for variant in entry.variants)
    else:
        body = entry.body if isinstance(entry, Article) else ""
    return "\n".join(("---", *head, "---", "", body, ""))
