"""Templates as parsed values: each text is parsed once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from liquid import BoundTemplate, Environment, Mode
from liquid.context import RenderContext
from liquid.exceptions import (
    BlockNestingError,
    FilterArgumentError,
    LiquidError,
    LiquidSyntaxError,
    TemplateNotFoundError,
    UnknownFilterError,
)
from liquid.loader import BaseLoader, TemplateSource

from kbassist.i18n import N_, Text
from kbassist.macros.conditions import settle
from kbassist.macros.environment import ReplyEnvironment
from kbassist.macros.form import Gap, GapKind
from kbassist.macros.marks import clean
from kbassist.macros.run import run_of
from kbassist.macros.source import Flaw, first_flaw, unclosed_block
from kbassist.macros.values import Absent, GapError

_UNKNOWN_TAG: Final = re.compile(r"unexpected tag '(.*)'")
_UNKNOWN_FILTER: Final = re.compile(r"unknown filter '(.*)'")
_MISSING_END: Final = re.compile(r"expected .* end(\w+), found")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A template, or the flaw that keeps it from being one."""

    source: str
    template: BoundTemplate | None
    flaw: Flaw | None

    def required(self) -> BoundTemplate:
        """Return the template; raises GapError where it has a flaw."""
        if self.template is None:
            raise GapError(gap_of_flaw(self.flaw))
        return self.template


@lru_cache(maxsize=1024)
def parsed(source: str, name: str = "") -> Parsed:
    """Parse a template text; `name` is a snippet's own."""
    source = clean(source)
    flaw = first_flaw(source)
    template = None
    if flaw is None:
        try:
            template = environment().from_string(source, name=name)
            settle(template.nodes, RenderContext(template))
        except (LiquidError, RecursionError, ValueError) as error:
            template, flaw = None, _flaw(source, error)
    return Parsed(source, template, flaw)


class SnippetLoader(BaseLoader):
    """Takes snippets from the library that the rendering is about."""

    def load(
        self,
        env: Environment,
        name: str,
        *,
        globals: Mapping[str, object] | None = None,
        context: RenderContext | None = None,
        **_: object,
    ) -> BoundTemplate:
        """Return the parsed snippet; raises TemplateNotFoundError and the snippet's own syntax errors."""
        snippet = run_of(context).library.snippets.get(name) if context else None
        if snippet is None:
            raise TemplateNotFoundError(name)
        return parsed(snippet.body, name).required()

    def get_source(
        self, env: Environment, template_name: str, *, context: RenderContext | None = None, **kwargs: object
    ) -> TemplateSource:
        """Raise TemplateNotFoundError: there are no files."""
        raise TemplateNotFoundError(template_name)


@lru_cache(maxsize=1)
def environment() -> ReplyEnvironment:
    """Return the environment; it holds no state of any rendering."""
    return ReplyEnvironment(tolerance=Mode.STRICT, undefined=Absent, loader=SnippetLoader())


def gap_of_flaw(flaw: Flaw | None) -> Gap:
    """Return the gap that a flaw means."""
    detail = flaw.message if flaw else ""
    return Gap(GapKind.TEMPLATE, "", N_("This template cannot be used: {detail}", detail=detail))


def _flaw(source: str, error: Exception) -> Flaw:
    if not isinstance(error, LiquidError):
        return Flaw(0, "template-syntax", N_("The template is too deeply nested"))
    offset = max(0, error.token.start_index) if error.token else 0
    message = str(error.message)
    if isinstance(error, UnknownFilterError):
        return Flaw(offset, "unknown-filter", N_("There is no filter “{name}”", name=_part(_UNKNOWN_FILTER, message)))
    if isinstance(error, FilterArgumentError):
        name = message.partition(":")[0]
        return Flaw(offset, "template-syntax", N_("The filter “{name}” wants other values after it", name=name))
    if isinstance(error, LiquidSyntaxError) and _UNKNOWN_TAG.fullmatch(message):
        return Flaw(offset, "unknown-tag", N_("There is no tag “{name}”", name=_part(_UNKNOWN_TAG, message)))
    if missing := _MISSING_END.match(message):
        name = missing[1]
        sentence = N_("“{mark}” is missing", mark=f"{{% end{name} %}}")
        return Flaw(unclosed_block(source, name), "template-syntax", sentence)
    return Flaw(offset, "template-syntax", _sentence(error, message))


def _sentence(error: LiquidError, message: str) -> Text:
    if isinstance(error, BlockNestingError):
        return N_("The template is too deeply nested")
    return N_("The template is not understood here: {detail}", detail=message)


def _part(pattern: re.Pattern[str], message: str) -> str:
    match = pattern.search(message)
    return match[1] if match else message
