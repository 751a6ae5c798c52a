"""The library of a shop whose replies remember, follow one another, are guided, blocked and followed up."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt

from kbassist.ui.quick_keys import Mode
from tests.app.office import CTRL, Office
from tests.assistant.shelf import PATTERNS

ALT: Final = Qt.KeyboardModifier.AltModifier
SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
CHECK, SENT, BYE = "check@zh-CN", "sent@zh-CN", "bye@zh-CN"
BLOCKED, BLOCKED_NEWS, OLD_RULE = "blocked@zh-CN", "news@zh-CN", "old-rule@zh-CN"
CALL, ANSWER, PHONE = "call@zh-CN", "answer@zh-CN", "phone@zh-CN"

WORDING: Final = """
phrases:
  - {phrase: 终身保修, level: block, why: 没有这项服务, instead: 按保修政策处理}
  - {phrase: 没办法, level: warn, why: 推脱, instead: 我来想办法}
"""
OPENINGS: Final = "openings:\n  - 让您久等了。\n  - 感谢您联系我们。\n"

FILES: Final = {
    "kb/_team/patterns.yaml": PATTERNS,
    "kb/_team/wording.yaml": WORDING,
    "kb/_team/openings.yaml": OPENINGS,
    "kb/rule.md": """---
标题: 旧规定
编号: rule
失效: 2026-01-01
---

## 一条

以前是这样。
""",
    "kb/answer.md": """---
标题: 快递多久到
编号: answer
受众: 客户
相关话术: [check]
---

## 一句话答案

一般两天送达。
""",
    "kb/news.md": "---\n标题: 保修宣传\n编号: news\n受众: 客户\n---\n\n## 一句话答案\n\n全部终身保修。\n",
    "kb/call.md": """---
标题: 来电流程
编号: call
类型: 流程
---

## 接听
先问好。

- [查进度](#查进度)
- [结束](#结束)

## 查进度
[[check]]

- [查好了](#结束)

## 结束
道谢。
""",
    "macros/check.md": """---
标题: 查进度
编号: check
简码: cjd
依据: [answer]
回访: 3天
填写:
  称呼: {type: text, remember: case}
  订单号: {type: order_no, remember: case, from: clipboard}
  备注: {type: text, required: no}
---

## 微信

{{ 称呼 }}您好，订单 {{ 订单号 }} 在查。{% if 备注 %}{{ 备注 }}{% endif %}

## 电话

{{ 称呼 }}您好，您的订单我正在查，请稍等。{% if 备注 %}{{ 备注 }}{% endif %}
""",
    "macros/sent.md": """---
标题: 已寄出
编号: sent
简码: yjc
填写:
  称呼: {type: text, remember: case}
  单号: {type: order_no, remember: case}
---

## 微信

{{ 称呼 }}您好，{{ 单号 }} 已经寄出。
""",
    "macros/bye.md": "---\n标题: 再见\n编号: bye\n简码: zj\n---\n\n祝您生活愉快。\n",
    "macros/blocked.md": "---\n标题: 保修承诺\n编号: blocked\n简码: bxcn\n---\n\n这台机器终身保修。\n",
    "macros/old.md": "---\n标题: 旧规定答复\n编号: old-rule\n简码: jgd\n依据: [rule]\n---\n\n按规定处理。\n",
    "macros/_snippets/签名.md": "客服 {{ agent.name }} 敬上\n",
}


def open_form(office: Office, query: str, key: str) -> None:
    """Find a reply and open its form."""
    office.summon()
    office.find(query, key)
    office.press(Qt.Key.Key_Return)
    assert office.window.mode is Mode.FORM


def fill(office: Office, **values: str) -> None:
    """Type values into the open form."""
    for name, value in values.items():
        row = office.window.body.form.row(name)
        assert row is not None
        row.editor.set_value(value)


def values(office: Office) -> dict[str, str]:
    """Return what stands in the open form."""
    return office.window.body.form.values()


def from_case(office: Office) -> set[str]:
    """Return the fields of the open form that this customer filled in."""
    rows = {name: office.window.body.form.row(name) for name in values(office)}
    return {name for name, row in rows.items() if row and row.from_case}


def come_from(office: Office, window: int, program: str = "chat.exe") -> None:
    """Go to another window and press the hotkey there."""
    office.window.hide()
    office.desktop.active_window.front = window
    office.desktop.active_window.programs[window] = program
    office.desktop.hotkey.press()
    office.until(office.window.isActiveWindow)


def copy(office: Office) -> str:
    """Copy the open form's text; return what is on the clipboard now."""
    office.press(Qt.Key.Key_Return, CTRL)
    office.until(lambda: not office.window.isVisible())
    return office.desktop.clipboard.content.text


def check_order(office: Office, name: str = "王女士", order: str = "202611220001", note: str = "") -> str:
    """Send the reply that an order is looked into; return its text."""
    open_form(office, "cjd", CHECK)
    fill(office, 称呼=name, 订单号=order, 备注=note)
    return copy(office)
