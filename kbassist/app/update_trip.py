"""The trip of a newer version: looked for where IT said, told once, shown while it lies there."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from kbassist import __version__
from kbassist.app.news import News
from kbassist.desktop.ports import Opener
from kbassist.errors import KbassistError
from kbassist.i18n import N_
from kbassist.policy import UpdateSource
from kbassist.ui.worker import Lane
from kbassist.updates.notice import UpdateNotice
from kbassist.updates.outcome import Outcome, State, sentence
from kbassist.updates.refusal import Refusal

if TYPE_CHECKING:
    from kbassist.updates.files import Compared
    from kbassist.updates.memory import Memory

_MINUTE_MS: Final = 60_000
FIRST_MS: Final = 2 * _MINUTE_MS
CONFIRM_MS: Final = 10 * _MINUTE_MS
RETRY_MS: Final = 60 * _MINUTE_MS
DAILY_MS: Final = 24 * 60 * _MINUTE_MS


@dataclass(frozen=True, slots=True)
class Look:
    """What a look found, and whether the user was told of it in an earlier run."""

    outcome: Outcome
    told: bool


class UpdateTrip(QObject):
    """Does nothing where IT names no folder.

    The folder is looked at on a thread of its own, since a share that is gone can hold a thread up for minutes; at
    the end of the program nobody waits for it. A notice that is refused is looked at again ten minutes later and told
    only then, because IT may just be copying its two files.
    """

    found = Signal(object)
    """The `UpdateNotice` of a newer version that lies there, or None: it does not any more."""

    def __init__(
        self, source: UpdateSource | None, memory: Memory, news: News, opener: Opener, own: str = __version__
    ) -> None:
        """`own` is the version that runs."""
        super().__init__()
        self._source = source
        self._memory = memory
        self._news = news
        self._opener = opener
        self._own = own
        self._started = False
        self._lane: Lane | None = None
        self._newer: Outcome | None = None
        self._doubted: Refusal | None = None
        self._told: set[str] = set()  # in this run; the disk may refuse to know
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self.check)

    def start(self) -> None:
        """Look in two minutes, and from then on every day."""
        self._started = True
        if self._source is not None:
            self._lane = Lane("updates", self)
            self._lane.failed.connect(self._failed)
            self._timer.start(FIRST_MS)

    def use(self, source: UpdateSource | None) -> None:
        """Look there from now on, since IT decided so while the program runs; what was found elsewhere goes."""
        if source == self._source:
            return
        began = self._started
        self.stop()
        self._source, self._doubted = source, None
        self._told.clear()
        if self._newer is not None:
            self._newer = None
            self.found.emit(None)
        if began:
            self.start()

    def stop(self) -> None:
        """Look no more, and wait for nothing."""
        self._started = False
        self._timer.stop()
        if self._lane is not None:
            self._lane.stop(0)
            self._lane = None

    @property
    def pause(self) -> int:
        """The milliseconds until the next look; -1 while one is under way, and where there will be none."""
        return self._timer.interval() if self._timer.isActive() else -1

    def check(self) -> None:
        """Look now."""
        source, memory, own = self._source, self._memory, self._own
        if self._lane is not None and source is not None:
            self._timer.stop()
            self._lane.submit_latest("check", lambda: look(source, own, memory), self._take)

    def open(self) -> None:
        """Show the folder of the newer version, if its files have the sizes that the notice names."""
        newer = self._newer
        if self._lane is not None and newer is not None:
            self._lane.submit_latest("open", lambda: _compared(newer), lambda found: self._open(newer, found))

    def _take(self, found: Look) -> None:
        outcome = found.outcome
        sure = outcome.refusal is None or outcome.refusal is self._doubted
        self._doubted = outcome.refusal
        self._timer.start(_pause(outcome, sure=sure))
        if outcome.state is not State.UNREACHABLE:  # what was seen is still true, and told again it would be a bother
            self._show(outcome)
        if outcome.mark and sure and not found.told and outcome.mark not in self._told:
            self._tell(outcome)

    def _show(self, outcome: Outcome) -> None:
        newer = outcome if outcome.state is State.NEWER else None
        if outcome.manifest is not None:
            self._told -= {mark for mark in self._told if mark.startswith(Outcome.REFUSED)}
        if newer != self._newer:
            self._newer = newer
            self.found.emit(_notice(newer))

    def _tell(self, outcome: Outcome) -> None:
        self._told.add(outcome.mark)
        self._news.tell(sentence(outcome, self._own))
        source, memory, lane = self._source, self._memory, self._lane
        if source is not None and lane is not None:
            lane.submit(lambda: _noted(source, outcome.mark, memory))

    def _open(self, newer: Outcome, found: Compared | None) -> None:
        if found is None:
            self._news.tell(N_("The folder {folder} cannot be reached.", folder=newer.folder))
        elif found.wrong:
            told = N_("“{name}” is not what the update notice says. Do not start it.", name=found.wrong[0])
            self._news.tell(N_("{what} Please tell your IT department.", what=told))
        else:
            self._hand_over(Path(newer.folder))

    def _failed(self, error: Exception) -> None:
        self._news.failed(error)
        if not self._timer.isActive():
            self._timer.start(DAILY_MS)

    def _hand_over(self, folder: Path) -> None:
        try:
            self._opener.folder(folder)
        except KbassistError as error:
            self._news.failed(error)


def look(source: UpdateSource, own: str, memory: Memory) -> Look:
    """Look at the folder; what was refused before is over as soon as a notice is believed."""
    from kbassist.updates.check import check

    outcome = check(source, own, memory)
    if outcome.manifest is not None:
        with suppress(OSError):  # what cannot be written on a full disk is told again at worst
            memory.forget_told(source, Outcome.REFUSED)
    return Look(outcome, bool(outcome.mark) and memory.is_told(source, outcome.mark))


def _noted(source: UpdateSource, mark: str, memory: Memory) -> None:
    """Remember what was told."""
    with suppress(OSError):  # this run knows, and the next one may tell again
        memory.note_told(source, mark)


def _compared(newer: Outcome) -> Compared | None:
    """Compare sizes, since a telephone line may lie between; None where the folder cannot be reached."""
    from kbassist.updates.files import Compared, compare

    try:
        return compare(Path(newer.folder), newer.manifest, whole=False) if newer.manifest else Compared()
    except OSError:
        return None


def _pause(outcome: Outcome, *, sure: bool) -> int:
    """Return the milliseconds until the next look."""
    if not sure:
        return CONFIRM_MS
    return RETRY_MS if outcome.state is State.UNREACHABLE else DAILY_MS


def _notice(newer: Outcome | None) -> UpdateNotice | None:
    if newer is None or newer.manifest is None:
        return None
    return UpdateNotice(newer.manifest.version, newer.folder, newer.manifest.notes)
