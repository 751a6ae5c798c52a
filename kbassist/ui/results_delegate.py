"""How a row of the list looks: tile, title and snippet with marks, badges, Alt key."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from kbassist.content.model import Kind
from kbassist.search.results import Badge, Hit, Marked
from kbassist.ui import fonts, icons, marked_line
from kbassist.ui.marked_line import Look
from kbassist.ui.results_model import ROW, Index, Row, badge_name, full_title, kind_name
from kbassist.ui.theme import Theme, Tint

ROW_HEIGHT = 54
HEADING_HEIGHT = 30
ICON_NAMES = {Kind.MACRO: "macro", Kind.ARTICLE: "article", Kind.GUIDE: "guide"}


def kind_tint(theme: Theme, kind: Kind) -> Tint:
    """Return the colours of a kind of entry."""
    return {Kind.MACRO: theme.macro, Kind.ARTICLE: theme.article, Kind.GUIDE: theme.guide}[kind]


def badge_tint(theme: Theme, badge: Badge) -> Tint:
    """Return the colours of a badge: the ones that call for care are warm."""
    tints = {
        Badge.TO_BE_CHECKED: theme.warning,
        Badge.BASIS: theme.warning,
        Badge.EXPIRING: theme.error,
        Badge.FOREIGN: theme.info,
    }
    return tints.get(badge, theme.chip)


class ResultsDelegate(QStyledItemDelegate):
    """Draws the rows of the results."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours and letters from now on."""
        self._theme = theme
        self._title_font = fonts.interface(theme.px(14), QFont.Weight.Medium)
        self._snippet_font = fonts.interface(theme.px(12))
        self._small_font = fonts.interface(theme.px(11))
        self._heading_font = fonts.interface(theme.px(12), QFont.Weight.DemiBold)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a heading or of a hit."""
        row: Row = index.data(ROW)
        return QSize(100, self._theme.px(ROW_HEIGHT if row.hit else HEADING_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        row: Row = index.data(ROW)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(option.rect)
        if row.hit is None:
            self._draw_heading(painter, area, row.heading)
        else:
            self._draw_background(painter, area, option)
            selected = bool(option.state & QStyle.StateFlag.State_Selected)
            self._draw_hit(painter, area, row, row.hit, self._theme.on_selected() if selected else self._theme)
        painter.restore()

    def _draw_heading(self, painter: QPainter, area: QRectF, heading: str) -> None:
        inner = area.adjusted(self._theme.px(18), self._theme.px(6), -self._theme.px(12), 0)
        marked_line.draw(
            painter, inner, Marked(heading), Look(self._heading_font, self._theme.faint, self._theme.mark)
        )

    def _draw_background(self, painter: QPainter, area: QRectF, option: QStyleOptionViewItem) -> None:
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.selection if selected else self._theme.hover))
            corner = self._theme.px(8)
            painter.drawRoundedRect(area.adjusted(corner, 1, -corner, -1), corner, corner)
        if selected:
            middle, width, height = area.center().y(), self._theme.px(3), self._theme.px(22)
            painter.setBrush(QColor(self._theme.accent))
            painter.drawRoundedRect(
                QRectF(area.x() + self._theme.px(8), middle - height / 2, width, height), 1.5, 1.5
            )

    def _draw_hit(self, painter: QPainter, area: QRectF, row: Row, hit: Hit, theme: Theme) -> None:
        tile = QRectF(area.x() + theme.px(17), area.y() + theme.px(11), theme.px(32), theme.px(32))
        self._draw_tile(painter, tile, hit.kind, theme)
        left, right = tile.right() + theme.px(11), area.right() - theme.px(18)
        top = QRectF(left, area.y() + theme.px(7), right - left, theme.px(21))
        bottom = QRectF(left, area.y() + theme.px(28), right - left, theme.px(19))
        top.setRight(self._draw_badges(painter, top, hit, theme))
        bottom.setRight(self._draw_number(painter, bottom, row.number, theme))
        title = Marked(full_title(hit), hit.title.marks)
        marked_line.draw(painter, top, title, Look(self._title_font, theme.text, theme.mark))
        marked_line.draw(painter, bottom, hit.snippet, Look(self._snippet_font, theme.muted, theme.mark))

    def _draw_tile(self, painter: QPainter, tile: QRectF, kind: Kind, theme: Theme) -> None:
        tint = kind_tint(theme, kind)
        painter.setPen(theme.outline(tint))
        painter.setBrush(QColor(tint.fill))
        painter.drawRoundedRect(tile, theme.px(8), theme.px(8))
        side = theme.px(19)
        picture = icons.pixmap(ICON_NAMES[kind], tint.text, side, painter.device().devicePixelRatioF())
        painter.drawPixmap(tile.center() - QPointF(side / 2, side / 2), picture)

    def _draw_badges(self, painter: QPainter, line: QRectF, hit: Hit, theme: Theme) -> float:
        """Draw the badges from the right, and return where the title has to end."""
        right = self._draw_badge(painter, line, line.right(), kind_name(hit.kind), kind_tint(theme, hit.kind))
        for badge in reversed(hit.badges):
            if right - line.left() < theme.px(130):
                break
            right = self._draw_badge(painter, line, right, badge_name(badge, hit.locale), badge_tint(theme, badge))
        return right - theme.px(4)

    def _draw_badge(self, painter: QPainter, line: QRectF, right: float, words: str, tint: Tint) -> float:
        theme = self._theme
        width = QFontMetricsF(self._small_font).horizontalAdvance(words) + theme.px(10)
        pill = QRectF(right - width, line.center().y() - theme.px(8), width, theme.px(16))
        painter.setPen(theme.outline(tint))
        painter.setBrush(QColor(tint.fill))
        painter.drawRoundedRect(pill, theme.px(4), theme.px(4))
        painter.setFont(self._small_font)
        painter.setPen(QColor(tint.text))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)
        return pill.left() - theme.px(4)

    def _draw_number(self, painter: QPainter, line: QRectF, number: int, theme: Theme) -> float:
        """Draw the Alt key at the right, and return where the snippet has to end."""
        if not number:
            return line.right()
        words = f"Alt+{number}"
        painter.setFont(self._small_font)
        painter.setPen(QColor(theme.faint))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        return line.right() - QFontMetricsF(self._small_font).horizontalAdvance(words) - theme.px(10)
