"""What Windows tells its programs, heard by one hidden window: sleep, sessions, policies, colours, hotkeys."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Final, Protocol

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QWindow

from kbassist.desktop.ports import SystemEvent
from kbassist.desktop.user32 import load

WM_HOTKEY: Final = 0x0312
WM_POWERBROADCAST: Final = 0x0218
WM_WTSSESSION_CHANGE: Final = 0x02B1
WM_SETTINGCHANGE: Final = 0x001A
WM_SYSCOLORCHANGE: Final = 0x0015
WM_THEMECHANGED: Final = 0x031A
WM_DWMCOLORIZATIONCOLORCHANGED: Final = 0x0320
SPI_SETHIGHCONTRAST: Final = 0x0043
_RESUMED: Final = frozenset({0x07, 0x12})  # PBT_APMRESUMESUSPEND, PBT_APMRESUMEAUTOMATIC
_HERE_AGAIN: Final = frozenset({1, 3, 8})  # WTS_CONSOLE_CONNECT, WTS_REMOTE_CONNECT, WTS_SESSION_UNLOCK
_COLOURS: Final = frozenset({WM_SYSCOLORCHANGE, WM_THEMECHANGED, WM_DWMCOLORIZATIONCOLORCHANGED})
_AREAS: Final = {
    "Policy": SystemEvent.POLICIES_CHANGED,
    "ImmersiveColorSet": SystemEvent.LOOK_CHANGED,
    "WindowsThemeElement": SystemEvent.LOOK_CHANGED,
}
_TOGETHER_MS: Final = 100  # Windows tells most things several times in a row
_ASK_AGAIN_MS: Final = 20_000
_MOST_ASKED: Final = 6


class Message(ctypes.Structure):
    """The beginning of the Windows `MSG`."""

    _fields_ = (
        ("window", ctypes.c_void_p), ("message", ctypes.c_uint32), ("w", ctypes.c_size_t), ("l", ctypes.c_ssize_t),
    )  # fmt: skip


class SessionCalls(Protocol):
    """The calls of Windows that are needed; see `SessionNotices`."""

    def tell(self, window: int) -> bool: ...  # noqa: D102
    def tell_no_more(self, window: int) -> None: ...  # noqa: D102


class SessionNotices:
    """`wtsapi32.dll`: who wants to hear that the session was locked, unlocked, left, or come back to."""

    def __init__(self) -> None:
        self._wts = load("wtsapi32.dll")
        self._wts.WTSRegisterSessionNotification.argtypes = (ctypes.c_void_p, ctypes.c_uint32)
        self._wts.WTSUnRegisterSessionNotification.argtypes = (ctypes.c_void_p,)

    def tell(self, window: int) -> bool:
        """WTSRegisterSessionNotification for this session; false while its service is not up yet."""
        return bool(self._wts.WTSRegisterSessionNotification(window, 0))

    def tell_no_more(self, window: int) -> None:
        """WTSUnRegisterSessionNotification."""
        self._wts.WTSUnRegisterSessionNotification(window)


class WindowsSystem(QObject):
    """See `ports.SystemEvents`; the one native event filter of the program.

    Windows tells these things to windows at the top level only, shown or not. Qt's own hidden ones keep them to
    themselves, so this one has its own.
    """

    hotkey = Signal(int)
    """The number of a hotkey of this thread that was pressed."""

    def __init__(self, sessions: SessionCalls) -> None:
        super().__init__()
        self._sessions = sessions
        self._window = QWindow()
        self._window.setFlags(Qt.WindowType.FramelessWindowHint)
        self._window.create()
        self.window = int(self._window.winId())
        self._timers: dict[SystemEvent, QTimer] = {event: self._timer() for event in SystemEvent}
        self._filter = _Filter(self._heard)
        self._asked = 0
        self._register()
        if application := QCoreApplication.instance():
            application.installNativeEventFilter(self._filter)
            application.aboutToQuit.connect(self._end)

    def watch(self, event: SystemEvent, happened: Callable[[], None]) -> None:
        """Have `happened` called a moment after the last of the messages that belong together."""
        self._timers[event].timeout.connect(happened)

    def _timer(self) -> QTimer:
        return QTimer(self, singleShot=True, interval=_TOGETHER_MS)

    def _register(self) -> None:
        """Ask for the news of the session; the service that tells them may not be up yet when a session begins."""
        self._asked += 1
        if not self._sessions.tell(self.window) and self._asked < _MOST_ASKED:
            QTimer.singleShot(_ASK_AGAIN_MS, self, self._register)

    def _end(self) -> None:
        self._sessions.tell_no_more(self.window)
        if application := QCoreApplication.instance():
            application.removeNativeEventFilter(self._filter)

    def _heard(self, what: Message) -> bool:
        """Take a message; tell whether nobody else shall have it."""
        if what.message == WM_HOTKEY and not what.window:
            number = int(what.w)
            QTimer.singleShot(0, self, lambda: self.hotkey.emit(number))  # never inside: a slot may dispatch events
            return True
        event = event_of(what) if what.window == self.window else None
        if event is not None:
            self._timers[event].start()
        return False


def event_of(what: Message) -> SystemEvent | None:
    """Return what a message to a window at the top level means; None for most."""
    if what.message == WM_POWERBROADCAST:
        return SystemEvent.RESUMED if what.w in _RESUMED else None
    if what.message == WM_WTSSESSION_CHANGE:
        return SystemEvent.UNLOCKED if what.w in _HERE_AGAIN else None
    if what.message in _COLOURS or (what.message == WM_SETTINGCHANGE and what.w == SPI_SETHIGHCONTRAST):
        return SystemEvent.LOOK_CHANGED
    if what.message == WM_SETTINGCHANGE and what.l:
        return _AREAS.get(ctypes.wstring_at(what.l))
    return None


class _Filter(QAbstractNativeEventFilter):
    """Gives every message of Windows to a function; it runs for each, so it does next to nothing."""

    def __init__(self, heard: Callable[[Message], bool]) -> None:
        super().__init__()
        self._heard = heard

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> tuple[bool, int]:
        if kind not in (b"windows_generic_MSG", b"windows_dispatcher_MSG"):
            return False, 0
        return self._heard(Message.from_address(int(message))), 0
