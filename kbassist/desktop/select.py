"""Choosing the ports that fit the desktop on which Qt runs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication

from kbassist.desktop.clipboard import QtClipboard
from kbassist.desktop.opener import DesktopOpener
from kbassist.desktop.paster import NoPaster, QueuedPaster
from kbassist.desktop.ports import ActiveWindow, Desktop, Hotkey, HotkeyTaken, HotkeyUnavailable, Paster
from kbassist.desktop.unsupported import NoActiveWindow, NoHotkey

Lost = Callable[[HotkeyTaken | HotkeyUnavailable], None]


def choose(platform_name: str, lost: Lost) -> Desktop:
    """Return the ports for a Qt platform (`QGuiApplication.platformName()`); the application must be running.

    `lost` is told when the bound hotkey is lost later: another keyboard layout, or a rival after sleep. A desktop
    that cannot give a port gets one that says so when it is used.
    """
    hotkey, active_window, paster = _ports(platform_name, lost)
    clipboard = QGuiApplication.clipboard()
    application = QGuiApplication.instance()
    if platform_name == "offscreen" and application is not None:
        application.aboutToQuit.connect(lambda: QGuiApplication.clipboard().clear())  # else Qt crashes at exit
    return Desktop(hotkey, QtClipboard(clipboard), active_window, DesktopOpener(), paster)


_Ports = tuple[Hotkey, ActiveWindow, Paster]


def _ports(platform_name: str, lost: Lost) -> _Ports:
    """Return the ports that differ between desktops; each module is imported only where it runs."""
    try:
        if platform_name == "xcb":
            return _x11(lost)
        if platform_name == "windows":
            return _windows(lost)
    except HotkeyUnavailable as error:
        return NoHotkey(error.message), NoActiveWindow(), NoPaster()
    return NoHotkey(), NoActiveWindow(), NoPaster()


def _x11(lost: Lost) -> _Ports:
    from kbassist.desktop.active_window_x11 import X11ActiveWindow
    from kbassist.desktop.hotkey_x11 import X11Hotkey
    from kbassist.desktop.xcb import Server

    server = Server()
    windows = X11ActiveWindow(server)
    return X11Hotkey(server, lost), windows, _x11_paster(windows)


def _x11_paster(windows: ActiveWindow) -> Paster:
    """Return a paster, or the one that refuses where the server lets no program press keys."""
    from kbassist.desktop.paste_shelf import QtShelf
    from kbassist.desktop.paste_x11 import X11Seat
    from kbassist.desktop.selection_x11 import X11Snapshots
    from kbassist.desktop.xtest import InputServer

    clipboard = QGuiApplication.clipboard()
    try:
        return QueuedPaster(X11Seat(InputServer(), windows), QtShelf(clipboard, X11Snapshots(clipboard)))
    except HotkeyUnavailable:
        return NoPaster()


def _windows(lost: Lost) -> _Ports:
    from kbassist.desktop.active_window_windows import WindowsActiveWindow
    from kbassist.desktop.clipboard_windows import WindowsSnapshots
    from kbassist.desktop.hotkey_windows import WindowsHotkey
    from kbassist.desktop.input_windows import WindowsInput
    from kbassist.desktop.paste_shelf import QtShelf
    from kbassist.desktop.paste_windows import WindowsSeat

    calls = WindowsInput()
    windows = WindowsActiveWindow(calls)
    shelf = QtShelf(QGuiApplication.clipboard(), WindowsSnapshots(calls.clipboard()))
    return WindowsHotkey(calls, lost), windows, QueuedPaster(WindowsSeat(calls, windows), shelf)
