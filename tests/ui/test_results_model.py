from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from kbassist.content.model import Kind
from kbassist.i18n import use_language
from kbassist.search.results import Badge, Marked
from kbassist.ui import fonts, marked_line, theme
from kbassist.ui.drafts import MAX_DRAFTS, Drafts
from kbassist.ui.results_list import ResultsList
from kbassist.ui.results_model import ResultsModel, Row, badge_name, rows, spoken
from tests.ui.replies import hit, marked

HITS = tuple(hit(f"Row {n}", key=f"row{n}") for n in range(1, 13))


def test_the_model_keeps_qts_rules(qapp: QApplication) -> None:
    model = ResultsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for shown in (rows((("Pinned", HITS[:2]), ("Recent", HITS[2:]))), (), rows((("", HITS),))):
        model.show(shown)
        assert model.rowCount() == len(shown)
    assert tester.model() is model
    assert model.data(QModelIndex()) is None
    assert model.rowCount(model.index(0)) == 0


def test_rows_are_numbered_over_headings_up_to_nine() -> None:
    laid = rows((("Pinned", HITS[:2]), ("Nothing", ()), ("Recent", HITS[2:])))
    assert [row.heading for row in laid if row.hit is None] == ["Pinned", "Recent"]
    assert [row.number for row in laid if row.hit] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 0, 0]


def test_headings_cannot_be_chosen(qapp: QApplication) -> None:
    model = ResultsModel()
    model.show(rows((("Pinned", HITS[:1]),)))
    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsSelectable
    assert model.first() == 1
    assert model.hit(0) is None
    assert model.hit(99) is None


def test_an_entry_is_found_by_section_then_by_key() -> None:
    model = ResultsModel()
    model.show(rows((("", (hit("A", key="a", anchor="x"), hit("A", key="a", anchor="y"))),)))
    assert model.find("a", "y") == 1
    assert model.find("a", "z") == 0
    assert model.find("b", "") == -1


def test_a_row_is_read_aloud_whole() -> None:
    row = Row(
        hit=hit("退款", Kind.MACRO, section="微信", shortcut="th", badges=(Badge.TO_BE_CHECKED,), snippet="您好"),
        number=3,
    )
    assert spoken(row) == "退款 › 微信, Reply, th, To check, 您好, Alt+3"


def test_badges_in_both_languages() -> None:
    for language, words in (("en", ("To check", "Expiring", "Pinned")), ("zh_CN", ("待核对", "将失效", "置顶"))):
        use_language(language)
        badges = (Badge.TO_BE_CHECKED, Badge.EXPIRING, Badge.PINNED)
        assert tuple(badge_name(badge, "en") for badge in badges) == words
    assert badge_name(Badge.FOREIGN, "fr-FR") == "fr-FR"


@pytest.mark.parametrize("width", [20, 90, 400])
def test_a_line_is_drawn_in_the_room_there_is(styled: QApplication, width: int) -> None:
    from PySide6.QtCore import QRectF

    image = QImage(600, 30, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    look = marked_line.Look(fonts.interface(14), "#000000", theme.LIGHT.mark)
    text = marked("😀退款\n流程 refund policy that is long", "refund")
    taken = marked_line.draw(painter, QRectF(0, 0, width, 30), text, look)
    painter.end()
    assert taken <= width + 2


def test_marks_count_characters_beyond_the_basic_plane(styled: QApplication) -> None:
    formats = marked_line._formats(Marked("😀退款", ((1, 2),)), "😀退款", theme.LIGHT.mark)
    assert [(part.start, part.length) for part in formats] == [(2, 2)]


def test_the_list_draws_every_kind_of_row(styled: QApplication) -> None:
    view = ResultsList(theme.LIGHT)
    view.resize(360, 300)
    shown = tuple(
        hit(f"{kind} {'long ' * 30}", kind, key=kind, badges=tuple(Badge), snippet="x" * 300) for kind in Kind
    )
    view.show_rows(rows((("Heading", shown),)), keep=False)
    view.show()
    view.grab()
    view.set_theme(theme.DARK)
    view.grab()
    assert view.hit() == shown[0]


def test_drafts_keep_what_was_typed_and_no_more_than_fifty() -> None:
    drafts = Drafts()
    drafts.keep("a", {"x": "1", "y": "same"}, {"y": "same"})
    drafts.keep("a", {"x": "", "y": "same"}, {"x": "", "y": "same"})  # nothing typed: the draft before stays
    assert drafts.of("a") == {"x": "1"}
    for number in range(MAX_DRAFTS):
        drafts.keep(str(number), {"x": "1"}, {})
    assert drafts.of("a") == {}
    drafts.drop("3")
    assert drafts.of("3") == {}
    drafts.case = 2
    assert drafts.of("5") == {}
    drafts.keep("5", {"x": "another customer"}, {})
    drafts.retain(frozenset({2}))
    assert drafts.of("5") == {"x": "another customer"}
    drafts.case = 0
    assert drafts.of("4") == {}
