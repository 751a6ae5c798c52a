"""Which key does what in the quick window: one table per mode, and a filter that respects input methods.

Ctrl+← and Ctrl+→ change the channel, also while the search field holds text (words of a Chinese query have no gaps
to jump between; Ctrl+Shift+arrow still selects by word). In a form they move by word where the field holds text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

CHANNEL_KEYS: Final = 6
PICK_KEYS: Final = 9


class Mode(Enum):
    """What has the keys: the list, the article being read, the form, a guide, or the text that is read aloud."""

    LIST = auto()
    READ = auto()
    FORM = auto()
    GUIDE = auto()
    PROMPT = auto()


class Intent(Enum):
    """What a chosen macro is to do if it has nothing to fill in."""

    OPEN = auto()
    COPY = auto()
    PASTE = auto()
    APPEND = auto()


class Do(Enum):
    """What a key asks for."""

    UP = auto()
    DOWN = auto()
    PAGE_UP = auto()
    PAGE_DOWN = auto()
    PICK = auto()  # with the row's number
    CHOOSE = auto()
    PASTE = auto()
    ENTER_FORM = auto()
    CHANNEL = auto()  # with the channel's number
    NEXT_CHANNEL = auto()
    PREVIOUS_CHANNEL = auto()
    PIN = auto()
    EDIT = auto()
    REPORT = auto()
    TWIN = auto()
    EXPLAIN = auto()
    KEEP_PHRASING = auto()
    COPY = auto()
    COPY_AGAIN = auto()
    BACK = auto()
    ACT = auto()  # on the message's button
    TAKE_SUGGESTION = auto()
    RESUME = auto()
    EDIT_TEXT = auto()
    UNDO_TEXT = auto()
    NEXT_PART = auto()
    NEXT_CASE = auto()
    ADD_CASE = auto()
    NEW_CUSTOMER = auto()
    FOLLOW_UP = auto()
    TELEPROMPT = auto()
    BRANCHES = auto()
    READ_BASIS = auto()
    APPEND_BASIS = auto()
    COPY_SUBJECT = auto()
    APPEND = auto()
    SEND_REPLY = auto()
    SNIPPETS = auto()
    REPLACE = auto()  # what the first remark proposes
    MASK = auto()
    ALSO = auto()  # with the chip's number


@dataclass(frozen=True, slots=True)
class Command:
    """A wish of the keyboard; `number` is 1-based where it has one."""

    do: Do
    number: int = 0


_PLAIN: Final = Qt.KeyboardModifier.NoModifier
_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_ALT: Final = Qt.KeyboardModifier.AltModifier
_ALT_SHIFT: Final = _ALT | Qt.KeyboardModifier.ShiftModifier
_CTRL_SHIFT: Final = _CTRL | Qt.KeyboardModifier.ShiftModifier
_Chord = tuple[Qt.Key, Qt.KeyboardModifier]

_EVERYWHERE: Final[dict[_Chord, Do]] = {
    (Qt.Key.Key_Return, _CTRL): Do.PASTE,
    (Qt.Key.Key_Enter, _CTRL): Do.PASTE,
    (Qt.Key.Key_Left, _CTRL): Do.PREVIOUS_CHANNEL,
    (Qt.Key.Key_Right, _CTRL): Do.NEXT_CHANNEL,
    (Qt.Key.Key_D, _CTRL): Do.PIN,
    (Qt.Key.Key_E, _CTRL): Do.EDIT,
    (Qt.Key.Key_R, _CTRL): Do.REPORT,
    (Qt.Key.Key_L, _CTRL): Do.TWIN,
    (Qt.Key.Key_O, _CTRL): Do.ACT,
    (Qt.Key.Key_K, _CTRL): Do.KEEP_PHRASING,
    (Qt.Key.Key_N, _CTRL): Do.NEXT_PART,
    (Qt.Key.Key_N, _CTRL_SHIFT): Do.NEW_CUSTOMER,
    (Qt.Key.Key_QuoteLeft, _ALT): Do.NEXT_CASE,
    (Qt.Key.Key_AsciiTilde, _ALT_SHIFT): Do.ADD_CASE,
    (Qt.Key.Key_QuoteLeft, _ALT_SHIFT): Do.ADD_CASE,
    (Qt.Key.Key_G, _CTRL): Do.FOLLOW_UP,
    (Qt.Key.Key_T, _CTRL): Do.TELEPROMPT,
    (Qt.Key.Key_B, _CTRL): Do.READ_BASIS,
    (Qt.Key.Key_C, _CTRL_SHIFT): Do.COPY_SUBJECT,
    (Qt.Key.Key_Return, _ALT): Do.APPEND,
    (Qt.Key.Key_Enter, _ALT): Do.APPEND,
    (Qt.Key.Key_Escape, _PLAIN): Do.BACK,
}
_LIST: Final[dict[_Chord, Do]] = {
    (Qt.Key.Key_Up, _PLAIN): Do.UP,
    (Qt.Key.Key_Down, _PLAIN): Do.DOWN,
    (Qt.Key.Key_PageUp, _PLAIN): Do.PAGE_UP,
    (Qt.Key.Key_PageDown, _PLAIN): Do.PAGE_DOWN,
    (Qt.Key.Key_Return, _PLAIN): Do.CHOOSE,
    (Qt.Key.Key_Enter, _PLAIN): Do.CHOOSE,
    (Qt.Key.Key_Tab, _PLAIN): Do.ENTER_FORM,
    (Qt.Key.Key_C, _CTRL): Do.COPY,
    (Qt.Key.Key_Z, _CTRL): Do.COPY_AGAIN,
    (Qt.Key.Key_I, _CTRL): Do.EXPLAIN,
    (Qt.Key.Key_Return, _CTRL_SHIFT): Do.SEND_REPLY,
    (Qt.Key.Key_Enter, _CTRL_SHIFT): Do.SEND_REPLY,
    (Qt.Key.Key_M, _CTRL): Do.BRANCHES,
}
_READ: Final[dict[_Chord, Do]] = {
    (Qt.Key.Key_C, _CTRL): Do.COPY,
    (Qt.Key.Key_Z, _CTRL): Do.COPY_AGAIN,
    (Qt.Key.Key_I, _CTRL): Do.EXPLAIN,
}
_FORM: Final[dict[_Chord, Do]] = {
    (Qt.Key.Key_V, _ALT): Do.TAKE_SUGGESTION,
    (Qt.Key.Key_R, _ALT): Do.RESUME,
    (Qt.Key.Key_F2, _PLAIN): Do.EDIT_TEXT,
    (Qt.Key.Key_Z, _CTRL): Do.UNDO_TEXT,
    (Qt.Key.Key_A, _ALT): Do.REPLACE,
    (Qt.Key.Key_M, _ALT): Do.MASK,
    (Qt.Key.Key_J, _CTRL): Do.SNIPPETS,
    (Qt.Key.Key_B, _CTRL_SHIFT): Do.APPEND_BASIS,
}
_BY_MODE: Final[dict[Mode, dict[_Chord, Do]]] = {
    Mode.LIST: _LIST, Mode.READ: _READ, Mode.FORM: _FORM, Mode.GUIDE: {}, Mode.PROMPT: {},
}  # fmt: skip
_ON_PAGES: Final = frozenset({
    Do.CHANNEL, Do.PREVIOUS_CHANNEL, Do.NEXT_CHANNEL, Do.EDIT, Do.REPORT, Do.ACT, Do.BACK,
    Do.NEXT_PART, Do.NEXT_CASE, Do.ADD_CASE, Do.NEW_CUSTOMER,
})  # fmt: skip
_PAGES: Final = frozenset({Mode.GUIDE, Mode.PROMPT})
_NUMBERED: Final = {Mode.LIST: Do.PICK, Mode.FORM: Do.ALSO}


def command(mode: Mode, key: int, modifiers: Qt.KeyboardModifier) -> Command | None:
    """Return what a key means in a mode; None where it belongs to the widget that has the focus."""
    held = modifiers & ~Qt.KeyboardModifier.KeypadModifier
    if held == _ALT and mode in _NUMBERED and Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
        return Command(_NUMBERED[mode], key - Qt.Key.Key_0)
    if held == _CTRL and Qt.Key.Key_1 <= key < Qt.Key.Key_1 + CHANNEL_KEYS:
        return Command(Do.CHANNEL, key - Qt.Key.Key_0)
    try:
        chord = (Qt.Key(key), held)
    except ValueError:  # a key without a name of Qt's, of which some keyboards have many
        return None
    do = _BY_MODE[mode].get(chord) or _EVERYWHERE.get(chord)
    unseen = mode in _PAGES and do not in _ON_PAGES  # it would act on the list, which such a page hides
    return Command(do) if do and not unseen else None


class KeyFilter(QObject):
    """Shows the keys of the widgets it watches to `pressed` first, except while a composition is open.

    `pressed` returns whether it took the key.
    """

    def __init__(self, pressed: Callable[[QWidget, QKeyEvent], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._pressed = pressed
        self._composing = False

    @property
    def composing(self) -> bool:
        """Whether an input method's composition is open in a watched widget."""
        return self._composing

    def watch(self, *widgets: QWidget) -> None:
        """Watch these widgets from now on."""
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take keys that mean something to the window."""
        if isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        elif event.type() is QEvent.Type.FocusOut:
            self._composing = False
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and isinstance(watched, QWidget):
            return not self._composing and self._pressed(watched, event)
        return False
