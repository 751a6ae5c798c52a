"""Starting the windowed program: what keeps it from starting, or is printed first, goes to a message box.

Where something listens to standard error, as a script of IT does, it is printed there instead: no box holds that up.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from kbassist import i18n, paths
from kbassist.app import crash
from kbassist.errors import KbassistError
from kbassist.i18n import N_, _

TOLD: Final = 2  # the code of a start that failed and was told; the launcher says something itself after any other
_LONGEST: Final = 4_000  # characters; more does not fit on a screen
_ERROR_ICON, _NOTE_ICON, _IN_FRONT = 0x10, 0x40, 0x10000 | 0x40000

Show = Callable[[str, bool], None]
"""Shows a text until the user has read it; whether it is about a failure."""


class Ear(io.StringIO):
    """Standard output or error of a program that has none, as long as it starts; what is beyond a page is dropped."""

    def write(self, text: str) -> int:
        """Take a text, as far as there is room."""
        return super().write(text[: max(0, _LONGEST - self.tell())])


def run(start: Callable[[], int], show: Show | None = None) -> int:
    """Run the program and return its exit code: 0, or TOLD after a failure, which has been shown then."""
    said, complained = Ear(), Ear()
    if sys.stderr is None:
        sys.stdout, sys.stderr = said, complained
    else:
        show = _print
    show = show or _message_box
    try:
        i18n.use_language(os.environ.get("KBASSIST_LANGUAGE") or "system")
        code = start()
    except Exception as error:  # the outermost barrier: there is no console that could show a traceback
        report = crash.Reports(paths.data_dir() / crash.FOLDER).write(error, "the start")
        if sys.stderr is not None:
            show(_sentence(error, report), True)
        return TOLD
    if sys.stderr is complained and (text := (said.getvalue() + complained.getvalue()).strip()):
        show(text, code != 0)
    return TOLD if code else 0


def started() -> None:
    """Hear no more: from now on the program speaks through its window, and nothing is collected."""
    for name in ("stdout", "stderr"):
        if isinstance(getattr(sys, name), Ear):
            setattr(sys, name, None)


def missing_part(part: str) -> KbassistError:
    """Make the error of a program that is not whole."""
    return KbassistError(
        N_(
            "A part of kbassist is missing or damaged ({part}). Install kbassist again; your settings and data are "
            "kept.",
            part=part,
        )
    )


def _sentence(error: Exception, report: Path | None) -> str:
    """Say what happened, what was kept and what to do; never the words of an error that is not meant to be read."""
    if isinstance(error, KbassistError):
        return str(error)
    if isinstance(error, ImportError):
        return str(missing_part(error.name or type(error).__name__))
    words = _(
        "kbassist could not start, because something went wrong inside the program ({name}). Your settings and data "
        "are kept. Start it again; if that does not help, give your IT this report, which holds no customer data:"
    )
    return f"{words.format(name=type(error).__name__)}\n\n{report or paths.data_dir()}"


def _print(text: str, _failed: bool) -> None:
    """Print a text for whoever listens; nobody may any more."""
    with contextlib.suppress(OSError, ValueError):
        print(text, file=sys.stderr)  # noqa: T201


def _message_box(text: str, failed: bool) -> None:
    """Show a text in a box of Windows itself, for Qt may be what is broken; elsewhere there is no such thing."""
    if sys.platform == "win32":
        from kbassist.desktop.user32 import load

        style = (_ERROR_ICON if failed else _NOTE_ICON) | _IN_FRONT
        load("user32.dll").MessageBoxW(None, text, "kbassist", style)
