"""The programs in the settings: added, changed, removed, explained, by keyboard too."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from kbassist.desktop.clients import BUILT_IN
from kbassist.settings import MOST_CLIENTS, Client, Settings
from kbassist.ui.client_fields import ClientFields, explained
from kbassist.ui.settings_clients import ClientsPage, grouped

Key = Qt.Key
MINE = (
    Client("WeChat*.exe", newline="shift-enter", longest=1234),
    Client("crm.exe", paste_key="shift+insert", rich=False, images=False),
)


class Bench:
    """The page, and how often it said that something changed."""

    def __init__(self, qtbot: QtBot, *clients: Client, last: str = "") -> None:
        self.page = ClientsPage(Settings(clients=clients))
        self.page.show_known(BUILT_IN, last)
        self.told = 0
        self.page.changed.connect(self._count)
        qtbot.addWidget(self.page)
        self.page.resize(600, 500)
        self.page.show()

    def _count(self) -> None:
        self.told += 1

    def clients(self) -> tuple[Client, ...]:
        return self.page.taken_into(Settings()).clients

    def rows(self) -> list[str]:
        items = (self.page._programs.topLevelItem(at) for at in range(self.page._programs.topLevelItemCount()))
        return [item.text(0) for item in items if item is not None]

    def go_to(self, row: int) -> None:
        item = self.page._programs.topLevelItem(row)
        assert item is not None
        self.page._programs.setCurrentItem(item)

    def choose(self, name: str, value: object) -> None:
        combo = next(box for box in self.page.findChildren(QComboBox) if box.accessibleName() == name)
        values = [combo.itemData(at) for at in range(combo.count())]
        at = next(n for n, one in enumerate(values) if one == value and type(one) is type(value))
        combo.setCurrentIndex(at)
        combo.activated.emit(at)


def test_own_programs_stand_above_the_known_ones(qtbot: QtBot, styled: QApplication) -> None:
    bench = Bench(qtbot, *MINE)
    assert bench.rows()[:2] == ["WeChat*.exe", "crm.exe"]
    assert len(bench.rows()) == 2 + len(grouped(BUILT_IN))
    assert bench.rows()[2].startswith("wechat.exe, weixin.exe…")


def test_looking_around_changes_nothing(qtbot: QtBot, styled: QApplication) -> None:
    bench = Bench(qtbot, *MINE)
    for row in (1, 0, 4, 2, 0):
        bench.go_to(row)
    bench.page.retranslate()
    assert bench.clients() == MINE  # the length that was written by hand too
    assert bench.told == 0


def test_a_known_program_cannot_be_changed_or_removed(qtbot: QtBot, styled: QApplication) -> None:
    bench = Bench(qtbot, *MINE)
    bench.go_to(3)
    assert not bench.page._fields.isEnabled()
    assert not bench.page._remove.isEnabled()
    QTest.keyClick(bench.page._programs, Key.Key_Delete)
    assert bench.clients() == MINE


def test_a_program_is_added_by_name_and_set(qtbot: QtBot, styled: QApplication) -> None:
    bench = Bench(qtbot, *MINE)
    QTest.keyClicks(bench.page._name, " Foo*.exe ")
    QTest.keyClick(bench.page._name, Key.Key_Return)
    assert bench.clients() == (Client("Foo*.exe"), *MINE)
    for name, value in (
        ("Paste key", "none"), ("Formatting", False), ("Line breaks", "crlf"), ("Longest text", 0),
        ("Pictures", False),
    ):  # fmt: skip
        bench.choose(name, value)
    assert bench.clients()[0] == Client("Foo*.exe", "none", rich=False, newline="crlf", longest=0, images=False)
    bench.choose("Longest text", None)
    assert bench.clients()[0].longest is None
    assert bench.clients()[1:] == MINE


def test_the_program_that_was_used_last_is_offered_until_it_is_there(qtbot: QtBot, styled: QApplication) -> None:
    bench = Bench(qtbot, last="Cool&Chat.exe")
    assert bench.page._add_last.text() == "Add Cool&&Chat.exe"
    assert not bench.page._add_last.isHidden()
    bench.page._add_last.click()
    assert bench.clients() == (Client("Cool&Chat.exe"),)
    assert bench.page._add_last.isHidden()
    assert Bench(qtbot).page._add_last.isHidden()


@pytest.mark.parametrize(("typed", "said"), [("", "Type the name"), ("  ", "Type the name"), ("CRM.EXE", "already")])
def test_a_name_that_makes_no_sense_is_refused_in_words(
    qtbot: QtBot, styled: QApplication, typed: str, said: str
) -> None:
    bench = Bench(qtbot, *MINE)
    bench.page._name.setText(typed)
    bench.page._add.click()
    assert said in bench.page._note.text()
    assert bench.clients() == MINE
    bench.page._name.setText("x")
    assert bench.page._note.text() == ""


def test_there_are_no_more_programs_than_the_file_may_hold(qtbot: QtBot, styled: QApplication) -> None:
    full = tuple(Client(f"p{number}") for number in range(MOST_CLIENTS))
    bench = Bench(qtbot, *full)
    bench.page._name.setText("one more")
    bench.page._add.click()
    assert bench.clients() == full
    assert str(MOST_CLIENTS) in bench.page._note.text()


def test_programs_are_removed_with_delete_one_by_one(qtbot: QtBot, styled: QApplication) -> None:
    bench = Bench(qtbot, *MINE)
    bench.go_to(1)
    QTest.keyClick(bench.page._programs, Key.Key_Delete)
    assert bench.clients() == MINE[:1]
    assert bench.page._row() == 0
    QTest.keyClick(bench.page._programs, Key.Key_Delete)
    QTest.keyClick(bench.page._programs, Key.Key_Delete)
    assert bench.clients() == ()
    assert bench.told == 2


@pytest.mark.parametrize(
    ("client", "words"),
    [
        (Client("x"), "as the channel says"),
        (Client("x", paste_key="none", rich=False), "only copied, never pasted"),
        (Client("x", paste_key="ctrl+shift+v"), "pasted with Ctrl+Shift+V"),
        (Client("x", rich=False, longest=2000), "plain text, in parts of 2,000 characters"),
        (Client("x", rich=True, newline="shift-enter", longest=0, images=True),
         "formatted where the channel is, lines broken with Shift+Enter, no limit, with pictures"),
    ],
)  # fmt: skip
def test_what_is_special_is_said_in_words(client: Client, words: str) -> None:
    assert explained(client) == words


def test_every_choice_comes_back_as_it_was(qtbot: QtBot, styled: QApplication) -> None:
    fields = ClientFields()
    qtbot.addWidget(fields)
    fields.retranslate()
    for longest in (None, 0, 20, 1234, 1_000_000):
        for flag in (None, True, False):
            client = Client("x", rich=flag, longest=longest, images=flag)
            fields.show_client(client)
            assert fields.taken_into(client) == client
