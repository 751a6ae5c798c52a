"""The command `kbassist`: its sub-commands, and the barrier that turns errors into exit codes."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import Final

import click
import typer

from kbassist import __version__
from kbassist.cli import check, desk, doctor, fill, index, new, notes, search, show
from kbassist.cli.opening import stored_settings
from kbassist.cli.output import complain
from kbassist.errors import KbassistError
from kbassist.i18n import _, use_language

INTERRUPTED: Final = 130  # 128 + SIGINT, as shells have it

app = typer.Typer(
    name="kbassist",
    help="From a global hotkey to the right, safe reply: search a knowledge base, fill in reply macros, copy.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for module in (search, show, fill, check, index, notes, doctor, desk):
    app.command(module.NAME)(module.command)
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
        return int(app(standalone_mode=False) or 0)
    except (KbassistError, OSError, click.ClickException, click.Abort, click.exceptions.Exit) as error:
        return _exit_code(error)
    except KeyboardInterrupt:
        return INTERRUPTED


def _exit_code(error: Exception) -> int:
    match error:
        case click.exceptions.Exit():
            code = error.exit_code
        case click.ClickException():
            error.show()
            code = error.exit_code
        case click.Abort():
            code = INTERRUPTED
        case BrokenPipeError():
            code = 0  # the reader has seen enough
            with contextlib.suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        case OSError():
            code = 2
            complain(_("{what} — nothing was changed.").format(what=error))
        case _:
            code = 2
            complain(error)
    return code
