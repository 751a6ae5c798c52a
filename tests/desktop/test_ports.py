"""Choosing ports, the clipboard, the active window on X11, and what may be opened."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kbassist.desktop import select
from kbassist.desktop.active_window_x11 import X11ActiveWindow
from kbassist.desktop.clipboard import QtClipboard, mime_data
from kbassist.desktop.opener import DesktopOpener, NotOpened
from kbassist.desktop.ports import Clip, HotkeyUnavailable, Shortcut
from tests.desktop.fakes import FakeWindowServer


def ignore(_error: Exception) -> None:
    """Lose nothing."""


@pytest.mark.parametrize("platform", ["offscreen", "wayland", "xcb"])
def test_a_desktop_without_shortcuts_says_how_to_get_one(qtbot: QtBot, platform: str) -> None:
    desktop = select.choose(platform, ignore)  # Qt runs offscreen here, so X11 cannot be reached either
    with pytest.raises(HotkeyUnavailable) as caught:
        desktop.hotkey.bind(Shortcut("Ctrl+Alt+K"), lambda: None)
    assert "kbassist desk" in str(caught.value.hint)
    desktop.hotkey.unbind()
    assert desktop.hotkey.bound() is None
    assert desktop.active_window.current() == 0
    desktop.active_window.activate(5)
    assert desktop.active_window.geometry(5) is None


class StubbornClipboard:
    """A clipboard that another program holds for the first attempts."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.value = ""

    def setText(self, text: str) -> None:
        self.failures -= 1
        if self.failures < 0:
            self.value = text

    def setMimeData(self, data: QMimeData) -> None:  # as on Windows, with the marks for the clipboard history
        self.setText(data.text())

    def ownsClipboard(self) -> bool:
        return self.failures < 0

    def text(self) -> str:
        return self.value


@pytest.mark.parametrize(("failures", "copied"), [(0, True), (3, True), (4, False)])
def test_a_held_clipboard_is_tried_again_and_then_said(failures: int, copied: bool) -> None:
    pauses: list[float] = []
    clipboard = QtClipboard(StubbornClipboard(failures), pauses.append)  # type: ignore[arg-type] # a fake
    assert clipboard.copy(Clip("退款")) is copied
    assert sum(pauses) <= 0.07


def test_text_and_html_are_both_there(qtbot: QtBot) -> None:
    clipboard = QtClipboard(QGuiApplication.clipboard())
    assert clipboard.copy(Clip("退款", "<b>退款</b>"))
    assert clipboard.text() == "退款"
    assert "退款" in QGuiApplication.clipboard().mimeData().html()
    assert clipboard.copy(Clip("plain"))
    assert not QGuiApplication.clipboard().mimeData().hasHtml()


def test_a_private_text_carries_the_marks_that_windows_reads() -> None:
    formats = mime_data(Clip("a"), private=True).formats()
    for name in ("ExcludeClipboardContentFromMonitorProcessing", "CanIncludeInClipboardHistory"):
        assert f'application/x-qt-windows-mime;value="{name}"' in formats
    assert mime_data(Clip("a"), private=False).formats() == ["text/plain"]


def test_the_active_window_is_another_programs_working_window(qtbot: QtBot) -> None:
    server = FakeWindowServer(active=500, types={600: "_NET_WM_WINDOW_TYPE_DOCK", 500: "_NET_WM_WINDOW_TYPE_NORMAL"})
    windows = X11ActiveWindow(server)
    assert windows.current() == 500
    assert windows.geometry(500) == (1, 2, 3, 4)
    assert windows.geometry(0) is None
    server.active = 600
    assert windows.current() == 0
    server.active = 0
    assert windows.current() == 0


def test_our_own_window_is_not_the_agents(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    assert X11ActiveWindow(FakeWindowServer(active=int(widget.winId()))).current() == 0


def test_the_window_manager_is_asked_as_by_the_user() -> None:
    server = FakeWindowServer()
    X11ActiveWindow(server).activate(500)
    X11ActiveWindow(server).activate(0)
    assert [(window, data[0]) for window, _message, data in server.told] == [(500, 2)]


class Opened:
    """A desktop that remembers what it was handed."""

    def __init__(self, works: bool = True) -> None:
        self.urls: list[str] = []
        self.works = works

    def __call__(self, url: QUrl) -> bool:
        self.urls.append(url.toString())
        return self.works


@pytest.mark.parametrize("link", ["https://example.com/退款?a=1", "HTTPS://EXAMPLE.COM", "mailto:a@example.com"])
def test_links_to_the_web_and_to_mail_are_opened(link: str) -> None:
    opened = Opened()
    DesktopOpener(opened).link(link)
    assert len(opened.urls) == 1


@pytest.mark.parametrize(
    "link",
    [
        "http://example.com",
        "file:///etc/passwd",
        "FILE://server/share/a.exe",
        "//server/share",
        "\\\\server\\share\\a.exe",
        "javascript:alert(1)",
        "search-ms:query=x",
        "ms-msdt:/id",
        "ms-settings:",
        "data:text/html,x",
        "C:\\Windows\\system32\\calc.exe",
        "/usr/bin/xcalc",
        "",
        "https//example.com",
        "ssh://-oProxyCommand=x",
    ],
)
def test_every_other_link_is_refused(link: str) -> None:
    opened = Opened()
    with pytest.raises(NotOpened):
        DesktopOpener(opened).link(link)
    assert opened.urls == []


@pytest.mark.parametrize("name", ["a.md", "报价 100%.MD", "steps.yaml", "图.png"])
def test_texts_and_images_are_opened(tmp_path: Path, name: str) -> None:
    opened = Opened()
    (tmp_path / name).write_text("x")
    DesktopOpener(opened).file(tmp_path / name)
    assert Path(QUrl(opened.urls[0]).toLocalFile()) == tmp_path / name


@pytest.mark.parametrize("name", ["a.exe", "a.md.lnk", "a.desktop", "run.bat", "a.sh", "a", "a.html", "a.md.url"])
def test_what_could_run_is_not_opened(tmp_path: Path, name: str) -> None:
    opened = Opened()
    (tmp_path / name).write_text("x")
    with pytest.raises(NotOpened):
        DesktopOpener(opened).file(tmp_path / name)
    assert opened.urls == []


def test_a_link_to_a_program_is_not_opened_by_its_harmless_name(tmp_path: Path) -> None:
    opened = Opened()
    (tmp_path / "run.sh").write_text("x")
    (tmp_path / "a.md").symlink_to(tmp_path / "run.sh")
    with pytest.raises(NotOpened):
        DesktopOpener(opened).file(tmp_path / "a.md")
    assert opened.urls == []


def test_what_is_gone_is_said(tmp_path: Path) -> None:
    opener = DesktopOpener(Opened())
    with pytest.raises(NotOpened):
        opener.file(tmp_path / "gone.md")
    with pytest.raises(NotOpened):
        opener.folder(tmp_path / "gone")


def test_a_folder_is_shown_and_a_helpless_desktop_is_said(tmp_path: Path) -> None:
    opened = Opened()
    DesktopOpener(opened).folder(tmp_path)
    assert Path(QUrl(opened.urls[0]).toLocalFile()) == tmp_path
    with pytest.raises(NotOpened) as caught:
        DesktopOpener(Opened(works=False)).folder(tmp_path)
    assert caught.value.hint is not None
