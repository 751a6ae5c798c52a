"""What a team agreed on, as frozen values: channels, patterns, wording, step models, names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kbassist.content.model import DEFAULT_LOCALE, EMPTY
from kbassist.content.opening import Opening


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to reach customers, with the team's norms; `None` means no norm.

    `rich` channels get HTML beside plain text. `spoken` ones are read aloud at `speech_rate` characters a minute.
    `newline` is `lf`, `crlf` or `shift-enter`. `answer_seconds` is the expected answer time.
    """

    name: str
    label_en: str = ""
    icon: str = "chat"
    aliases: tuple[str, ...] = ()
    emoji_limit: int | None = None
    length_limit: int | None = None
    rich: bool = False
    spoken: bool = False
    speech_rate: tuple[int, int] = (220, 240)
    answer_seconds: int | None = None
    newline: str = "lf"
    subject: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A kind of value that the team named once, e.g. `order_no`; `expression` matches the whole value (RE2)."""

    name: str
    label: str
    expression: str
    example: str = ""
    personal: bool = False


@dataclass(frozen=True, slots=True)
class WordingRule:
    """A phrase not to say. `level` is info, warn or block; `why` and `instead` are shown to the agent.

    `clause`: what to say instead stands for the whole clause, up to the next pause, not only for the phrase.
    """

    phrase: str
    level: str = "warn"
    why: str = ""
    instead: str = ""
    unless: tuple[str, ...] = ()
    clause: bool = False


@dataclass(frozen=True, slots=True)
class WordingLimit:
    """The most that may be said to a customer where a sentence is about something: compensation of 15 %, 7 days.

    `kind` is percent, money (in the shop's currency) or days; `about` are words, one of which stands in the sentence.
    `over` says what to do beyond `most` (转主管).
    """

    name: str
    kind: str
    most: Decimal
    about: tuple[str, ...]
    over: str = ""
    level: str = "warn"


@dataclass(frozen=True, slots=True)
class StepModel:
    """The steps that a reply to a scene runs through; `optional` names those that may be missing.

    `cues` are words by which a paragraph is known to be a step: pairs of a step and its words.
    """

    scene: str
    steps: tuple[str, ...]
    optional: tuple[str, ...] = ()
    cues: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Team:
    """The settings of `kb/_team/`; every field has a usable default, so that a library without them works.

    `values` are the further `team.*` names of templates (`team.电话`, `team.服务时间` …), as text.
    `wording` to `personal_level` are what a reply should not say: `harmless` are longer words in which a promise word
    is none, `allowed` what is never remarked on, `questions` closed questions with an open one, `longest_sentence` is
    in Chinese characters (English words count double; None: the usual 80).
    """

    name: str = ""
    signature: str = ""
    languages: tuple[str, ...] = (DEFAULT_LOCALE,)
    values: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    holidays: tuple[date, ...] = ()
    workdays: tuple[date, ...] = ()
    channels: tuple[Channel, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()
    wording: tuple[WordingRule, ...] = ()
    jargon: tuple[tuple[str, str], ...] = ()
    promises: tuple[str, ...] = ()
    harmless: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    limits: tuple[WordingLimit, ...] = ()
    questions: tuple[tuple[str, str], ...] = ()
    longest_sentence: int | None = None
    personal_level: str = "warn"
    step_models: tuple[StepModel, ...] = ()
    openings: tuple[Opening, ...] = ()

    def channel(self, name: str) -> Channel | None:
        """Return the channel with this name, alias or English label, whatever the case; None if there is none."""
        wanted = name.strip().casefold()
        for channel in self.channels:
            if wanted in {channel.name.casefold(), channel.label_en.casefold()} | {
                alias.casefold() for alias in channel.aliases
            }:
                return channel
        return None

    def pattern(self, name: str) -> Pattern | None:
        """Return the pattern with this name; None if the team has none."""
        return next((pattern for pattern in self.patterns if pattern.name == name), None)
