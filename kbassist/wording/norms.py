"""What a channel asks of a text: its length, its emoji, nothing that cannot be read aloud or shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kbassist.content.team_model import Channel, Team
from kbassist.i18n import N_, Text
from kbassist.wording.emoji import emoji
from kbassist.wording.remarks import Kind, Level, Remark
from kbassist.wording.sentences import sentences

LONGEST_SENTENCE: Final = 80
"""Chinese characters, an English word counts double: two lines of a chat window (no standard sets a length)."""
_LINK: Final = re.compile(
    r"(?:https?://|www\.)[A-Za-z0-9./?=&%_#~:+@-]+"
    r"|(?<![A-Za-z0-9.@-])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:com|cn|net|org|example)(?![A-Za-z0-9])(?:/[^\s，。]*)?",
    re.IGNORECASE,
)
_UNITS: Final = re.compile("[\u3400-\u9fff]|[A-Za-zÀ-ɏ’']+|\\d")
_WORD: Final = re.compile("[A-Za-zÀ-ɏ]{2}")
_LEFTOVERS: Final = (
    (re.compile(r"(?<!\*)\*\*(?!\s)([^*\n]{1,300}?)(?<!\s)\*\*(?!\*)"), r"\1"),  # not what masks a number
    (re.compile(r"^#{1,6}[ \t]+(?=\S)", re.MULTILINE), ""),
    (re.compile(r"\[([^\]\n]{1,200})\]\((https?://[^)\s]{1,300})\)"), r"\1 \2"),
    (re.compile(r"^\s*\|(?:[^|\n]*\|)+\s*$", re.MULTILINE), None),
    (re.compile(r"<(?:br|p|b|div|span|a)\b[^>\n]{0,200}>", re.IGNORECASE), None),
)


def norms(text: str, channel: Channel | None, team: Team) -> Iterator[Remark]:
    """Yield what does not fit the channel, and sentences that are too long for any."""
    if channel:
        yield from _too_many_emoji(text, channel)
        yield from _too_long(text, channel)
        yield from _unspeakable(text) if channel.spoken else ()
        yield from _leftovers(text) if not channel.rich else ()
    yield from _endless(text, team.longest_sentence or LONGEST_SENTENCE)


def _too_many_emoji(text: str, channel: Channel) -> Iterator[Remark]:
    found = list(emoji(text)) if channel.emoji_limit is not None else []
    limit = channel.emoji_limit or 0
    why = _say_no_emoji(channel) if limit == 0 else N_(
        "{n} emoji; {limit} at most in {channel}.", n=len(found), limit=limit, channel=channel.name
    )  # fmt: skip
    for start, end in found[limit:]:
        yield _remark(Level.WARN, start, end, why, "emoji-limit", "")


def _say_no_emoji(channel: Channel) -> Text:
    return N_("No emoji in {channel}.", channel=channel.name)


def _too_long(text: str, channel: Channel) -> Iterator[Remark]:
    limit, length = channel.length_limit, len(text.rstrip())
    if limit and length > limit:
        name = channel.name
        why = N_("{n} characters; {limit} at most in {channel}.", n=length, limit=limit, channel=name)
        yield _remark(Level.WARN, limit, length, why, "length-limit")


def _unspeakable(text: str) -> Iterator[Remark]:
    for match in _LINK.finditer(text):
        why = N_("A link cannot be read aloud; offer to send it.")
        yield _remark(Level.WARN, match.start(), match.end(), why, "link-spoken")


def _leftovers(text: str) -> Iterator[Remark]:
    for pattern, plain in _LEFTOVERS:
        for match in pattern.finditer(text):
            why = N_("This channel shows formatting marks as they are written.")
            better = match.expand(plain) if plain is not None else None
            yield _remark(Level.WARN, match.start(), match.end(), why, "formatting", better)


def _endless(text: str, longest: int) -> Iterator[Remark]:
    # Shorter ones cannot have more units.
    for sentence in (each for each in sentences(text) if len(each.text) > longest):
        length = sum(2 if _WORD.match(unit) else 1 for unit in _UNITS.findall(sentence.text))
        if length > longest:
            why = N_("A long sentence; two short ones are easier to follow.")
            end = sentence.start + len(sentence.text.rstrip())
            yield _remark(Level.INFO, sentence.start, end, why, "long-sentence")


def _remark(level: Level, start: int, end: int, why: Text, rule: str, better: str | None = None) -> Remark:  # noqa: PLR0913, PLR0917 - a remark's own parts
    return Remark(Kind.NORM, level, start, end - start, why, better, rule)
