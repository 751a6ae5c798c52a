"""A small library on the disk that the tests know whole, and a clock that they set."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

PATTERNS: Final = r"""
patterns:
  order_no: {label: 订单号, expression: '\d{12,18}', example: '202611220001'}
"""

ARRIVAL: Final = """---
标题: 退款多久到账
编号: refund-arrival
客户问法: 钱什么时候退给我
受众: 客户
负责人: 小周
最近核对: 2026-10-01
依据: [invoice#怎么开]
---

## 一句话答案

微信和支付宝 1–3 个工作日到账，见[发票](../invoice/e.md#怎么开)。

## 例外

银行节假日顺延。
"""

ARRIVAL_EN: Final = """---
title: When does a refund arrive
id: refund-arrival
---

## Answer

Within three workdays.
"""

INVOICE: Final = """---
标题: 电子发票
编号: invoice
下次核对: 2026-06-01
---

## 怎么开

在订单详情点开具发票，抬头填公司全称。
"""

PROMOTION: Final = """---
标题: 双十一满减
编号: promotion
生效: 2026-11-01
失效: 2026-11-11
---

每满三百减五十。
"""

COMING: Final = """---
标题: 双十二预告
编号: coming
生效: 2026-11-12
---

十二月十二日零点开始。
"""

REFUND: Final = """---
标题: 退款到账时间
编号: refund-time
简码: tkdz
场景: 问题
填写:
  称呼: {type: text, label: 客户称呼, example: 王女士}
  订单号: {type: order_no, from: clipboard, required: no}
---

## 微信

{{ 称呼 }}您好，{% if 订单号 %}订单 {{ 订单号 }} 的{% endif %}退款预计 1–3 个工作日到账。

## 邮件

主题: 退款进度

{{ 称呼 }}您好：退款**已经受理**。
"""

GREETING: Final = """---
标题: 问候
编号: greeting
简码: wh
---

您好，很高兴为您服务。
"""

DRAFT: Final = """---
标题: 草稿话术
编号: unfinished
状态: 草稿
---

还没写完。
"""

FILES: Final = {
    "kb/_team/patterns.yaml": PATTERNS,
    "kb/refund/arrival.md": ARRIVAL,
    "kb/refund/arrival.en.md": ARRIVAL_EN,
    "kb/invoice/e.md": INVOICE,
    "kb/promotions/double11.md": PROMOTION,
    "kb/promotions/double12.md": COMING,
    "macros/refund/time.md": REFUND,
    "macros/general/greeting.md": GREETING,
    "macros/general/draft.md": DRAFT,
}


class Shelf:
    """A library's folder; each `put` has a time of its own in the past, so that no change is missed."""

    def __init__(self, root: Path, files: dict[str, str] | None = None) -> None:
        self.root = root
        self._at = time.time_ns() - 86_400_000_000_000
        for path, text in (FILES if files is None else files).items():
            self.put(path, text)

    def put(self, path: str, text: str) -> None:
        """Write a file as an editor does: beside it, then in its place."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        aside = file.with_name(f".{file.name}.new")
        aside.write_text(text, encoding="utf-8")
        self._at += 1_000_000_000
        os.utime(aside, ns=(self._at, self._at))
        aside.replace(file)

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace words in a file."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        self.put(path, text.replace(old, new))

    def remove(self, path: str) -> None:
        """Delete a file."""
        (self.root / path).unlink()

    def vanish(self) -> Path:
        """Take the whole folder away, as an unplugged drive does; return where it is."""
        away = self.root.with_name(f"{self.root.name}.away")
        shutil.move(self.root, away)
        return away

    def come_back(self) -> None:
        """Bring the folder back."""
        shutil.move(self.root.with_name(f"{self.root.name}.away"), self.root)


@dataclass
class FakeClock:
    """A clock that stands until it is set."""

    now: datetime = field(default_factory=lambda: datetime(2026, 11, 10, 9, 30))

    def __call__(self) -> datetime:
        return self.now

    def set(self, day: str, at: str = "09:30") -> None:
        """Set day and time, `2026-11-12` and `00:01`."""
        self.now = datetime.fromisoformat(f"{day}T{at}")
