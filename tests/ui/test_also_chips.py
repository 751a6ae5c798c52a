from __future__ import annotations

from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from kbassist.content.model import Kind
from kbassist.ui import theme
from kbassist.ui.also_chips import AlsoChips, Related

MANY = tuple(
    Related(f"k{n}", f"标题 & {n} 很长很长很长很长", Kind.MACRO if n % 2 else Kind.ARTICLE) for n in range(8)
)


def test_five_chips_chosen_by_number_or_click(styled: QApplication, qtbot: QtBot) -> None:
    chips = AlsoChips(theme.LIGHT)
    qtbot.addWidget(chips)
    said: list[Related] = []
    chips.chosen.connect(said.append)
    chips.resize(400, 60)
    chips.show()
    chips.show_related(MANY)
    buttons = chips.findChildren(QPushButton)
    assert len(buttons) == 5
    assert all("…" in button.text() and "&&" in button.text() for button in buttons)
    assert "标题" in buttons[0].accessibleName()
    assert all(button.geometry().right() < 400 for button in buttons)
    buttons[1].click()
    assert chips.pick(5)
    assert not chips.pick(6)
    assert not chips.pick(0)
    assert said == [MANY[1], MANY[4]]


def test_nothing_is_shown_where_nothing_goes_with_it(styled: QApplication, qtbot: QtBot) -> None:
    chips = AlsoChips(theme.DARK)
    qtbot.addWidget(chips)
    chips.show_related(())
    assert chips.isHidden()
    chips.show_related(MANY[:1])
    assert not chips.isHidden()
    chips.set_ready(False)
    assert chips.isHidden()
    chips.set_theme(theme.LIGHT)
    chips.retranslate()
    assert chips.isHidden()
    chips.set_ready(True)
    assert not chips.isHidden()
