"""Every state of the quick window, each made as the program would make it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kbassist.i18n import _
from kbassist.search.results import Results
from kbassist.ui.form_row import OfferView
from kbassist.ui.quick_window import QuickWindow
from kbassist.ui.views import Action, ArticleView, MacroView, MessageKind
from tests.shots import sample
from tests.ui.replies import CHANNELS, delay_form, macro_fields, render

GOOD = {
    "zh_CN": {
        "称呼": "王女士",
        "订单号": "202611220001",
        "原因": "暴雨",
        "送达": "2026-11-25",
        "补偿": "10",
        "加急": "yes",
    },
    "en": {"name": "Ms Wang", "order": "202611220001", "why": "Storm", "day": "2026-11-25", "voucher": "10"},
}
BAD = {
    "zh_CN": {"称呼": "王女士", "订单号": "2026-1122", "原因": "", "补偿": "20"},
    "en": {"name": "Ms Wang", "order": "2026-1122", "why": "", "voucher": "20"},
}
TITLE = {"zh_CN": "快递延误，请客户选择等待或退款", "en": "Parcel delayed: wait or refund"}


def _search(window: QuickWindow, results: Results) -> None:
    window.head.search.setText(results.query)
    window.show_results(results)


def empty(window: QuickWindow, _language: str) -> None:
    window.show_recent((), ())


def recents(window: QuickWindow, language: str) -> None:
    window.show_recent(*sample.recent(language))
    macro_view(window, language)


def results(window: QuickWindow, language: str) -> None:
    _search(window, sample.results(language))
    window.show_article(sample.article(language))


def article(window: QuickWindow, language: str) -> None:
    results(window, language)
    window.show_article(sample.article(language, "Decide" if language == "en" else "判断表"))
    QTest.keyClick(window.head.search, Qt.Key.Key_Return)


def image(window: QuickWindow, language: str) -> None:
    article(window, language)
    bar = window.body.preview.reader.verticalScrollBar()
    bar.setValue(bar.maximum())


def macro_view(window: QuickWindow, language: str, channel: str = "微信") -> None:
    row = window.body.list.rows_model.find("delay@zh-CN", "")
    window.body.list.setCurrentIndex(window.body.list.rows_model.index(row))
    fields = macro_fields(channel)
    outcome = render("delay@zh-CN", channel, {})
    meta = (
        ("物流", "简码 yw", "投诉：情感安抚-事实确认-方案承诺")
        if language == "zh_CN"
        else ("Shipping", "Short code pd")
    )
    names = tuple(channel.name for channel in CHANNELS[:3])
    window.show_macro(MacroView("delay@zh-CN", TITLE[language], channel, outcome, names, fields, meta))


def macro(window: QuickWindow, language: str) -> None:
    _search(window, sample.results(language))
    macro_view(window, language)


def spoken(window: QuickWindow, language: str) -> None:
    _search(window, sample.results(language))
    window.set_channels(CHANNELS, "电话")
    macro_view(window, language, "电话")


def _form(window: QuickWindow, language: str, values: dict[str, str], channel: str = "微信") -> None:
    macro(window, language)
    window.show_form(delay_form(channel), values)


def form_empty(window: QuickWindow, language: str) -> None:
    window.drafts.keep("delay@zh-CN", GOOD[language], {})
    _form(window, language, {})
    name = "order" if language == "en" else "订单号"
    window.show_offers({name: (OfferView("202611220001", _("Clipboard: {value}")),)})


def form_filled(window: QuickWindow, language: str) -> None:
    _form(window, language, GOOD[language])


def form_mail(window: QuickWindow, language: str) -> None:
    _form(window, language, GOOD[language], "邮件")


def form_errors(window: QuickWindow, language: str) -> None:
    _form(window, language, BAD[language])
    window.body.form.send(False)


def form_edited(window: QuickWindow, language: str) -> None:
    form_filled(window, language)
    window.body.form.result.set_editing(True)
    window.body.form.result.text.append("{{ ")


def no_hit(window: QuickWindow, language: str) -> None:
    query = "my parrot ate the voucher" if language == "en" else "鹦鹉把优惠券啄坏了"
    _search(window, Results(query))


def near(window: QuickWindow, language: str) -> None:
    query = "refnud for parots" if language == "en" else "推款"
    _search(window, Results(query, near=sample.hits(language)[:3]))


def thanks(window: QuickWindow, language: str) -> None:
    no_hit(window, language)
    QTest.keyClick(window.head.search, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)


def message(window: QuickWindow, language: str) -> None:
    results(window, language)
    words = {
        "en": "The library folder cannot be reached. Everything read before still answers, as of 10:42.",
        "zh_CN": "资料库文件夹暂时连不上。之前读到的内容照常可查，恢复后会自动更新。",
    }
    action = {"en": "Show the folder", "zh_CN": "查看文件夹"}
    window.show_message(words[language], MessageKind.WARNING, Action(action[language], "folder"))
    window.set_as_of("10:42")


def link(window: QuickWindow, language: str) -> None:
    results(window, language)
    window.body.preview.link_wanted.emit("https://www.samr.gov.cn/")


def long_texts(window: QuickWindow, language: str) -> None:
    found = sample.long_results(language)
    window.head.search.setText(found.query)
    window.show_results(Results(window.head.search.query, found.hits, found.terms, partial=True))
    body = f"<p>{found.hits[0].title.text * 8}</p><p>{'A' * 300}</p>"
    title = found.hits[0].title.text
    window.show_article(ArticleView("long1", title, body, meta=(found.query * 2,), notice=found.query))


def no_fit(window: QuickWindow, language: str) -> None:
    query = "can i pay my parrot's insurance with points" if language == "en" else "积分能抵扣鹦鹉的保险费吗"
    _search(window, Results(query, sample.hits(language)[:4], fits=False))
    window.show_article(sample.article(language))


def no_fit_told(window: QuickWindow, language: str) -> None:
    no_fit(window, language)
    QTest.keyClick(window.head.search, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)


def read_as(window: QuickWindow, language: str) -> None:
    query, reading = ("refnud", "refund") if language == "en" else ("tuikuan", "退款")
    found = sample.results(language)
    _search(window, Results(query, found.hits, found.terms, total=found.total, read_as=(reading,)))
    window.show_article(sample.article(language))


def why(window: QuickWindow, language: str) -> None:
    results(window, language)
    window.explain()
    window.show_explanation(sample.explanation(language))


def offer(window: QuickWindow, language: str) -> None:
    window.show_recent(*sample.recent(language))
    macro_view(window, language)
    window.offer_phrasing(sample.offer(language))
    window.popup(window.geometry())


def kept(window: QuickWindow, language: str) -> None:
    results(window, language)
    kept = sample.offer(language)
    window.show_phrasing(kept.shown, kept.title)


STATES: dict[str, Callable[[QuickWindow, str], None]] = {
    "01-empty": empty,
    "02-recents": recents,
    "03-results": results,
    "04-article": article,
    "05-image": image,
    "06-macro": macro,
    "07-spoken": spoken,
    "08-form-empty": form_empty,
    "09-form-filled": form_filled,
    "10-form-mail": form_mail,
    "11-form-errors": form_errors,
    "12-form-edited": form_edited,
    "13-no-hit": no_hit,
    "14-near": near,
    "15-thanks": thanks,
    "16-message": message,
    "17-link": link,
    "18-long-texts": long_texts,
    "19-no-fit": no_fit,
    "20-no-fit-told": no_fit_told,
    "21-read-as": read_as,
    "22-why": why,
    "23-phrasing-offer": offer,
    "24-phrasing-kept": kept,
}
