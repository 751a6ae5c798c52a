"""The window stays whole on its screen: small screens, other scales, screens that come and go."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kbassist.desktop import keys
from kbassist.settings import Settings
from kbassist.ui import screen_fit, theme
from kbassist.ui.about_dialog import AboutDialog
from kbassist.ui.problems_window import ProblemsWindow
from kbassist.ui.screen_fit import ScreenFit, keep_on_screen, room_for
from kbassist.ui.settings_dialog import SettingsDialog
from tests.ui.conftest import Desk

FULL_HD_AT_200 = QRect(0, 0, 960, 500)
TINY = QRect(100, 50, 400, 300)


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_window_shrinks_to_a_small_screen_and_grows_again(desk: Desk, scale: float) -> None:
    window = desk.window
    window.set_theme(theme.choose("light", False, scale))
    QCoreApplication.processEvents()  # the letters have their new size
    room = QRect(0, 0, 4000, 3000)
    window.place_on(room)
    usual = window.size()
    assert room.contains(window.geometry())
    window.place_on(FULL_HD_AT_200)
    least = window.minimumSizeHint()
    assert window.width() <= max(FULL_HD_AT_200.width(), least.width())
    assert window.height() <= max(FULL_HD_AT_200.height(), least.height())
    if scale == 1.0:
        assert FULL_HD_AT_200.contains(window.geometry())
    window.place_on(room)
    assert window.size() == usual


def test_on_a_screen_that_is_too_small_the_beginning_is_seen(desk: Desk) -> None:
    desk.window.place_on(TINY)
    assert desk.window.geometry().topLeft() == TINY.topLeft()


def test_another_text_size_keeps_to_the_screen(desk: Desk) -> None:
    desk.window.place_on(FULL_HD_AT_200)
    desk.window.set_theme(theme.choose("light", False, 1.25))
    least = desk.window.minimumSizeHint()
    assert desk.window.height() <= max(FULL_HD_AT_200.height(), least.height())


class FakeScreen:
    """A screen with so much free area."""

    def __init__(self, area: QRect) -> None:
        self.area = area

    def availableGeometry(self) -> QRect:
        return self.area


class Placed:
    """A shown window whose screen changes when the test says so, and where it was placed."""

    def __init__(self, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.screen = FakeScreen(QRect(0, 0, 1920, 1040))
        monkeypatch.setattr(self.window, "screen", lambda: self.screen)
        self.places: list[QRect] = []
        self.fit = ScreenFit(self.window, self.places.append)
        self.window.show()
        qtbot.wait(2 * screen_fit._SETTLES_MS)
        assert self.places == [], "where it is shown it is placed already"

    def happens(self, event: QEvent.Type) -> None:
        QCoreApplication.sendEvent(self.window, QEvent(event))


@pytest.fixture
def placed(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Placed]:
    yield Placed(qtbot, monkeypatch)


def test_another_scale_while_it_is_shown_places_it_once(qtbot: QtBot, placed: Placed) -> None:
    placed.screen.area = FULL_HD_AT_200
    placed.happens(QEvent.Type.DevicePixelRatioChange)
    placed.happens(QEvent.Type.ScreenChangeInternal)
    placed.window.windowHandle().screen().availableGeometryChanged.emit(FULL_HD_AT_200)
    qtbot.waitUntil(lambda: bool(placed.places))
    qtbot.wait(2 * screen_fit._SETTLES_MS)
    assert placed.places == [FULL_HD_AT_200]


def test_the_task_bar_may_move(qtbot: QtBot, placed: Placed) -> None:
    placed.screen.area = QRect(0, 40, 1920, 1040)
    placed.window.windowHandle().screen().availableGeometryChanged.emit(placed.screen.area)
    qtbot.waitUntil(lambda: placed.places == [placed.screen.area])


@pytest.mark.parametrize("shown", [True, False])
def test_nothing_is_done_where_nothing_changed_or_nothing_is_seen(qtbot: QtBot, placed: Placed, shown: bool) -> None:
    if not shown:
        placed.window.hide()
        placed.screen.area = FULL_HD_AT_200
    placed.happens(QEvent.Type.DevicePixelRatioChange)
    qtbot.wait(2 * screen_fit._SETTLES_MS)
    assert placed.places == []


@pytest.mark.parametrize(
    ("place", "edge"),
    [(QPoint(9000, 9000), "bottomRight"), (QPoint(-90, -90), "topLeft"), (QPoint(9000, 0), "topRight")],
)
def test_a_window_beyond_an_edge_comes_back_onto_its_screen(qtbot: QtBot, place: QPoint, edge: str) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    screen = window.screen()
    window.resize(400, 300)
    window.move(place)
    window.setScreen(screen)
    keep_on_screen(window)
    assert getattr(window.frameGeometry(), edge)() == getattr(screen.availableGeometry(), edge)()


def test_a_window_that_is_whole_stays_where_it_is(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setGeometry(QRect(40, 30, 400, 300))
    keep_on_screen(window)
    assert window.geometry() == QRect(40, 30, 400, 300)


def settings() -> SettingsDialog:
    return SettingsDialog(Settings(), (), keys.refusal, lambda _path, _tell: None)


def about() -> AboutDialog:
    return AboutDialog(QIcon(), ())


@pytest.mark.parametrize("make", [settings, about, ProblemsWindow])
def test_a_window_of_its_own_comes_up_whole(qtbot: QtBot, styled: QApplication, make: Callable[[], QWidget]) -> None:
    window = make()
    qtbot.addWidget(window)
    area = window.screen().availableGeometry()
    window.move(area.bottomRight() - QPoint(60, 60))  # as Windows does, which places one below the other
    window.show()
    qtbot.waitExposed(window)
    assert area.contains(window.frameGeometry()) or window.size() == window.minimumSizeHint()


def test_settings_that_grow_at_the_lower_edge_stay_on_the_screen(qtbot: QtBot, styled: QApplication) -> None:
    dialog = settings()
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    area = dialog.screen().availableGeometry()
    dialog.resize(dialog.width(), dialog.minimumSizeHint().height())
    dialog.move(area.left() + 20, area.bottom() + 1 - dialog.frameGeometry().height())
    before = dialog.height()
    dialog.show_error("The disk is full. " * 20)
    assert before < dialog.height() <= room_for(dialog).height()
    assert area.contains(dialog.frameGeometry())


def test_settings_that_need_no_more_room_stay_where_the_user_put_them(qtbot: QtBot, styled: QApplication) -> None:
    dialog = settings()
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    dialog.resize(dialog.width(), room_for(dialog).height())
    dialog.move(dialog.screen().availableGeometry().topLeft() - QPoint(30, 0))
    there = dialog.pos()
    dialog.show_error("The disk is full.")
    assert dialog.pos() == there
