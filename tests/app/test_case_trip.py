"""Ask once: values go from one reply to the next of the same customer, and to nobody else's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kbassist.cases.values import Origin
from kbassist.desktop.ports import Clip
from kbassist.ui.quick_keys import Mode
from tests.app.answering import SORRY, THANKS, Agent, answering
from tests.app.rig import Rig
from tests.assistant.shelf import Shelf

CHAT, MAIL = (4711, "wechat"), (4712, "mail")
ORDER = "202611220001"


@pytest.fixture
def agent(rig: Rig, shelf: Shelf) -> Iterator[Agent]:
    made = answering(rig, shelf)
    yield made
    made.stop()


def test_a_customer_is_asked_once(agent: Agent) -> None:
    agent.come_from(CHAT)
    agent.send("first", 称呼="王女士", 订单号=ORDER, 原因="在途")
    agent.come_from(CHAT)
    assert agent.open("second") == {"称呼": "王女士", "单号": ORDER}
    assert agent.marked() == {"称呼", "单号"}
    agent.fill(称呼="李先生")
    assert agent.marked() == {"单号"}


def test_only_what_was_sent_is_remembered(agent: Agent) -> None:
    agent.come_from(CHAT)
    agent.open("first")
    agent.fill(称呼="王女士")
    agent.rig.window.hide()
    assert agent.open("second")["称呼"] == ""
    agent.rig.desktop.clipboard.busy = True
    agent.fill(称呼="王女士")
    agent.rig.window.copy_wanted.emit(Clip("x"), "second@zh-CN")
    assert not agent.cases.book.holds_anything


def test_the_tabs_show_who_is_answered(agent: Agent) -> None:
    agent.come_from(CHAT)
    assert agent.tabs.isHidden()
    agent.send("first", 称呼="王女士", 订单号=ORDER)
    assert [(view.hint, len(view.values)) for view in agent.tabs.cases] == [("王女士", 2)]
    agent.tabs.new_wanted.emit()
    assert len(agent.tabs.cases) == 2
    agent.tabs.switched.emit(1)
    assert len(agent.tabs.cases) == 1
    agent.tabs.closed.emit(1)
    assert agent.tabs.cases[0].values == ()


def test_from_another_window_nothing_is_filled_in(agent: Agent) -> None:
    agent.come_from(CHAT)
    agent.send("first", 称呼="王女士", 订单号=ORDER)
    agent.come_from(MAIL)
    assert agent.open("second") == {"称呼": "", "单号": ""}
    agent.rig.until(lambda: agent.offered("称呼"))
    assert agent.offered("称呼") == ["This customer: 王女士"]
    assert agent.tabs.cases[0].doubtful
    agent.fill(称呼="赵女士")
    agent.cases.switch(1)  # it was the same customer after all: empty fields are filled in, typed ones stay
    assert agent.values() == {"称呼": "赵女士", "单号": ORDER}


def test_switching_takes_the_other_customers_values_out_of_an_open_form(agent: Agent) -> None:
    agent.come_from(CHAT)
    agent.send("first", 称呼="王女士", 订单号=ORDER)
    agent.come_from(MAIL)
    agent.send("first", 称呼="李先生", 订单号="202611229999")
    agent.come_from(MAIL)
    agent.open("first")
    agent.fill(原因="在途")
    agent.cases.next()
    assert agent.values() == {"称呼": "王女士", "订单号": ORDER, "原因": "在途"}
    agent.cases.new_customer()
    assert agent.values() == {"称呼": "", "订单号": "", "原因": "在途"}


def test_a_form_begun_for_one_customer_is_not_taken_over_by_another(agent: Agent) -> None:
    agent.come_from(CHAT)
    agent.send("first", 称呼="王女士", 订单号=ORDER)
    agent.come_from(MAIL)
    agent.send("first", 称呼="李先生", 订单号="202611229999")
    agent.come_from(CHAT)
    agent.open("second")
    agent.come_from(MAIL)
    assert agent.rig.window.mode is Mode.FORM
    assert agent.values()["称呼"] == "王女士"
    assert "王女士" in agent.rig.window.bar.text
    assert "李先生" in agent.rig.window.bar.text


def test_a_new_customer_gets_no_drafts(agent: Agent) -> None:
    agent.rig.window.drafts.keep("first@zh-CN", {"称呼": "王女士"}, {})
    agent.cases.new_customer()
    assert agent.rig.window.drafts.of("first@zh-CN") == {}


def test_values_are_looked_for_in_clipboard_and_selection(agent: Agent) -> None:
    agent.sources[Origin.CLIPBOARD] = f"订单{ORDER}"
    agent.sources[Origin.SELECTION] = "我叫王小明，订单202611229999"
    agent.open("first")
    agent.cases.suggest("first@zh-CN")
    assert agent.offered("订单号") == [f"Clipboard: {ORDER}", "Selected text: 202611229999"]
    assert agent.offered("称呼") == ["Selected text: 王小明"]
    assert agent.values()["订单号"] == ""
    agent.cases.use(30, False)
    agent.cases.suggest("first@zh-CN")
    assert agent.offered("订单号") == []


def test_a_case_is_forgotten_in_time(agent: Agent) -> None:
    agent.come_from(CHAT)
    agent.send("first", 称呼="王女士", 订单号=ORDER)
    agent.cases.use(5, True)
    agent.rig.clock.set("2026-11-10", "09:36")
    agent.cases._timer.timeout.emit()
    assert agent.tabs.isHidden()
    assert not agent.cases._timer.isActive()


def test_quitting_wipes(agent: Agent) -> None:
    agent.send("first", 称呼="王女士", 订单号=ORDER)
    agent.cases.wipe()
    assert not agent.cases.book.holds_anything
    assert agent.tabs.cases == ()
    assert agent.open("second")["称呼"] == ""


def test_an_opening_comes_once_for_a_customer(agent: Agent) -> None:
    agent.come_from(CHAT)
    agent.open("first")
    agent.fill(称呼="王女士", 订单号=ORDER)
    assert agent.chips.texts == (SORRY, THANKS)
    agent.chips.picked.emit(SORRY)
    result = agent.rig.window.body.form.result
    assert result.text.toPlainText().startswith(f"王女士您好，{SORRY}订单")
    assert agent.chips.texts == (THANKS,)
    agent.open("second")
    assert agent.chips.texts == (THANKS,)
    agent.cases.new_customer()
    agent.open("first")
    assert agent.chips.texts == (SORRY, THANKS)


def test_an_opening_that_the_agent_wrote_counts_too(agent: Agent) -> None:
    agent.come_from(CHAT)
    agent.rig.window.copy_wanted.emit(Clip(f"您好，{THANKS}"), "greeting@zh-CN")
    agent.open("first")
    assert agent.chips.texts == (SORRY,)
    agent.rig.window.paste_wanted.emit(Clip(SORRY), "greeting@zh-CN")
    agent.open("second")
    assert agent.chips.texts == ()
    assert not agent.chips.isHidden()  # it says that all were used
