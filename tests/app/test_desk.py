"""The whole program in this process: real threads, windows and files, a desktop of fakes."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from kbassist import i18n, paths
from kbassist.app import desk as desk_module
from kbassist.app.desk import Desk
from kbassist.app.trace import Trace
from kbassist.desktop.instance import Request
from kbassist.desktop.ports import Clip, Shortcut
from kbassist.i18n import N_
from kbassist.settings import Settings
from kbassist.ui import icons, theme
from kbassist.ui.about_dialog import AboutDialog
from kbassist.ui.problems_window import ProblemsWindow
from kbassist.ui.quick_keys import Mode
from kbassist.ui.tray import Tray
from tests.app.conftest import LONGEST_MS, throw_away
from tests.app.fakes import CHAT, FakeDesktop
from tests.assistant.shelf import INVOICE, Shelf

CTRL = Qt.KeyboardModifier.ControlModifier
HELD = Settings(theme="light", language="en")
SECRET = "欧阳秘密女士7319"


class Office:
    """A program at work, and the hands of the agent who uses it."""

    def __init__(self, app: QApplication, qtbot: QtBot, root: Path | None, trace: Path, held: Settings) -> None:
        self.qtbot = qtbot
        self.trace = trace
        self._times = Trace(trace)
        self.tray = Tray(icons.app_icon(), icons.app_icon(warning=True))
        self.said: list[str] = []
        self.tray.say = lambda _title, sentence: self.said.append(sentence)  # type: ignore[method-assign]
        self.desk = Desk(app, held, root, self.tray, self._times)
        self.window = self.desk.window
        self.running = True

    def start(self, message: i18n.Text | None = None) -> None:
        """Start, and wait until the library is indexed."""
        self.desk.start(message)
        self.until(lambda: self.marks().count("indexed") >= 1)

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=LONGEST_MS)

    def marks(self) -> list[str]:
        """Return the events of the trace."""
        return [line.split()[1] for line in self.trace.read_text(encoding="utf-8").splitlines()]

    def summon(self) -> None:
        """Press the hotkey, where the window is not in front already."""
        if not self.window.isVisible():
            self.desktop.hotkey.press()
        self.until(self.window.isActiveWindow)

    @property
    def desktop(self) -> FakeDesktop:
        ports = self.desk.desktop
        return FakeDesktop(ports.hotkey, ports.clipboard, ports.active_window, ports.opener)  # type: ignore[arg-type]

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        widget = self.window.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, key, modifiers)

    def type(self, text: str) -> None:
        """Type where the focus is; letters without a key come as an input method brings them."""
        widget = self.window.focusWidget()
        assert widget is not None
        widget.insert(text)  # type: ignore[attr-defined]  # a line of text

    def find(self, query: str, key: str) -> None:
        """Search until this entry is selected and shown."""
        self.window.head.search.setText(query)
        self.until(lambda: (hit := self.window.body.list.hit()) is not None and hit.key == key)
        self.until(lambda: self.window.body.preview.key == key)

    def send_refund(self, name: str) -> None:
        """Find the refund reply, fill it in and copy it."""
        self.summon()
        self.find("tkdz", "refund-time@zh-CN")
        self.press(Qt.Key.Key_Return)
        assert self.window.mode is Mode.FORM
        self.type(name)
        self.press(Qt.Key.Key_Return, CTRL)

    def uses(self) -> list[dict[str, str]]:
        """Return what the usage log holds."""
        files = list(paths.data_dir().rglob("uses.jsonl"))
        return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]

    def windows(self, kind: type[QWidget]) -> list[QWidget]:
        return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind)]

    def stop(self) -> None:
        """Quit, as the program does."""
        if not self.running:
            return
        self.running = False
        self.desk.stop()
        self._times.close()
        self.desk.settings.tried.emit(HELD)  # the application outlives this program
        others = [*self.windows(ProblemsWindow), *self.windows(AboutDialog)]
        if self.desk.settings.dialog is not None:
            others.append(self.desk.settings.dialog)
        throw_away(self.window, self.tray.menu, *others)
        for gone in (self.desk, self.tray):
            gone.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


Hire = Callable[..., Office]


@pytest.fixture
def hire(styled: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hire]:
    """Return a function that makes a program; all of them have ended when the test has."""
    offices: list[Office] = []
    monkeypatch.delenv("KBASSIST_LANGUAGE", raising=False)

    def make(root: Path | None, held: Settings = HELD, desktop: FakeDesktop | None = None) -> Office:
        ports = (desktop or FakeDesktop()).ports()
        monkeypatch.setattr(desk_module, "choose", lambda _platform, _lost: ports)
        office = Office(styled, qtbot, root, tmp_path / f"trace{len(offices)}.txt", held)
        offices.append(office)
        return office

    yield make
    for office in offices:
        office.stop()
    theme.apply(styled, theme.LIGHT)


@pytest.fixture
def office(hire: Hire, shelf: Shelf) -> Office:
    found = hire(shelf.root)
    found.start()
    return found


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


def test_nothing_that_was_typed_is_left_on_the_disk(office: Office, own_profile: Path, shelf: Shelf) -> None:
    """Names of customers belong in the clipboard, and nowhere else."""
    office.summon()
    office.window.head.search.setText(SECRET)  # a search is no better a place
    office.until(office.window.no_hit)
    office.send_refund(SECRET)
    assert SECRET in office.desktop.clipboard.content.text
    office.summon()
    office.find("tkdz", "refund-time@zh-CN")
    office.press(Qt.Key.Key_Return)
    office.type(f"draft {SECRET}")
    office.press(Qt.Key.Key_Escape)
    office.until(office.uses)
    office.desk.settings.keep(replace(HELD, agent_name="小林"))
    office.stop()
    shelf.edit("kb/invoice/e.md", "抬头", "公司名")
    files = [file for file in (*own_profile.rglob("*"), *shelf.root.rglob("*"), office.trace) if file.is_file()]
    assert {file.name for file in files} >= {"uses.jsonl", "settings.toml", "trace0.txt", "e.md"}
    for file in files:
        data = file.read_bytes()
        assert not any(form in data for form in written_forms(SECRET)), file


def written_forms(secret: str) -> set[bytes]:
    """Return what a text may look like in a file."""
    parts = {secret, secret[:2], secret[2:4], secret[-4:]}
    return {
        form
        for part in parts
        for form in (part.encode(), part.encode("utf-16-le"), part.encode("gb18030"), json.dumps(part)[1:-1].encode())
    }


def test_the_trace_holds_times_and_names_of_events_only(office: Office) -> None:
    office.send_refund(SECRET)
    office.stop()
    for line in office.trace.read_text(encoding="utf-8").splitlines():
        time, event = line.split(" ")
        assert time.isdigit()
        assert event.isascii()
        assert event.replace("-", "").isalpha()


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
