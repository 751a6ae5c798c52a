"""The values that the quick window is shown besides search results and forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kbassist.content.model import FieldSpec
from kbassist.desktop.ports import Clip
from kbassist.macros.form import Outcome
from kbassist.wording.remarks import Checked

Render = Callable[[str, str, Mapping[str, str]], Outcome]
"""Key, channel and values of a form give its text; pure and fast, since it runs at each key."""

Check = Callable[[str, str, str], Checked]
"""Key of the macro, channel and final text give what is noticed in it; pure and fast, since it runs at each key."""

LocalImage = Callable[[str], Path | None]
"""A path relative to the library gives the real file of an image that may be shown, else None."""


class MessageKind(StrEnum):
    """How much a message matters; it chooses colour and icon."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Action:
    """What a message offers to do: `label` and `key` are on its button, `name` comes back in `message_acted`."""

    label: str
    name: str
    key: str = "Ctrl+O"


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article or guide as it is read.

    `html` is the cleaned fragment of the whole entry, each section with `<a name="anchor">`; `anchor` is where to
    scroll (empty: the first hit, else the top); `terms` are marked. `meta` are short facts under the title, shown as
    they are. `twin` names the language of its twin (`English`), empty where there is none. `clip` is what Ctrl+C
    copies without a selection; None where the entry may not be copied whole. `notice` is a sentence of warning above
    the text, e.g. that its review is overdue.
    """

    key: str
    title: str
    html: str
    anchor: str = ""
    terms: tuple[str, ...] = ()
    meta: tuple[str, ...] = ()
    twin: str = ""
    clip: Clip | None = None
    notice: str = ""


@dataclass(frozen=True, slots=True)
class MacroView:
    """A macro as it is previewed: the text of `channel` with its fields as gaps or filled spans.

    `channels` are the names of the channels that it has a text for; empty means one text for every channel.
    The other names mean what they mean in ArticleView.
    """

    key: str
    title: str
    channel: str
    outcome: Outcome
    channels: tuple[str, ...] = ()
    fields: tuple[FieldSpec, ...] = ()
    meta: tuple[str, ...] = ()
    twin: str = ""
    notice: str = ""
