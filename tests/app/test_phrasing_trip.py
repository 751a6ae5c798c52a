"""Customers' wordings: offered after a copy, kept on a wish, taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kbassist.app.phrasing_trip import PhrasingTrip
from kbassist.errors import KbassistError
from kbassist.i18n import N_
from tests.app.rig import Rig

CTRL = Qt.KeyboardModifier.ControlModifier
GREETING = "greeting@zh-CN"
ASKED = "很高兴为您服务吗 13812345678"


def copy_by(rig: Rig, query: str) -> None:
    """Search, and copy the greeting that is found."""
    rig.show()
    rig.type(query)
    rig.window.body.list.setCurrentIndex(
        rig.window.body.list.rows_model.index(rig.window.body.list.rows_model.find(GREETING, ""))
    )
    assert rig.window.query_for(GREETING) == query
    rig.window.copy_wanted.emit(rig.desktop.clipboard.content, GREETING)


def press(rig: Rig, key: Qt.Key) -> None:
    QTest.keyClick(rig.window.head.search, key, CTRL)


def test_a_question_that_led_to_a_copy_is_offered_and_kept_with_one_key(open_rig: Rig) -> None:
    copy_by(open_rig, ASKED)
    assert "Ctrl+K" in open_rig.window.toast.more
    assert "13812345678" not in open_rig.window.toast.more
    open_rig.show()
    assert "问候" in open_rig.window.bar.text
    assert "13812345678" not in open_rig.window.bar.text
    press(open_rig, Qt.Key.Key_K)
    open_rig.settle()
    assert open_rig.assistant.wordings == [(GREETING, ASKED)]
    assert "Kept" in open_rig.window.bar.text
    assert "***" in open_rig.window.bar.text


def test_what_was_kept_is_taken_back_with_one_key(open_rig: Rig) -> None:
    copy_by(open_rig, ASKED)
    open_rig.show()
    press(open_rig, Qt.Key.Key_K)
    open_rig.settle()
    press(open_rig, Qt.Key.Key_O)
    open_rig.settle()
    assert open_rig.assistant.wordings == []
    assert "Taken back" in open_rig.window.bar.text
    open_rig.window.phrasing_undone.emit()
    open_rig.settle()
    assert "nothing to take back" in open_rig.window.bar.text


def test_the_offer_is_made_once(open_rig: Rig) -> None:
    copy_by(open_rig, ASKED)
    open_rig.show()
    open_rig.window.hide()
    open_rig.show()
    assert open_rig.window.bar.text == ""
    copy_by(open_rig, ASKED)
    assert open_rig.window.toast.more == ""


@pytest.mark.parametrize("query", ["wh", "问候", "您好", "/问候", "服务"])
def test_a_title_a_shortcut_or_a_keyword_is_not_offered(open_rig: Rig, query: str) -> None:
    offered: list[object] = []
    open_rig.window.offer_phrasing = offered.append  # type: ignore[method-assign]  # an ear
    open_rig.phrasings.offer(GREETING, query)
    assert offered == []


@pytest.mark.parametrize("query", ["问候", "问候！", " 问 候"])
def test_what_the_entry_is_known_by_is_not_offered(
    open_rig: Rig, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[object] = []
    monkeypatch.setattr("kbassist.app.phrasing_trip.is_question", lambda _words: True)
    open_rig.window.offer_phrasing = offered.append  # type: ignore[method-assign]  # an ear
    open_rig.phrasings.offer(GREETING, query)
    assert offered == []
    open_rig.phrasings.offer(GREETING, "你好呀")
    assert len(offered) == 1


def test_a_wording_that_is_refused_is_said_in_words(open_rig: Rig) -> None:
    open_rig.assistant.refusal = KbassistError(N_("This wording is too long."), None)
    open_rig.type("发票怎么开")
    press(open_rig, Qt.Key.Key_K)
    open_rig.settle()
    assert [str(error) for error in open_rig.failures] == ["This wording is too long."]
    assert open_rig.assistant.wordings == []


def test_without_a_library_or_an_entry_nothing_happens(rig: Rig) -> None:
    assert isinstance(rig.phrasings, PhrasingTrip)
    rig.phrasings.offer(GREETING, ASKED)
    rig.window.phrasing_kept.emit(GREETING, ASKED)
    rig.window.phrasing_undone.emit()
    rig.settle()
    assert rig.window.bar.text == ""
    assert rig.failures == []
