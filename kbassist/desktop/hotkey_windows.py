"""The global hotkey on Windows: RegisterHotKey, and again when the computer or the user comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from PySide6.QtCore import SignalInstance

from kbassist.desktop import keys
from kbassist.desktop.keys import Modifier
from kbassist.desktop.ports import HotkeyTaken, HotkeyUnavailable, Shortcut, SystemEvent, SystemEvents
from kbassist.desktop.proposals import taken
from kbassist.i18n import N_

ERROR_HOTKEY_ALREADY_REGISTERED: Final = 1409
_MOD_NOREPEAT: Final = 0x4000
_MASKS: Final = {Modifier.ALT: 0x1, Modifier.CTRL: 0x2, Modifier.SHIFT: 0x4, Modifier.META: 0x8}
_IDS: Final = (1, 2)  # two, so that the new shortcut can be taken before the old one is let go
_PROBE: Final = 3


class HotkeyCalls(Protocol):
    """The calls of Windows that the hotkey needs."""

    def register(self, number: int, modifiers: int, virtual_key: int) -> int:
        """RegisterHotKey for this thread; return 0 or the error code."""

    def unregister(self, number: int) -> None:
        """UnregisterHotKey."""


@dataclass(frozen=True, slots=True)
class _Registered:
    """A hotkey that is ours."""

    shortcut: Shortcut
    number: int
    pressed: Callable[[], None]


class HotkeyNews(SystemEvents, Protocol):
    """What is told of hotkeys and the system; see `system_windows.WindowsSystem`."""

    @property
    def hotkey(self) -> SignalInstance:
        """The number of a hotkey that was pressed."""


class WindowsHotkey:
    """One global shortcut; repeats of a held key are not told.

    `lost` is told when another program took the shortcut while the computer slept or the user was away.
    """

    def __init__(
        self, calls: HotkeyCalls, news: HotkeyNews, lost: Callable[[HotkeyTaken | HotkeyUnavailable], None]
    ) -> None:
        self._calls = calls
        self._lost = lost
        self._held: _Registered | None = None
        news.hotkey.connect(self._hear)
        for event in (SystemEvent.RESUMED, SystemEvent.UNLOCKED):
            news.watch(event, self._take_again)

    def bind(self, shortcut: Shortcut, pressed: Callable[[], None]) -> None:
        """Take the shortcut, then let the old one go; see `ports.Hotkey`."""
        old = self._held
        if old and old.shortcut == shortcut:
            self._held = _Registered(shortcut, old.number, pressed)
            return
        number = next(number for number in _IDS if old is None or number != old.number)
        self._register(number, shortcut)
        if old:
            self._calls.unregister(old.number)
        self._held = _Registered(shortcut, number, pressed)

    def unbind(self) -> None:
        """Let the shortcut go."""
        if self._held:
            self._calls.unregister(self._held.number)
            self._held = None

    def bound(self) -> Shortcut | None:
        """Return the shortcut that is held now."""
        return self._held.shortcut if self._held else None

    def free(self, shortcut: Shortcut) -> bool:
        """Tell whether the shortcut could be taken now, by taking it for a moment."""
        if self._held and self._held.shortcut == shortcut:
            return True
        try:
            error = self._calls.register(_PROBE, *_code(shortcut))
        except HotkeyUnavailable:
            return False
        if not error:
            self._calls.unregister(_PROBE)
        return not error

    def _hear(self, number: int) -> None:
        """Tell that it was pressed; a press of one that was let go meanwhile is nobody's."""
        if self._held and number == self._held.number:
            self._held.pressed()

    def _register(self, number: int, shortcut: Shortcut) -> None:
        """Register, or raise HotkeyTaken or HotkeyUnavailable."""
        error = self._calls.register(number, *_code(shortcut))
        if error == ERROR_HOTKEY_ALREADY_REGISTERED:
            raise taken(shortcut, self.free)
        if error:
            raise HotkeyUnavailable(N_("Windows refuses {keys} (error {code}).", keys=shortcut.text, code=error))

    def _take_again(self) -> None:
        """Register anew: the registration may have been lost meanwhile, and asking would not tell whose it is."""
        held = self._held
        if held is None:
            return
        self._calls.unregister(held.number)
        try:
            self._register(held.number, held.shortcut)
        except (HotkeyTaken, HotkeyUnavailable) as error:
            self.unbind()
            self._lost(error)


def _code(shortcut: Shortcut) -> tuple[int, int]:
    """Return the modifiers and the virtual key; raises HotkeyUnavailable for what is no shortcut."""
    try:
        chord = keys.parse(shortcut.text)
    except keys.UnknownKey as error:
        raise HotkeyUnavailable(error.message) from error
    if chord.key is None:
        raise HotkeyUnavailable(N_("This keyboard has no key for {keys}.", keys=shortcut.text))
    return sum(_MASKS[modifier] for modifier in chord.modifiers) | _MOD_NOREPEAT, chord.key.virtual
