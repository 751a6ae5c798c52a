"""What is wrong with a macro's form and templates, found without filling it in."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kbassist.content.library import Library
from kbassist.content.model import FieldSpec, Macro
from kbassist.content.problem import Edit, Level, Problem, Repair
from kbassist.i18n import N_, Text
from kbassist.macros.checkfields import field_problems
from kbassist.macros.pictures import unavailable
from kbassist.macros.placeholders import Call, Use, outline, uses
from kbassist.macros.run import AGENT_NAMES, RESERVED, team_values
from kbassist.macros.source import BRACES, Flaw, Mark, marks
from kbassist.macros.templates import parsed

_UNSEEN: Final = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_TWINS: Final = str.maketrans("｛｝％", "{}%")
_INSIDE: Final = str.maketrans("｜：，＝＞＜．！“”‘’", "|:,=><.!\"\"''")


@dataclass(frozen=True, slots=True)
class _Place:
    """A template text in its file: `line` is where it starts (1-based)."""

    path: str
    line: int
    source: str

    def problem(self, offset: int, level: Level, rule: str, message: Text, repair: Repair | None = None) -> Problem:
        return Problem(self.path, self.line_at(offset), level, rule, message, repair)

    def line_at(self, offset: int) -> int:
        return self.line + self.source.count("\n", 0, offset)

    def line_text(self, offset: int) -> str:
        start = self.source.rfind("\n", 0, offset) + 1
        return self.source[start:].partition("\n")[0]


def problems(macro: Macro, library: Library) -> Iterator[Problem]:
    """Yield what is wrong with a macro's fields and templates."""
    yield from field_problems(macro, library.team)
    found: dict[_Place, list[Use]] = {}
    places = list(dict.fromkeys(_places(macro)))
    for place in places:
        yield from _text_problems(place)
        yield from _picture_problems(place, library)
        if parsed(place.source).template is not None:
            found[place] = list(uses(place.source, library.snippets))
    read = {use.name for names in found.values() for use in names}
    unread = [spec for spec in macro.fields if spec.name not in read]
    for place, names in found.items():
        yield from _name_problems(macro, library, place, names, [spec.name for spec in unread])
    if len(found) == len(places):
        yield from _unused(macro, unread)


def snippet_problems(library: Library) -> Iterator[Problem]:
    """Yield what is wrong with the text of each snippet; lines count from the start of the snippet's text."""
    for snippet in library.snippets.values():
        place = _Place(snippet.path, 1, snippet.body)
        yield from _text_problems(place)
        yield from _missing_snippets(place, library)


def _places(macro: Macro) -> Iterator[_Place]:
    for variant in macro.variants:
        if variant.subject:
            # the subject stands above the text, as a rule with an empty line between
            yield _Place(macro.path, max(1, variant.line - 2), variant.subject)
        yield _Place(macro.path, variant.line, variant.body)


def _text_problems(place: _Place) -> Iterator[Problem]:
    flaw = parsed(place.source).flaw
    if flaw:
        repair = _half_width_inside(place, flaw.offset)
        yield place.problem(flaw.offset, Level.ERROR, flaw.rule, flaw.message, repair)
    yield from _stray_braces(place)
    for match in _UNSEEN.finditer(place.source):
        message = N_("An invisible character (U+{code}) stands here", code=f"{ord(match[0]):04X}")
        line, text = place.line_at(match.start()), place.line_text(match.start())
        yield Problem(
            place.path,
            line,
            Level.WARNING,
            "invisible-character",
            message,
            Repair(N_("Remove it"), Edit(line, line, (_UNSEEN.sub("", text),), before=(text,))),
        )
        break  # one remark for a text is enough; the repair of its line shows the next


def _half_width_inside(place: _Place, offset: int) -> Repair | None:
    """Return a repair for full-width punctuation in the marks of the line, if there is any."""
    text = place.line_text(offset)
    repaired = text
    for mark in marks(text):
        if isinstance(mark, Mark):
            repaired = repaired.replace(mark.inner, mark.inner.translate(_INSIDE))
    if repaired == text:
        return None
    line = place.line_at(offset)
    return Repair(N_("Write half-width punctuation inside the marks"), Edit(line, line, (repaired,), before=(text,)))


