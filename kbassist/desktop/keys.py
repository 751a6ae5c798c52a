"""Keys and their combinations in words: reading, normalising, and what may not be a global shortcut."""

from __future__ import annotations

import string
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kbassist.desktop.ports import Shortcut
from kbassist.errors import KbassistError
from kbassist.i18n import N_, Text


class Modifier(StrEnum):
    """A modifier key, in the order in which Qt's portable text names them."""

    META = "Meta"
    CTRL = "Ctrl"
    ALT = "Alt"
    SHIFT = "Shift"


@dataclass(frozen=True, slots=True)
class Key:
    """A key by its portable name, with its X11 keysym and its Windows virtual key code."""

    name: str
    keysym: int
    virtual: int


@dataclass(frozen=True, slots=True)
class Chord:
    """A parsed shortcut; `key` is None where only modifiers are held."""

    modifiers: frozenset[Modifier]
    key: Key | None

    @property
    def shortcut(self) -> Shortcut:
        """The same in portable text."""
        names = [modifier.value for modifier in Modifier if modifier in self.modifiers]
        return Shortcut("+".join(names + ([self.key.name] if self.key else [])))


class UnknownKey(KbassistError):  # noqa: N818
    """A text that is no shortcut."""


def _keys() -> dict[str, Key]:
    """Make the table of keys by case-folded name."""
    letters = [Key(letter, ord(letter.lower()), ord(letter)) for letter in string.ascii_uppercase]
    digits = [Key(digit, ord(digit), ord(digit)) for digit in string.digits]
    functions = [Key(f"F{number}", 0xFFBD + number, 0x6F + number) for number in range(1, 25)]
    marks = [Key(mark, ord(mark), virtual) for mark, virtual in _MARKS]
    named = [Key(*row) for row in _NAMED]
    return {key.name.casefold(): key for key in (*letters, *digits, *functions, *marks, *named)}


_MARKS: Final = (
    (";", 0xBA), ("=", 0xBB), (",", 0xBC), ("-", 0xBD), (".", 0xBE), ("/", 0xBF), ("`", 0xC0),
    ("[", 0xDB), ("\\", 0xDC), ("]", 0xDD), ("'", 0xDE),
)  # fmt: skip
_NAMED: Final = (
    ("Space", 0x20, 0x20), ("Tab", 0xFF09, 0x09), ("Return", 0xFF0D, 0x0D), ("Esc", 0xFF1B, 0x1B),
    ("Backspace", 0xFF08, 0x08), ("Ins", 0xFF63, 0x2D), ("Del", 0xFFFF, 0x2E), ("Home", 0xFF50, 0x24),
    ("End", 0xFF57, 0x23), ("PgUp", 0xFF55, 0x21), ("PgDown", 0xFF56, 0x22), ("Left", 0xFF51, 0x25),
    ("Up", 0xFF52, 0x26), ("Right", 0xFF53, 0x27), ("Down", 0xFF54, 0x28), ("Pause", 0xFF13, 0x13),
    ("Print", 0xFF61, 0x2C),
)  # fmt: skip
KEYS: Final = MappingProxyType(_keys())
_MODIFIERS: Final = MappingProxyType(
    {modifier.value.casefold(): modifier for modifier in Modifier}
    | {"control": Modifier.CTRL, "win": Modifier.META, "super": Modifier.META, "option": Modifier.ALT}
)
_SYNONYMS: Final = MappingProxyType(
    {"enter": "return", "escape": "esc", "delete": "del", "insert": "ins", "pageup": "pgup", "pagedown": "pgdown"}
)

DEFAULT: Final = Shortcut("Ctrl+Alt+Space")
PROPOSALS: Final = tuple(
    Shortcut(text)
    for text in ("Ctrl+Alt+Space", "Ctrl+Alt+K", "Ctrl+Alt+J", "Ctrl+Alt+/", "Ctrl+Alt+;", "Ctrl+Shift+F12", "Ctrl+`")
)


def parse(text: str) -> Chord:
    """Read `Ctrl+Alt+Space`, whatever the case and order; raises UnknownKey for anything else.

    The names of other desktops are understood: Control, Win, Super, Enter, Escape, Delete, PageUp …
    """
    modifiers: set[Modifier] = set()
    key: Key | None = None
    for name in text.split("+"):
        folded = name.strip().casefold()
        if folded in _MODIFIERS:
            modifiers.add(_MODIFIERS[folded])
        elif key is None and (found := KEYS.get(_SYNONYMS.get(folded, folded))):
            key = found
        else:
            raise UnknownKey(N_("“{keys}” is not a key combination that can be used.", keys=text))
    return Chord(frozenset(modifiers), key)


def normal(text: str) -> Shortcut:
    """Return a shortcut as Qt writes it; raises UnknownKey."""
    return parse(text).shortcut


_INPUT_METHOD: Final = N_("It switches the input method, which typing Chinese needs.")
_WINDOW: Final = N_("The desktop itself needs it, to switch or close windows.")
_SYSTEM: Final = N_("The system itself needs it.")
_EDITING: Final = N_("Every program uses it, to copy, paste, save or undo.")
_PROGRAMS: Final = N_("Too many programs use it; it would be missing there.")
_TYPING: Final = N_("It is needed for typing. Add Ctrl and Alt.")
_NO_KEY: Final = N_("Hold Ctrl and Alt, and press one more key.")

_RESERVED: Final = MappingProxyType(
    dict.fromkeys(("Ctrl+Space", "Shift+Space", "Meta+Space", "Ctrl+Shift+Space", "Ctrl+."), _INPUT_METHOD)
    | dict.fromkeys(
        ("Alt+F4", "Alt+Tab", "Alt+Shift+Tab", "Ctrl+Alt+Tab", "Alt+Esc", "Alt+Space", "Ctrl+Tab", "Ctrl+Shift+Tab",
         "Ctrl+F4"),
        _WINDOW,
    )
    | dict.fromkeys(
        ("Ctrl+Alt+Del", "Ctrl+Shift+Esc", "Ctrl+Esc", "Ctrl+Alt+Backspace", "Meta+L", "Alt+Print", "Ctrl+Print"),
        _SYSTEM,
    )
    | dict.fromkeys((f"Ctrl+Alt+F{number}" for number in range(1, 13)), _SYSTEM)
    | dict.fromkeys((f"Ctrl+{letter}" for letter in "ACVXZYSPFNOW"), _EDITING)
)  # fmt: skip


def refusal(shortcut: Shortcut) -> Text | None:
    """Say in words why this must not be a global shortcut; None where it may."""
    try:
        chord = parse(shortcut.text)
    except UnknownKey as error:
        return error.message
    if chord.key is None:
        both = chord.modifiers in (
            frozenset({Modifier.CTRL, Modifier.SHIFT}),
            frozenset({Modifier.ALT, Modifier.SHIFT}),
        )
        return _INPUT_METHOD if both else _NO_KEY
    return _RESERVED.get(chord.shortcut.text) or _by_kind(chord.modifiers, chord.key)


def _by_kind(modifiers: frozenset[Modifier], key: Key) -> Text | None:
    """Judge by the kind of modifiers, for the combinations that have no word of their own."""
    if not modifiers or modifiers == {Modifier.SHIFT}:
        return _TYPING
    if Modifier.META in modifiers and len(modifiers) == 1:
        return _SYSTEM
    typed = len(key.name) == 1 or key.name in {
        "Left",
        "Right",
        "Up",
        "Down",
        "Home",
        "End",
        "Return",
        "Backspace",
        "Del",
    }
    if len(modifiers) == 1 and typed and key.name != "`":
        return _PROGRAMS
    return None
