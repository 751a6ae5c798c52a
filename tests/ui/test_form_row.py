"""A field's row: values on offer, their origin, and what the customer said before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kbassist.content.model import FieldSpec
from kbassist.ui import theme
from kbassist.ui.elided_chip import ElidedChip
from kbassist.ui.form_row import FieldRow, OfferView

COPIED = OfferView("202611220001", "Clipboard: {value}")
CHOSEN = OfferView("202611220002", "Selected text: {value}")
SAID = OfferView("202611220003", "This customer: {value}")


@pytest.fixture
def row(styled: QApplication, qtbot: QtBot) -> Iterator[FieldRow]:
    made = FieldRow(FieldSpec("订单号"), None, theme.LIGHT)
    made.resize(314, 200)
    yield made
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def chips(row: FieldRow) -> list[ElidedChip]:
    return [chip for chip in row.findChildren(ElidedChip) if not chip.isHidden()]


def test_values_stand_with_their_origin_and_the_first_with_its_key(row: FieldRow) -> None:
    row.show_offers((COPIED, CHOSEN, SAID, OfferView("4", "{value}")))
    assert [chip.text() for chip in chips(row)] == [
        "Clipboard: 202611220001  Alt+V",
        "Selected text: 202611220002",
        "This customer: 202611220003",
    ]
    assert row.offered == "202611220001"
    assert row.editor.value() == ""  # an offer fills nothing in


def test_the_key_takes_the_first_and_a_click_any(row: FieldRow) -> None:
    row.show_offers((COPIED, CHOSEN))
    row.take_offer()
    assert row.editor.value() == "202611220001"
    assert (row.offered, chips(row)) == ("", [])
    row.show_offers((COPIED, CHOSEN))
    assert [chip.said for chip in chips(row)] == ["Selected text: 202611220002"]  # the other stands there already
    chips(row)[0].click()
    assert row.editor.value() == "202611220002"


def test_an_offer_that_was_typed_meanwhile_goes(row: FieldRow) -> None:
    row.show_offers((COPIED,))
    row.editor.set_value("202611220001")
    assert chips(row) == []
    row.take_offer()
    row.editor.set_value("")
    assert row.offered == "202611220001"


def test_an_offer_names_its_key_and_an_empty_one_is_none(row: FieldRow) -> None:
    row.show_offers((OfferView("202611220001", "Clipboard: {value}"),))
    assert [chip.text() for chip in chips(row)] == ["Clipboard: 202611220001  Alt+V"]
    row.show_offers((OfferView("", "Clipboard: {value}"),))
    assert row.offered == ""
    row.show_offers(())
    assert chips(row) == []


def test_a_long_value_is_shown_on_one_line_and_taken_whole(row: FieldRow) -> None:
    story = "扫地机送来时外壳有裂纹，\n而且充不进电，说明书也没有，联系了三次 {value} & <b>"
    row.show_offers((OfferView(story, "Clipboard: {value}"),))
    (chip,) = chips(row)
    assert "\n" not in chip.said
    assert chip.said.endswith("…")
    row.show_offers((OfferView("A&B {x}", "Clipboard: {value}"),))
    assert chips(row)[0].said == "Clipboard: A&B {x}"
    assert chips(row)[0].text().startswith("Clipboard: A&&B {x}")


def test_a_value_of_the_case_is_marked_until_it_is_edited(row: FieldRow) -> None:
    row.editor.set_value("王女士")
    assert not row.from_case
    row.mark_from_case(True)
    assert row.from_case
    row.editor.set_value("李先生")
    assert not row.from_case


def test_an_offer_does_not_show_its_value_in_a_report() -> None:
    assert "0001" not in repr(COPIED)
