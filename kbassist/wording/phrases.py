"""Phrases that a team does not say, jargon and closed questions, each with what to say instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kbassist.content.team_model import Team, WordingRule
from kbassist.i18n import N_, Text
from kbassist.wording.folding import Folded, Needle, Place
from kbassist.wording.remarks import Kind, Level, Remark
from kbassist.wording.sentences import sentence_at

_LEVELS: Final = tuple(Level)
_EXPLAINED_WITHIN: Final = 4
"""Signs between a technical word and the plain one that explains it: SKU（商品编号）."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A phrase to look for, and what is to be said about it."""

    needle: Needle
    kind: Kind
    level: Level
    why: Text
    rule: str
    instead: str = ""
    unless: tuple[Needle, ...] = ()

    def found(self, text: Folded) -> Iterator[tuple[Place, Remark]]:
        """Yield each place where it is said, and meant."""
        for place in text.find(self.needle):
            if not self._meant_otherwise(text, place):
                yield place, self._remark(text, place)

    def _meant_otherwise(self, text: Folded, place: Place) -> bool:
        if self.kind is Kind.QUESTION and not _ends_question(text.source, place):
            return True
        if self.kind is Kind.JARGON and self.instead in text.source[place.end : _behind(place, self.instead)]:
            return True
        return any(self._excused(text, place, needle) for needle in self.unless)

    def _excused(self, text: Folded, place: Place, exception: Needle) -> bool:
        """Tell whether a longer phrase that is harmless holds it, or another one stands in its sentence."""
        if self.needle.text in exception.text:
            return any(place.within(longer) for longer in text.find(exception))
        around = sentence_at(text.source, place.start)
        return any(around.start <= other.start < around.start + len(around.text) for other in text.find(exception))

    def _remark(self, text: Folded, place: Place) -> Remark:
        said = text.source[place.start : place.end]
        better = self.instead
        if said[:1].isupper() and not said[1:2].isupper() and better:
            better = better[0].upper() + better[1:]
        return Remark(
            self.kind, self.level, place.start, place.end - place.start, self.why, better or None, self.rule
        )


def sayings(team: Team) -> tuple[Saying, ...]:
    """Return the phrases, technical words and closed questions of a team, ready to be looked for."""
    jargon = (_pair(word, plain, Kind.JARGON, _jargon_why(plain)) for word, plain in team.jargon)
    open_question = N_("An open question brings out more than a closed one.")
    questions = (_pair(closed, better, Kind.QUESTION, open_question) for closed, better in team.questions)
    return (*map(_phrase, team.wording), *jargon, *questions)


def allowed(needles: Iterable[Needle], text: Folded) -> tuple[Place, ...]:
    """Return where the team's allow-list is met: nothing inside is remarked on."""
    return tuple(place for needle in needles for place in text.find(needle))


def _phrase(rule: WordingRule) -> Saying:
    why = Text(rule.why) if rule.why else N_("Your team avoids this phrase.")
    unless = tuple(Needle.of(phrase) for phrase in rule.unless)
    level = Level(rule.level)
    return Saying(Needle.of(rule.phrase), Kind.PHRASE, level, why, rule.phrase, rule.instead, unless)


def _pair(said: str, better: str, kind: Kind, why: Text) -> Saying:
    return Saying(Needle.of(said), kind, Level.INFO, why, said, better)


def _jargon_why(plain: str) -> Text:
    return (
        N_("Customers may not know this word.") if not plain else N_("Customers understand “{plain}”.", plain=plain)
    )


def _behind(place: Place, plain: str) -> int:
    return place.end + len(plain) + _EXPLAINED_WITHIN


def _ends_question(text: str, place: Place) -> bool:
    """Tell whether the phrase ends a question: 是什么问题？ or 是什么问题呢, and no 无论是什么问题，…."""
    rest = text[place.end :].lstrip("呢吗呀啊嘛 \u3000")
    return not rest or rest[0] in "?？\n" or (rest[0] in "。.!！" and not rest[1:].strip())
