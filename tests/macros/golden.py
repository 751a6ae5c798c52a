"""Golden Liquid: Shopify's behaviour as cases, and how many of those that we allow come out the same."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from liquid.exceptions import LiquidError

from kbassist.content.library import Library
from kbassist.content.model import Snippet
from kbassist.macros.dates import Calendar
from kbassist.macros.environment import ReplyContext
from kbassist.macros.fieldvalues import Setting
from kbassist.macros.form import Gap, GapKind
from kbassist.macros.marks import bare
from kbassist.macros.run import Names, Run
from kbassist.macros.templates import parsed
from tests.macros.cases import CONTEXT, TEAM

NAME = "golden_liquid.json"


@dataclass(frozen=True)
class Case:
    """One golden case: what a template gives with this data, or that it must be refused."""

    name: str
    template: str
    data: Mapping[str, Any]
    templates: Mapping[str, str]
    results: tuple[str, ...]
    invalid: bool


@dataclass
class Score:
    """How the cases came out: the same, refused with a word (and why), or different."""

    same: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    different: list[tuple[Case, str]] = field(default_factory=list)

    @property
    def safe(self) -> int:
        """Cases that only use what we allow, and that we do not refuse on purpose."""
        return self.same + len(self.different)


def folder() -> Path | None:
    """Return where the cases lie, as the environment says; None where it says nothing."""
    named = os.environ.get("KBASSIST_MACROS_DIR")
    if not named and (beside := os.environ.get("KBASSIST_EVAL_DIR")):
        named = str(Path(beside).parent / "macros")
    place = Path(named) / "golden-liquid" if named else None
    return place if place and (place / NAME).is_file() else None


def cases(place: Path) -> Iterator[Case]:
    """Yield the golden cases of a folder."""
    for each in json.loads((place / NAME).read_text(encoding="utf-8"))["tests"]:
        results = each.get("results") or [each.get("result", "")]
        yield Case(
            each["name"],
            each["template"],
            each.get("data", {}),
            each.get("templates", {}),
            tuple(results),
            each.get("invalid", False),
        )


def score(all_cases: Iterator[Case]) -> Score:
    """Run the cases through the engine that fills replies in."""
    found = Score()
    for case in all_cases:
        text, refusal = rendered(case)
        if case.invalid:
            found.same += bool(refusal)
            found.different += [] if refusal else [(case, text)]
        elif refusal:
            found.refused[refusal] += 1
        elif text in case.results:
            found.same += 1
        else:
            found.different.append((case, text))
    return found


def rendered(case: Case) -> tuple[str, str]:
    """Return what a case's template gives here, and why it is refused (empty where it is not)."""
    result = parsed(case.template)
    if result.template is None:
        return "", f"{result.flaw.rule}: {_detail(str(result.flaw.message))}" if result.flaw else "flaw"
    snippets = {name: Snippet(name, body, f"{name}.md") for name, body in case.templates.items()}
    library = Library(Path("/nowhere"), snippets=snippets, team=TEAM)
    run = Run((), {}, library, CONTEXT, "en", Setting(TEAM, Calendar.of(TEAM), CONTEXT.today))
    context = ReplyContext(result.template, globals=_Data(run, case.data))
    buffer = context.get_buffer()
    try:
        result.template.render_with_context(context, buffer)
    except (LiquidError, RecursionError) as error:
        return "", f"error: {type(error).__name__}"
    if run.gaps:
        return "", _reason(next(iter(run.gaps)))
    return bare(buffer.getvalue()), ""


class _Data(Names):
    """The data of a case beside the names of a run."""

    __slots__ = ("data",)
    data: Mapping[str, Any]

    def __init__(self, run: Run, data: Mapping[str, Any]) -> None:
        super().__init__(run)
        object.__setattr__(self, "data", data)

    def __getitem__(self, name: Any) -> object:
        return self.data[name] if name in self.data else super().__getitem__(name)


def _reason(gap: Gap) -> str:
    if gap.kind is GapKind.UNDEFINED:
        return "undefined: a name or value that is not there"
    return f"{gap.kind.value}: {_detail(str(gap.message))}"


def _detail(message: str) -> str:
    return message.rsplit(": ", maxsplit=1)[-1][:70] if "There is no" not in message else message
