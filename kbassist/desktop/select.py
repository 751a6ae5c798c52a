"""Choosing the ports that fit the desktop on which Qt runs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication

from kbassist.desktop.clipboard import QtClipboard
from kbassist.desktop.opener import DesktopOpener
from kbassist.desktop.ports import ActiveWindow, Desktop, Hotkey, HotkeyTaken, HotkeyUnavailable
from kbassist.desktop.unsupported import NoActiveWindow, NoHotkey

Lost = Callable[[HotkeyTaken | HotkeyUnavailable], None]


def choose(platform_name: str, lost: Lost) -> Desktop:
    """Return the ports for a Qt platform (`QGuiApplication.platformName()`); the application must be running.

    `lost` is told when the bound hotkey is lost later: another keyboard layout, or a rival after sleep. A desktop
    that cannot give a port gets one that says so when it is used.
    """
    hotkey, active_window = _ports(platform_name, lost)
    clipboard = QGuiApplication.clipboard()
    application = QGuiApplication.instance()
    if platform_name == "offscreen" and application is not None:
        application.aboutToQuit.connect(lambda: QGuiApplication.clipboard().clear())  # else Qt crashes at exit
    return Desktop(hotkey, QtClipboard(clipboard), active_window, DesktopOpener())


def _ports(platform_name: str, lost: Lost) -> tuple[Hotkey, ActiveWindow]:
    """Return the two ports that differ between desktops; each module is imported only where it runs."""
    try:
        if platform_name == "xcb":
            return _x11(lost)
        if platform_name == "windows":
            return _windows(lost)
    except HotkeyUnavailable as error:
        return NoHotkey(error.message), NoActiveWindow()
    return NoHotkey(), NoActiveWindow()


def _x11(lost: Lost) -> tuple[Hotkey, ActiveWindow]:
    from kbassist.desktop.active_window_x11 import X11ActiveWindow
    from kbassist.desktop.hotkey_x11 import X11Hotkey
    from kbassist.desktop.xcb import Server

    server = Server()
    return X11Hotkey(server, lost), X11ActiveWindow(server)


def _windows(lost: Lost) -> tuple[Hotkey, ActiveWindow]:
    from kbassist.desktop.active_window_windows import WindowsActiveWindow
    from kbassist.desktop.hotkey_windows import WindowsHotkey
    from kbassist.desktop.user32 import User32

    calls = User32()
    return WindowsHotkey(calls, lost), WindowsActiveWindow(calls)
