"""What a library holds, as frozen values: articles, macros, guides, and the team's settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from kbassist.content.shelved import Shelved

DEFAULT_LOCALE: Final = "zh-CN"
EMPTY: Final[Mapping[str, Any]] = MappingProxyType({})
SOON: Final = timedelta(days=7)
"""How long before its last day an entry is said to expire."""


class Kind(StrEnum):
    """What sort of entry it is; also the `kind` of a search hit."""

    ARTICLE = "article"
    MACRO = "macro"
    GUIDE = "guide"


class Status(StrEnum):
    """The stage of an entry's life; agents are offered published entries only."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Audience(StrEnum):
    """Whether an article is for agents only or may be copied whole to a customer."""

    AGENTS = "agents"
    CUSTOMERS = "customers"


class FieldType(StrEnum):
    """The built-in types of a form field; `PATTERN` is a pattern that the team named."""

    TEXT = "text"
    MULTILINE = "multiline"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    YES_NO = "yes_no"
    PATTERN = "pattern"


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to an entry, or to one of its sections: `id#section`. `line` is where it stands (1-based)."""

    id: str
    section: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A unit of search and of links: the text under one H2 (the lead before the first H2 has no title).

    `anchor` is the title as written in links (`id#怎么做`: the heading text, trimmed); `text` is Markdown without
    the heading line; `line` is the heading's line in the file, 1-based; `headings` are its H3 and deeper titles;
    `text_line` is the line in the file where `text` begins.
    """

    anchor: str
    title: str
    text: str
    line: int
    headings: tuple[str, ...] = ()
    text_line: int = 0


def key_of(entry_id: str, locale: str) -> str:
    """Return the key of an entry."""
    return f"{entry_id}@{locale}"


