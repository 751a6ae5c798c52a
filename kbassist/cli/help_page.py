"""The help page of a command where characters may be two columns wide, with every text translated."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from typing import Final
from unicodedata import east_asian_width

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from kbassist.cli.typer_words import said
from kbassist.i18n import Text, _

Row = tuple[str, str]

_WIDEST: Final = 80
_NARROWEST: Final = 50
_LONGEST_NAME: Final = 30
_GAP: Final = 2
# A run of Latin signs or one other sign, with the marks that must not end a line before it or begin one behind it.
_UNIT: Final = re.compile(r"\s+|[（《“「]*(?:[!-~]+|\S)[，。、；：！？）》”」…—]*")


def page(command: TyperCommand | TyperGroup, ctx: typer.Context) -> str:
    """Return the whole page: usage, what the command does, arguments, options, commands below it."""
    width = _width()
    parts = [usage(command, ctx)]
    parts += ["\n".join(f"  {line}" for line in wrapped(text, width - 2)) for text in paragraphs(command.help or "")]
    params = command.get_params(ctx)
    sections = (
        (_("Arguments:"), [_argument(param, ctx) for param in params if isinstance(param, TyperArgument)]),
        (_("Options:"), [_option(param, ctx) for param in params if isinstance(param, TyperOption)]),
        (_("Commands:"), list(_commands(command))),
    )
    parts += ["\n".join((title, *_table(rows, width))) for title, rows in sections if rows]
    return "\n\n".join(parts)


def usage(command: TyperCommand | TyperGroup, ctx: typer.Context) -> str:
    """Return how a command is called; further lines are indented."""
    words = [str(Text(command.options_metavar or "")), *_names(command, ctx)]
    if isinstance(command, TyperGroup):
        words.append(str(Text(command.subcommand_metavar)))
    head = _("Usage: {command}").format(command=ctx.command_path) + " "
    first, *more = wrapped(" ".join(words), _width() - cells(head)) or [""]
    return "\n".join((head + first, *(" " * cells(head) + line for line in more)))


def _names(command: TyperCommand | TyperGroup, ctx: typer.Context) -> Iterator[str]:
    for param in command.get_params(ctx):
        if isinstance(param, TyperArgument):
            yield _name(param, "{}" if param.required else "[{}]")


def _name(param: TyperArgument, form: str = "{}") -> str:
    """Return an argument's name for people; `...` tells that there may be several."""
    return form.format(Text(param.display_name_raw)) + ("..." if param.nargs != 1 else "")


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a help text, each on one line and translated."""
    return [str(Text(" ".join(one.split()))) for one in text.split("\n\n") if one.strip()]


def wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines of no more than `width` columns, broken between words and between wide characters."""
    lines, line = [], ""
    for unit in _UNIT.findall(text):
        if line and cells(line) + cells(unit.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += unit if line else unit.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def cells(text: str) -> int:
    """Return how many columns a text takes at the most: signs that are wide in some fonts count as wide."""
    return sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in text)


def _argument(param: TyperArgument, ctx: typer.Context) -> Row:
    """Return an argument by its name, with the values to choose from."""
    shown, text = param.get_help_record(ctx) or ("", "")
    choices = re.search(r"<\S+\|\S+>", shown)
    return f"{_name(param)} {choices[0] if choices else ''}".rstrip(), _text(param, text)


def _option(param: TyperOption, ctx: typer.Context) -> Row:
    """Return an option by its names, with what it takes."""
    shown, text = param.get_help_record(ctx) or ("", "")
    names = ", ".join(param.opts)
    return f"{names} {Text(shown.removeprefix(names).strip())}".rstrip(), _text(param, text)


def _text(param: TyperArgument | TyperOption, text: str) -> str:
    """Return what a parameter is for, with typer's marks behind it, as `[default: 20; 1<=x<=1000]`."""
    told = "".join(paragraphs(param.help or ""))
    marks = text.removeprefix(param.help or "").strip().removeprefix("[").removesuffix("]")
    return f"{told}  [{_('; ').join(map(said, marks.split('; ')))}]" if marks else told


def _commands(command: TyperCommand | TyperGroup) -> Iterator[Row]:
    """Yield the commands below a group, each with the first sentence of what it does."""
    for name, one in command.commands.items() if isinstance(command, TyperGroup) else ():
        told = paragraphs(one.help or "")
        yield name, told[0].partition("。")[0] + "。" if told else ""


def _table(rows: list[Row], width: int) -> Iterator[str]:
    """Yield two columns; a name that is too long for the first has a line of its own."""
    left = min(max(cells(name) for name, _text in rows), _LONGEST_NAME) + _GAP
    for name, text in rows:
        lines = wrapped(text, width - _GAP - left)
        room = left - cells(name)
        first = lines.pop(0) if lines and room >= _GAP else ""
        yield f"  {name}{' ' * room if first else ''}{first}"
        yield from (f"  {' ' * left}{line}" for line in lines)


def _width() -> int:
    """Return how wide the page may be: what typer takes for its own."""
    return max(min(shutil.get_terminal_size().columns, _WIDEST) - 2, _NARROWEST)
