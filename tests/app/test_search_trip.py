"""Keystrokes and their answers."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from kbassist import paths
from kbassist.app import search_trip
from kbassist.assistant.assistant import Assistant, Progress
from kbassist.macros.form import Agent
from kbassist.search.results import Results, Stage
from kbassist.ui.quick_window import QuickWindow
from kbassist.ui.views import ArticleView, MacroView
from tests.app.damage import zero_lists
from tests.app.rig import LONGEST_S, GatedAssistant, Rig
from tests.assistant.shelf import Shelf


def shown(rig: Rig) -> ArticleView | MacroView:
    view = rig.window.body.preview.shown
    assert view is not None
    return view


def test_an_answer_brings_rows_and_the_preview_of_the_first(open_rig: Rig) -> None:
    open_rig.type("抬头")
    assert open_rig.rows() == ["invoice@zh-CN"]
    view = shown(open_rig)
    assert isinstance(view, ArticleView)
    assert (view.key, view.anchor) == ("invoice@zh-CN", "怎么开")
    assert view.terms
    open_rig.type("tkdz")
    assert open_rig.rows()[0] == "refund-time@zh-CN"
    assert isinstance(shown(open_rig), MacroView)


def test_an_empty_query_shows_pinned_and_recent_entries(open_rig: Rig) -> None:
    open_rig.assistant.toggle_pin("invoice@zh-CN")
    open_rig.assistant.copied("greeting@zh-CN")
    open_rig.type("tkdz")
    open_rig.type("")
    assert open_rig.rows() == ["invoice@zh-CN", "greeting@zh-CN"]
    assert not open_rig.window.head.spinner.turning


def test_spaces_are_an_empty_query(open_rig: Rig) -> None:
    open_rig.assistant.copied("greeting@zh-CN")
    open_rig.assistant.asked.clear()
    open_rig.search.search("   ")
    open_rig.settle()
    assert open_rig.assistant.asked == []


def test_the_newest_query_wins(rig: Rig, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.open(shelf.root)
    rig.show()
    rig.settle()
    answers: list[str] = []
    monkeypatch.setattr(QuickWindow, "show_results", lambda _window, results: answers.append(results.query))
    with rig.busy():
        for query in ("退", "退款", "发票"):
            rig.window.head.search.setText(query)
        rig.assistant.asked.clear()
    rig.settle()
    assert set(answers) == {"发票"}
    assert {query for _kind, query in rig.assistant.asked} == {"发票"}


def test_a_late_answer_to_another_query_is_not_shown(open_rig: Rig) -> None:
    open_rig.type("发票")
    before = open_rig.rows()
    open_rig.search._show(Results("退款"))  # an answer that was under way
    assert open_rig.rows() == before


def test_titles_answer_while_there_is_no_index_and_the_whole_text_after_it(
    rig: Rig, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexing = GatedAssistant.index
    monkeypatch.setattr(GatedAssistant, "index", lambda *_values: None)
    rig.library.open(shelf.root, Agent())
    rig.until(lambda: rig.loaded)
    rig.show()
    rig.type("抬头")
    assert {kind for kind, _query in rig.assistant.asked} == {"titles"}
    assert "invoice@zh-CN" not in rig.rows()
    rig.type("发票")
    assert "invoice@zh-CN" in rig.rows()
    rig.window.head.search.setText("抬头")
    monkeypatch.setattr(GatedAssistant, "index", indexing)
    rig.library.reload()
    rig.until(lambda: rig.library.index_ready)
    rig.settle()
    assert rig.rows() == ["invoice@zh-CN"]


def test_after_a_slow_answer_titles_come_first(open_rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    search = Assistant.search

    def slow(assistant: Assistant, query: str, limit: int = 50) -> Results:
        open_rig.assistant.asked.append(("search", query))
        return replace(search(assistant, query, limit), milliseconds=500.0)

    monkeypatch.setattr(GatedAssistant, "search", slow)
    open_rig.type("退款")
    assert ("titles", "退款") not in open_rig.assistant.asked
    open_rig.assistant.asked.clear()
    open_rig.type("抬头")
    assert [kind for kind, _query in open_rig.assistant.asked if kind != "refine"] == ["titles", "search"]
    assert open_rig.rows() == ["invoice@zh-CN"]


def test_a_change_of_the_library_repeats_the_query(open_rig: Rig, shelf: Shelf) -> None:
    open_rig.type("抬头")
    shelf.put("kb/invoice/paper.md", "# 纸质\n\n抬头另填。\n")
    open_rig.watcher.changed.emit(None)
    open_rig.until(lambda: open_rig.indexed == 2)
    open_rig.settle()
    assert set(open_rig.rows()) == {"invoice@zh-CN", "kb/invoice/paper@zh-CN"}
    shelf.remove("kb/invoice/e.md")
    open_rig.watcher.changed.emit(None)
    open_rig.until(lambda: open_rig.indexed == 3)
    open_rig.settle()
    assert open_rig.rows() == ["kb/invoice/paper@zh-CN"]


def test_a_damaged_index_lets_titles_answer_and_is_made_again(open_rig: Rig, shelf: Shelf) -> None:
    open_rig.library.open(shelf.root, Agent("小周"))  # what lies on the disk is opened
    open_rig.until(lambda: open_rig.indexed == 2)
    open_rig.settle()
    assert zero_lists(paths.cache_dir())
    open_rig.window.head.search.setText("电子发票")
    open_rig.until(lambda: open_rig.rows() == ["invoice@zh-CN"])
    open_rig.until(lambda: open_rig.indexed == 3)
    open_rig.type("公司全称")  # in a body only
    assert open_rig.rows()[0] == "invoice@zh-CN"
    assert open_rig.failures == []


def test_the_whole_text_goes_on_answering_while_a_change_is_indexed(
    open_rig: Rig, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, index = threading.Event(), Assistant.index

    def wait(assistant: Assistant, progress: Progress | None = None) -> None:
        assert held.wait(LONGEST_S)
        index(assistant, progress)

    monkeypatch.setattr(Assistant, "index", wait)
    shelf.edit("kb/refund/arrival.md", "退款", "退钱")
    open_rig.watcher.changed.emit(None)
    open_rig.until(lambda: len(open_rig.loaded) == 2)
    open_rig.assistant.asked.clear()
    open_rig.window.head.search.setText("公司全称")  # in a body only
    open_rig.until(lambda: open_rig.rows()[:1] == ["invoice@zh-CN"])
    assert open_rig.indexed == 1
    assert ("search", "公司全称") in open_rig.assistant.asked
    held.set()
    open_rig.until(lambda: open_rig.indexed == 2)


def test_a_row_whose_entry_is_gone_brings_the_list_up_to_date(open_rig: Rig, shelf: Shelf) -> None:
    open_rig.type("发票")
    shelf.remove("kb/invoice/e.md")
    open_rig.assistant.load()  # the window has not heard of it yet
    open_rig.search.preview("invoice@zh-CN", "")
    open_rig.settle()
    assert "invoice@zh-CN" not in open_rig.rows()


def test_a_failing_search_does_not_leave_the_spinner_turning(open_rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_values: object) -> Results:
        raise ZeroDivisionError

    busy: list[bool] = []
    monkeypatch.setattr(GatedAssistant, "search", failing)
    monkeypatch.setattr(QuickWindow, "set_busy", lambda _window, on: busy.append(on))
    open_rig.type("发票")
    assert [type(error) for error in open_rig.failures] == [ZeroDivisionError]
    assert busy[-1] is False


def test_without_a_library_typing_is_harmless(rig: Rig) -> None:
    rig.show()
    rig.type("发票")
    rig.search.preview("invoice@zh-CN", "")
    rig.settle()
    assert rig.rows() == []


def rest(rig: Rig) -> None:
    """Let typing rest until the list has had its chance to be refined."""
    timer = rig.search.findChild(QTimer)
    assert timer is not None
    rig.until(lambda: not timer.isActive())
    rig.settle()


def turned(rig: Rig, query: str) -> Results:
    """Return the answer to a query with its hits turned round, as a refined one."""
    found = Assistant.search(rig.assistant, query)
    return replace(found, hits=tuple(reversed(found.hits)), stage=Stage.REFINED)


def refines(rig: Rig) -> list[str]:
    return [query for kind, query in rig.assistant.asked if kind == "refine"]


def test_when_typing_rests_the_list_is_refined_once(open_rig: Rig) -> None:
    open_rig.assistant.refined = lambda query: turned(open_rig, query)
    for query in ("退", "退款"):
        open_rig.window.head.search.setText(query)
    rest(open_rig)
    assert refines(open_rig) == ["退款"]
    better = [hit.key for hit in turned(open_rig, "退款").hits]
    assert len(set(better)) > 1
    assert open_rig.rows() == better


def test_where_there_is_nothing_to_refine_the_list_stays(open_rig: Rig) -> None:
    open_rig.type("退款")
    rest(open_rig)
    assert refines(open_rig) == ["退款"]
    assert open_rig.rows() == [hit.key for hit in Assistant.search(open_rig.assistant, "退款").hits]


def test_a_refined_list_that_comes_after_the_next_letter_is_dropped(open_rig: Rig) -> None:
    open_rig.assistant.refined = lambda query: turned(open_rig, query)
    open_rig.type("退款")
    rest(open_rig)
    open_rig.assistant.asked.clear()
    with open_rig.busy():
        open_rig.search._refine()
        open_rig.window.head.search.setText("发票")
    rest(open_rig)
    assert refines(open_rig) == ["发票"]
    assert "invoice@zh-CN" in open_rig.rows()


def test_nothing_is_refined_while_a_composition_is_open(open_rig: Rig) -> None:
    QApplication.sendEvent(open_rig.window.head.search, QInputMethodEvent("tui", []))
    open_rig.settle()
    timer = open_rig.search.findChild(QTimer)
    assert timer is not None
    assert not timer.isActive()
    commit = QInputMethodEvent("", [])
    commit.setCommitString("退款")
    QApplication.sendEvent(open_rig.window.head.search, commit)
    rest(open_rig)
    assert refines(open_rig) == ["退款"]


def test_an_empty_field_or_titles_alone_are_not_refined(
    rig: Rig, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(GatedAssistant, "index", lambda *_values: None)
    rig.library.open(shelf.root, Agent())
    rig.until(lambda: rig.loaded)
    rig.show()
    rig.type("退款")
    rest(rig)
    rig.type("")
    rest(rig)
    assert refines(rig) == []


def test_a_list_that_answers_is_not_refined_late(open_rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_trip, "LATE_S", -1.0)
    open_rig.assistant.refined = lambda query: turned(open_rig, query)
    open_rig.type("退款")
    rest(open_rig)
    assert refines(open_rig) == ["退款"]
    assert open_rig.rows() == [hit.key for hit in Assistant.search(open_rig.assistant, "退款").hits]


def test_a_late_refined_list_is_shown_where_nothing_was_found(open_rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_trip, "LATE_S", -1.0)
    assert Assistant.search(open_rig.assistant, "鼉鼊鼉鼊").hits == ()
    open_rig.assistant.refined = lambda query: replace(turned(open_rig, "发票"), query=query)
    open_rig.type("鼉鼊鼉鼊")
    rest(open_rig)
    assert "invoice@zh-CN" in open_rig.rows()


def test_every_keystroke_is_told_to_what_works_in_the_background(open_rig: Rig) -> None:
    open_rig.assistant.keystrokes = 0
    for query in ("退", "退款", ""):
        open_rig.window.head.search.setText(query)
    open_rig.search.again()
    assert open_rig.assistant.keystrokes == 3


def test_an_explanation_is_asked_for_the_query_that_stands_and_shown(open_rig: Rig) -> None:
    open_rig.type("抬头")
    open_rig.window.explain()
    open_rig.settle()
    panel = open_rig.window.body.preview.reasons
    assert panel.isVisible()
    assert panel.explanation is not None
    assert (panel.explanation.query, panel.explanation.key) == ("抬头", "invoice@zh-CN")
