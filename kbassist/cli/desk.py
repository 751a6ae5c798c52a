"""`kbassist desk`: start the desktop app; the one command that needs Qt."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Final

import typer

from kbassist.cli.opening import LibraryOption
from kbassist.errors import KbassistError
from kbassist.i18n import N_, Text

NAME: Final = "desk"


def command(
    library: LibraryOption = None,
    show: Annotated[bool, typer.Option("--show", help="Show the window at once.")] = False,
    search: Annotated[str, typer.Option("--search", help="Show the window with this query.")] = "",
    trace: Annotated[
        Path | None, typer.Option("--trace", help="Write times of events (no texts) to this file.")
    ] = None,
    ticks: Annotated[bool, typer.Option("--ticks", help="Write also how late the window's thread is.")] = False,
) -> None:
    """Start the desktop app in the tray; where it runs already, show its window."""
    if find_spec("PySide6") is None:
        raise KbassistError(N_("The desktop app needs PySide6, which is not installed."), _remedy())
    from kbassist.app.start import run

    raise typer.Exit(run(library, show=show, query=search, trace=trace, ticks=ticks))


def _remedy() -> Text:
    """Return what helps where Qt is missing: of an installed product it is a part, elsewhere a package."""
    if Path(sys.executable).name.lower().startswith("kbassist"):
        return N_("Install kbassist again; your settings and data are kept.")
    return N_("Install it: pip install PySide6-Essentials")
