"""The library lane: one thread that does its work in order, and answers on the GUI thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class _Task:
    """Work for the thread, and what to do with its result; of one slot only the newest counts."""

    work: Callable[[], Any]
    done: Callable[[Any], None]
    slot: str = ""
    ticket: int = 0


@dataclass(frozen=True, slots=True)
class _Answer:
    """A finished task on its way to the GUI thread."""

    task: _Task
    result: Any = None
    error: Exception | None = None


class Lane(QObject):
    """A serial lane: tasks never overlap, so what only they touch needs no lock.

    The lane lives on the GUI thread and owns the signals; the thread merely borrows it, so no signal can die with
    a finished task. Call everything but `post` on the GUI thread. An exception of a task is given to `failed`.
    """

    failed = Signal(object)
    """The exception that a task raised, on the GUI thread; its `done` is not called."""

    _answered = Signal(object)
    _posted = Signal(object)

    def __init__(self, name: str = "library", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue: SimpleQueue[_Task | None] = SimpleQueue()
        self._newest: dict[str, int] = {}
        self._stopping = threading.Event()
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._posted.connect(self._call, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name=f"kbassist-{name}", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[], _Result], done: Callable[[_Result], None] = lambda _result: None) -> None:
        """Run `work` on the thread after everything submitted before; give its result to `done` on the GUI thread."""
        self._queue.put(_Task(work, done))

    def submit_latest(self, slot: str, work: Callable[[], _Result], done: Callable[[_Result], None]) -> None:
        """Like `submit`, but what the same slot got before is forgotten: not run, or its result dropped."""
        ticket = self._newest.get(slot, 0) + 1
        self._newest[slot] = ticket
        self._queue.put(_Task(work, done, slot, ticket))

    def forget(self, slot: str) -> None:
        """Drop whatever was submitted to a slot."""
        self._newest[slot] = self._newest.get(slot, 0) + 1

    def post(self, callback: Callable[..., None], *values: object) -> None:
        """Call something on the GUI thread soon; for a task that tells of its progress. Safe on any thread."""
        self._posted.emit((callback, values))

    @property
    def stopping(self) -> bool:
        """Whether `stop` was called; a long task may look at it, on any thread, and end early."""
        return self._stopping.is_set()

    def end(self) -> None:
        """Begin to stop without waiting, so that several lanes can do their last work side by side."""
        self._stopping.set()
        self._queue.put(None)

    def stop(self, seconds: float = 5.0) -> bool:
        """Drop what waits in a slot, do the rest (it may write), answer nothing more; tell whether all is over."""
        self.end()
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        """The thread: take, work, answer."""
        while (task := self._queue.get()) is not None:
            if self._stands(task) and not (task.slot and self._stopping.is_set()):
                answer = _do(task)
                if not self._stopping.is_set():  # nobody asks any more, and the signal's object may be gone
                    self._answered.emit(answer)

    def _stands(self, task: _Task) -> bool:
        """Tell whether no newer task has been submitted to its slot."""
        return not task.slot or self._newest[task.slot] == task.ticket

    @Slot(object)
    def _deliver(self, answer: _Answer) -> None:
        """On the GUI thread: give a result that still counts to whoever asked."""
        if self._stopping.is_set() or not self._stands(answer.task):
            return
        if answer.error is not None:
            self.failed.emit(answer.error)
        else:
            answer.task.done(answer.result)

    @Slot(object)
    def _call(self, call: tuple[Callable[..., None], tuple[object, ...]]) -> None:
        """On the GUI thread: make a posted call."""
        if not self._stopping.is_set():
            callback, values = call
            callback(*values)


def stopped(lanes: Sequence[Lane], seconds: float) -> bool:
    """Stop lanes side by side within this time in all; tell whether all of them are over."""
    until = time.monotonic() + seconds
    for lane in lanes:
        lane.end()
    over = [lane.stop(max(0.0, until - time.monotonic())) for lane in lanes]
    return all(over)


def _do(task: _Task) -> _Answer:
    """Run a task; its exception becomes a value."""
    try:
        return _Answer(task, task.work())
    except Exception as error:  # the barrier of the lane: it goes to `failed`, whatever it is
        return _Answer(task, error=error)
