"""Small buttons: channel tabs, the channel chip, suggestions."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from kbassist.content.team_model import Channel
from kbassist.i18n import _, language
from kbassist.ui import icons
from kbassist.ui.emptied import emptied
from kbassist.ui.labels import literal
from kbassist.ui.quick_keys import CHANNEL_KEYS
from kbassist.ui.theme import Theme


def channel_label(channel: Channel) -> str:
    """Return the name of a channel in the language in use."""
    return channel.label_en if language() == "en" and channel.label_en else channel.name


def button(tone: str, parent: QWidget | None = None, *, focus: bool = False) -> QPushButton:
    """Return a button of this look; it takes the focus only where the keyboard has no other way to it."""
    result = QPushButton(parent)
    result.setProperty("tone", tone)
    result.setAutoDefault(False)
    result.setFocusPolicy(Qt.FocusPolicy.TabFocus if focus else Qt.FocusPolicy.NoFocus)
    result.setCursor(Qt.CursorShape.PointingHandCursor)
    return result


class ChannelChip(QPushButton):
    """The channel in use, with a menu of all; `picked` says the name of another."""

    picked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._channels: tuple[Channel, ...] = ()
        self._current = ""
        self.setProperty("tone", "chip")
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(self._open_menu)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from now on."""
        self._theme = theme
        self.show_channels(self._channels, self._current)

    def show_channels(self, channels: tuple[Channel, ...], current: str) -> None:
        """Show the channel in use; nothing where the team has none."""
        self._channels, self._current = channels, current
        channel = next((channel for channel in channels if channel.name == current), None)
        self.setVisible(channel is not None)
        if channel:
            name = channel_label(channel)
            self.setText(literal(name))
            self.setIcon(icons.icon(icons.channel_icon_name(channel.icon), self._theme.chip.text, self._theme.px(16)))
            self.setAccessibleName(_("Channel: {name}").format(name=name))

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for number, channel in enumerate(self._channels, 1):
            self._add(menu, group, channel, number)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _add(self, menu: QMenu, group: QActionGroup, channel: Channel, number: int) -> None:
        key = f"\tCtrl+{number}" if number <= CHANNEL_KEYS else ""
        action = QAction(literal(channel_label(channel)) + key, group)
        action.setCheckable(True)
        action.setChecked(channel.name == self._current)
        action.triggered.connect(lambda _on=False, name=channel.name: self.picked.emit(name))
        menu.addAction(action)


class ChannelTabs(QWidget):
    """The channels that one macro has a text for; `picked` says the name of the one clicked."""

    picked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(2))
        self._shown: tuple[tuple[str, ...], str, str, Theme] | None = None

    def set_theme(self, theme: Theme) -> None:
        """Use other colours when the tabs are shown next."""
        self._theme = theme

    def show_channels(self, channels: tuple[Channel, ...], current: str) -> None:
        """Show a tab for each channel; none at all where there is no choice."""
        wanted = (tuple(channel.name for channel in channels), current, language(), self._theme)
        if wanted == self._shown:
            return
        self._shown = wanted
        emptied(self._row)
        for channel in channels:
            self._row.addWidget(self._tab(channel, current))
        self._row.addStretch(1)
        self.setVisible(len(channels) > 1)

    def _tab(self, channel: Channel, current: str) -> QPushButton:
        tab = button("tab", self)
        chosen = channel.name == current
        color = self._theme.accent_text if chosen else self._theme.muted
        tab.setText(literal(channel_label(channel)))
        tab.setIcon(icons.icon(icons.channel_icon_name(channel.icon), color, self._theme.px(15)))
        tab.setCheckable(True)
        tab.setChecked(chosen)
        tab.clicked.connect(lambda _on=False, name=channel.name: self.picked.emit(name))
        return tab
