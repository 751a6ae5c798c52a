"""The chain of one paste: back up, put, aim, press, wait for the reading, restore; each link checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, Protocol

from kbassist.desktop.backup import Backup
from kbassist.desktop.ports import Clip, Kept, Pasted, PasteEnd, PasteJob, Step, Target

FOCUS_S: Final = 1.0
ASK_AGAIN_S: Final = 0.15  # for the focus, once
KEYS_S: Final = 2.0
READ_S: Final = 2.0
QUIET_S: Final = 0.25  # after the last read: a program reads several formats one after the other
BETWEEN_S: Final = 0.12  # the same between two steps, where nothing is restored yet
LONGEST_READ_S: Final = 0.8


class Sent(Enum):
    """What became of a wish to press keys; they were pressed only for DONE."""

    DONE = auto()
    NO_FOCUS = auto()
    HELD = auto()
    NO_KEY = auto()


class Seat(Protocol):
    """The windows and the keyboard of the desktop, as a paste needs them."""

    def identify(self, window: int) -> Target: ...  # noqa: D102
    def give_focus(self, target: Target) -> None: ...  # noqa: D102
    def reachable(self, target: Target) -> bool: ...  # noqa: D102
    def has_focus(self, target: Target) -> bool: ...  # noqa: D102
    def keys_held(self) -> bool: ...  # noqa: D102
    def press(self, target: Target, keys: str) -> Sent: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Reads:
    """When somebody first and last read what was put on the clipboard, since a moment; 0 for never."""

    first: float = 0.0
    last: float = 0.0


class Shelf(Protocol):
    """The clipboard, as a paste needs it."""

    def back_up(self, done: Callable[[Backup], None]) -> None: ...  # noqa: D102
    def put(self, step: Step) -> bool: ...  # noqa: D102
    def owned(self) -> bool: ...  # noqa: D102
    def reads(self, since: float) -> Reads: ...  # noqa: D102
    def restore(self, backup: Backup) -> bool: ...  # noqa: D102


class _Phase(Enum):
    BACK_UP = auto()
    AIM = auto()
    READ = auto()
    OVER = auto()


class Chain:
    """One job under way: `begin` once, `tick` every few milliseconds until `over`; `now` are seconds."""

    def __init__(self, job: PasteJob, seat: Seat, shelf: Shelf, now: Callable[[], float]) -> None:
        self._job, self._seat, self._shelf, self._now = job, seat, shelf, now
        self._phase = _Phase.BACK_UP
        self._backup = Backup((), complete=False)
        self._index = 0
        self._since = 0.0  # when the present link began
        self._focused = self._asked_again = False

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self._phase is _Phase.OVER

    def begin(self) -> None:
        """Have what is on the clipboard read; all else follows."""
        self._shelf.back_up(self._backed_up)

    def tick(self) -> None:
        """Look at the present link, and go on where it holds."""
        if self._phase is _Phase.AIM:
            self._aim()
        elif self._phase is _Phase.READ:
            self._wait_for_reads()

    def cancel(self) -> None:
        """End now without telling anybody; what was on the clipboard comes back where the reply is still there."""
        if self._phase in {_Phase.AIM, _Phase.READ}:
            self._restore()
        self._phase = _Phase.OVER

    def _backed_up(self, backup: Backup) -> None:
        if self._phase is not _Phase.BACK_UP:
            return
        self._backup = backup
        if not self._shelf.put(self._step):
            self._phase = _Phase.OVER
            self._job.taken(False)
            return
        self._begin_to_aim()
        self._job.taken(True)
        self._seat.give_focus(self._job.target)

    @property
    def _step(self) -> Step:
        return self._job.steps[self._index]

    def _begin_to_aim(self) -> None:
        self._phase = _Phase.AIM
        self._since = self._now()

    def _aim(self) -> None:
        """Press the keys once the target has the focus and no key is held; decline where that cannot be."""
        step, target, waited = self._step, self._job.target, self._now() - self._since
        if step.puts and not self._shelf.owned():
            self._decline(PasteEnd.TAKEN)
        elif self._seat.identify(target.window) != target:
            self._decline(PasteEnd.GONE)
        elif not self._seat.has_focus(target):
            self._wait_for_focus(waited)
        elif self._seat.keys_held():
            self._focused = True
            if waited > KEYS_S:
                self._decline(PasteEnd.KEYS_HELD)
        else:
            self._press(step, target)

    def _wait_for_focus(self, waited: float) -> None:
        """Ask for the focus once more; a window that had it and lost it is not asked: the user went elsewhere."""
        if self._focused or waited > FOCUS_S:
            self._decline(PasteEnd.FOCUS)
        elif waited > ASK_AGAIN_S and not self._asked_again:
            self._asked_again = True
            self._seat.give_focus(self._job.target)

    def _press(self, step: Step, target: Target) -> None:
        self._focused = True
        before = self._now()
        sent = self._seat.press(target, step.keys)
        if sent is Sent.NO_KEY:
            self._decline(PasteEnd.NO_KEY)
        elif sent is Sent.DONE and step.puts:
            self._phase, self._since = _Phase.READ, before
        elif sent is Sent.DONE:
            self._go_on()
        # NO_FOCUS and HELD: the next tick sees which it is, and how long it may last

    def _wait_for_reads(self) -> None:
        now, last_step = self._now(), self._index + 1 == len(self._job.steps)
        reads = self._shelf.reads(self._since)
        if not reads.last:
            if not self._shelf.owned():
                self._decline(PasteEnd.TAKEN)
            elif now - self._since > READ_S:
                self._decline(PasteEnd.UNREAD)
        elif now - reads.last >= (QUIET_S if last_step else BETWEEN_S) or now - reads.first >= LONGEST_READ_S:
            self._go_on()

    def _go_on(self) -> None:
        """Begin the next step, or end."""
        self._index += 1
        if self._index == len(self._job.steps):
            self._end(Pasted(PasteEnd.PASTED, self._restore()))
        elif self._step.puts and not self._shelf.put(self._step):
            self._decline(PasteEnd.IMAGE if self._step.image else PasteEnd.TAKEN)
        else:
            self._begin_to_aim()

    def _restore(self) -> Kept:
        """Put back what was there, where the reply is still on the clipboard."""
        if not self._shelf.owned():
            return Kept.REPLACED
        if not self._backup.formats and not self._backup.complete:
            return Kept.NONE
        if not self._shelf.restore(self._backup):
            return Kept.REPLACED
        return Kept.ALL if self._backup.complete else Kept.SOME

    def _decline(self, why: PasteEnd) -> None:
        """Leave on the clipboard what was not pasted."""
        rest = self._rest()
        there = (self._shelf.owned() and rest == self._on_clipboard()) or not rest.text or self._put_back(rest)
        self._end(Pasted(why, Kept.REPLACED, there))

    def _put_back(self, rest: Clip) -> bool:
        return self._shelf.put(Step("", rest.text, rest.html))

    def _on_clipboard(self) -> Clip:
        return Clip(self._step.text, self._step.html)

    def _rest(self) -> Clip:
        """Return what was not pasted: the whole clip, or the lines of the steps from the present one."""
        if self._index == 0:
            return Clip(self._job.clip.text, self._job.clip.html)
        lines = [step.text if step.puts else "\n" for step in self._job.steps[self._index :] if not step.image]
        return Clip("".join(lines).strip("\n"))

    def _end(self, pasted: Pasted) -> None:
        self._phase = _Phase.OVER
        self._job.done(pasted)
