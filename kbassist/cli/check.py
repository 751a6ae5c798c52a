"""`kbassist check`: every remark on a library, for a team lead and for a team's CI."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import Annotated, Any, Final

import typer

from kbassist.cli.opening import JsonOption, LibraryOption, opened
from kbassist.cli.output import complain, print_json
from kbassist.content.problem import Level, Problem
from kbassist.i18n import _, ngettext

NAME: Final = "check"


class Format(StrEnum):
    """How remarks are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def command(
    library: LibraryOption = None,
    output: Annotated[Format, typer.Option("--format", help="How to print the remarks.")] = Format.TEXT,
    json: JsonOption = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 on warnings too.")] = False,
    fix: Annotated[bool, typer.Option("--fix", help="Carry out the mechanical repairs first.")] = False,
) -> None:
    """Check every file; exit with 1 where there are errors."""
    with opened(library) as assistant:
        found = assistant.check()
        if fix:
            from kbassist.lint.repair import apply

            mended = sum(apply(assistant.root, problem) for problem in _from_below(found))
            complain(ngettext("{n} repair was made.", "{n} repairs were made.", mended).format(n=mended))
            assistant.load()
            found = assistant.check()
    _PRINTERS[Format.JSON if json else output](found)
    counts = Counter(problem.level for problem in found)
    _say_sum(counts)
    if counts[Level.ERROR] or (strict and counts[Level.WARNING]):
        raise typer.Exit(1)


def record(problem: Problem) -> dict[str, Any]:
    """Return a problem as the public JSON object."""
    return {
        "path": problem.path,
        "line": problem.line,
        "level": problem.level.value,
        "rule": problem.rule,
        "message": str(problem.message),
        "repair": str(problem.repair.text) if problem.repair else None,
    }


def _from_below(problems: tuple[Problem, ...]) -> list[Problem]:
    """Return the problems that a program can mend, last line first, so that the lines above keep their numbers."""
    mendable = [
        problem for problem in problems if problem.repair and (problem.repair.edit or problem.repair.reencode)
    ]
    return sorted(mendable, key=lambda problem: (problem.path, problem.line), reverse=True)


def _print_text(problems: tuple[Problem, ...]) -> None:
    levels = {Level.ERROR: _("error"), Level.WARNING: _("warning"), Level.INFO: _("info")}
    for problem in problems:
        print(f"{problem.path}:{problem.line}: {levels[problem.level]}: {problem.message} [{problem.rule}]")
        if problem.repair:
            print(f"    → {problem.repair.text}")


def _say_sum(counts: Counter[Level]) -> None:
    if not counts:
        complain(_("No remarks."))
        return
    summary = _("{errors} errors, {warnings} warnings, {infos} remarks for information.")
    complain(summary.format(errors=counts[Level.ERROR], warnings=counts[Level.WARNING], infos=counts[Level.INFO]))


def _print_json(problems: tuple[Problem, ...]) -> None:
    print_json([record(problem) for problem in problems])


def _print_github(problems: tuple[Problem, ...]) -> None:
    """Print workflow commands, escaped as GitHub's documentation of workflow commands asks."""
    names = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"}
    for problem in problems:
        sentence = f"{problem.message} {problem.repair.text}" if problem.repair else str(problem.message)
        place = f"file={_property(problem.path)},line={max(1, problem.line)},title={_property(problem.rule)}"
        print(f"::{names[problem.level]} {place}::{_data(sentence)}")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


_PRINTERS: Final = {Format.TEXT: _print_text, Format.JSON: _print_json, Format.GITHUB: _print_github}