@dataclass(frozen=True, slots=True)
class Entry(Shelved):
    """What articles, macros and guides have in common.

    Of an entry that was read from a library, `extra`, `lines`, `digest` and the text itself (an article's `body` and
    `sections`, a guide's `steps`, a macro's `fields`, `variants` and `examples`) are fetched whenever they are asked
    for.

    `basis_seen` says which version of its basis it was reviewed with (see `content.basis`).

    `path` is relative to the library's root with forward slashes. `category` is the folder path below `kb/` or
    `macros/` (may be empty). `extra` holds unknown keys of other systems, kept and ignored. `lines` tells in which
    line of the file (1-based) a header key stands, by its English name. `digest` tells the bytes of the file apart
    from all others (for macros with the team's channels, which say how they are read); empty for entries that come
    from no file.
    """

    id: str
    path: str
    locale: str
    title: str
    category: str = ""
    asked_as: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    status: Status = Status.PUBLISHED
    owner: str = ""
    reviewed: date | None = None
    review_by: date | None = None
    effective: date | None = None
    expires: date | None = None
    basis: tuple[Ref, ...] = ()
    basis_seen: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=lambda: EMPTY)
    lines: Mapping[str, int] = field(default_factory=lambda: EMPTY, compare=False, repr=False)
    digest: str = field(default="", compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_key", key_of(self.id, self.locale))

    @property
    def key(self) -> str:
        """The unique name of this entry in its library: `id` and locale, since twins share the id."""
        return self._key

    def in_force(self, today: date) -> bool:
        """Tell whether `today` lies in the window from `effective` to `expires`, both days included."""
        return (self.effective is None or self.effective <= today) and (self.expires is None or today <= self.expires)

    def offered(self, today: date) -> bool:
        """Tell whether agents may find it: published and in force."""
        return self.status is Status.PUBLISHED and self.in_force(today)

    def expiring(self, today: date) -> bool:
        """Tell whether its last day is at most a week away, or over."""
        return self.expires is not None and self.expires - today <= SOON

    def to_be_checked(self, today: date) -> bool:
        """Tell whether its review is overdue."""
        return self.review_by is not None and self.review_by < today


@dataclass(frozen=True, slots=True)
class Article(Entry):
    """A page of the knowledge base. `body` is its Markdown without header and without the H1 that gave the title."""

    products: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    audience: Audience = Audience.AGENTS
    macros: tuple[str, ...] = ()
    body: str = ""
    body_line: int = 1
    sections: tuple[Section, ...] = ()

    @property
    def kind(self) -> Kind:
        """Always an article."""
        return Kind.ARTICLE


@dataclass(frozen=True, slots=True)
class Choice:
    """A way on from a step: what the agent picks, and the anchor of the step it leads to."""

    label: str
    target: str
    line: int


@dataclass(frozen=True, slots=True)
class Step:
    """One H2 of a guide: what to do (`text`, Markdown), the choices, and macros by id."""

    anchor: str
    title: str
    text: str
    line: int
    choices: tuple[Choice, ...] = ()
    macros: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Guide(Article):
    """A decision tree: the first step is where it starts, a step without choices is an end."""

    steps: tuple[Step, ...] = ()

    @property
    def kind(self) -> Kind:
        """Always a guide."""
        return Kind.GUIDE


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice field: what is shown, and the value that the template gets."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a macro's form, as declared in its header (or made up for an undeclared placeholder).

    `default`, `not_before` and `not_after` are as written (`today+7d`, `2026-01-01`, a choice's value, `0012345`).
    `over` says what to do beyond `max` (e.g. 转主管). `from_` is `clipboard` or empty; `remember` is `case` or empty.
    `pattern` is a regular expression of the macro itself; `pattern_name` one that the team named.
    """

    name: str
    type: FieldType = FieldType.TEXT
    label: str = ""
    required: bool = True
    default: str = ""
    example: str = ""
    help: str = ""
    remember: str = ""
    from_: str = ""
    options: tuple[Option, ...] = ()
    max_length: int | None = None
    pattern: str = ""
    pattern_name: str = ""
    not_before: str = ""
    not_after: str = ""
    workdays: bool = False
    min: Decimal | None = None
    max: Decimal | None = None
    over: str = ""
    line: int = 0
    declared: bool = True


@dataclass(frozen=True, slots=True)
class Variant:
    """The text of a macro for one channel (`channel` is the canonical name; empty: for all channels).

    `subject` is the e-mail subject template, `body` the text template; `line` is where the body starts (1-based).
    """

    channel: str
    body: str
    subject: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True)
class FollowUp:
    """After how many days (or workdays) a reminder is offered."""

    days: int
    workdays: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """What a macro must give for certain values, as its owner wrote it down; a check tries it.

    `channels` are names as written; empty: the first one that the macro has a text for. `now` is the moment it is
    filled in; None: the moment of the check. `values` are pairs of field name and what is typed; a field not named
    takes its default. `text` and `subject` are expected whole, None where they may be anything; `contains` and
    `lacks` are pieces of the text. `refused` says that the text must not leave: the field or a word of the reason
    (empty: for whatever reason); None: it must leave.
    """

    channels: tuple[str, ...] = ()
    now: datetime | None = None
    agent: str = ""
    values: tuple[tuple[str, str], ...] = ()
    text: str | None = None
    subject: str | None = None
    contains: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    refused: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Macro(Entry):
    """A reply: a form and one template per channel."""

    shortcut: str = ""
    scene: str = ""
    steps: tuple[str, ...] = ()
    fields: tuple[FieldSpec, ...] = ()
    follow_up: FollowUp | None = None
    variants: tuple[Variant, ...] = ()
    examples: tuple[Example, ...] = ()

    @property
    def kind(self) -> Kind:
        """Always a macro."""
        return Kind.MACRO

    def variant(self, channel: str) -> Variant | None:
        """Return the variant for a channel: its own, else the one for all channels, else None."""
        by_name = {variant.channel: variant for variant in self.variants}
        return by_name.get(channel) or by_name.get("")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of template from `macros/_snippets/`, by name (the file name without suffix)."""

    name: str
    body: str
    path: str
