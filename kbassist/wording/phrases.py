"""Phrases that a team does not say, jargon and closed questions, each with what to say instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from kbassist.content.team_model import Team, WordingRule
from kbassist.i18n import N_, Text
from kbassist.wording.folding import Folded, Place
from kbassist.wording.needles import Needle
from kbassist.wording.remarks import Kind, Level, Remark
from kbassist.wording.sentences import clause_at, sentence_at
from kbassist.wording.told import denied, quoted

_EXPLAINED_WITHIN: Final = 4
"""Signs between a technical word and the plain one that explains it: SKU（商品编号）."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A phrase to look for, and what is to be said about it; `clause`: its whole clause is to be replaced."""

    needle: Needle
    kind: Kind
    level: Level
    why: Text
    rule: str
    instead: str = ""
    unless: tuple[Needle, ...] = ()
    clause: bool = False

    def found(self, text: Folded) -> Iterator[tuple[Place, Remark]]:
        """Yield each place where it is said, and meant."""
        for place in self.needle.find(text):
            if not self._meant_otherwise(text, place):
                yield place, self._remark(text, place)

    def _meant_otherwise(self, text: Folded, place: Place) -> bool:
        if self.kind is Kind.QUESTION and not _ends_question(text.source, place):
            return True
        if self.kind is Kind.JARGON and self.instead in text.source[place.end : _behind(place, self.instead)]:
            return True
        if self.kind is Kind.PHRASE and (denied(text, place) or quoted(text, place)):
            return True
        return any(self._excused(text, place, needle) for needle in self.unless)

    def _excused(self, text: Folded, place: Place, exception: Needle) -> bool:
        """Tell whether a longer phrase that is harmless holds it, or another one stands in its sentence."""
        found = list(exception.find(text))
        if not found or any(map(place.within, found)):
            return bool(found)
        around = sentence_at(text.source, place.start)
        near = any(around.start <= other.start < around.start + len(around.text) for other in found)
        return near and not exception.holds(self.needle)

    def _remark(self, text: Folded, place: Place) -> Remark:
        start, end = self._replaced(text, place)
        said = text.source[start:end]
        better = self.instead
        if said[:1].isupper() and not said[1:2].isupper() and better:
            better = better[0].upper() + better[1:]
        return Remark(self.kind, self.level, start, end - start, self.why, better or None, self.rule)

    def _replaced(self, text: Folded, place: Place) -> tuple[int, int]:
        """Return from where to where the words stand that are to be said otherwise."""
        whole = text.with_tail(place) if self.kind is Kind.PHRASE else place
        if self.clause and self.instead:
            return clause_at(text.source, whole.start, whole.end)
        return whole.start, whole.end


def sayings(team: Team) -> tuple[Saying, ...]:
    """Return the phrases, technical words and closed questions of a team, ready to be looked for."""
    jargon = (_pair(word, plain, Kind.JARGON, _jargon_why(plain)) for word, plain in team.jargon)
    open_question = N_("An open question brings out more than a closed one.")
    questions = (_pair(closed, better, Kind.QUESTION, open_question) for closed, better in team.questions)
    return (*map(_phrase, team.wording), *jargon, *map(_asked, questions))


def allowed(needles: Iterable[Needle], text: Folded) -> tuple[Place, ...]:
    """Return where the team's allow-list is met: nothing inside is remarked on."""
    return tuple(place for needle in needles for place in needle.find(text))


def _phrase(rule: WordingRule) -> Saying:
    why = Text(rule.why) if rule.why else N_("Your team avoids this phrase.")
    unless = tuple(Needle.of(phrase, pauses=False) for phrase in rule.unless)
    needle, level = Needle.of(rule.phrase), Level(rule.level)
    return Saying(needle, Kind.PHRASE, level, why, rule.phrase, rule.instead, unless, rule.clause)


def _pair(said: str, better: str, kind: Kind, why: Text) -> Saying:
    return Saying(Needle.of(said), kind, Level.INFO, why, said, better)


def _asked(saying: Saying) -> Saying:
    return replace(saying, clause=True)


def _jargon_why(plain: str) -> Text:
    return (
        N_("Customers may not know this word.") if not plain else N_("Customers understand “{plain}”.", plain=plain)
    )


def _behind(place: Place, plain: str) -> int:
    return place.end + len(plain) + _EXPLAINED_WITHIN


def _ends_question(text: str, place: Place) -> bool:
    """Tell whether the phrase ends a question: 是什么问题？ or 是什么问题呢, and no 无论是什么问题，…."""
    rest = text[place.end :].lstrip("了呢吗呀啊嘛 \u3000")
    return not rest or rest[0] in "?？\n" or (rest[0] in "。.!！" and not rest[1:].strip())
