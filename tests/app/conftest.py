"""The parts of the desktop program joined as in the program, around a small library and a desktop of fakes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kbassist.app import desk as desk_module
from kbassist.assistant.assistant import Assistant
from kbassist.macros.form import Agent
from kbassist.settings import Settings
from kbassist.ui import theme
from tests.app.fakes import FakeDesktop
from tests.app.office import HELD, Hire, Office
from tests.app.rig import Rig
from tests.assistant.shelf import FakeClock, Shelf


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform says what it cannot do; every other warning of Qt fails the test."""
    for item in items:
        if "tests/app" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture(scope="session")
def styled(qapp: QApplication) -> QApplication:
    theme.apply(qapp, theme.LIGHT)
    return qapp


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "资料")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def assistant(shelf: Shelf, clock: FakeClock) -> Iterator[Assistant]:
    made = Assistant(shelf.root, Agent("小林", "客服小林"), clock)
    made.load()
    made.index()
    yield made
    made.close()


@pytest.fixture
def rig(styled: QApplication, qtbot: QtBot, clock: FakeClock) -> Iterator[Rig]:
    found = Rig(qtbot, clock)
    yield found
    found.close()


@pytest.fixture
def open_rig(rig: Rig, shelf: Shelf) -> Rig:
    """Return a rig whose library is indexed and whose window is shown."""
    rig.open(shelf.root)
    rig.show()
    rig.settle()
    return rig


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
