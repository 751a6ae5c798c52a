"""The rules of a check: plain functions from a library and a day to problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from kbassist.content.library import Library
from kbassist.content.problem import Problem
from kbassist.lint.rules import (
    consistency,
    examples,
    guides,
    links,
    naming,
    norms,
    patterns,
    steps,
    texts,
    upkeep,
    wording,
)

Rule = Callable[[Library, date], Iterator[Problem]]

RULES: Final[tuple[Rule, ...]] = (
    links.dead_link,
    links.dead_section,
    links.unsafe_link,
    links.missing_image,
    links.dead_basis,
    links.dead_macro,
    upkeep.review_overdue,
    upkeep.expired,
    upkeep.empty_window,
    upkeep.no_owner,
    upkeep.twin_differs,
    upkeep.twin_without_base,
    naming.missing_title,
    naming.duplicate_title,
    naming.duplicate_shortcut,
    naming.shortcut_syntax,
    naming.unknown_channel,
    naming.unknown_scene,
    naming.unknown_step,
    naming.hidden_direction,
    guides.guide_without_steps,
    guides.dead_step,
    guides.unreachable_step,
    guides.endless_loop,
    guides.same_choice,
    guides.dead_end,
    guides.withdrawn_macro,
    texts.empty_article,
    texts.empty_section,
    texts.empty_variant,
    texts.one_sided_options,
    texts.templates,
    patterns.bad_pattern,
    patterns.bad_example,
    patterns.ambiguous_channel,
    examples.failed_example,
    consistency.channel_contradiction,
    wording.unsaid_phrases,
    norms.channel_norm,
    steps.missing_step,
    steps.misplaced_step,
)
