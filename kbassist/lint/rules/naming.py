"""Titles, shortcuts, channels, scenes: names that must be there, be unique, or be known to the team."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import PurePosixPath
from typing import Final

from rapidfuzz import fuzz, process

from kbassist.content.library import Library
from kbassist.content.model import Article, Macro, Status
from kbassist.content.opening import Opening
from kbassist.content.problem import Level, Problem
from kbassist.content.team_model import StepModel
from kbassist.i18n import N_, Text
from kbassist.lint.rules.patterns import team_file

_SHORTCUT: Final = re.compile(r"[A-Za-z0-9]{1,20}")
_BIDI: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


def missing_title(library: Library, today: date) -> Iterator[Problem]:
    """Yield entries that have only their file's name for a title."""
    for entry in library.entries.values():
        stem = PurePosixPath(entry.path).name.partition(".")[0]
        if "title" not in entry.lines and entry.title.partition(".")[0] == stem:
            yield Problem(
                entry.path, 0, Level.WARNING, "missing-title", N_("It has no title; its file's name is shown.")
            )


def duplicate_title(library: Library, today: date) -> Iterator[Problem]:
    """Yield published entries of one kind and language that share a title."""
    seen: dict[tuple[str, str, str], Article | Macro] = {}
    for entry in library.entries.values():
        if entry.status is not Status.PUBLISHED:
            continue
        first = seen.setdefault((entry.kind, entry.locale, entry.title.casefold()), entry)
        if first is not entry:
            message = N_("{path} has the same title.", path=first.path)
            yield Problem(entry.path, entry.lines.get("title", 0), Level.WARNING, "duplicate-title", message)


def duplicate_shortcut(library: Library, today: date) -> Iterator[Problem]:
    """Yield macros whose shortcut another macro of the same language has."""
    seen: dict[tuple[str, str], Macro] = {}
    for macro in library.macros():
        if not macro.shortcut or macro.status is Status.ARCHIVED:
            continue
        first = seen.setdefault((macro.locale, macro.shortcut.casefold()), macro)
        if first is not macro:
            message = N_("The shortcut “{shortcut}” is taken by {path}.", shortcut=macro.shortcut, path=first.path)
            yield _at(macro, "shortcut", Level.ERROR, "duplicate-shortcut", message)


def shortcut_syntax(library: Library, today: date) -> Iterator[Problem]:
    """Yield shortcuts that are not letters and digits only."""
    for macro in library.macros():
        if macro.shortcut and not _SHORTCUT.fullmatch(macro.shortcut):
            message = N_("A shortcut is letters and digits only, not “{shortcut}”.", shortcut=macro.shortcut)
            yield _at(macro, "shortcut", Level.WARNING, "shortcut-syntax", message)


def unknown_channel(library: Library, today: date) -> Iterator[Problem]:
    """Yield channels that the team does not have, in a variant's heading or in `channels`."""
    known = [channel.name for channel in library.team.channels]
    for macro in library.macros():
        for variant in macro.variants:
            if variant.channel and library.team.channel(variant.channel) is None:
                message = _unknown(
                    N_("The team has no channel “{name}”.", name=variant.channel), variant.channel, known
                )
                yield Problem(macro.path, variant.line, Level.WARNING, "unknown-channel", message)
    for article in library.articles():
        for name in article.channels:
            if library.team.channel(name) is None:
                message = _unknown(N_("The team has no channel “{name}”.", name=name), name, known)
                yield _at(article, "channels", Level.WARNING, "unknown-channel", message)
    for opening in library.team.openings:
        for name in opening.channels:
            if library.team.channel(name) is None:
                message = _unknown(N_("The team has no channel “{name}”.", name=name), name, known)
                yield _of_opening(library, opening, "unknown-channel", message)


def unknown_scene(library: Library, today: date) -> Iterator[Problem]:
    """Yield scenes that `steps.yaml` does not have."""
    scenes = [model.scene for model in library.team.step_models]
    for macro in library.macros():
        if scenes and macro.scene and macro.scene not in scenes:
            message = _unknown(N_("The team has no scene “{name}”.", name=macro.scene), macro.scene, scenes)
            yield _at(macro, "scene", Level.WARNING, "unknown-scene", message)
    for opening in library.team.openings:
        if scenes and opening.scene and opening.scene not in scenes:
            message = _unknown(N_("The team has no scene “{name}”.", name=opening.scene), opening.scene, scenes)
            yield _of_opening(library, opening, "unknown-scene", message)


def unknown_step(library: Library, today: date) -> Iterator[Problem]:
    """Yield steps that the model of the macro's scene does not have; without a scene, that no model has."""
    models = library.team.step_models
    for macro in library.macros():
        fitting = [model for model in models if model.scene == macro.scene] or list(models)
        steps = list(dict.fromkeys(step for model in fitting for step in _steps(model)))
        for name in macro.steps:
            if steps and name not in steps:
                message = _unknown(N_("The team's model has no step “{name}”.", name=name), name, steps)
                yield _at(macro, "steps", Level.WARNING, "unknown-step", message)


def hidden_direction(library: Library, today: date) -> Iterator[Problem]:
    """Yield titles and articles with characters that turn the direction of writing: they can hide words."""
    for entry in library.entries.values():
        body = entry.body if isinstance(entry, Article) else ""
        match = _BIDI.search(body)
        if match and isinstance(entry, Article):
            line = entry.body_line + body.count("\n", 0, match.start())
        elif _BIDI.search(entry.title):
            line = entry.lines.get("title", 0)
        else:
            continue
        message = N_("There is an invisible character here that turns the direction of writing.")
        yield Problem(entry.path, line, Level.WARNING, "hidden-direction", message)


def _steps(model: StepModel) -> tuple[str, ...]:
    return (*model.steps, *model.optional)


def _of_opening(library: Library, opening: Opening, rule: str, what: Text) -> Problem:
    message = N_("The opening “{text}”: {what}", text=opening.text, what=what)
    return Problem(team_file(library, "openings"), 0, Level.WARNING, rule, message)


def _unknown(message: Text, name: str, known: Iterable[str]) -> Text:
    """Return the message with the known name that comes nearest, if one comes near."""
    best = process.extractOne(name, list(known), scorer=fuzz.ratio, score_cutoff=50)
    return N_("{what} Was “{name}” meant?", what=message, name=best[0]) if best else message


def _at(entry: Article | Macro, key: str, level: Level, rule: str, message: Text) -> Problem:
    return Problem(entry.path, entry.lines.get(key, 0), level, rule, message)
