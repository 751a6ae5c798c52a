"""The command `kbassist`: its sub-commands, and the barrier that turns errors into exit codes."""

from __future__ import annotations

import io
import os
import sys

import typer

from kbassist import __version__
from kbassist.cli import (
    check,
    desk,
    doctor,
    eval_run,
    fill,
    guide,
    index,
    new,
    notes,
    preview,
    proposals,
    reminders,
    reviewed,
    search,
    show,
    speech,
    update,
)
from kbassist.cli.opening import stored_settings
from kbassist.cli.output import complain
from kbassist.errors import KbassistError
from kbassist.i18n import _, use_language

app = typer.Typer(
    name="kbassist",
    cls=speech.Group,
    help="From a global hotkey to the right, safe reply: search a knowledge base, fill in reply macros, copy.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for module in (
    search, show, fill, preview, guide, check, reviewed, eval_run, index, notes, proposals, reminders, update, doctor,
    desk,
):  # fmt: skip
    app.command(module.NAME, cls=speech.Command)(module.command)
app.add_typer(new.app, name="new")


def _version(wanted: bool) -> None:
    if wanted:
        print(f"kbassist {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    pass


def run() -> int:
    """Run with the arguments of the process; return the exit code (2: not done, reasons on standard error)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        use_language(os.environ.get("KBASSIST_LANGUAGE") or stored_settings().language)
        return speech.run(app, "kbassist")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except KbassistError as error:
        complain(error)
    except OSError as error:
        complain(_("{what} — nothing was changed.").format(what=error))
    return 2
