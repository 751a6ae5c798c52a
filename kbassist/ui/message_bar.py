"""One sentence above the footer: what happened, what was kept, what to do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from kbassist.i18n import _
from kbassist.ui import icons
from kbassist.ui.chips import button
from kbassist.ui.labels import PlainLabel, literal, repolish
from kbassist.ui.theme import Theme, Tint
from kbassist.ui.views import Action, MessageKind


class MessageBar(QFrame):
    """Shows one message until it is closed, acted on, or replaced; `acted` says the name of its action."""

    acted = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self._theme = theme
        self._kind = MessageKind.INFO
        self._action: Action | None = None
        self._icon = PlainLabel()
        self._text = PlainLabel()
        self._text.setWordWrap(True)
        self._button = button("chip", self, focus=True)
        self._close = button("quiet", self)
        self._button.clicked.connect(self.act)
        self._close.clicked.connect(self.dismiss)
        self._lay_out()
        self.retranslate()
        self.hide()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(self._theme.px(18), self._theme.px(6), self._theme.px(12), self._theme.px(6))
        row.setSpacing(self._theme.px(10))
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self._close.setAccessibleName(_("Close this message"))
        self.setAccessibleName(_("Message"))

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from now on."""
        self._theme = theme
        if self.text:
            self.show_message(self._text.text(), self._kind, self._action)

    def show_message(self, text: str, kind: MessageKind, action: Action | None = None) -> None:
        """Show a message, with a button where something can be done."""
        self._kind, self._action = kind, action
        tint = self._tint()
        self._text.setText(text)
        self._icon.setPixmap(icons.pixmap(kind.value, tint.text, self._theme.px(18), self.devicePixelRatioF()))
        self._close.setIcon(icons.icon("close", tint.text, self._theme.px(14)))
        self._button.setVisible(action is not None)
        if action:
            self._button.setText(f"{literal(action.label)}  {action.key}")
        repolish(self, "kind", kind.value)
        for label in self.findChildren(QLabel):
            label.style().unpolish(label)
            label.style().polish(label)
        self.setAccessibleDescription(text)
        self.show()

    @property
    def text(self) -> str:
        """The message that is shown; empty where there is none."""
        return "" if self.isHidden() else self._text.text()

    @property
    def offers(self) -> str:
        """The name of what can be done about the message that is shown; empty where there is nothing."""
        return self._action.name if self.text and self._action else ""

    def act(self) -> None:
        """Do what the message offers, and close it."""
        if self.text and self._action:
            name = self._action.name
            self.dismiss()
            self.acted.emit(name)

    def dismiss(self) -> None:
        """Close the message."""
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def _tint(self) -> Tint:
        tints = {MessageKind.INFO: self._theme.info, MessageKind.WARNING: self._theme.warning}
        return tints.get(self._kind, self._theme.error)
