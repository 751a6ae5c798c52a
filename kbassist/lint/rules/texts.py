"""Texts that are empty or leave something out, and templates that do not work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from kbassist.content.headings import Fences
from kbassist.content.library import Library
from kbassist.content.model import Article, Guide, Status
from kbassist.content.problem import Level, Problem
from kbassist.i18n import N_

_ROW_RULE: Final = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_GOOD: Final = frozenset({"优点", "好处", "利", "pros", "advantages", "advantage", "upside"})
_BAD: Final = frozenset({"缺点", "坏处", "弊", "不足", "cons", "disadvantages", "disadvantage", "downside"})
_NOTHING: Final = frozenset({"", "-", "—", "–", "/", "无", "none", "n/a", "暂无"})


def empty_article(library: Library, today: date) -> Iterator[Problem]:
    """Yield published articles without a text."""
    for article in library.articles():
        empty = not any(section.text.strip() or section.title for section in article.sections)
        if empty and not isinstance(article, Guide) and article.status is Status.PUBLISHED:
            yield Problem(article.path, article.body_line, Level.WARNING, "empty-article", N_("It has no text."))


def empty_section(library: Library, today: date) -> Iterator[Problem]:
    """Yield headings of published articles with nothing below them."""
    for article in library.articles():
        for section in article.sections if article.status is Status.PUBLISHED else ():
            if section.title and not section.text.strip() and not isinstance(article, Guide):
                message = N_("There is nothing below the heading “{title}”.", title=section.title)
                yield Problem(article.path, section.line, Level.INFO, "empty-section", message)


def empty_variant(library: Library, today: date) -> Iterator[Problem]:
    """Yield macros without a text, in all or in one channel."""
    for macro in library.macros():
        for variant in macro.variants:
            if not variant.body.strip():
                named = N_("The variant for {channel} has no text.", channel=variant.channel)
                message = named if variant.channel else N_("It has no text.")
                yield Problem(macro.path, variant.line, Level.ERROR, "empty-variant", message)


def one_sided_options(library: Library, today: date) -> Iterator[Problem]:
    """Yield rows of option tables that name what speaks for an option and not what speaks against it."""
    for article in library.articles():
        for line in _one_sided(article):
            message = N_("This option has no drawback written down; customers ask for it.")
            yield Problem(article.path, line, Level.INFO, "one-sided-options", message)


def templates(library: Library, today: date) -> Iterator[Problem]:
    """Yield what the template engine finds wrong with macros and snippets."""
    # The engine brings Liquid along, which nothing else of a check needs.
    from kbassist.macros.engine import problems, snippet_problems  # noqa: PLC0415

    for macro in library.macros():
        yield from problems(macro, library)
    yield from snippet_problems(library)


def _one_sided(article: Article) -> Iterator[int]:
    lines = article.body.split("\n")
    fences = Fences()
    column = -1
    for number, line in enumerate(lines):
        if fences.inside(line) or "|" not in line:
            column = -1
            continue
        cells = _cells(line)
        if number + 1 < len(lines) and _ROW_RULE.match(lines[number + 1]) and "|" in lines[number + 1]:
            column = _drawbacks([cell.casefold() for cell in cells])
        elif (
            column >= 0
            and not _ROW_RULE.match(line)
            and (cells[column : column + 1] or [""])[0].casefold() in _NOTHING
        ):
            yield article.body_line + number


def _cells(line: str) -> list[str]:
    return [cell.strip().strip("*") for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _drawbacks(cells: list[str]) -> int:
    """Return the column of drawbacks in a table that has one of advantages too, or -1."""
    if not any(cell in _GOOD for cell in cells):
        return -1
    return next((number for number, cell in enumerate(cells) if cell in _BAD), -1)
