"""Reading an article or a guide from its text."""

from __future__ import annotations

from typing import Any, Final

from kbassist.content.entry import common, file_lines
from kbassist.content.frontmatter import split
from kbassist.content.guide import read_steps
from kbassist.content.model import Article, Audience, Guide, Kind
from kbassist.content.names import ARTICLE, AUDIENCES, KINDS
from kbassist.content.problem import Problem
from kbassist.content.schema import Header, vocabulary, with_hugo
from kbassist.content.sections import Body, read_body
from kbassist.content.source import Place

_NAMES: Final = with_hugo(ARTICLE)
_WORDS: Final = vocabulary(_NAMES)


def read_article(text: str, where: Place) -> tuple[Article | Guide, tuple[Problem, ...]]:
    """Return the article of a file (a guide where it says so) and what was wrong with it."""
    remarks = file_lines(text, where.path)
    document = split(text, _WORDS, remarks)
    header = Header(document.header, _NAMES, remarks)
    body = read_body(document.body, document.body_line, header.text("title"))
    given = common(header, where, body.title) | _own(header, body)
    entry: Article
    if header.member("kind", KINDS) is Kind.GUIDE:
        entry = Guide(**given, steps=read_steps(body.sections))
    else:
        entry = Article(**given)
    return entry, remarks.problems


def _own(header: Header, body: Body) -> dict[str, Any]:
    return {
        "products": header.words("products"),
        "channels": header.words("channels"),
        "audience": header.member("audience", AUDIENCES) or Audience.AGENTS,
        "macros": tuple(ref.id for ref in header.refs("macros")),
        "body": body.text,
        "body_line": body.line,
        "sections": body.sections,
    }
