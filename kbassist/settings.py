"""The user's settings as one frozen value: what there is to choose, each default, and what makes sense."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any, Final, TypeVar

from kbassist.i18n import LANGUAGES, Text
from kbassist.setting_kinds import Choice, Codes, Kind, Line, Lines, Number, Switch, Tables, Whole, listed

THEMES: Final = ("system", "light", "dark")
FONT_SCALES: Final = (0.8, 2.0)
CASE_MINUTES: Final = (1, 600)
FUZZY_PINYIN: Final = (
    "z-zh", "c-ch", "s-sh", "l-n", "f-h", "l-r", "an-ang", "en-eng", "in-ing", "ian-iang", "uan-uang",
)  # fmt: skip
DOUBLE_PINYIN: Final = ("xiaohe", "ziranma", "microsoft", "sogou", "abc", "ziguang")
PASTE_KEYS: Final = ("ctrl+v", "ctrl+shift+v", "shift+insert", "none")
NEWLINES: Final = ("lf", "crlf", "none", "shift-enter")
LONGEST_TEXT: Final = (20, 1_000_000)
MOST_CLIENTS: Final = 200
_Value = TypeVar("_Value", bound="str | float | tuple[Client, ...]")


@dataclass(frozen=True, slots=True)
class _Longest:
    """UTF-16 units that a program takes: 0 for no limit, else a whole number of LONGEST_TEXT."""

    def accepts(self, value: object) -> bool:
        return Whole(0, 0).accepts(value) or Whole(*LONGEST_TEXT).accepts(value)

    def rule(self) -> Text:
        return Whole(*LONGEST_TEXT).rule()


_CLIENT: Final = Tables(
    MappingProxyType(
        {
            "match": Line(260, shortest=1),
            "paste_key": Choice(PASTE_KEYS),
            "rich": Switch(),
            "newline": Choice(NEWLINES),
            "longest": _Longest(),
            "images": Switch(),
        }
    ),
    required="match",
    most=MOST_CLIENTS,
)


def _setting(default: _Value, kind: Kind) -> _Value:
    """Declare one setting: its default, and what a value from outside must be."""
    result: _Value = field(default=default, metadata={"kind": kind})
    return result


@dataclass(frozen=True, slots=True)
class Client:
    """How to paste into one program; what is None stays as the program knows it (`desktop.clients`).

    `match` is the name of the executable or the window class, in any case, with `*` and `?` (`WeChat*.exe`).
    `paste_key` is one of PASTE_KEYS (`none`: copy only), `newline` one of NEWLINES. `longest` are UTF-16 units (what
    most programs count): a longer text is pasted in parts; 0 is no limit.
    """

    match: str
    paste_key: str | None = None
    rich: bool | None = None
    newline: str | None = None
    longest: int | None = None
    images: bool | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user chose; each default stands here and nowhere else.

    `library` is a folder, empty for the sample. `language` is `system`, `zh_CN` or `en`; `theme` is `system`,
    `light` or `dark`. `hotkey` is portable text (`Ctrl+Alt+Space`). `channel` is the name of the channel that is
    chosen first, empty for the team's first. `font_scale` multiplies the text size. `fuzzy_pinyin` are codes of
    FUZZY_PINYIN with commas between them, `double_pinyin` is one of DOUBLE_PINYIN or empty, and `semantic` lets the
    search compare meanings where that part is installed. `case_minutes` is after how long without use what a customer
    said is forgotten. `smart_fill` looks for values in the clipboard and in selected text. `answer_timer` shows the
    time from the hotkey to the copy, `call_timer` that of a call. `clients` are how to paste into which programs; the
    first that fits holds.
    """

    library: str = _setting("", Line(4096, path=True))
    language: str = _setting("system", Choice(("system", *LANGUAGES)))
    theme: str = _setting("system", Choice(THEMES))
    hotkey: str = _setting("Ctrl+Alt+Space", Line(60, shortest=1))
    agent_name: str = _setting("", Line(100))
    agent_signature: str = _setting("", Lines(2000))
    channel: str = _setting("", Line(100))
    font_scale: float = _setting(1.0, Number(*FONT_SCALES))
    fuzzy_pinyin: str = _setting("", Codes(FUZZY_PINYIN))
    double_pinyin: str = _setting("", Choice(("", *DOUBLE_PINYIN)))
    semantic: bool = _setting(True, Switch())
    case_minutes: int = _setting(30, Whole(*CASE_MINUTES))
    smart_fill: bool = _setting(True, Switch())
    answer_timer: bool = _setting(False, Switch())
    call_timer: bool = _setting(False, Switch())
    clients: tuple[Client, ...] = _setting((), _CLIENT)


KINDS: Final[Mapping[str, Kind]] = MappingProxyType({one.name: one.metadata["kind"] for one in fields(Settings)})
"""The kind of each setting, by name, in the order of `Settings`."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What holds of a value from outside; `value` is None where nothing does, `odd` says where it makes no sense."""

    value: Any
    odd: tuple[str, ...] = ()


def take(name: str, value: object) -> Taken:
    """Judge a value that the disk or the registry has for the setting `name`, and give it the setting's own type.

    Of a list of clients those that make sense are taken, and the others named: `clients[2].newline`.
    """
    kind = KINDS[name]
    if isinstance(kind, Tables) and isinstance(value, list):
        return Taken(tuple(Client(**table) for table in kind.sound(value)), _places(name, kind.odd(value)))
    if not kind.accepts(value):
        return Taken(None, (name,))
    return Taken(float(value) if isinstance(value, int) and isinstance(kind, Number) else value)


def _places(name: str, odd: list[str]) -> tuple[str, ...]:
    return tuple(name + place for place in odd)


def fuzzy_codes(settings: Settings) -> frozenset[str]:
    """Return the fuzzy pairs that settings name."""
    return frozenset(listed(settings.fuzzy_pinyin))
