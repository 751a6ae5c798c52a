"""Which channel the quick window writes for."""

from __future__ import annotations

from PySide6.QtCore import Signal

from kbassist.i18n import _
from kbassist.ui.chips import channel_label
from kbassist.ui.quick_keys import Mode
from kbassist.ui.quick_stage import QuickStage
from kbassist.ui.theme import Theme
from kbassist.ui.views import LocalImage, Render


class QuickChannels(QuickStage):
    """The window with its channels; `form_wanted` says key, channel and values of a form in another channel."""

    channel_changed = Signal(str)
    form_wanted = Signal(str, str, object)

    def __init__(self, theme: Theme, *, render: Render, local_image: LocalImage, composited: bool) -> None:
        super().__init__(theme, render=render, local_image=local_image, composited=composited)
        self._carried: dict[str, str] = {}  # what the open form holds in other channels, which ask for other fields
        self.head.channel_picked.connect(self.use_channel)
        self.body.preview.channel_picked.connect(self.use_channel)

    def use_nth_channel(self, number: int) -> None:
        """Use the channel with this number of the team's list, from 1."""
        if number <= len(self.channels):
            self.use_channel(self.channels[number - 1].name)

    def step_channel(self, by: int) -> None:
        """Use the next channel or the one before, round and round; in a form only those that it has a text for."""
        form = self.body.form.form
        names = [c.name for c in (self.form_channels() if self.mode is Mode.FORM else self.channels)]
        now = form.channel if self.mode is Mode.FORM and form else self.channel
        if names:
            at = names.index(now) + by if now in names else 0
            self.use_channel(names[at % len(names)])

    def use_channel(self, name: str) -> None:
        """Use a channel for the list, or for the form that is open; its values stay."""
        channel = next((channel for channel in self.channels if channel.name == name), None)
        if channel is None:
            return
        form = self.body.form.form
        if self.mode is Mode.FORM and form:
            if channel not in self.form_channels():
                words = _("This reply has no text for {channel}.").format(channel=channel_label(channel))
                self.show_message(words)
            elif name != form.channel:
                self._set_channel(name)
                self._carried |= self.body.form.values()
                self.form_wanted.emit(form.key, name, dict(self._carried))
        elif name != self.channel:
            following = self._following
            self._set_channel(name)
            if not following:
                self.want_entry()

    def forget_carried(self) -> None:
        """Forget what the open form held in its other channels."""
        self._carried = {}

    def enter(self, mode: Mode) -> None:
        """Give the keys to a page; a form that is left for the list holds nothing more in its other channels."""
        if mode is Mode.LIST:
            self.forget_carried()
        super().enter(mode)

    def _set_channel(self, name: str) -> None:
        self.channel = name
        self.head.chip.show_channels(self.channels, name)
        self.channel_changed.emit(name)
