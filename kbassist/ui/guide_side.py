"""Beside the step of a guide: how far one is, the replies of the step, and what can be done with the way taken."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kbassist.i18n import _
from kbassist.ui import icons
from kbassist.ui.chips import button
from kbassist.ui.guide_rows import Row, reply_row
from kbassist.ui.guide_step import drop
from kbassist.ui.guide_views import GuideView, ReplyView
from kbassist.ui.labels import PlainLabel
from kbassist.ui.notice import Notice
from kbassist.ui.theme import Theme

LETTERS: Final = "ABCDEFGHI"
WIDTH: Final = 300


class GuideSide(QFrame):
    """`reply_wanted` says the key of a macro; the others what the agent pressed."""

    reply_wanted = Signal(str)
    summary_wanted = Signal()
    restart_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self._theme = theme
        self.replies: list[Row] = []
        self._facts = PlainLabel("", "faint")
        self._notice = Notice(theme)
        self._heading = PlainLabel("", "heading")
        self._none = PlainLabel("", "faint")
        self._none.setWordWrap(True)
        self.summary = button("quiet", self, focus=True)
        self.restart = button("quiet", self, focus=True)
        self._rows = QVBoxLayout()
        self._column = QVBoxLayout(self)
        self._lay_out()
        self.summary.clicked.connect(self.summary_wanted)
        self.restart.clicked.connect(self.restart_wanted)
        self.set_theme(theme)

    def _lay_out(self) -> None:
        page = QWidget()
        page.setObjectName("fields")
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addLayout(self._rows)
        inside.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        for label in (self._facts, self._notice):
            self._column.addWidget(label)
        self._column.addSpacing(self._theme.px(10))
        self._column.addWidget(self._heading)
        self._column.addWidget(self._none)
        self._column.addWidget(area, 1)
        for action in (self.summary, self.restart):
            self._column.addWidget(action, 0, Qt.AlignmentFlag.AlignLeft)

    def retranslate(self) -> None:
        """Take the words of the language in use; the guide itself is shown anew by its owner."""
        self._heading.setText(_("Replies for this step"))
        self._none.setText(_("None: say it in your own words."))
        self.summary.setText(_("Copy the summary") + "  Ctrl+C")
        self.restart.setText(_("Start again") + "  Home")
        self.setAccessibleName(_("Replies for this step"))

    def set_theme(self, theme: Theme) -> None:
        """Use other colours and sizes from now on; the guide itself is shown anew by its owner."""
        self._theme = theme
        self.setFixedWidth(theme.px(WIDTH))
        self._notice.set_theme(theme)
        self._column.setContentsMargins(theme.px(18), theme.px(18), theme.px(14), theme.px(12))
        self._column.setSpacing(theme.px(6))
        self._rows.setSpacing(theme.px(8))
        self._rows.setContentsMargins(0, theme.px(2), theme.px(4), theme.px(2))
        for action in (self.summary, self.restart):
            action.setIconSize(QSize(theme.px(16), theme.px(16)))
        self.summary.setIcon(icons.icon("copy", theme.muted, theme.px(16)))
        self.restart.setIcon(icons.icon("reset", theme.muted, theme.px(16)))
        self.retranslate()

    def show_guide(self, view: GuideView) -> list[QPushButton]:
        """Show what belongs to a step; return its replies, in order."""
        step = _("Step {number}").format(number=len(view.crumbs))
        begun = _("begun at {time}").format(time=view.begun) if view.begun else ""
        self._facts.setText("  ·  ".join(filter(None, (step, begun))))
        self._notice.show_words(view.notice)
        self._show_replies(view.step.replies)
        return list(self.replies)

    def _show_replies(self, replies: tuple[ReplyView, ...]) -> None:
        drop(self._rows, self.replies)
        self.replies = []
        for place, reply in enumerate(replies):
            letter = LETTERS[place] if place < len(LETTERS) else ""
            row = reply_row(self._theme, letter, reply)
            row.clicked.connect(lambda _on=False, key=reply.key: self.reply_wanted.emit(key))
            self._rows.addWidget(row)
            row.show()  # else it waits for the event loop, and the keys cannot go to it yet
            self.replies.append(row)
        self._none.setHidden(bool(replies))
