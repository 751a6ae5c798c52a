"""Shows one article: hits marked, scrolled to its section, images from inside the library only."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QFocusEvent, QImage, QImageReader, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QWidget

from kbassist.i18n import _
from kbassist.ui import icons, reader_html
from kbassist.ui.labels import set_plain_tooltip
from kbassist.ui.links import Target, judge
from kbassist.ui.theme import Theme
from kbassist.ui.views import ArticleView, LocalImage

MAX_MARKS: Final = 300
MAX_PIXELS: Final = 40_000_000
MARGIN: Final = 20


class ArticleReader(QTextBrowser):
    """A reader that follows no link by itself; `link_wanted` says what was clicked."""

    link_wanted = Signal(str)
    focused = Signal()

    def __init__(self, theme: Theme, local_image: LocalImage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._local_image = local_image
        self._view: ArticleView | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(theme.px(MARGIN))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.anchorClicked.connect(
            lambda url: self.link_wanted.emit(url.toString(url.ComponentFormattingOption.FullyEncoded))
        )
        self.highlighted.connect(self._pointed_at)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self.setAccessibleName(_("Article"))

    def set_theme(self, theme: Theme) -> None:
        """Use other colours and letters, also for what is shown now."""
        self._theme = theme
        self.document().setDocumentMargin(theme.px(MARGIN))
        view, self._view = self._view, None
        if view:
            self.show_article(view)

    def show_article(self, view: ArticleView) -> None:
        """Show an article at its anchor; the same article is not laid out again."""
        before, self._view = self._view, view
        if before is None or reader_html.page(before, self._theme) != reader_html.page(view, self._theme):
            self.setHtml(reader_html.page(view, self._theme))
            self.setAccessibleDescription(view.title)
        marks = self._marks(view.terms)
        self.setExtraSelections(marks)
        self._scroll(view.anchor, marks)

    def loadResource(self, kind: int, url: QUrl | str) -> Any:
        """Answer with an image of the library, else with a picture that says no: after None Qt opens it itself."""
        url = QUrl(url)
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return _nothing()
        path = self._local_image(url.path(QUrl.ComponentFormattingOption.FullyDecoded)) if _relative(url) else None
        image = _image(path) if path else QImage()
        return self._refusal() if image.isNull() else self._fitted(image)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that the keys are for reading now."""
        super().focusInEvent(event)
        self.focused.emit()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go to the next link that is seen, or leave after the last one."""
        on_link = self.textCursor().hasSelection() and self.viewport().rect().intersects(self.cursorRect())
        if forward and not on_link:
            self._look_from_here()
        return super().focusNextPrevChild(forward)

    def _fitted(self, image: QImage) -> QImage:
        """Scale an image down to the width of the text, sharp on this screen."""
        ratio = self.devicePixelRatioF()
        room = int(max(160, self.viewport().width() - 2 * self._theme.px(MARGIN)) * ratio)
        if image.width() > room:
            image = image.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
        image.setDevicePixelRatio(ratio)
        return image

    def _refusal(self) -> QImage:
        return icons.pixmap("image", self._theme.faint, self._theme.px(20), self.devicePixelRatioF()).toImage()

    def _marks(self, terms: tuple[str, ...]) -> list[QTextEdit.ExtraSelection]:
        marks: list[QTextEdit.ExtraSelection] = []
        for term in filter(str.strip, terms):
            found = self.document().find(term, 0)
            while not found.isNull() and len(marks) < MAX_MARKS:
                marks.append(self._mark(found))
                found = self.document().find(term, found)
        return sorted(marks, key=lambda mark: mark.cursor.selectionStart())

    def _mark(self, found: QTextCursor) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        mark.cursor = found
        mark.format.setBackground(QColor(self._theme.mark.fill))
        mark.format.setForeground(QColor(self._theme.mark.text))
        return mark

    def _scroll(self, anchor: str, marks: list[QTextEdit.ExtraSelection]) -> None:
        self.verticalScrollBar().setValue(0)
        if anchor:
            self.scrollToAnchor(anchor)
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - self._theme.px(6))
        elif marks:
            place = self.cursorRect(marks[0].cursor).top()
            self.verticalScrollBar().setValue(place - self.viewport().height() // 3)

    def _look_from_here(self) -> None:
        """Let Tab look for links from what is seen: it goes on from the selection, else from the start."""
        bar = self.verticalScrollBar()
        at = bar.value()
        top = self.cursorForPosition(QPoint(0, 0))
        top.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(top)
        bar.setValue(at)

    def _pointed_at(self, url: QUrl) -> None:
        link = judge(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        set_plain_tooltip(self, link.shown if link.target is Target.OUTSIDE else "")


def _relative(url: QUrl) -> bool:
    return url.isRelative() and not url.authority() and not url.path().startswith(("/", "\\"))


def _image(path: Path) -> QImage:
    """Read an image; none where it claims more pixels than a screen can show, however few bytes it has."""
    reader = QImageReader(str(path))
    size = reader.size()
    return reader.read() if size.width() * size.height() <= MAX_PIXELS else QImage()


def _nothing() -> QImage:
    image = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    return image
