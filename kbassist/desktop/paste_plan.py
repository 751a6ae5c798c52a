"""From a reply to the steps that paste it in one client."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kbassist.desktop.clients import Profile
from kbassist.desktop.ports import Clip, Step
from kbassist.desktop.splitting import parts

_BREAK: Final = re.compile(r"\r\n|\r|\n")
_BREAKS: Final = re.compile(r"\s*[\r\n]\s*")


@dataclass(frozen=True, slots=True)
class Part:
    """What is pasted at once: `clip` as it is copied where it cannot be pasted, `steps` as it is pasted."""

    clip: Clip
    steps: tuple[Step, ...]


def plan(clip: Clip, profile: Profile) -> tuple[Part, ...]:
    """Return the parts of a reply, in order; the images come with the last one.

    A text that is longer than the client takes goes as plain text; so does one whose line breaks are typed or
    replaced, since HTML would bring its own.
    """
    texts = parts(clip.text, profile.longest)
    rich = profile.rich and len(texts) == 1 and profile.newline in {"lf", "crlf"}
    images = clip.images if profile.images else ()
    made: list[Part] = []
    for number, text in enumerate(texts, 1):
        own = Clip(text, clip.html if rich else "", images if number == len(texts) else ())
        made.append(Part(own, _steps(own, profile)))
    return tuple(made)


def _steps(clip: Clip, profile: Profile) -> tuple[Step, ...]:
    key = profile.paste_key
    pictures = tuple(Step(key, image=path) for path in clip.images)
    if profile.newline == "shift-enter":
        return _typed_breaks(clip.text, key) + pictures
    if profile.newline == "none":
        text = _BREAKS.sub(" ", clip.text.strip())
    else:
        text = _BREAK.sub("\r\n" if profile.newline == "crlf" else "\n", clip.text)
    return (Step(key, text, clip.html), *pictures) if text else pictures


def _typed_breaks(text: str, key: str) -> tuple[Step, ...]:
    """Paste line by line, Shift+Enter between them."""
    steps: list[Step] = []
    for number, line in enumerate(_BREAK.split(text)):
        if number:
            steps.append(Step("shift+enter"))
        if line:
            steps.append(Step(key, line))
    return tuple(steps)
