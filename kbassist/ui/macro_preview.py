"""Shows a macro before it is chosen: its text in one channel, its fields as chips."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kbassist.content.team_model import Channel
from kbassist.i18n import _, ngettext
from kbassist.ui.chips import ChannelTabs
from kbassist.ui.labels import ElidedLabel, PlainLabel
from kbassist.ui.notice import Notice
from kbassist.ui.span_text import SpanText
from kbassist.ui.theme import Theme
from kbassist.ui.views import MacroView


def speaking_time(seconds: float | None) -> str:
    """Return how long it takes to read a text aloud, `2:05`; empty for channels that are not spoken."""
    if seconds is None:
        return ""
    whole = round(seconds)
    return _("about {minutes}:{seconds:02d} to say").format(minutes=whole // 60, seconds=whole % 60)


def offered(channels: tuple[Channel, ...], names: tuple[str, ...]) -> tuple[Channel, ...]:
    """Return the team's channels that a macro has a text for; all of them where it names none."""
    return tuple(channel for channel in channels if not names or channel.name in names)


class MacroPreview(QWidget):
    """The macro that is selected in the list."""

    channel_picked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: MacroView | None = None
        self._channels: tuple[Channel, ...] = ()
        self._title = ElidedLabel("", "title")
        self._meta = ElidedLabel("", "faint")
        self._notice = Notice(theme)
        self._tabs = ChannelTabs(theme)
        self._subject = PlainLabel("", "muted")
        self._subject.setWordWrap(True)
        self._text = SpanText(theme)
        self._text.calm_gaps = True
        self._time = PlainLabel("", "faint")
        self._needs = ElidedLabel("", "faint")
        self._tabs.picked.connect(self.channel_picked)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        px = self._theme.px
        self._paper = QFrame()
        self._paper.setObjectName("paper")
        inside = QVBoxLayout(self._paper)
        inside.setContentsMargins(px(4), px(4), px(2), px(4))
        inside.addWidget(self._subject)
        inside.addWidget(self._text, 1)
        below = QHBoxLayout()
        below.addWidget(self._needs, 1)
        below.addWidget(self._time)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(20), px(16), px(20), px(12))
        column.setSpacing(px(8))
        column.addWidget(self._title)
        column.addWidget(self._meta)
        column.addWidget(self._notice)
        column.addWidget(self._tabs)
        column.addWidget(self._paper, 1)
        column.addLayout(below)

    def retranslate(self) -> None:
        """Take the words of the language in use."""
        self._text.setAccessibleName(_("Preview of the reply"))
        if self._view:
            self.show_macro(self._view)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from now on."""
        self._theme = theme
        for part in (self._notice, self._tabs, self._text):
            part.set_theme(theme)
        self.retranslate()

    def set_channels(self, channels: tuple[Channel, ...]) -> None:
        """Say which channels the team has."""
        self._channels = channels
        self.retranslate()

    def show_macro(self, view: MacroView) -> None:
        """Show a macro in its channel."""
        self._view = view
        self._title.setText(view.title)
        self._meta.setText("  ·  ".join(view.meta))
        self._meta.setVisible(bool(view.meta))
        self._notice.show_words(view.notice)
        self._tabs.show_channels(offered(self._channels, view.channels), view.channel)
        subject = view.outcome.subject
        self._subject.setText(_("Subject: {subject}").format(subject=subject) if subject else "")
        self._subject.setVisible(bool(subject))
        self._text.show_text(view.outcome.text, view.outcome.spans)
        self._time.setText(speaking_time(view.outcome.seconds))
        self._needs.setText(self._needed(view))

    def _needed(self, view: MacroView) -> str:
        labels = [field.label or field.name for field in view.fields]
        if not labels:
            return _("Nothing to fill in: Enter copies it at once")
        return ngettext("{n} field: {labels}", "{n} fields: {labels}", len(labels)).format(
            n=len(labels), labels=_(", ").join(labels)
        )
