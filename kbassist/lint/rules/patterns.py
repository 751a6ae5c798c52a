"""The team's own patterns and words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import re2

from kbassist.content.files import Files
from kbassist.content.library import Library
from kbassist.content.problem import Level, Problem
from kbassist.content.team_model import Pattern
from kbassist.i18n import N_


def bad_pattern(library: Library, today: date) -> Iterator[Problem]:
    """Yield patterns that RE2 does not understand."""
    path = team_file(library, "patterns")
    for pattern in library.team.patterns:
        if _matches(pattern, "") is None:
            message = N_("The pattern “{name}” is no regular expression that RE2 understands.", name=pattern.name)
            yield Problem(path, 0, Level.ERROR, "bad-pattern", message)


def bad_example(library: Library, today: date) -> Iterator[Problem]:
    """Yield patterns whose own example they do not match."""
    path = team_file(library, "patterns")
    for pattern in library.team.patterns:
        if pattern.example and _matches(pattern, pattern.example) is False:
            message = N_(
                "The example “{example}” does not fit the pattern “{name}”.",
                example=pattern.example,
                name=pattern.name,
            )
            yield Problem(path, 0, Level.ERROR, "bad-example", message)


def ambiguous_channel(library: Library, today: date) -> Iterator[Problem]:
    """Yield names and aliases that two channels share."""
    seen: dict[str, str] = {}
    for channel in library.team.channels:
        for name in {channel.name, channel.label_en, *channel.aliases} - {""}:
            first = seen.setdefault(name.casefold(), channel.name)
            if first != channel.name:
                message = N_(
                    "“{name}” stands for {first} and for {second}.", name=name, first=first, second=channel.name
                )
                yield Problem(team_file(library, "channels"), 0, Level.WARNING, "ambiguous-channel", message)


def _matches(pattern: Pattern, text: str) -> bool | None:
    """Tell whether a whole text fits; None where the expression itself is wrong."""
    try:
        return re2.fullmatch(pattern.expression, text) is not None
    except re2.error:
        return None


def team_file(library: Library, name: str) -> str:
    """Return the path of a settings file of the team (`patterns`) as it is in this library."""
    files = library.files
    others = files.others if isinstance(files, Files) else files  # no entry stands in a team file
    known = (path for path, file in others.items() if file.team is not None)
    return next(
        (path for path in known if path.rpartition("/")[2].partition(".")[0] == name), f"kb/_team/{name}.yaml"
    )
