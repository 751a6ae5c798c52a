"""What an article says to a customer in one sentence, and as the ground that a reply stands on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from kbassist.content.anchors import find_section
from kbassist.content.library import Library
from kbassist.content.model import Article, Audience, Guide, Macro, Ref, Section, Status
from kbassist.content.plain import plain
from kbassist.errors import KbassistError
from kbassist.i18n import N_, Text
from kbassist.macros.reply import Part
from kbassist.macros.values import is_chinese

ANSWERS: Final = ("一句话答案", "答案", "Answer", "Short answer", "In one sentence")
"""Sections that hold the answer in a sentence, by heading; else the first text of the article is it."""

LONGEST_ANSWER: Final = 300
_SENTENCE: Final = re.compile(r".*?(?:[。！？]|[.!?](?=\s|$))[”’」』\"']?", re.DOTALL)


class NotForCustomers(KbassistError):  # noqa: N818 - named as the user reads it
    """The text is there, and a customer may not be sent it."""


def refusal(article: Article, today: date) -> Text | None:
    """Return why no customer may be sent words of an article today; None where they may."""
    if article.status is not Status.PUBLISHED:
        return N_("“{title}” is not published", title=article.title)
    if not article.in_force(today):
        return N_("“{title}” is not in force today", title=article.title)
    if article.audience is not Audience.CUSTOMERS or isinstance(article, Guide):
        return N_("“{title}” is internal", title=article.title)
    return None


def answer(article: Article, channel: str, today: date) -> Part:
    """Return the answer that an article gives a customer, in one sentence or two.

    Raises NotForCustomers where the article is internal or not in force, or has no such sentence.
    """
    if (reason := refusal(article, today)) is not None:
        raise NotForCustomers(reason)
    words = _lead(article.sections)
    if not words:
        raise NotForCustomers(N_("“{title}” gives no answer in one sentence", title=article.title))
    return Part(article.key, article.title, channel, words)


def basis_text(macro: Macro, channel: str, library: Library, today: date) -> Part:
    """Return what a reply relies on, as a customer may read it: 依据：《标题》“节”：一句话。

    Each basis is a line; those that are internal or out of force are left out. Raises NotForCustomers with the
    reason where none is left, or where the macro names none.
    """
    lines, reasons = [], []
    for ref in macro.basis:
        try:
            lines.append(_basis_line(ref, macro.locale, library, today))
        except NotForCustomers as error:
            reasons.append(error.message)
    if not lines:
        raise NotForCustomers(reasons[0] if reasons else N_("This reply names nothing that it relies on"))
    title = str(N_("Basis of {title}", title=macro.title))
    return Part(macro.key, title, channel, "\n".join(lines))


def _basis_line(ref: Ref, locale: str, library: Library, today: date) -> str:
    article = library.get(ref.id, locale)
    if not isinstance(article, Article):
        return f"依据：{ref.id}" if is_chinese(locale) else f"Basis: {ref.id}"  # a law by its name
    if (reason := refusal(article, today)) is not None:
        raise NotForCustomers(reason)
    section = find_section(article.sections, ref.section) if ref.section else None
    words = _first_sentence(section) if section else _lead(article.sections)
    return _cited(article.title, section.title if section else "", words, locale)


def _cited(title: str, section: str, words: str, locale: str) -> str:
    if is_chinese(locale):
        head = f"依据：《{title.removeprefix('《').removesuffix('》')}》" + (f"“{section}”" if section else "")
        return f"{head}：{words}" if words else head
    head = f"Basis: “{title}”" + (f", “{section}”" if section else "")
    return f"{head}: {words}" if words else head


def _lead(sections: tuple[Section, ...]) -> str:
    """Return the first words of the section that answers, else of the first section that has any."""
    named = next((section for name in ANSWERS if (section := find_section(sections, name))), None)
    return next(filter(None, map(_first_words, (named, *sections) if named else sections)), "")


def _first_words(section: Section) -> str:
    """Return the first paragraph of a section where it is short, else its first sentence."""
    paragraph = next(_paragraphs(section.text), "")
    return paragraph if len(paragraph) <= LONGEST_ANSWER else _first_sentence(section)


def _first_sentence(section: Section) -> str:
    paragraph = next(_paragraphs(section.text), "")
    match = _SENTENCE.match(paragraph)
    return (match[0] if match else paragraph).strip()


def _paragraphs(markdown: str) -> Iterator[str]:
    for block in re.split(r"\n[ \t]*\n", markdown):
        if not block.lstrip().startswith(("#", "|", "```", "~~~", "<!--")) and (words := plain(block)):
            yield words
