"""An agent who answers customers with the trips of cases, and two replies that remember."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kbassist.app.case_trip import CaseTrip
from kbassist.app.opening_trip import OpeningTrip
from kbassist.cases.values import Origin
from kbassist.content.model import Macro
from kbassist.content.opening import Opening
from kbassist.desktop.ports import Clip
from kbassist.ui import theme
from kbassist.ui.case_tabs import CaseTabs
from kbassist.ui.opening_chips import OpeningChips
from tests.app.rig import Rig, throw_away
from tests.assistant.shelf import Shelf

FIRST = """---
标题: 查进度
编号: first
场景: 投诉
填写:
  称呼: {type: text, remember: case}
  订单号: {type: order_no, remember: case}
  原因: {type: text, required: no}
---

## 微信

{{ 称呼 }}您好，订单 {{ 订单号 }} 在查。{{ 原因 }}
"""
SECOND = """---
标题: 已寄出
编号: second
填写:
  称呼: {type: text, remember: case}
  单号: {type: order_no, remember: case}
---

## 微信

{{ 称呼 }}您好，{{ 单号 }} 已经寄出。
"""
SORRY, THANKS = "让您久等了，很抱歉。", "感谢您的耐心等待。"


@dataclass
class Agent:
    """The hands of an agent, the trips, and what is on the clipboard and selected."""

    rig: Rig
    cases: CaseTrip
    tabs: CaseTabs
    chips: OpeningChips
    openings: OpeningTrip
    sources: dict[Origin, str] = field(default_factory=dict)

    def open(self, name: str, given: Mapping[str, str] | None = None) -> dict[str, str]:
        """Open a form as the program does; return its values."""
        macro = self.rig.assistant.entry(name)
        assert isinstance(macro, Macro)
        form = self.rig.assistant.form(macro, "微信")
        values, said_before = self.cases.values_for(form, given or {})
        self.rig.window.show_form(form, values)
        for spec in form.fields:
            row = self.rig.window.body.form.row(spec.name)
            assert row is not None
            row.mark_from_case(spec.name in said_before)
        return self.values()

    def values(self) -> dict[str, str]:
        return self.rig.window.body.form.values()

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            row = self.rig.window.body.form.row(name)
            assert row is not None
            row.editor.set_value(value)

    def send(self, name: str, **values: str) -> None:
        """Fill a form in and copy its text."""
        self.open(name)
        self.fill(**values)
        text = self.rig.window.body.form.result.clip().text
        self.rig.window.copy_wanted.emit(Clip(text), f"{name}@zh-CN")
        assert self.rig.desktop.clipboard.content.text == text

    def come_from(self, place: tuple[int, str]) -> None:
        self.cases.arrived(*place)
        self.rig.show()

    def offered(self, field: str) -> list[str]:
        row = self.rig.window.body.form.row(field)
        assert row is not None
        return [offer.words.format(value=offer.value) for offer in row._offers]

    def marked(self) -> set[str]:
        rows = {name: self.rig.window.body.form.row(name) for name in self.values()}
        return {name for name, row in rows.items() if row and row.from_case}

    def stop(self) -> None:
        """Quit, as the program does."""
        self.cases.wipe()
        throw_away(self.tabs, self.chips)
        for gone in (self.openings, self.cases):
            gone.deleteLater()


def answering(rig: Rig, shelf: Shelf) -> Agent:
    """Return an agent before an open library."""
    shelf.put("macros/a/first.md", FIRST)
    shelf.put("macros/a/second.md", SECOND)
    rig.open(shelf.root)
    rig.show()
    tabs, chips = CaseTabs(theme.LIGHT), OpeningChips(theme.LIGHT)
    sources: dict[Origin, str] = {}
    cases = CaseTrip(rig.library, rig.window, tabs, lambda: sources, rig.clock, 30)
    openings = (Opening(SORRY, "投诉"), Opening(THANKS))
    agent = Agent(
        rig, cases, tabs, chips, OpeningTrip(rig.library, rig.window, chips, cases, lambda: openings), sources
    )
    cases.reopen_wanted.connect(lambda key, _channel, values: agent.open(key, values))
    rig.copying.copied.connect(cases.copied)
    return agent
