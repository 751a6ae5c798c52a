"""The rows of a guide's step: a choice with its number, a reply with its letter."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from kbassist.i18n import _
from kbassist.ui import icons
from kbassist.ui.guide_views import ChoiceView, ReplyView
from kbassist.ui.labels import PlainLabel, repolish, set_plain_tooltip
from kbassist.ui.theme import Theme


class Row(QPushButton):
    """A wide button of a key, words that wrap, a remark below them, and an icon at its end."""

    def __init__(self, theme: Theme, key: str, words: str, remark: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("tone", "row")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme = theme
        self._words = PlainLabel(words, "label", self)
        self._remark = PlainLabel(remark, "faint", self)
        for label in (self._words, self._remark):
            label.setWordWrap(True)
        self._remark.setHidden(not remark)
        self._end = PlainLabel("", "", self)
        self._lay_out(PlainLabel(key, "key", self), bool(key))
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for label in self.findChildren(PlainLabel):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def _lay_out(self, key: PlainLabel, has_key: bool) -> None:
        px = self._theme.px
        key.setAlignment(Qt.AlignmentFlag.AlignCenter)
        key.setMinimumWidth(px(26))
        key.setHidden(not has_key)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(10), px(8), px(10), px(8))
        row.setSpacing(px(12))
        row.addWidget(key, 0, Qt.AlignmentFlag.AlignVCenter)
        text = QVBoxLayout()
        text.setSpacing(px(1))
        text.addWidget(self._words)
        text.addWidget(self._remark)
        row.addLayout(text, 1)
        row.addWidget(self._end, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_end(self, icon: str, color: str) -> None:
        """Show an icon at the end of the row."""
        self._end.setPixmap(icons.pixmap(icon, color, self._theme.px(16), self.devicePixelRatioF()))

    def refuse(self, reason: str) -> None:
        """Make the row one that can be read but not chosen."""
        self.setEnabled(False)
        repolish(self, "state", "refused")
        repolish(self._words, "state", "refused")
        set_plain_tooltip(self, reason)

    def sizeHint(self) -> QSize:
        """Return the size of what the row holds."""
        return self._content_size(super().sizeHint().width())

    def minimumSizeHint(self) -> QSize:
        """Allow the words to wrap."""
        return QSize(self._theme.px(80), self._content_size(self.width()).height())

    def hasHeightForWidth(self) -> bool:
        """Say that the words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return how high the row is at a width."""
        return self._content_size(width).height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the words need at the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _content_size(self, width: int) -> QSize:
        layout = self.layout()
        if layout is None:
            return QSize(width, self._theme.px(40))
        height = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        return QSize(layout.totalSizeHint().width(), max(height, self._theme.px(40)))


def choice_row(theme: Theme, number: int, choice: ChoiceView) -> Row:
    """Return the row of a choice; the first nine have a number key."""
    key = str(number) if number <= 9 else ""
    row = Row(theme, key, choice.label, _("This choice leads nowhere: tell the team lead") if choice.dead else "")
    row.setAccessibleName(_("Choice {number}: {label}").format(number=number, label=choice.label))
    row.show_end("chevron-right", theme.faint)
    if choice.dead:
        row.refuse(_("The guide holds no step of this name."))
    return row


def reply_row(theme: Theme, letter: str, reply: ReplyView) -> Row:
    """Return the row of a reply; a tick tells that it was copied at this step."""
    remark = _("Not available: {reason}").format(reason=reply.refused) if reply.refused else reply.note
    row = Row(theme, letter, reply.title, remark)
    state = _("used") if reply.used else ""
    row.setAccessibleName(", ".join(filter(None, (_("Reply {title}").format(title=reply.title), remark, state))))
    row.show_end("check" if reply.used else "macro", theme.success.text if reply.used else theme.macro.text)
    if reply.refused:
        row.refuse(remark)
    return row
