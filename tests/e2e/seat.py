"""What an agent does and sees at a desk, the same on X11 (`agent.Desk`) and on Windows (`wine_desk.WineDesk`)."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from tests.desktop.xvfb import wait_for


class Seat(Protocol):
    """A chat and the program under test; every method acts as a person would, and waits until it is done."""

    folder: Path
    """Where this seat's files lie; settings in `config`, what the program keeps in `data` and `cache`."""

    library: Path | None
    """The library; None for the sample."""

    trace: Path
    """Where the program writes what happened, and when."""

    def open_chat(self) -> object:
        """Have the chat in front, with an empty message."""

    def start(self, *options: str) -> object:
        """Start the program, and wait until its hotkey works and its index is ready."""

    def quit(self) -> None:
        """End the program as a log-out does; fails where it ends with an error."""

    def running(self) -> bool:
        """Tell whether the program that was started last runs still."""

    def start_second(self, *options: str) -> int:
        """Start the program while it runs, with its second start's options; return the exit code of that."""

    def rival(self) -> AbstractContextManager[Seat]:
        """Give another profile's program on the same screen, started while this one holds the hotkey."""

    def summon(self) -> object:
        """Press the hotkey, and wait for the quick window with the focus."""

    def press(self, *keys: str) -> None:
        """Press keys one after the other, as xdotool names them."""

    def type(self, text: str) -> None:
        """Type text where the focus is; letters without a key come as from an input method."""

    def save(self, path: Path, text: str) -> None:
        """Save a file of the library as an editor does: aside, then in its place."""

    def copy(self, text: str) -> None:
        """Copy text in another program."""

    def clipboard(self) -> str:
        """Return what another program reads from the clipboard."""

    def formats(self) -> dict[str, str]:
        """Return every format on the clipboard that can be compared, with its data or a fingerprint of it."""

    def shown(self, title: str = ...) -> bool:
        """Tell whether a window of the program whose title begins so is on the screen; the quick window's without."""

    def in_front(self, title: str = ...) -> bool:
        """Tell whether keys go to a window whose title begins so; to the quick window without."""

    def gone(self) -> None:
        """Wait until the quick window is hidden."""

    def choose_in_tray(self, row: str) -> None:
        """Choose a row of the tray's menu with mouse and keys; `agent.TRAY_MENU` names them."""

    def in_chat(self) -> bool:
        """Tell whether keys go to the chat."""

    def message(self) -> str:
        """Return what stands in the chat's input box, its lines broken by a line feed."""

    def marked(self, event: str) -> list[int]:
        """Return when the program marked an event, in nanoseconds."""

    def command(self, *arguments: str) -> Any:
        """Run a command of the program, and return the JSON that it prints."""


def answer_by_paste(seat: Seat) -> None:
    """Hotkey, search, fill in, paste into the chat."""
    seat.summon()
    seat.type("tkdz")
    wait_for(lambda: seat.marked("list-painted"), what="the list")
    seat.press("Return")
    seat.type("Li")
    seat.press("Tab")
    seat.type("199")
    seat.press("ctrl+Return")
    wait_for(lambda: "199" in seat.message(), what="the text in the chat")
