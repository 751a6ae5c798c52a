"""Quitting and logging out: an agent who has a reply open is asked once."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from kbassist.app.leaving_trip import LeavingTrip


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
    return app, answer, LeavingTrip(app, FakeWindow(unsent), answer)  # type: ignore[arg-type]


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

    leaving = LeavingTrip(app, FakeWindow(1), ask)  # type: ignore[arg-type]
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
