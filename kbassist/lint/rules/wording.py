"""What customers are to read and the team does not say: phrases, promises, formatting that a channel cannot show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from kbassist.content.library import Library
from kbassist.content.model import Article, Audience, Macro, Status
from kbassist.content.problem import Level, Problem
from kbassist.i18n import N_, Text
from kbassist.wording.check import Checker
from kbassist.wording.remarks import Kind, Remark
from kbassist.wording.remarks import Level as Grade

_LEVELS: Final = {Grade.BLOCK: Level.ERROR, Grade.WARN: Level.WARNING, Grade.INFO: Level.INFO}
_RULES: Final = {Kind.PHRASE: "phrase-to-avoid", Kind.PROMISE: "promise-word", Kind.JARGON: "jargon",
                 Kind.QUESTION: "closed-question"}  # fmt: skip
# What a template computes is no wording; a placeholder parts the words around it.
_TAGS: Final = re.compile(r"\{%-?\s*comment\b.*?endcomment\s*-?%\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_QUOTING: Final = re.compile(
    r"不能说|不要说|不该说|避免|禁语|反例|do not say|don't say|not to say|never say|what to avoid|avoid saying", re.I
)


def unsaid_phrases(library: Library, today: date) -> Iterator[Problem]:
    """Yield phrases, promises, jargon and closed questions in what customers read.

    That is: macros and snippets as written, and articles for customers but for their sections that quote what is not
    to be said.
    """
    if not _has_wording(library):
        return
    checker = Checker.of(library.team)
    for macro in library.macros():
        if macro.status is not Status.ARCHIVED:
            yield from _in_macro(macro, checker)
    for snippet in library.snippets.values():
        yield from _problems(checker, snippet.path, snippet.body, 0, N_("in the snippet"))
    for article in library.articles():
        if article.audience is Audience.CUSTOMERS and article.status is not Status.ARCHIVED:
            yield from _in_article(article, checker)


def _has_wording(library: Library) -> bool:
    team = library.team
    return bool(team.wording or team.promises or team.jargon or team.questions or team.limits)


def _in_macro(macro: Macro, checker: Checker) -> Iterator[Problem]:
    for variant in macro.variants:
        named = N_("in the variant for {channel}", channel=variant.channel) if variant.channel else N_("in the text")
        if variant.subject:
            yield from _problems(checker, macro.path, variant.subject, variant.line, named)
        yield from _problems(checker, macro.path, variant.body, variant.line, named)


def _in_article(article: Article, checker: Checker) -> Iterator[Problem]:
    for section in article.sections:
        if not _QUOTING.search(section.title):
            named = N_("in “{title}”", title=section.title) if section.title else N_("in the text")
            yield from _problems(checker, article.path, section.text, section.text_line, named)


def _problems(checker: Checker, path: str, text: str, line: int, where: Text) -> Iterator[Problem]:
    """Yield a problem for each remark on a template's text, at its line; `line` is the first one's (0: none)."""
    written = _TAGS.sub(lambda match: "".join("\n" if each == "\n" else "\0" for each in match[0]), text)
    written = written.replace("\0", "。")
    for remark in _each_once(checker.wording(written)):
        at = line + text.count("\n", 0, remark.start) if line else 0
        said = written[remark.start : remark.start + remark.length].replace("\n", " ")
        yield Problem(path, at, _LEVELS[remark.level], _RULES[remark.kind], _message(remark, said, where))


def _each_once(remarks: Iterable[Remark]) -> Iterator[Remark]:
    seen: set[tuple[Kind, str]] = set()
    for remark in remarks:
        if (remark.kind, remark.rule) not in seen:
            seen.add((remark.kind, remark.rule))
            yield remark


def _message(remark: Remark, said: str, where: Text) -> Text:
    if remark.replacement:
        return N_(
            "“{phrase}” {where}: {why} Better: “{instead}”.",
            phrase=said, where=where, why=remark.why, instead=remark.replacement,
        )  # fmt: skip
    return N_("“{phrase}” {where}: {why}", phrase=said, where=where, why=remark.why)
