"""The two interface languages: message ids in English, translated when shown.

The language is the one piece of process-wide state in the project, as in every gettext program: a
message is made in one place (the loader, on a worker thread) and read in another (the window), and a
catalogue has to be found where it is read.
"""

from __future__ import annotations

import gettext as _gettext
import locale
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kbassist import paths

LANGUAGES: Final = ("zh_CN", "en")
_state: dict[str, _gettext.NullTranslations] = {"catalogue": _gettext.NullTranslations()}
_names: dict[str, str] = {"language": "en"}
# Full-width marks bring their own space. Quotes and dots look the same in both languages: the sign before them tells.
_SPACED: Final = re.compile(r"(?:[、。〉》」』】〕！），．：；？］｝～]|[\u3400-\u9fff]…{1,2})[”’]?$")


def use_language(name: str) -> str:
    """Choose the interface language: `zh_CN`, `en`, or `system`; return the one in use from now on."""
    chosen = system_language() if name == "system" else name
    if chosen not in LANGUAGES:
        chosen = "en"
    _state["catalogue"] = _gettext.translation(
        "kbassist", localedir=paths.resource("locale"), languages=[chosen], fallback=True
    )
    _names["language"] = chosen
    return chosen


def language() -> str:
    """Return the interface language in use, `zh_CN` or `en`."""
    return _names["language"]


def system_language() -> str:
    """Return `zh_CN` where the system speaks any Chinese, else `en`."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable)
        if value:
            return "zh_CN" if value.lower().startswith("zh") else "en"
    try:
        value = locale.getlocale()[0] or ""
    except ValueError:
        value = ""
    return "zh_CN" if value.lower().startswith(("zh", "chinese")) else "en"


def _(msgid: str) -> str:
    """Translate now; nothing stays nothing (an empty id would give the catalogue's own header)."""
    return _state["catalogue"].gettext(msgid) if msgid else ""


def ngettext(singular: str, plural: str, n: int) -> str:
    """Translate now, by number."""
    return _state["catalogue"].ngettext(singular, plural, n)


@dataclass(frozen=True, slots=True)
class Text:
    """A message that is translated when it is shown: `str(text)`.

    `msgid` is an English sentence with `{name}` gaps; `params` are the values, which may be `Text` too.
    """

    msgid: str
    params: tuple[tuple[str, str | int | float | Text], ...] = ()

    def __str__(self) -> str:
        """Return the sentence in the language in use."""
        sentence = _(self.msgid)
        return sentence.format(**{name: str(value) for name, value in self.params}) if self.params else sentence


class _Sentences(Text):
    """Sentences that are translated and put one after the other when they are shown."""

    __slots__ = ()

    def __str__(self) -> str:
        """Return the sentences in the language in use."""
        return joined(str(sentence) for _name, sentence in self.params)


def sentences(first: Text, *more: Text | None) -> Text:
    """Return sentences as one message; None is left out."""
    told = [first, *(sentence for sentence in more if sentence is not None)]
    if len(told) == 1:
        return first
    params = tuple((str(at), sentence) for at, sentence in enumerate(told))
    return _Sentences(" ".join(f"{{{name}}}" for name, _sentence in params), params)


def joined(texts: Iterable[str]) -> str:
    """Put sentences one after the other; empty ones are left out.

    A space parts them, but not behind a full-width mark, whatever follows: Chinese sentences stand together, and the
    words of an English system have room enough behind “。”.
    """
    line = ""
    for text in filter(None, texts):
        line += text if not line or _SPACED.search(line) else f" {text}"
    return line


def N_(msgid: str, **params: str | int | float | Text) -> Text:  # noqa: N802 - gettext's own name
    """Mark a message for translation and keep it untranslated with its values."""
    return Text(msgid, tuple(params.items()))