def _stray_braces(place: _Place) -> Iterator[Problem]:
    """Yield a problem for template marks that would go out as they are: full-width twins, ends without a start."""
    outside = place.source
    for mark in marks(place.source):
        end = mark.end if isinstance(mark, Mark) else len(place.source)
        start = mark.start if isinstance(mark, Mark) else mark.offset
        outside = f"{outside[:start]}{' ' * (end - start)}{outside[end:]}"
    for match in BRACES.finditer(outside):
        message = N_("“{mark}” is not a template mark and would be sent as it is", mark=match[0])
        yield place.problem(match.start(), Level.ERROR, "stray-braces", message, _twins_repair(place, match.start()))


def _twins_repair(place: _Place, offset: int) -> Repair | None:
    text = place.line_text(offset)
    repaired = text.translate(_TWINS)
    if repaired == text or any(isinstance(mark, Flaw) for mark in marks(repaired)):
        return None
    line = place.line_at(offset)
    return Repair(N_("Write half-width braces"), Edit(line, line, (repaired,), before=(text,)))


def _name_problems(
    macro: Macro, library: Library, place: _Place, found: list[Use], unread: list[str]
) -> Iterator[Problem]:
    yield from _missing_snippets(place, library)
    declared = {spec.name: spec for spec in macro.fields}
    told: set[tuple[str, ...]] = set()
    for use in found:
        key = use.path[:2] if use.name in RESERVED else use.path[:1]
        if key in told:
            continue
        if use.name in RESERVED:
            problem = _setting_problem(library, place, use)
        elif use.name in declared:
            problem = _optional_problem(declared[use.name], place, use)
        else:
            problem = _undeclared(place, use, [*declared, *RESERVED], unread)
        if problem:
            told.add(key)
            yield problem


def _setting_problem(library: Library, place: _Place, use: Use) -> Problem | None:
    known = {"agent": set(AGENT_NAMES), "team": set(team_values(library.team))}.get(use.name)
    if known is None or (len(use.path) > 1 and use.path[1] in known):
        return None
    name = ".".join(use.path)
    near = difflib.get_close_matches(use.path[1], known, 1, 0.5) if len(use.path) > 1 else []
    message = (
        N_("Nothing is called “{name}”; is “{near}” meant?", name=name, near=f"{use.name}.{near[0]}")
        if near
        else N_("Nothing is called “{name}”", name=name)
    )
    return place.problem(use.offset, Level.ERROR, "undefined-name", message)


def _optional_problem(spec: FieldSpec, place: _Place, use: Use) -> Problem | None:
    if spec.required or not use.bare or spec.default or spec.type == "yes_no":
        return None
    message = N_("“{name}” may be left empty; put an {{% if %}} around it", name=use.name)
    return place.problem(use.offset, Level.WARNING, "optional-unguarded", message)


def _undeclared(place: _Place, use: Use, known: list[str], unread: list[str]) -> Problem:
    """Take a name for a slip where it is very like another one, or like a field that is declared and not used."""
    near = difflib.get_close_matches(use.name, known, 1, 0.75) or difflib.get_close_matches(use.name, unread, 1, 0.5)
    if near:
        message = N_("“{name}” is not a field; is “{near}” meant?", name=use.name, near=near[0])
        return place.problem(use.offset, Level.ERROR, "misspelt-name", message)
    message = N_("“{name}” is not among the fields; it becomes a text that must be filled in", name=use.name)
    return place.problem(use.offset, Level.INFO, "undeclared-field", message)


def _missing_snippets(place: _Place, library: Library) -> Iterator[Problem]:
    for call in outline(place.source):
        if isinstance(call, Call) and call.snippet not in library.snippets:
            message = N_("There is no snippet “{name}”", name=call.snippet)
            yield place.problem(call.offset, Level.ERROR, "missing-snippet", message)


def _picture_problems(place: _Place, library: Library) -> Iterator[Problem]:
    for number, written in unavailable(place.path, place.source, library):
        message = N_(
            "The image “{target}” is outside the library, missing, too big or no picture.", target=written[:60]
        )
        yield Problem(place.path, place.line + number, Level.ERROR, "missing-image", message)


def _unused(macro: Macro, unread: list[FieldSpec]) -> Iterator[Problem]:
    for spec in unread:
        message = N_("The field “{name}” is not used in any text", name=spec.name)
        yield Problem(macro.path, spec.line, Level.WARNING, "unused-field", message)
