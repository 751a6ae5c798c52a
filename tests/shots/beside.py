"""The windows beside the quick one, as they are photographed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QTabWidget, QWidget

from kbassist.content.problem import Level, Problem, Repair
from kbassist.desktop.clients import BUILT_IN
from kbassist.i18n import N_, Text
from kbassist.settings import Client, Settings
from kbassist.ui import icons
from kbassist.ui.about_dialog import AboutDialog, Folder
from kbassist.ui.problems_window import ProblemsWindow
from kbassist.ui.settings_dialog import SettingsDialog
from kbassist.ui.settings_general import FolderNote

PROBLEMS: Final = (
    Problem(
        "kb/returns/returns-7day.md",
        2,
        Level.ERROR,
        "full-width-colon",
        Text("标题：七天无理由退货"),
        Repair(Text("标题: 七天无理由退货")),
    ),
    Problem("kb/shipping/shipping-delay.md", 41, Level.WARNING, "dead-link", Text("[[shipping-express]]")),
    Problem("macros/complaints/complaint-open.md", 0, Level.INFO, "review-overdue", Text("2026-10-31")),
)


def _settings() -> QWidget:
    return _dialog(Settings(agent_name="林晓", agent_signature="晴选商城客服 林晓", channel="微信"))


def _search_settings() -> QWidget:
    held = Settings(fuzzy_pinyin="z-zh,l-n,in-ing", double_pinyin="xiaohe")
    return _search_page(held, installed=True)


def _search_settings_asking() -> QWidget:
    dialog = _search_page(Settings(), installed=False)
    dialog._search._forget.click()
    return dialog


def _search_page(held: Settings, *, installed: bool) -> SettingsDialog:
    note = FolderNote(True, N_("{articles} files in kb/, {macros} in macros/.", articles=72, macros=69))
    dialog = SettingsDialog(
        held, ("微信",), lambda _chord: None, lambda _path, tell: tell(note), meaning_installed=installed
    )
    dialog.show_meaning_progress(1200, 3027)
    return _turned_to(dialog, 1)


def _reply_settings() -> QWidget:
    return _turned_to(_dialog(Settings(answer_timer=True)), 2)


def _client_settings() -> QWidget:
    own = Client("CustomerDesk*.exe", paste_key="ctrl+v", rich=False, newline="shift-enter", longest=2000)
    dialog = _turned_to(_dialog(Settings(clients=(own,))), 3)
    dialog.show_programs(BUILT_IN, "mousepad")
    return dialog


def _locked_settings() -> QWidget:
    held = Settings(library=r"\\fs01\客服资料\kb", agent_name="林晓", language="zh_CN")
    return _dialog(held, locked=frozenset({"library", "hotkey", "language"}))


def _dialog(held: Settings, locked: frozenset[str] = frozenset()) -> SettingsDialog:
    note = FolderNote(True, N_("{articles} files in kb/, {macros} in macros/.", articles=72, macros=69))
    return SettingsDialog(
        held, ("微信", "在线", "电话"), lambda _chord: None, lambda _path, tell: tell(note), locked=locked
    )


def _turned_to(dialog: SettingsDialog, page: int) -> SettingsDialog:
    tabs = dialog.findChild(QTabWidget)
    assert tabs is not None
    tabs.setCurrentIndex(page)
    return dialog


def _problems() -> QWidget:
    window = ProblemsWindow()
    window.show_problems(PROBLEMS)
    return window


def _about() -> QWidget:
    return AboutDialog(icons.app_icon(), [Folder(N_("Settings"), Path("/home/lin/.config/kbassist"))])


BESIDE: Final[dict[str, Callable[[], QWidget]]] = {
    "settings": _settings,
    "settings-search": _search_settings,
    "settings-replies": _reply_settings,
    "settings-clients": _client_settings,
    "settings-forget": _search_settings_asking,
    "settings-locked": _locked_settings,
    "problems": _problems,
    "about": _about,
}
