"""A guide from its first step to the ticket: replies filled on the way, the place kept, the library read again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication

from kbassist.app.guide_trip import GuideTrip
from kbassist.app.prompting import script_of
from kbassist.assistant.assistant import Assistant
from kbassist.content.team_model import Channel
from kbassist.macros.form import Outcome, Span
from kbassist.ui import theme
from kbassist.ui.guide_panel import GuidePanel
from kbassist.ui.guide_views import Go, GuideView, Move
from kbassist.ui.prompt_script import PromptMark
from kbassist.ui.views import MessageKind
from tests.assistant.shelf import FakeClock, Shelf

CALL = """---
编号: call
标题: 退款来电
类型: 流程
---

## 接通
问候，见[退款多久到账](../refund/arrival.md)。![图](../../kb/x.png)

[[greeting]]

- [问退款](#退款)
- [没有的路](#没有)

## 退款
查进度。<script>alert(1)</script>

[[refund-time]]
[[old-reply]]
[[unfinished]]
[[nowhere]]

- [满意](#结束)
- [还有事](#接通)

## 结束
道谢。
"""
OLD = "---\n标题: 旧话术\n编号: old-reply\n失效: 2026-01-01\n---\n\n旧的。\n"
KEY = "call@zh-CN"
REFUND = "refund-time@zh-CN"


class FakeLibrary(QObject):
    """An open library, which says when it was read again."""

    loaded = Signal(object)

    def __init__(self, assistant: Assistant) -> None:
        super().__init__()
        self.assistant: Assistant | None = assistant

    def read_again(self) -> None:
        assert self.assistant is not None
        self.loaded.emit(self.assistant.load())


class FakeWindow:
    """A window that remembers what it was told."""

    def __init__(self) -> None:
        self.channel = "微信"
        self.told: list[str] = []
        self.kinds: list[MessageKind] = []

    def show_message(self, text: str, kind: MessageKind = MessageKind.INFO, _action: object = None) -> None:
        self.told.append(text)
        self.kinds.append(kind)


class Call:
    """A guide's trip with all that it needs, and what came of it."""

    def __init__(self, assistant: Assistant, shelf: Shelf, clock: FakeClock) -> None:
        self.shelf = shelf
        self.clock = clock
        self.library = FakeLibrary(assistant)
        self.window = FakeWindow()
        self.panel = GuidePanel(theme.LIGHT, lambda _name: None)
        self.copied: list[str] = []
        self.copies = True
        self.said: list[str] = []
        self.trip = GuideTrip(self.library, self.window, self.panel, self._copy)  # type: ignore[arg-type]  # fakes
        self.trip.opened.connect(lambda: self.said.append("opened"))
        self.trip.closed.connect(lambda: self.said.append("closed"))
        self.trip.fill_wanted.connect(lambda key, channel: self.said.append(f"fill {key} {channel}"))
        self.trip.link_opened.connect(lambda href: self.said.append(f"link {href}"))

    def _copy(self, text: str) -> bool:
        self.copied.append(text)
        return self.copies

    @property
    def view(self) -> GuideView:
        view = self.panel.view
        assert view is not None
        return view

    def go(self, go: Go, number: int = 0) -> None:
        self.panel.stepped.emit(Move(go, number))

    def choose(self, *numbers: int) -> None:
        for number in numbers:
            self.go(Go.CHOOSE, number)


@pytest.fixture
def call(styled: QApplication, assistant: Assistant, shelf: Shelf, clock: FakeClock) -> Iterator[Call]:
    shelf.put("kb/guides/call.md", CALL)
    shelf.put("macros/general/old.md", OLD)
    assistant.load()
    made = Call(assistant, shelf, clock)
    made.trip.open(KEY)
    yield made
    made.panel.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def titles(view: GuideView) -> list[str]:
    return [crumb.title for crumb in view.crumbs]


def test_a_guide_opens_at_its_first_step(call: Call) -> None:
    assert call.said == ["opened"]
    step = call.view.step
    assert (call.view.title, step.title, titles(call.view)) == ("退款来电", "接通", ["接通"])
    assert [(choice.label, choice.dead) for choice in step.choices] == [("问退款", False), ("没有的路", True)]
    assert [reply.title for reply in step.replies] == ["问候"] or step.replies[0].key == "greeting@zh-CN"
    assert not call.view.resume


def test_the_text_is_cleaned_and_names_each_reply_once(call: Call) -> None:
    assert "kb:refund-arrival" in call.view.step.html
    assert "greeting" not in call.view.step.html
    call.choose(1)
    assert "<script" not in call.view.step.html
    assert "查进度" in call.view.step.html


def test_replies_that_may_not_be_used_say_why(call: Call) -> None:
    call.choose(1)
    refused = {reply.key or reply.title: reply.refused for reply in call.view.step.replies}
    assert refused == {
        REFUND: "",
        "old-reply@zh-CN": "it expired on 2026-01-01",
        "unfinished@zh-CN": "it is a draft",
        "nowhere": "the library does not hold it",
    }


def test_a_reply_without_a_text_for_the_channel_says_for_which_it_opens(call: Call) -> None:
    call.shelf.put("kb/_team/channels.yaml", "channels:\n  - name: 微信\n    label_en: WeChat\n  - name: 电话\n")
    call.library.read_again()
    call.choose(1)
    assert call.view.step.replies[0].note == ""
    call.window.channel = "电话"
    call.trip.refresh()
    assert call.view.step.replies[0].note == "No text for this channel; opens for WeChat"


def test_a_choice_that_leads_nowhere_is_said_and_changes_nothing(call: Call) -> None:
    call.choose(2)
    assert titles(call.view) == ["接通"]
    assert call.window.told == ["There is no step “没有” in this guide."]


def test_going_back_jumping_and_starting_again(call: Call) -> None:
    call.choose(1, 2, 1)
    assert titles(call.view) == ["接通", "退款", "接通", "退款"]
    call.go(Go.BACK)
    assert titles(call.view) == ["接通", "退款", "接通"]
    call.go(Go.TO, 1)
    assert titles(call.view) == ["接通", "退款"]
    call.go(Go.RESTART)
    assert (titles(call.view), call.view.resume) == (["接通"], "退款")
    call.go(Go.RESUME)
    assert (titles(call.view), call.view.resume) == (["接通", "退款"], "")


def test_a_reply_that_was_copied_is_ticked_and_the_guide_stays_where_it_is(call: Call) -> None:
    call.choose(1)
    call.panel.macro_wanted.emit(REFUND)
    assert call.said[-1] == f"fill {REFUND} 微信"
    assert call.trip.under_way
    call.trip.copied("greeting@zh-CN")
    assert not call.view.step.replies[0].used
    call.trip.copied(REFUND)
    assert call.view.step.replies[0].used
    call.trip.back_to()
    assert (call.said[-1], titles(call.view)) == ("opened", ["接通", "退款"])


def test_a_copy_outside_the_guide_ticks_nothing(call: Call) -> None:
    call.choose(1)
    call.trip.copied(REFUND)
    assert not call.view.step.replies[0].used


def test_the_summary_is_copied_for_the_ticket(call: Call) -> None:
    call.choose(1)
    call.panel.macro_wanted.emit(REFUND)
    call.trip.copied(REFUND)
    call.choose(1)
    call.panel.summary_wanted.emit(KEY)
    (text,) = call.copied
    assert text.startswith("退款来电\n2026-")
    assert "1. 接通 → 问退款\n2. 退款 → 满意\n   Reply used: " in text
    assert text.endswith("3. 结束 (end of the guide)")
    assert "ticket" in call.window.told[-1]


def test_a_clipboard_that_is_held_is_said(call: Call) -> None:
    call.copies = False
    call.panel.summary_wanted.emit(KEY)
    assert call.window.kinds == [MessageKind.ERROR]


def test_a_place_is_kept_when_one_leaves_and_offered_when_one_comes_back(call: Call) -> None:
    call.choose(1, 1)
    call.panel.left.emit()
    assert call.said[-1] == "closed"
    assert not call.trip.under_way
    call.trip.open(KEY)
    assert (titles(call.view), call.view.resume) == (["接通"], "结束")
    call.go(Go.RESUME)
    assert titles(call.view) == ["接通", "退款", "结束"]


def test_the_offer_to_go_on_ends_with_the_first_choice(call: Call) -> None:
    call.choose(1)
    call.panel.left.emit()
    call.trip.open(KEY)
    call.choose(1)
    call.go(Go.BACK)
    assert not call.view.resume


def test_a_new_customer_forgets_every_way(call: Call) -> None:
    call.choose(1)
    call.trip.forget()
    assert (titles(call.view), call.view.resume) == (["接通"], "")


def test_links_lead_to_replies_or_out(call: Call) -> None:
    call.panel.link_opened.emit("kb:refund-time")
    call.panel.link_opened.emit("kb:refund-arrival#例外")
    call.panel.link_opened.emit("https://x.example/")
    assert call.said[1:] == [f"fill {REFUND} 微信", "link kb:refund-arrival#例外", "link https://x.example/"]
    call.panel.link_opened.emit("kb:old-reply")
    assert call.window.told[-1].endswith("it expired on 2026-01-01")


def test_an_edited_guide_keeps_the_place(call: Call) -> None:
    call.choose(1)
    call.shelf.edit("kb/guides/call.md", "查进度。", "先查进度。")
    call.library.read_again()
    assert titles(call.view) == ["接通", "退款"]
    assert "先查进度" in call.view.step.html
    assert not call.window.told


def test_a_step_that_is_gone_leads_back_and_is_said_once(call: Call) -> None:
    call.choose(1, 1)
    call.shelf.edit("kb/guides/call.md", "## 退款", "## 退款进度")
    call.library.read_again()
    assert titles(call.view) == ["接通"]
    assert call.window.told == [
        "The guide was changed: the step “退款” is gone. You are at the last one that is left."
    ]
    call.shelf.edit("kb/guides/call.md", "道谢", "致谢")
    call.library.read_again()
    assert len(call.window.told) == 1


def test_a_guide_that_is_gone_is_left(call: Call) -> None:
    call.shelf.remove("kb/guides/call.md")
    call.library.read_again()
    assert call.said[-1] == "closed"
    assert call.window.told == ["The library does not hold this guide any more."]
    call.go(Go.CHOOSE, 1)
    call.trip.copied(REFUND)


def test_a_guide_without_steps_does_not_open(call: Call) -> None:
    call.shelf.put("kb/guides/empty.md", "---\n编号: empty\n标题: 空\n类型: 流程\n---\n\n只有话。\n")
    call.library.read_again()
    call.trip.open("empty@zh-CN")
    assert call.said == ["opened"]
    assert "no steps" in call.window.told[0]


def test_what_is_no_guide_does_not_open(call: Call) -> None:
    for key in ("gone@zh-CN", REFUND, "refund-arrival@zh-CN"):
        call.trip.open(key)
    assert call.said == ["opened"]


def test_an_expired_guide_says_so(call: Call) -> None:
    call.shelf.edit("kb/guides/call.md", "类型: 流程", "类型: 流程\n失效: 2026-01-31")
    call.library.read_again()
    assert call.view.notice == "Not to be used today: it expired on 2026-01-31."


def test_a_script_marks_what_was_filled_and_what_is_missing() -> None:
    text = "王女士您好。预计〔日期〕送到。"
    outcome = Outcome(text, spans=(Span(0, 3, "称呼"), Span(8, 4, "日期", gap=True)))
    script = script_of("来电", outcome, Channel("电话", spoken=True, speech_rate=(200, 220)))
    assert [line.text for line in script.lines] == ["王女士您好。", "预计〔日期〕送到。"]
    assert [line.marks for line in script.lines] == [(PromptMark(0, 3),), (PromptMark(2, 4, gap=True),)]
    assert (script.norm, script.in_words) == ((200, 220), False)
