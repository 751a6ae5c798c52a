"""The states of the quick window's further pages: guides, the teleprompter, follow-ups, times, the toast."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kbassist.app.prompting import script_of
from kbassist.i18n import _
from kbassist.ui.quick_window import QuickWindow
from kbassist.ui.timer_chip import Pace
from tests.shots import around, sample
from tests.shots.forms import COMPLAINT, complaint_values, render
from tests.shots.states import recents
from tests.ui.replies import say


def _guide(window: QuickWindow, at: int, *, resume: bool = False) -> None:
    window.body.guide.show_guide(around.guide(at, resume=resume))
    window.show_guide()


def guide_first(window: QuickWindow, _language: str) -> None:
    _guide(window, 0)


def guide_resume(window: QuickWindow, _language: str) -> None:
    _guide(window, 0, resume=True)


def guide_middle(window: QuickWindow, _language: str) -> None:
    _guide(window, 1)


def guide_replies(window: QuickWindow, _language: str) -> None:
    window.strips.cases.show_cases(around.cases(2))
    _guide(window, 2)


def guide_end(window: QuickWindow, _language: str) -> None:
    _guide(window, 3)


def _prompt(window: QuickWindow, values: dict[str, str], seconds: float) -> None:
    outcome = render(COMPLAINT, "电话", values)
    title = say("Delivery complaint: sympathy, facts, promise", "配送投诉：先安抚，再给方案")
    window.show_script(script_of(title, outcome, around.PHONE), "电话")
    window.body.prompter.advance(seconds)


def prompt(window: QuickWindow, _language: str) -> None:
    window.strips.timers.offer_call(True)
    window.strips.timers.show_call(95)
    _prompt(window, complaint_values(), 13)
    QTest.keyClick(window.body.prompter, Qt.Key.Key_Space)


def prompt_gap(window: QuickWindow, _language: str) -> None:
    _prompt(window, {**complaint_values(), "order": ""}, 9)


def reminders(window: QuickWindow, language: str) -> None:
    window.strips.reminders.show_agenda(around.reminders(5), around.NOW)
    recents(window, language)


def reminders_welcome(window: QuickWindow, _language: str) -> None:
    window.strips.reminders.show_agenda(around.reminders(2), around.NOW)
    window.show_recent((), ())


def reminders_all(window: QuickWindow, language: str) -> None:
    reminders(window, language)
    window.strips.reminders._show_all()
    window.strips.reminders.rows[1].setFocus()


def reminder_card(window: QuickWindow, language: str) -> None:
    recents(window, language)
    window.card.show_draft(around.draft(), around.NOW, around.reading())


def reminder_card_wrong(window: QuickWindow, language: str) -> None:
    reminder_card(window, language)
    window.card.day.setText(say("someday", "改天"))


def timer_calm(window: QuickWindow, language: str) -> None:
    window.strips.timers.show_answer(24)
    _results(window, language)


def timer_near(window: QuickWindow, language: str) -> None:
    window.strips.timers.show_answer(49, Pace.NEAR)
    window.strips.cases.show_cases(around.cases(2))
    _results(window, language)


def timer_over(window: QuickWindow, language: str) -> None:
    window.strips.timers.offer_call(True)
    window.strips.timers.show_answer(75, Pace.OVER)
    window.strips.timers.show_call(312, Pace.OVER)
    _results(window, language)


def timer_call(window: QuickWindow, language: str) -> None:
    window.strips.timers.offer_call(True)
    window.strips.timers.show_call(None)
    _results(window, language)


def toast(window: QuickWindow, _language: str) -> None:
    window.confirm_copy(True)
    words = _("Follow up {when}? Open this window again, then {key}")
    window.toast.add(words.format(when=_("tomorrow"), key="Ctrl+G"))


def _results(window: QuickWindow, language: str) -> None:
    window.head.search.setText(say("refund", "退款"))
    window.show_results(sample.results(language))
    window.show_article(sample.article(language))


PAGE_STATES: Final[dict[str, Callable[[QuickWindow, str], None]]] = {
    "50-guide-first": guide_first,
    "51-guide-resume": guide_resume,
    "52-guide-middle": guide_middle,
    "53-guide-replies": guide_replies,
    "54-guide-end": guide_end,
    "55-prompt": prompt,
    "56-prompt-gap": prompt_gap,
    "57-reminders": reminders,
    "58-reminders-welcome": reminders_welcome,
    "59-reminders-all": reminders_all,
    "60-reminder-card": reminder_card,
    "61-reminder-wrong": reminder_card_wrong,
    "62-timer": timer_calm,
    "63-timer-near": timer_near,
    "64-timer-over": timer_over,
    "65-timer-call": timer_call,
    "66-toast": toast,
}
