"""A small library on disk, and a way to run the command line in this process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kbassist.cli.app import run

ARTICLE = """---
标题: 退款多久到账
编号: refund-arrival
客户问法: 钱什么时候退给我
标签: [退款]
---

## 一句话答案

微信和支付宝 1–3 个工作日到账，银行卡 3–7 个工作日到账。

## 怎么做

先查退款单号，再告诉客户预计日期。
"""

MACRO = """---
标题: 退款到账时间
编号: refund-time
简码: tkdz
填写:
  称呼: {type: text, label: 客户称呼, example: 王女士}
  金额: {type: money, max: 500, over: 转主管}
---

## 微信

{{ 称呼 }}您好，{{ 金额 | money }} 的退款预计 1–3 个工作日到账。

## 邮件

主题: 退款进度

{{ 称呼 }}您好：

退款 {{ 金额 | money }} 已经受理。
"""


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture
def library(tmp_path: Path) -> Path:
    root = tmp_path / "desk"
    (root / "kb" / "refunds").mkdir(parents=True)
    (root / "macros" / "refunds").mkdir(parents=True)
    (root / "kb" / "refunds" / "arrival.md").write_text(ARTICLE, encoding="utf-8")
    (root / "macros" / "refunds" / "time.md").write_text(MACRO, encoding="utf-8")
    return root


@pytest.fixture
def kbassist(
    library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ran]:
    def call(*arguments: str, on: Path | None = library) -> Ran:
        where = ["--library", str(on)] if on else []
        monkeypatch.setattr(sys, "argv", ["kbassist", *arguments, *where])
        monkeypatch.setenv("KBASSIST_LANGUAGE", "en")
        code = run()
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return call
