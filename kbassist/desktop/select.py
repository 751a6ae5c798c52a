"""Choosing the ports that fit the desktop on which Qt runs."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtGui import QGuiApplication

from kbassist import registry
from kbassist.desktop import autostart
from kbassist.desktop.clipboard import QtClipboard
from kbassist.desktop.opener import DesktopOpener
from kbassist.desktop.paster import NoPaster, QueuedPaster
from kbassist.desktop.ports import (
    ActiveWindow,
    Autostart,
    Desktop,
    Hotkey,
    HotkeyTaken,
    HotkeyUnavailable,
    Look,
    Paster,
    SystemEvents,
)
from kbassist.desktop.unsupported import NoActiveWindow, NoHotkey, NoSystemEvents

Lost = Callable[[HotkeyTaken | HotkeyUnavailable], None]


def choose(platform_name: str, lost: Lost) -> Desktop:
    """Return the ports for a Qt platform (`QGuiApplication.platformName()`); the application must be running.

    `lost` is told when the bound hotkey is lost later: another keyboard layout, or a rival after sleep. A desktop
    that cannot give a port gets one that says so when it is used.
    """
    hotkey, active_window, paster, system = _ports(platform_name, lost)
    clipboard = QGuiApplication.clipboard()
    application = QGuiApplication.instance()
    if platform_name == "offscreen" and application is not None:
        application.aboutToQuit.connect(lambda: QGuiApplication.clipboard().clear())  # else Qt crashes at exit
    return Desktop(hotkey, QtClipboard(clipboard), active_window, DesktopOpener(), paster, _autostart(), system)


def look(platform_name: str) -> Callable[[], Look]:
    """Return what reads how the user wants all programs to look, on this Qt platform."""
    if platform_name == "windows":
        from kbassist.desktop.look_windows import SystemColours, WindowsLook

        return WindowsLook(SystemColours(), registry.here()).read
    from kbassist.desktop.look_qt import read

    return read


_Ports = tuple[Hotkey, ActiveWindow, Paster, SystemEvents]


def _autostart() -> Autostart:
    if sys.platform == "win32":
        from kbassist.desktop.autostart_windows import RunKeys, WindowsAutostart, program

        launcher = program()
        return WindowsAutostart(RunKeys(), launcher) if launcher else autostart.NoAutostart()
    return autostart.XdgAutostart(autostart.program())


def _ports(platform_name: str, lost: Lost) -> _Ports:
    """Return the ports that differ between desktops; each module is imported only where it runs."""
    try:
        if platform_name == "xcb":
            return _x11(lost)
        if platform_name == "windows":
            return _windows(lost)
    except HotkeyUnavailable as error:
        return NoHotkey(error.message), NoActiveWindow(), NoPaster(), NoSystemEvents()
    return NoHotkey(), NoActiveWindow(), NoPaster(), NoSystemEvents()


def _x11(lost: Lost) -> _Ports:
    from kbassist.desktop.active_window_x11 import X11ActiveWindow
    from kbassist.desktop.hotkey_x11 import X11Hotkey
    from kbassist.desktop.xcb import Server

    server = Server()
    windows = X11ActiveWindow(server)
    return X11Hotkey(server, lost), windows, _x11_paster(windows), NoSystemEvents()


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
    from kbassist.desktop.system_windows import SessionNotices, WindowsSystem

    calls = WindowsInput()
    windows = WindowsActiveWindow(calls)
    system = WindowsSystem(SessionNotices())
    shelf = QtShelf(QGuiApplication.clipboard(), WindowsSnapshots(calls.clipboard(system.window)))
    return WindowsHotkey(calls, system, lost), windows, QueuedPaster(WindowsSeat(calls, windows), shelf), system
