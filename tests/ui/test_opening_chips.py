"""The chips of openings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kbassist.i18n import use_language
from kbassist.ui import theme
from kbassist.ui.elided_chip import ElidedChip
from kbassist.ui.labels import PlainLabel
from kbassist.ui.opening_chips import OpeningChips

SORRY, THANKS, THIRD = "让您等着急了，很抱歉 & 马上查。", "感谢您的耐心等待。", "您慢慢说。"


@pytest.fixture
def chips(styled: QApplication, qtbot: QtBot) -> Iterator[OpeningChips]:
    made = OpeningChips(theme.LIGHT)
    made.resize(860, 30)
    yield made
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def shown(chips: OpeningChips) -> list[ElidedChip]:
    return [chip for chip in chips.findChildren(ElidedChip) if not chip.isHidden()]


def test_two_are_shown_and_one_is_picked(chips: OpeningChips, qtbot: QtBot) -> None:
    chips.show_openings((SORRY, THANKS, THIRD))
    assert [chip.said for chip in shown(chips)] == [SORRY, THANKS] == list(chips.texts)
    with qtbot.waitSignal(chips.picked) as picked:
        shown(chips)[0].click()
    assert picked.args == [SORRY]


def test_nothing_to_show_takes_no_room(chips: OpeningChips) -> None:
    assert chips.isHidden()
    chips.show_openings((SORRY,))
    assert not chips.isHidden()
    chips.show_openings(())
    assert chips.isHidden()


def test_that_all_were_used_is_said_in_the_language_in_use(chips: OpeningChips) -> None:
    chips.show_openings((), used_up=True)
    assert not chips.isHidden()
    assert not shown(chips)
    try:
        use_language("zh_CN")
        chips.retranslate()
        assert "用过了" in chips.findChildren(PlainLabel)[0].text()
    finally:
        use_language("en")


def test_a_sentence_that_is_too_long_is_cut_and_told_whole(chips: OpeningChips, qtbot: QtBot) -> None:
    chips.show()
    chips.show_openings((SORRY * 20,))
    qtbot.waitUntil(lambda: "…" in shown(chips)[0].text())
    (chip,) = shown(chips)
    assert chip.accessibleName() == SORRY * 20
    assert chip.width() <= chips.width()
    assert chip.toolTip()
    chips.resize(420, 30)
    assert shown(chips)[0].width() <= 420
    chips.show_openings((THANKS,))
    chips.resize(860, 30)
    assert shown(chips)[0].text() == THANKS
    assert not chip.toolTip()
