"""`kbassist check`: every remark on a library, for a team lead and for a team's CI."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from kbassist.cli.opening import JsonOption, LibraryOption, opened, progress_bar
from kbassist.cli.output import complain, print_json
from kbassist.content.problem import Level, Problem
from kbassist.i18n import _, ngettext, sentences

if TYPE_CHECKING:
    from kbassist.evaluation.golden import Case
    from kbassist.evaluation.verdicts import Verdict

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
    golden: Annotated[
        Path | None,
        typer.Option("--golden", metavar="FILE", help="Ask these questions too; each must find its entry."),
    ] = None,
) -> None:
    """Check every file; exit with 1 where there are errors."""
    cases = _cases(golden)
    with opened(library) as assistant:
        root, found = assistant.root, assistant.check()
        if fix:
            from kbassist.lint.repair import apply

            mended = sum(apply(root, problem) for problem in _from_below(found))
            complain(ngettext("{n} repair was made.", "{n} repairs were made.", mended).format(n=mended))
            assistant.load()
            found = assistant.check()
    remarks = (*map(Remark, found), *_failures(root, golden, cases))
    _PRINTERS[Format.JSON if json else output](remarks)
    counts = Counter(remark.problem.level for remark in remarks)
    _say_sum(counts)
    if counts[Level.ERROR] or (strict and counts[Level.WARNING]):
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class Remark:
    """A problem, and the verdict behind it where it is a golden question that failed."""

    problem: Problem
    verdict: Verdict | None = None


def _cases(golden: Path | None) -> tuple[Case, ...]:
    if golden is None:
        return ()
    from kbassist.evaluation.golden import read_golden

    return read_golden(golden)


def _failures(root: Path, golden: Path | None, cases: tuple[Case, ...]) -> tuple[Remark, ...]:
    """Put the golden questions to a search that has learned nothing; return those that failed."""
    if golden is None:
        return ()
    from datetime import date

    from kbassist.cli.impartially import impartially
    from kbassist.evaluation.verdicts import judge, problem_of

    with impartially(root) as assistant, progress_bar(_("Asking")) as asking:
        verdicts = tuple(judge(assistant, assistant.library, date.today(), cases, asking))
    failed = [verdict for verdict in verdicts if not verdict.passed]
    told = _("{passed} of {all} golden questions find what they must.")
    complain(told.format(passed=len(verdicts) - len(failed), all=len(verdicts)))
    return tuple(Remark(problem_of(verdict, str(golden)), verdict) for verdict in failed)


def record(remark: Remark) -> dict[str, Any]:
    """Return a remark as the public JSON object; a failed golden question has `golden` besides."""
    problem = remark.problem
    told = {
        "path": problem.path,
        "line": problem.line,
        "level": problem.level.value,
        "rule": problem.rule,
        "message": str(problem.message),
        "repair": str(problem.repair.text) if problem.repair else None,
    }
    if remark.verdict is None:
        return told
    from kbassist.cli.golden import golden_record

    return told | {"golden": golden_record(remark.verdict)}


def _from_below(problems: tuple[Problem, ...]) -> list[Problem]:
    """Return the problems that a program can mend, last line first, so that the lines above keep their numbers."""
    mendable = [
        problem for problem in problems if problem.repair and (problem.repair.edit or problem.repair.reencode)
    ]
    return sorted(mendable, key=lambda problem: (problem.path, problem.line), reverse=True)


def _print_text(remarks: tuple[Remark, ...]) -> None:
    levels = {Level.ERROR: _("error"), Level.WARNING: _("warning"), Level.INFO: _("info")}
    for remark in remarks:
        problem = remark.problem
        print(f"{problem.path}:{problem.line}: {levels[problem.level]}: {problem.message} [{problem.rule}]")
        if problem.repair:
            print(f"    → {problem.repair.text}")
        if remark.verdict:
            from kbassist.cli.golden import detail

            print("".join(f"    {line}\n" for line in detail(remark.verdict)), end="")


def _say_sum(counts: Counter[Level]) -> None:
    if not counts:
        complain(_("No remarks."))
        return
    summary = _("{errors} errors, {warnings} warnings, {infos} remarks for information.")
    complain(summary.format(errors=counts[Level.ERROR], warnings=counts[Level.WARNING], infos=counts[Level.INFO]))


def _print_json(remarks: tuple[Remark, ...]) -> None:
    print_json([record(remark) for remark in remarks])


def _print_github(remarks: tuple[Remark, ...]) -> None:
    """Print workflow commands, escaped as GitHub's documentation of workflow commands asks."""
    names = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"}
    for problem in (remark.problem for remark in remarks):
        sentence = str(sentences(problem.message, problem.repair.text if problem.repair else None))
        place = f"file={_property(problem.path)},line={max(1, problem.line)},title={_property(problem.rule)}"
        print(f"::{names[problem.level]} {place}::{_data(sentence)}")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


_PRINTERS: Final = {Format.TEXT: _print_text, Format.JSON: _print_json, Format.GITHUB: _print_github}
