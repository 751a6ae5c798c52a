"""Quitting and logging out: an agent who has a reply open is asked once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from kbassist.app import leaving_trip
from kbassist.app.leaving_trip import LeavingTrip

pytestmark = pytest.mark.usefixtures("qapp")


class FakeApp(QObject):
    commitDataRequest = Signal(object)  # noqa: N815 - Qt's name

    def __init__(self) -> None:
        super().__init__()
        self.ended = 0

    def quit(self) -> None:
        self.ended += 1


@dataclass
class FakeWindow:
    unsent: int = 0

    def winId(self) -> int:
        return 4711


@dataclass
class FakeHold:
    """What the system shows of us while a sign-out waits."""

    reasons: dict[int, str] = field(default_factory=dict)

    @contextmanager
    def __call__(self, window: int, reason: str) -> Iterator[None]:
        self.reasons[window] = reason
        yield
        del self.reasons[window]


@dataclass
class FakeAnswer:
    leave: bool
    asked: list[str] = field(default_factory=list)

    def __call__(self, question: str, _more: str) -> bool:
        self.asked.append(question)
        return self.leave


@dataclass
class FakeSession:
    """A session manager at log-out."""

    may_ask: bool = True
    released: bool = False
    cancelled: bool = False

    def allowsInteraction(self) -> bool:
        return self.may_ask

    def release(self) -> None:
        self.released = True

    def cancel(self) -> None:
        self.cancelled = True


def trip(unsent: int, *, leave: bool) -> tuple[FakeApp, FakeAnswer, LeavingTrip]:
    app, answer = FakeApp(), FakeAnswer(leave)
    return app, answer, LeavingTrip(app, FakeWindow(unsent), answer, FakeHold())  # type: ignore[arg-type]


def test_nothing_unsent_ends_without_a_question() -> None:
    app, answer, leaving = trip(0, leave=False)
    leaving.quit()
    assert (app.ended, answer.asked) == (1, [])


def test_an_open_reply_asks_once_and_the_answer_counts() -> None:
    app, answer, leaving = trip(2, leave=False)
    leaving.quit()
    assert app.ended == 0
    assert answer.asked == ["2 replies are filled in and were not sent."]
    app, answer, leaving = trip(1, leave=True)
    leaving.quit()
    assert app.ended == 1
    assert len(answer.asked) == 1


def test_a_second_wish_while_the_question_stands_asks_nothing_more() -> None:
    app = FakeApp()
    asked: list[str] = []

    def ask(question: str, _more: str) -> bool:
        asked.append(question)
        leaving.quit()
        return False

    leaving = LeavingTrip(app, FakeWindow(1), ask, FakeHold())  # type: ignore[arg-type]
    leaving.quit()
    assert (len(asked), app.ended) == (1, 0)


def test_a_log_out_is_held_up_once() -> None:
    _app, answer, leaving = trip(1, leave=False)
    session = FakeSession()
    leaving.session_ends(session)  # type: ignore[arg-type]
    assert (session.released, session.cancelled, len(answer.asked)) == (True, True, 1)


def test_a_log_out_goes_on_where_nothing_is_open_or_nobody_may_be_asked() -> None:
    _app, answer, leaving = trip(0, leave=False)
    calm = FakeSession()
    leaving.session_ends(calm)  # type: ignore[arg-type]
    _app, strict, hurried = trip(1, leave=False)
    silent = FakeSession(may_ask=False)
    hurried.session_ends(silent)  # type: ignore[arg-type]
    assert not calm.cancelled
    assert not silent.cancelled
    assert not answer.asked
    assert not strict.asked


def test_a_log_out_that_the_agent_accepts_is_not_cancelled() -> None:
    _app, _answer, leaving = trip(1, leave=True)
    session = FakeSession()
    leaving.session_ends(session)  # type: ignore[arg-type]
    assert (session.released, session.cancelled) == (True, False)


def test_while_the_question_stands_the_system_can_say_why_the_log_out_waits() -> None:
    hold, seen = FakeHold(), list[dict[int, str]]()

    def ask(_question: str, _more: str) -> bool:
        seen.append(dict(hold.reasons))
        return False

    leaving = LeavingTrip(FakeApp(), FakeWindow(1), ask, hold)  # type: ignore[arg-type]
    leaving.quit()
    leaving.session_ends(FakeSession())  # type: ignore[arg-type]
    assert seen == [{}, {4711: "A reply has not been sent yet"}]
    assert hold.reasons == {}


@pytest.mark.parametrize("unsent", [0, 1])
def test_the_end_of_the_session_is_told_before_anything_is_asked(unsent: int) -> None:
    told: list[str] = []

    def ask(_question: str, _more: str) -> bool:
        told.append("asked")
        return False

    leaving = LeavingTrip(FakeApp(), FakeWindow(unsent), ask, FakeHold())  # type: ignore[arg-type]
    leaving.session_ending.connect(lambda: told.append("ending"))
    leaving.session_stays.connect(lambda: told.append("stays"))
    leaving.session_ends(FakeSession())  # type: ignore[arg-type]
    assert told == ["ending", "asked"][: 1 + unsent]  # whoever refused may be ended by force all the same


def test_a_session_that_goes_on_is_told_later(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    monkeypatch.setattr(leaving_trip, "SESSION_MS", 10)
    _app, _answer, leaving = trip(1, leave=False)
    with qtbot.waitSignal(leaving.session_stays):
        leaving.session_ends(FakeSession())  # type: ignore[arg-type]
