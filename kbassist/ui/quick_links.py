"""Links of the article in the quick window: followed inside, shown whole and asked about where they lead outside."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal

from kbassist.i18n import _
from kbassist.ui.links import Target, judge
from kbassist.ui.quick_channels import QuickChannels
from kbassist.ui.theme import Theme
from kbassist.ui.views import Action, LocalImage, MessageKind, Render

OPEN_LINK: Final = "open-link"


class QuickLinks(QuickChannels):
    """The window with its links; `message_acted` says what else a message's button was pressed for."""

    link_opened = Signal(str)
    message_acted = Signal(str)

    def __init__(self, theme: Theme, *, render: Render, local_image: LocalImage, composited: bool) -> None:
        super().__init__(theme, render=render, local_image=local_image, composited=composited)
        self._link = ""
        self.body.preview.link_wanted.connect(self._link_clicked)
        self.bar.acted.connect(self._acted)

    def decline_link(self) -> bool:
        """Close the question about a link that leads outside; tell whether there was one."""
        asked = bool(self.bar.text and self._link)
        if asked:
            self._link = ""
            self.bar.dismiss()
        return asked

    def _link_clicked(self, href: str) -> None:
        link = judge(href)
        if link.target is Target.ENTRY:
            self.follow()
            self.link_opened.emit(link.href)
        elif link.target is Target.OUTSIDE:
            self._link = link.href
            self.show_message(
                _("Leads to {target}").format(target=link.shown),
                MessageKind.INFO,
                Action(_("Open in the browser"), OPEN_LINK),
            )
        else:
            self.show_message(_("Links of this kind are not opened: {target}").format(target=link.shown))

    def _acted(self, name: str) -> None:
        link, self._link = self._link, ""
        if name != OPEN_LINK:
            self.message_acted.emit(name)
        elif link:
            self.link_opened.emit(link)
