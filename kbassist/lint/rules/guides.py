"""Guides: every branch must end, every step must be reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from kbassist.content.library import Library
from kbassist.content.links import Resolver
from kbassist.content.model import Guide, Macro, Step
from kbassist.content.problem import Level, Problem
from kbassist.i18n import N_


def guide_without_steps(library: Library, today: date) -> Iterator[Problem]:
    """Yield guides without a single H2."""
    for guide in library.guides():
        if not guide.steps:
            yield Problem(
                guide.path, 0, Level.ERROR, "guide-without-steps", N_("A guide needs “## ” headings: its steps.")
            )


def dead_step(library: Library, today: date) -> Iterator[Problem]:
    """Yield choices that lead to a step that is not there."""
    for guide in library.guides():
        known = {step.anchor for step in guide.steps}
        for choice in (choice for step in guide.steps for choice in step.choices):
            if choice.target not in known:
                message = N_("There is no step “{step}” in this guide.", step=choice.target)
                yield Problem(guide.path, choice.line, Level.ERROR, "dead-step", message)


def unreachable_step(library: Library, today: date) -> Iterator[Problem]:
    """Yield steps that no choice leads to."""
    for guide in library.guides():
        reached = _reached(guide)
        for step in guide.steps:
            if step.anchor not in reached:
                message = N_("No choice leads to the step “{step}”.", step=step.title)
                yield Problem(guide.path, step.line, Level.WARNING, "unreachable-step", message)


def dead_end(library: Library, today: date) -> Iterator[Problem]:
    """Yield steps where a way ends without telling the agent anything: no choice, no text, no reply."""
    for guide in library.guides():
        reached = _reached(guide)
        for step in guide.steps:
            if step.anchor in reached and not (step.choices or step.macros or step.text.strip()):
                what = N_("The step “{step}” is a dead end: it has no text, no reply and no choice.", step=step.title)
                yield Problem(guide.path, step.line, Level.WARNING, "dead-end", what)


def withdrawn_macro(library: Library, today: date) -> Iterator[Problem]:
    """Yield steps of published guides that offer a reply which agents may not use today."""
    resolver = Resolver(library)
    for guide in library.guides():
        for step in guide.steps if guide.offered(today) else ():
            for name in step.macros:
                macro = resolver.entry(resolver(name) or name, guide.locale)
                if isinstance(macro, Macro) and not macro.offered(today):
                    message = N_("The reply “{title}” of this step is not offered today.", title=macro.title)
                    yield Problem(guide.path, step.line, Level.WARNING, "withdrawn-macro", message)


def endless_loop(library: Library, today: date) -> Iterator[Problem]:
    """Yield steps from which no way leads to an end."""
    for guide in library.guides():
        ending = _ending(guide)
        reached = _reached(guide)
        for step in guide.steps:
            if step.anchor in reached and step.anchor not in ending:
                message = N_("From the step “{step}” on, no way leads to an end.", step=step.title)
                yield Problem(guide.path, step.line, Level.ERROR, "endless-loop", message)


def same_choice(library: Library, today: date) -> Iterator[Problem]:
    """Yield steps whose choices all carry the same words: the agent cannot tell them apart."""
    for guide in library.guides():
        for step in guide.steps:
            labels = [choice.label for choice in step.choices]
            if len(labels) != len(set(labels)):
                message = N_("Two choices of the step “{step}” have the same words.", step=step.title)
                yield Problem(guide.path, step.line, Level.WARNING, "same-choice", message)


def _reached(guide: Guide) -> set[str]:
    """Return the anchors of the steps that can be reached from the first one."""
    by_anchor = {step.anchor: step for step in guide.steps}
    pending = [guide.steps[0].anchor] if guide.steps else []
    reached: set[str] = set()
    while pending:
        anchor = pending.pop()
        if anchor in by_anchor and anchor not in reached:
            reached.add(anchor)
            pending += [choice.target for choice in by_anchor[anchor].choices]
    return reached


def _ending(guide: Guide) -> set[str]:
    """Return the anchors of the steps from which an end can be reached; a dead choice is another rule's matter."""
    known = {step.anchor for step in guide.steps}
    ending = {step.anchor for step in guide.steps if not step.choices or _dead(step, known)}
    grown = True
    while grown:
        more = {step.anchor for step in guide.steps if any(choice.target in ending for choice in step.choices)}
        grown = not more <= ending
        ending |= more
    return ending


def _dead(step: Step, known: Iterable[str]) -> bool:
    return any(choice.target not in known for choice in step.choices)
