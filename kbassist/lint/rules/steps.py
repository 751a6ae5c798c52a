"""Steps of a scene that a macro's text leaves out or has in another order than the team's model."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from kbassist.content.library import Library
from kbassist.content.model import Macro, Status
from kbassist.content.problem import Level, Problem
from kbassist.content.team_model import StepModel
from kbassist.i18n import N_
from kbassist.wording.remarks import StepMark
from kbassist.wording.steps import marks

_ROOM: Final = 140
"""Characters that a channel must allow for a text with all its steps: two text messages."""


def missing_step(library: Library, today: date) -> Iterator[Problem]:
    """Yield steps that a macro covers by its scene and that no paragraph of a variant can be taken for."""
    for macro, mark, channel, line in _marks(library):
        if mark.start < 0 and not mark.optional:
            message = N_("{channel}: no paragraph is the step “{name}”.", channel=channel, name=mark.name)
            yield Problem(macro.path, line, Level.INFO, "missing-step", message)


def misplaced_step(library: Library, today: date) -> Iterator[Problem]:
    """Yield steps that stand before a step that should come first."""
    for macro, mark, channel, line in _marks(library):
        if mark.start >= 0 and not mark.placed:
            message = N_("{channel}: the step “{name}” stands at another place than in the model.",
                         channel=channel, name=mark.name)  # fmt: skip
            yield Problem(macro.path, line, Level.INFO, "misplaced-step", message)


def _marks(library: Library) -> Iterator[tuple[Macro, StepMark, str, int]]:
    """Yield the steps of all variants of macros whose scene has a model with cues."""
    models = {model.scene: model for model in library.team.step_models if model.cues}
    for macro in library.macros():
        if macro.scene in models and macro.status is not Status.ARCHIVED:
            yield from _of_macro(macro, models[macro.scene], library)


def _of_macro(macro: Macro, model: StepModel, library: Library) -> Iterator[tuple[Macro, StepMark, str, int]]:
    # The engine brings Liquid along, which few rules of a check need.
    from kbassist.macros.engine import plain  # noqa: PLC0415

    for variant in macro.variants:
        channel = library.team.channel(variant.channel)
        if channel and channel.length_limit and channel.length_limit < _ROOM:
            continue
        text = plain(macro, variant.channel, library)
        body = text.removeprefix(variant.subject).lstrip() if variant.subject else text
        for mark in marks(body, model, macro.steps):
            yield macro, mark, variant.channel or macro.title, variant.line
