"""The whole program in this process: real threads, windows and files, a desktop of fakes."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractItemView, QLabel, QWidget

from kbassist import paths
from kbassist.assistant.assistant import Assistant
from kbassist.desktop.instance import Request
from kbassist.desktop.ports import Clip, Shortcut
from kbassist.i18n import N_
from kbassist.ui import theme
from kbassist.ui.about_dialog import AboutDialog
from kbassist.ui.problems_window import ProblemsWindow
from kbassist.ui.quick_keys import Mode
from tests.app.damage import zero_lists
from tests.app.fakes import CHAT, FakeDesktop
from tests.app.office import HELD, Hire, Office
from tests.assistant.shelf import INVOICE, Shelf


def test_from_the_hotkey_to_the_clipboard_and_back_to_the_chat(office: Office) -> None:
    office.send_refund("王女士")
    assert office.desktop.clipboard.content == Clip("王女士您好，退款预计 1–3 个工作日到账。")
    assert not office.window.isVisible()
    assert office.desktop.active_window.activated == [CHAT]
    office.until(office.uses)
    (use,) = office.uses()
    assert (use["key"], use["channel"]) == ("refund-time@zh-CN", "微信")
    assert set(use) == {"key", "at", "channel"}
    places = [office.marks().index(mark) for mark in ("loaded", "indexed", "hotkey-show", "copied")]
    assert places == sorted(places)


def test_what_was_used_is_offered_in_the_list_and_in_the_tray(office: Office) -> None:
    office.send_refund("王女士")
    office.summon()
    office.until(lambda: [row.hit.key for row in office.window.body.list.rows_model.rows if row.hit])
    recent = office.tray._recent_menu
    office.until(lambda: [action.text() for action in recent.actions()] == ["退款到账时间"])
    office.window.hide()
    recent.actions()[0].trigger()
    assert office.window.isVisible()
    assert office.window.mode is Mode.FORM


def test_stopping_ends_every_thread_and_lets_the_hotkey_go(office: Office) -> None:
    names = {"kbassist-library", "kbassist-index", "kbassist-watcher"}
    assert names <= {thread.name for thread in threading.enumerate()}
    hotkey = office.desktop.hotkey
    office.stop()
    office.until(lambda: not names & {thread.name for thread in threading.enumerate()})
    assert hotkey.held is None


def test_an_edit_on_the_disk_is_found(office: Office, shelf: Shelf) -> None:
    office.summon()
    count = office.marks().count("indexed")

    def noticed() -> bool:
        shelf.put("kb/invoice/paper.md", "# 纸质\n\n随货寄出。\n")
        office.qtbot.wait(700)
        return office.marks().count("indexed") > count

    while not noticed():  # the watch may not stand yet
        pass
    office.find("随货寄出", "kb/invoice/paper@zh-CN")


def test_a_request_of_a_second_start_shows_the_window_with_its_query(office: Office) -> None:
    office.desk.requested(Request("抬头"))
    assert office.window.isVisible()
    office.until(lambda: office.window.body.preview.key == "invoice@zh-CN")
    office.desk.requested(Request())
    assert office.window.head.search.text() == "抬头"


def test_a_remark_on_the_settings_file_is_said(hire: Hire, shelf: Shelf) -> None:
    office = hire(shelf.root)
    office.start(N_("The settings cannot be read ({why}); the defaults hold.", why="x"))
    assert office.said == ["The settings cannot be read (x); the defaults hold."]


def test_a_taken_hotkey_is_said_and_another_one_ends_the_trouble(hire: Hire, shelf: Shelf) -> None:
    desktop = FakeDesktop()
    desktop.hotkey.rivals.add(HELD.hotkey)
    office = hire(shelf.root, desktop=desktop)
    office.start()
    assert "already uses Ctrl+Alt+Space" in office.said[0]
    assert "already uses" in office.tray.icon.toolTip()
    assert "\t" not in office.tray._search.text()
    office.desk.settings.keep(replace(HELD, hotkey="Ctrl+Alt+J"))
    assert desktop.hotkey.held == Shortcut("Ctrl+Alt+J")
    assert "already uses" not in office.tray.icon.toolTip()
    assert office.tray._search.text() == "Search\tCtrl+Alt+J"
    assert len(office.said) == 1


def test_the_tray_names_the_hotkey_that_works(office: Office) -> None:
    assert office.tray._search.text() == "Search\tCtrl+Alt+Space"
    desktop = office.desktop
    desktop.hotkey.rivals.add("Ctrl+K")
    office.desk.settings.keep(replace(HELD, hotkey="Ctrl+K"))
    assert office.tray._search.text() == "Search\tCtrl+Alt+Space"
    assert desktop.hotkey.held == Shortcut("Ctrl+Alt+Space")


def test_another_library_is_opened_at_once(office: Office, tmp_path: Path) -> None:
    office.summon()
    office.find("退款多久", "refund-arrival@zh-CN")
    other = Shelf(tmp_path / "other", {"kb/invoice/e.md": INVOICE})
    office.desk.settings.keep(replace(HELD, library=str(other.root)))
    office.until(lambda: office.marks().count("indexed") >= 2)
    office.find("抬头", "invoice@zh-CN")
    office.window.head.search.setText("退款多久")
    office.until(office.window.no_hit)


def test_a_library_that_is_missing_is_said_with_the_way_to_the_settings(hire: Hire, tmp_path: Path) -> None:
    office = hire(tmp_path / "nowhere")
    office.desk.start(None)
    office.until(lambda: office.said)
    assert "cannot be opened" in office.said[0]
    office.desk.library.refresh()
    office.desk.library.refresh()
    office.qtbot.wait(200)
    assert len(office.said) == 1
    office.window.message_acted.emit("settings")
    assert office.desk.settings.dialog is not None


def test_another_agent_signs_from_now_on(office: Office, shelf: Shelf) -> None:
    shelf.put("macros/sign.md", "---\n标题: 署名\n编号: sign\n---\n\n客服{{ agent.name }}\n")
    office.desk.settings.keep(replace(HELD, agent_name="小周"))
    office.until(lambda: office.marks().count("indexed") >= 2)
    assert office.desk.entries.render("sign@zh-CN", "微信", {}).text == "客服小周"


def test_a_channel_is_chosen_at_once_and_at_the_start(hire: Hire, shelf: Shelf) -> None:
    office = hire(shelf.root, replace(HELD, channel="邮件"))
    office.start()
    assert office.window.channel == "邮件"
    office.desk.settings.keep(replace(HELD, channel="电话"))
    assert office.window.channel == "电话"


def test_a_channel_that_the_team_does_not_have_falls_back_to_the_first(hire: Hire, shelf: Shelf) -> None:
    office = hire(shelf.root, replace(HELD, channel="电报"))
    office.start()
    assert office.window.channel == "微信"


def test_a_language_is_spoken_by_every_window_at_once(office: Office) -> None:
    office.desk.settings.open()
    office.desk.side.show_problems()
    office.desk.side.show_about()
    dialog = office.desk.settings.dialog
    assert dialog is not None
    windows = [office.window, dialog, *office.windows(ProblemsWindow), *office.windows(AboutDialog)]
    before = [window.windowTitle() for window in windows]
    search = office.tray._search.text()
    dialog.tried.emit(replace(HELD, language="zh_CN"))
    office.until(lambda: not {window.windowTitle() for window in windows} & set(before))
    assert office.tray._search.text() != search
    dialog.tried.emit(HELD)
    office.until(lambda: [window.windowTitle() for window in windows] == before)


def test_a_theme_is_worn_at_once(office: Office) -> None:
    office.desk.settings.tried.emit(replace(HELD, theme="dark"))
    assert office.window.theme == theme.DARK
    office.desk.settings.tried.emit(HELD)
    assert office.window.theme == theme.LIGHT


def test_problems_are_counted_in_the_tray_and_listed(office: Office, shelf: Shelf) -> None:
    shelf.put("kb/broken.md", "---\n标题: [\n---\n\n字\n")
    office.desk.library.reload()
    office.until(lambda: "problem" in office.tray._problem.text() and office.tray._problems > 0)
    office.tray.problems_wanted.emit()
    (window,) = office.windows(ProblemsWindow)
    office.until(lambda: any("broken.md" in label for label in _texts(window)))


def _texts(window: QWidget) -> list[str]:
    """Return all that a window shows in labels and lists."""
    found = [label.text() for label in window.findChildren(QLabel)]
    for view in window.findChildren(QAbstractItemView):
        model = view.model()
        if model is None:
            continue
        for row in range(model.rowCount()):
            found += [str(model.index(row, column).data()) for column in range(model.columnCount())]
            for inner in range(model.rowCount(model.index(row, 0))):
                found.append(str(model.index(inner, 0, model.index(row, 0)).data()))
    return found


def test_the_tray_opens_the_librarys_folder_and_says_where_it_cannot(office: Office, shelf: Shelf) -> None:
    office.tray.folder_wanted.emit()
    assert office.desktop.opener.opened == [("folder", str(shelf.root))]
    office.desktop.opener.refuses = True
    ports = office.desk.desktop.opener
    ports.refuses = True  # type: ignore[attr-defined]  # the fake
    office.tray.folder_wanted.emit()
    assert "has no program" in office.said[-1]


def test_a_data_folder_that_cannot_be_written_is_said_after_the_copy(
    hire: Hire, shelf: Shelf, own_profile: Path
) -> None:
    (own_profile / "data").write_text("a file where a folder should be")
    office = hire(shelf.root)
    office.start()
    office.send_refund("王女士")
    assert office.desktop.clipboard.content.text.startswith("王女士")
    office.until(lambda: office.said)
    assert "Your work goes on" in office.said[0]


def test_an_index_that_cannot_be_kept_is_said(hire: Hire, shelf: Shelf, own_profile: Path) -> None:
    (own_profile / "cache").write_text("a file where a folder should be")
    office = hire(shelf.root)
    office.start()
    office.until(lambda: office.said)
    assert "cannot be kept" in office.said[0]
    office.summon()
    office.find("抬头", "invoice@zh-CN")


def test_habits_of_typing_are_used_at_once_and_from_the_start(
    hire: Hire, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[tuple[frozenset[str], str]] = []
    kept = Assistant.use_habits

    def use(assistant: Assistant, fuzzy: frozenset[str], scheme: str) -> None:
        used.append((fuzzy, scheme))
        kept(assistant, fuzzy, scheme)

    monkeypatch.setattr(Assistant, "use_habits", use)
    office = hire(shelf.root, replace(HELD, fuzzy_pinyin="l-n"))
    office.start()
    assert used == [(frozenset({"l-n"}), "")]
    office.desk.settings.keep(replace(HELD, fuzzy_pinyin="l-n", double_pinyin="xiaohe"))
    assert used[-1] == (frozenset({"l-n"}), "xiaohe")
    office.desk.settings.keep(replace(HELD, fuzzy_pinyin="l-n", double_pinyin="xiaohe", theme="dark"))
    assert len(used) == 2


def test_reading_for_meaning_is_told_in_the_tray_and_in_the_settings(office: Office) -> None:
    office.desk.meaning.progressed.emit(3, 10)
    assert "3 of 10" in office.tray.icon.toolTip()
    office.desk.meaning.progressed.emit(10, 10)
    assert "of 10" not in office.tray.icon.toolTip()


def test_the_about_window_tells_what_there_is_of_meaning(office: Office) -> None:
    office.desk.side.show_about()
    (about,) = office.windows(AboutDialog)
    assistant = office.desk.library.assistant
    assert assistant is not None
    said = [label.text() for label in about.findChildren(QLabel)]
    assert any(str(assistant.meaning_state) in words and "Search by meaning" in words for words in said)


def test_a_damaged_index_is_made_again_and_said_once(hire: Hire, shelf: Shelf) -> None:
    first = hire(shelf.root)
    first.start()
    first.stop()
    assert zero_lists(paths.cache_dir())
    office = hire(shelf.root)
    office.start()
    office.until(lambda: office.marks().count("indexed") == 2)
    office.summon()
    office.find("抬头", "invoice@zh-CN")
    office.desk.library.reload()
    office.until(lambda: office.marks().count("indexed") == 3)
    (said,) = office.said
    assert "damaged and has been made again" in said


def test_titles_are_made_ready_after_each_reading(hire: Hire, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    ready: list[str] = []
    monkeypatch.setattr(Assistant, "prepare_titles", lambda _assistant: ready.append(threading.current_thread().name))
    office = hire(shelf.root)
    office.start()
    office.until(lambda: ready == ["kbassist-library"])
    office.desk.library.reload()
    office.until(lambda: len(ready) == 2)


def test_a_message_that_leads_elsewhere_does_not_open_the_settings(office: Office) -> None:
    office.window.message_acted.emit("something else")
    assert office.desk.settings.dialog is None
