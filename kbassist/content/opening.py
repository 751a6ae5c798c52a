"""An opening of sympathy that a team keeps, as a frozen value."""

from __future__ import annotations

from dataclasses import dataclass

from kbassist.content.model import DEFAULT_LOCALE


@dataclass(frozen=True, slots=True)
class Opening:
    """A sentence or two that a reply may begin with.

    `scene` is that of macros (投诉), `feeling` a word for the customer's mood (着急), `channels` are names;
    empty ones fit everything.
    """

    text: str
    scene: str = ""
    feeling: str = ""
    channels: tuple[str, ...] = ()
    locale: str = DEFAULT_LOCALE
