"""The global hotkey on X11: a passive grab on the root window, heard through Qt's native event filter."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QTimer

from kbassist.desktop import keys, xcb
from kbassist.desktop.keys import Modifier
from kbassist.desktop.ports import HotkeyTaken, HotkeyUnavailable, Shortcut
from kbassist.desktop.proposals import taken
from kbassist.i18n import N_

_LOCKS: Final = (0, xcb.CAPS_LOCK, xcb.NUM_LOCK, xcb.CAPS_LOCK | xcb.NUM_LOCK)
_MASKS: Final = {Modifier.SHIFT: xcb.SHIFT, Modifier.CTRL: xcb.CTRL, Modifier.ALT: xcb.ALT, Modifier.META: xcb.META}
_ALL: Final = xcb.SHIFT | xcb.CTRL | xcb.ALT | xcb.META
_REPEAT_MS: Final = 1500  # a held key repeats faster than this; a release that was lost is forgotten after it
_SETTLE_MS: Final = 60  # a change of keyboard layout comes as a burst of events
_XKB_NEW_KEYBOARD, _XKB_MAP = 0, 1


class KeyServer(Protocol):
    """What the hotkey needs of an X server; see `xcb.Server`."""

    root: int

    def keycode(self, keysym: int) -> int: ...  # noqa: D102
    def grab_key(self, keycode: int, modifiers: int) -> int: ...  # noqa: D102
    def ungrab_key(self, keycode: int, modifiers: int) -> None: ...  # noqa: D102
    def extension_event(self, name: str) -> int: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class _Grab:
    """A key that is ours."""

    shortcut: Shortcut
    keycode: int
    modifiers: int
    pressed: Callable[[], None]


class X11Hotkey(QAbstractNativeEventFilter):
    """One global shortcut, heard with NumLock and CapsLock in any state and kept from other programs.

    `lost` is told when a new keyboard layout moved the key and another program holds it there.
    """

    def __init__(self, server: KeyServer, lost: Callable[[HotkeyTaken | HotkeyUnavailable], None]) -> None:
        super().__init__()
        self._server = server
        self._lost = lost
        self._grab: _Grab | None = None
        self._pressed_at: int | None = None
        self._released_at = 0
        self._xkb_event = server.extension_event("XKEYBOARD")
        self._remap = QTimer(singleShot=True, interval=_SETTLE_MS)
        self._remap.timeout.connect(self._follow_keyboard)

    def bind(self, shortcut: Shortcut, pressed: Callable[[], None]) -> None:
        """Take the shortcut, then let the old one go; see `ports.Hotkey`."""
        keycode, modifiers = self._code(shortcut)
        old = self._grab
        if old is None or (old.keycode, old.modifiers) != (keycode, modifiers):
            if not self._take(keycode, modifiers):
                raise taken(shortcut, self.free)
            if old:
                self._release(old)
        if old is None:
            _application().installNativeEventFilter(self)
        self._grab = _Grab(shortcut, keycode, modifiers, pressed)

    def unbind(self) -> None:
        """Let the shortcut go."""
        if self._grab:
            self._release(self._grab)
            self._grab = None
            self._remap.stop()
            _application().removeNativeEventFilter(self)

    def bound(self) -> Shortcut | None:
        """Return the shortcut that is held now."""
        return self._grab.shortcut if self._grab else None

    def free(self, shortcut: Shortcut) -> bool:
        """Tell whether the shortcut could be taken now, by taking it for a moment."""
        try:
            keycode, modifiers = self._code(shortcut)
        except HotkeyUnavailable:
            return False
        if self._grab and (self._grab.keycode, self._grab.modifiers) == (keycode, modifiers):
            return True
        if not self._take(keycode, modifiers):
            return False
        for lock in _LOCKS:
            self._server.ungrab_key(keycode, modifiers | lock)
        return True

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> tuple[bool, int]:
        """Take our key out of Qt's stream of events; everything else passes."""
        if self._grab is None or kind != b"xcb_generic_event_t":
            return False, 0
        address = int(message)
        number = ctypes.c_uint8.from_address(address).value & 0x7F
        if number in {xcb.KEY_PRESS, xcb.KEY_RELEASE}:
            return self._key(self._grab, number, xcb.KeyEvent.from_address(address)), 0
        if number == xcb.MAPPING_NOTIFY or (self._xkb_event and number == self._xkb_event and _is_layout(address)):
            self._remap.start()
        return False, 0

    def _key(self, grab: _Grab, number: int, event: xcb.KeyEvent) -> bool:
        """Tell of the first press of our key, not of its repeats; return whether the event is ours."""
        if event.detail != grab.keycode or event.event != self._server.root:
            return False
        if number == xcb.KEY_RELEASE:
            self._pressed_at, self._released_at = None, event.time
            return True
        if event.state & _ALL != grab.modifiers:
            return False
        held = self._pressed_at is not None and 0 <= event.time - self._pressed_at < _REPEAT_MS
        repeats = held or event.time == self._released_at  # a server may send releases between the repeats
        self._pressed_at = event.time
        if not repeats:
            QTimer.singleShot(0, grab.pressed)  # never inside the filter: showing a window dispatches events
        return True

    def _code(self, shortcut: Shortcut) -> tuple[int, int]:
        """Return the key's code and modifier mask; raises HotkeyUnavailable where the keyboard lacks the key."""
        try:
            chord = keys.parse(shortcut.text)
        except keys.UnknownKey as error:
            raise HotkeyUnavailable(error.message) from error
        keycode = self._server.keycode(chord.key.keysym) if chord.key else 0
        if not keycode:
            raise HotkeyUnavailable(N_("This keyboard has no key for {keys}.", keys=shortcut.text))
        return keycode, sum(_MASKS[modifier] for modifier in chord.modifiers)

    def _take(self, keycode: int, modifiers: int) -> bool:
        """Grab the key for every state of the locks, all or none."""
        for index, lock in enumerate(_LOCKS):
            if self._server.grab_key(keycode, modifiers | lock):
                for done in _LOCKS[:index]:
                    self._server.ungrab_key(keycode, modifiers | done)
                return False
        return True

    def _release(self, grab: _Grab) -> None:
        """Let a grabbed key go."""
        self._pressed_at = None
        for lock in _LOCKS:
            self._server.ungrab_key(grab.keycode, grab.modifiers | lock)

    def _follow_keyboard(self) -> None:
        """Take the shortcut again where the new keyboard layout has its key."""
        if self._grab:
            try:
                self.bind(self._grab.shortcut, self._grab.pressed)
            except (HotkeyTaken, HotkeyUnavailable) as error:
                self._lost(error)


def _is_layout(address: int) -> bool:
    """Tell whether an XKEYBOARD event says that keys have moved (its kind stands in the second byte)."""
    return ctypes.c_uint8.from_address(address + 1).value in {_XKB_NEW_KEYBOARD, _XKB_MAP}


def _application() -> QCoreApplication:
    """Return the running application; it is there, since the X server was reached through it."""
    application = QCoreApplication.instance()
    assert application is not None
    return application
