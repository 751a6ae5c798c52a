"""The command line's own words in the language of the program: help, usage lines and wrong arguments.

typer has most of its sentences as plain English in its code and lays them out by the number of characters, so Chinese
gets pages of its own; English stays typer's. All is made when it is shown: a command that runs does not pay for it.
"""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from kbassist.cli.output import complain
from kbassist.i18n import _, language


class Command(TyperCommand):
    """A command whose help speaks the language of the program."""

    def get_help(self, ctx: Any) -> str:
        """Return the help page."""
        return super().get_help(ctx) if language() == "en" else _page(self, ctx)

    def get_usage(self, ctx: Any) -> str:
        """Return the usage line."""
        return super().get_usage(ctx) if language() == "en" else _usage(self, ctx)


class Group(TyperGroup):
    """Commands under one name, whose help speaks the language of the program."""

    def get_help(self, ctx: Any) -> str:
        """Return the help page."""
        return super().get_help(ctx) if language() == "en" else _page(self, ctx)

    def get_usage(self, ctx: Any) -> str:
        """Return the usage line."""
        return super().get_usage(ctx) if language() == "en" else _usage(self, ctx)


def _page(command: TyperCommand | TyperGroup, ctx: Any) -> str:
    from kbassist.cli.help_page import page

    return page(command, ctx)


def _usage(command: TyperCommand | TyperGroup, ctx: Any) -> str:
    from kbassist.cli.help_page import usage

    return usage(command, ctx)


def run(app: typer.Typer, name: str) -> int:
    """Run with the arguments of the process and return the exit code; what is wrong with them is said."""
    try:
        ended = app(prog_name=name, standalone_mode=False)
    except typer.Abort:
        complain(_("Aborted!"))
        return 1
    except typer.TyperException as error:
        complain(told(error))
        return error.exit_code
    return ended if isinstance(ended, int) else 0


def told(error: typer.TyperException) -> str:
    """Return what is wrong with the arguments, below the usage line of the command where it is known."""
    from kbassist.cli.typer_words import said

    ctx = getattr(error, "ctx", None)
    if ctx is not None and error.message == ctx.get_help():  # nothing was given, and help is the answer
        return error.message
    wrong = _("Error: {message}").format(message=said(error.format_message()))
    if ctx is None:
        return wrong
    hint = _("Try '{command}' for help.").format(command=f"{ctx.command_path} --help")
    return f"{ctx.get_usage()}\n{hint}\n\n{wrong}"
