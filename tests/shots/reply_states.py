"""The states of the quick window around a reply: remarks, steps, offers, parts, long forms, customers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from kbassist.i18n import _
from kbassist.ui.form_date import DateEditor
from kbassist.ui.form_row import OfferView
from kbassist.ui.quick_window import QuickWindow
from kbassist.ui.views import Action
from tests.shots import around, sample
from tests.shots.forms import CARELESS, COMPLAINT, complaint_form, complaint_values, long_form
from tests.ui.replies import delay_form, say


def _complaint(
    window: QuickWindow, values: dict[str, str] | None = None, case: tuple[str, ...] = (), key: str = COMPLAINT
) -> None:
    window.head.search.setText(say("refund", "退款"))
    window.show_results(sample.results(say("en", "zh_CN")))
    title = say("Delivery complaint: sympathy, facts, promise", "配送投诉：先安抚，再给方案")
    given = complaint_values() if values is None else values
    window.show_form(
        complaint_form(key), given, title=title, channels=("微信", "邮件", "电话"), from_case=frozenset(case)
    )


def remarks(window: QuickWindow, _language: str) -> None:
    window.body.form.result.set_check(around.check)
    _complaint(window, key=CARELESS)
    window.body.form.result._look()


def edited(window: QuickWindow, language: str) -> None:
    steps(window, language)
    result = window.body.form.result
    result.insert(say("I will call you at 13812345678.", "稍后我拨打 13812345678 联系您。"))
    result._look()


def remarks_unfolded(window: QuickWindow, language: str) -> None:
    remarks(window, language)
    window.body.form.result.remarks._toggle()


def steps(window: QuickWindow, _language: str) -> None:
    _complaint(window)
    window.body.form.result.set_check(around.check)
    window.body.form.openings.show_openings(around.openings())


def openings_used_up(window: QuickWindow, _language: str) -> None:
    _complaint(window)
    window.body.form.openings.show_openings((), used_up=True)


def also(window: QuickWindow, language: str) -> None:
    steps(window, language)
    window.body.form.result.also.show_related(around.related())


def parts(window: QuickWindow, _language: str) -> None:
    _complaint(window)
    window.body.form.result.set_earlier(around.earlier())
    window.body.form.result.also.show_related(around.related())


def parts_waiting(window: QuickWindow, _language: str) -> None:
    _complaint(window)
    window.body.form.result.append()


def crowded(window: QuickWindow, _language: str) -> None:
    window.strips.cases.show_cases(around.cases(3))
    window.body.form.result.set_check(around.check)
    _complaint(window, case=("name", "order"), key=CARELESS)
    window.body.form.openings.show_openings(around.openings())
    result = window.body.form.result
    result.also.show_related(around.related())
    result.set_earlier(around.earlier())
    window.show_message(_("Noted for the team lead; numbers and addresses are masked. Thank you."))


def snippets(window: QuickWindow, _language: str) -> None:
    _complaint(window)
    window.body.form.open_snippets(around.snippets())


def offers(window: QuickWindow, _language: str) -> None:
    window.strips.cases.show_cases(around.cases(1))
    _complaint(window, {"name": say("Ms Wang", "王女士")}, case=("name",))
    window.body.form.show_offers(
        {
            "order": (
                OfferView("202611220001", _("Clipboard: {value}")),
                OfferView("202611190047", _("This customer: {value}")),
            ),
            "parcel": (OfferView("SF1029384756", _("Selected text: {value}")),),
        }
    )


def thirty_fields(window: QuickWindow, _language: str) -> None:
    window.show_form(long_form(), {}, title=say("Ticket for the workshop", "返修工单"))
    window.body.form.send(False)


def options(window: QuickWindow, _language: str) -> None:
    thirty_fields(window, _language)
    row = window.body.form.row("shop")
    assert row is not None
    QTest.keyClicks(row.editor.target(), "04")


def calendar(window: QuickWindow, _language: str) -> None:
    _complaint(window)
    QTest.qWait(160)  # a list that is open would close when the window claims the focus
    row = window.body.form.row("day")
    assert row is not None and isinstance(row.editor, DateEditor)
    row.editor.open_calendar()


def subject(window: QuickWindow, language: str) -> None:
    from tests.shots.states import GOOD

    values = {**GOOD[language], "express" if language == "en" else "加急": "yes"}
    window.show_form(delay_form("邮件"), values, title=say("Parcel delayed", "快递延误"), channels=("微信", "邮件"))
    window.body.form.result.set_earlier(around.earlier(1))


def cases_one(window: QuickWindow, language: str) -> None:
    from tests.shots.states import recents

    window.strips.cases.show_cases(around.cases(1))
    recents(window, language)


def cases_three(window: QuickWindow, _language: str) -> None:
    window.strips.cases.show_cases(around.cases(3))
    _complaint(window, case=("name", "order", "parcel"))


def cases_doubtful(window: QuickWindow, _language: str) -> None:
    window.strips.cases.show_cases(around.cases(2, doubtful=True))
    _complaint(window, {})
    window.body.form.show_offers({"name": (OfferView(say("Ms Wang", "王女士"), _("This customer: {value}")),)})


def message_in_form(window: QuickWindow, _language: str) -> None:
    _complaint(window)
    words = _("This form was begun for {customer}. The window you came from belongs to {other}.")
    window.show_message(
        words.format(customer=say("Ms Wang", "王女士"), other="…220047"), action=Action(_("Undo"), "x")
    )


def focused(window: QuickWindow, _language: str) -> None:
    remarks(window, _language)
    chip = next(each for each in window.body.form.result.remarks.findChildren(QPushButton) if "Alt+A" in each.text())
    chip.setFocus()


REPLY_STATES: Final[dict[str, Callable[[QuickWindow, str], None]]] = {
    "25-remarks": remarks,
    "26-remarks-all": remarks_unfolded,
    "27-steps": steps,
    "28-openings-used": openings_used_up,
    "29-also": also,
    "30-parts": parts,
    "31-parts-waiting": parts_waiting,
    "32-crowded": crowded,
    "33-snippets": snippets,
    "34-offers": offers,
    "35-thirty-fields": thirty_fields,
    "36-options": options,
    "37-calendar": calendar,
    "38-subject": subject,
    "39-case-one": cases_one,
    "40-cases": cases_three,
    "41-case-doubtful": cases_doubtful,
    "42-message-in-form": message_in_form,
    "43-focus": focused,
    "44-edited": edited,
}
