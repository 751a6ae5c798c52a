"""Each link of the chain: what is pressed, what is left on the clipboard, what comes back, and when it stops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kbassist.desktop.backup import Backup
from kbassist.desktop.paste_chain import KEYS_S, READ_S, Chain, Reads, Sent
from kbassist.desktop.ports import Clip, Kept, Pasted, PasteEnd, PasteJob, Step, Target

CHAT = Target(7, "chat.exe", "Chat", 70)
OLD = Backup((("text/plain", b"old"), ("text/html", b"<b>old</b>")), complete=True)
TICK = 0.005
TEXT = "您好 😀"


@dataclass
class FakeSeat:
    """A desktop whose focus, keys and windows the test moves; a press is refused as the real one refuses it."""

    focused: int = 7
    takes_focus: bool = True
    held: bool = False
    window: Target = CHAT
    keys: bool = True
    asked: int = 0
    pressed: list[tuple[str, str]] = field(default_factory=list)
    on_press: Callable[[], None] = lambda: None
    content: Callable[[], str] = lambda: ""

    def identify(self, window: int) -> Target:
        return self.window if window == self.window.window else Target()

    def give_focus(self, target: Target) -> None:
        self.asked += 1
        if self.takes_focus:
            self.focused = target.window

    def reachable(self, target: Target) -> bool:
        return True

    def has_focus(self, target: Target) -> bool:
        return self.focused == target.window

    def keys_held(self) -> bool:
        return self.held

    def press(self, target: Target, keys: str) -> Sent:
        if not self.keys:
            return Sent.NO_KEY
        if not self.has_focus(target):
            return Sent.NO_FOCUS
        if self.held:
            return Sent.HELD
        self.pressed.append((keys, self.content()))
        self.on_press()
        return Sent.DONE


@dataclass
class FakeShelf:
    """A clipboard; `holder` says whose content is there."""

    backup: Backup = OLD
    puts: list[Step] = field(default_factory=list)
    holder: str = "old"
    read_at: list[float] = field(default_factory=list)
    busy: bool = False
    restored: list[Backup] = field(default_factory=list)
    waiting: bool = False
    done: Callable[[Backup], None] = lambda _backup: None

    def back_up(self, done: Callable[[Backup], None]) -> None:
        self.done = done
        if not self.waiting:
            done(self.backup)

    def put(self, step: Step) -> bool:
        if self.busy:
            return False
        self.puts.append(step)
        self.holder, self.read_at = "ours", []
        return True

    def owned(self) -> bool:
        return self.holder == "ours"

    def reads(self, since: float) -> Reads:
        found = [moment for moment in self.read_at if moment >= since]
        return Reads(found[0], found[-1]) if found else Reads()

    def restore(self, backup: Backup) -> bool:
        self.restored.append(backup)
        self.holder = "old"
        return True


class Run:
    """One chain with a clock of its own."""

    def __init__(self, *steps: Step, clip: Clip | None = None) -> None:
        self.time = 100.0
        self.seat, self.shelf = FakeSeat(), FakeShelf()
        self.seat.on_press = lambda: self.shelf.read_at.append(self.time)
        self.seat.content = lambda: self.shelf.puts[-1].text
        self.taken: list[bool] = []
        self.ends: list[Pasted] = []
        given = steps or (Step("ctrl+v", TEXT),)
        whole = clip or Clip(TEXT)
        job = PasteJob(CHAT, whole, given, self.taken.append, self.ends.append)
        self.chain = Chain(job, self.seat, self.shelf, lambda: self.time)

    def run(self, seconds: float = 5.0) -> None:
        end = self.time + seconds
        while self.time < end and not self.chain.over:
            self.chain.tick()
            self.time += TICK

    def begin(self) -> Run:
        self.chain.begin()
        return self

    def end(self) -> PasteEnd:
        [pasted] = self.ends
        assert self.chain.over
        return pasted.end


def test_the_text_is_pasted_once_and_every_old_format_comes_back() -> None:
    run = Run().begin()
    run.run()
    assert run.taken == [True]
    assert run.seat.pressed == [("ctrl+v", TEXT)]
    assert run.shelf.restored == [OLD]
    assert run.ends == [Pasted(PasteEnd.PASTED, Kept.ALL)]


def test_it_is_restored_250_ms_after_the_last_read() -> None:
    run = Run().begin()
    run.chain.tick()
    run.time += 0.2
    run.shelf.read_at.append(run.time)
    run.run(0.24)
    assert run.shelf.restored == []
    run.run(0.03)
    assert run.shelf.restored == [OLD]


def test_a_program_that_reads_without_end_is_not_waited_for() -> None:
    run = Run().begin()
    run.chain.tick()
    for _read in range(20):
        run.shelf.read_at.append(run.time)
        run.run(0.05)
    assert run.end() is PasteEnd.PASTED


def test_reads_before_the_keys_are_a_clipboard_managers() -> None:
    run = Run()
    run.seat.on_press = lambda: None
    run.begin()
    run.shelf.read_at.append(run.time - 1)
    run.run(READ_S - 0.1)
    assert not run.chain.over
    run.run()
    assert run.end() is PasteEnd.UNREAD


def test_who_never_reads_leaves_the_text_on_the_clipboard() -> None:
    run = Run()
    run.seat.on_press = lambda: None
    run.begin().run()
    assert run.ends == [Pasted(PasteEnd.UNREAD, Kept.REPLACED, copied=True)]
    assert run.shelf.owned()
    assert run.shelf.restored == []
    assert len(run.shelf.puts) == 1


def test_no_focus_no_key() -> None:
    run = Run()
    run.seat.takes_focus, run.seat.focused = False, 9
    run.begin().run()
    assert run.end() is PasteEnd.FOCUS
    assert run.seat.asked == 2
    assert run.seat.pressed == []
    assert run.shelf.owned()


def test_a_late_focus_is_waited_for() -> None:
    run = Run()
    run.seat.takes_focus, run.seat.focused = False, 9
    run.begin().run(0.5)
    run.seat.focused = 7
    run.run()
    assert run.end() is PasteEnd.PASTED


def test_focus_that_was_stolen_is_not_asked_back() -> None:
    run = Run()
    run.seat.held = True
    run.begin().run(0.1)
    run.seat.focused = 9
    run.run(0.02)
    assert run.end() is PasteEnd.FOCUS
    assert run.seat.asked == 1
    assert run.seat.pressed == []


def test_a_held_key_is_waited_for_two_seconds_at_most() -> None:
    run = Run()
    run.seat.held = True
    run.begin().run(KEYS_S - 0.1)
    assert not run.chain.over
    run.seat.held = False
    run.run()
    assert run.end() is PasteEnd.PASTED
    run = Run()
    run.seat.held = True
    run.begin().run(KEYS_S + 0.1)
    assert run.end() is PasteEnd.KEYS_HELD
    assert run.seat.pressed == []


@pytest.mark.parametrize("now", [Target(), Target(7, "other.exe", "Other", 71)])
def test_a_closed_window_or_another_with_its_number_gets_nothing(now: Target) -> None:
    run = Run()
    run.seat.window = now
    run.begin().run()
    assert run.end() is PasteEnd.GONE
    assert run.seat.pressed == []


def test_what_another_program_copied_before_the_keys_is_never_pasted() -> None:
    run = Run()
    run.seat.held = True
    run.begin().run(0.1)
    run.shelf.holder = "theirs"
    run.seat.held = False
    run.run()
    assert run.end() is PasteEnd.TAKEN
    assert run.seat.pressed == []
    assert run.shelf.owned()


def test_what_another_program_copied_after_the_read_stands() -> None:
    run = Run().begin()
    run.run(0.05)
    run.shelf.holder = "theirs"
    run.run()
    assert run.ends == [Pasted(PasteEnd.PASTED, Kept.REPLACED)]
    assert run.shelf.holder == "theirs"


def test_a_held_clipboard_is_said_and_no_window_touched() -> None:
    run = Run()
    run.shelf.busy = True
    run.begin().run()
    assert run.taken == [False]
    assert run.ends == []
    assert run.chain.over
    assert run.seat.asked == 0


def test_a_keyboard_without_the_key_presses_nothing() -> None:
    run = Run()
    run.seat.keys = False
    run.begin().run()
    assert run.end() is PasteEnd.NO_KEY


@pytest.mark.parametrize(
    ("backup", "kept", "restored"),
    [
        (Backup((), complete=False), Kept.NONE, 0),
        (Backup((), complete=True), Kept.ALL, 1),
        (Backup((("text/plain", b"x"),), complete=False), Kept.SOME, 1),
    ],
)
def test_what_could_not_be_backed_up_is_said(backup: Backup, kept: Kept, restored: int) -> None:
    run = Run()
    run.shelf.backup = backup
    run.begin().run()
    assert run.ends == [Pasted(PasteEnd.PASTED, kept)]
    assert len(run.shelf.restored) == restored


LINES = (Step("ctrl+v", "一"), Step("shift+enter"), Step("shift+enter"), Step("ctrl+v", "二"))


def test_lines_and_keys_come_in_order_and_the_clipboard_back_once() -> None:
    run = Run(*LINES, clip=Clip("一\n\n二")).begin()
    run.run()
    assert [keys for keys, _content in run.seat.pressed] == [step.keys for step in LINES]
    assert [content for keys, content in run.seat.pressed if keys == "ctrl+v"] == ["一", "二"]
    assert run.shelf.restored == [OLD]
    assert run.end() is PasteEnd.PASTED


def test_what_is_left_after_half_a_paste_is_on_the_clipboard() -> None:
    run = Run(*LINES, Step("shift+enter"), Step("ctrl+v", "三"), clip=Clip("一\n\n二\n三")).begin()
    run.seat.on_press = lambda: run.shelf.read_at.append(run.time) if len(run.seat.pressed) < 4 else None
    run.run()
    assert run.end() is PasteEnd.UNREAD
    assert run.shelf.puts[-1].text == "二\n三"


def test_an_image_follows_and_one_that_cannot_be_read_ends_it() -> None:
    picture = Step("ctrl+v", image=Path("a.png"))
    run = Run(Step("ctrl+v", TEXT), picture).begin()
    run.run()
    assert run.end() is PasteEnd.PASTED
    assert run.shelf.puts == [Step("ctrl+v", TEXT), picture]
    run = Run(Step("ctrl+v", TEXT), picture).begin()
    run.run(0.1)
    run.shelf.busy = True
    run.run()
    assert run.end() is PasteEnd.IMAGE


def test_a_cancelled_chain_gives_the_clipboard_back_and_says_nothing() -> None:
    run = Run().begin()
    run.run(0.05)
    run.chain.cancel()
    assert run.shelf.restored == [OLD]
    assert run.ends == []
    run = Run()
    run.shelf.waiting = True
    run.begin()
    run.chain.cancel()
    run.shelf.done(OLD)
    assert run.shelf.puts == []
    assert run.chain.over


def test_a_backup_shows_none_of_what_it_holds() -> None:
    assert "old" not in repr(OLD)
    assert "text/html" in repr(OLD)
