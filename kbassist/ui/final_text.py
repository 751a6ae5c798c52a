"""The text of a reply on its way out: what the form gives, what the agent made of it, and what stands before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

from kbassist.desktop.ports import Clip
from kbassist.macros.form import Gap, GapKind, Outcome, Span
from kbassist.macros.reply import Part, Reply, paragraphs, with_replacement
from kbassist.ui.edited_text import MARKS, objections
from kbassist.ui.taken_words import Taken, proposal, with_taken
from kbassist.ui.views import Check
from kbassist.wording.remarks import Checked, Kind, Remark, blocks

Standing = Callable[[Reply], tuple[Gap, ...]]
"""Why texts that were taken into a reply earlier may not leave by now; pure and fast."""


def _unchecked(_key: str, _channel: str, _text: str) -> Checked:
    return Checked()


def _always(_reply: Reply) -> tuple[Gap, ...]:
    return ()


@dataclass(frozen=True)  # without slots, since what is worked out is kept
class FinalText:
    """One state of the text. `edited` is what the agent typed over the generated text; None while the form rules."""

    check: Check = _unchecked
    standing: Standing = _always
    key: str = ""
    channel: str = ""
    title: str = ""
    outcome: Outcome = field(default_factory=lambda: Outcome(""))
    earlier: Reply = field(default_factory=Reply)
    taken: Taken = frozenset()
    edited: str | None = None

    @cached_property
    def generated(self) -> Outcome:
        """What the form gives, with the replacements that the agent took."""
        if not self.taken:
            return self.outcome
        whole = self._reply(self.outcome.text, self.outcome.html)
        remarks = self.check(self.key, self.channel, whole.text).remarks
        return with_taken(self.outcome, _moved(remarks, -self._start(whole)), self.taken)

    @cached_property
    def reply(self) -> Reply:
        """The whole reply, the text at work as its last part."""
        if self.edited is not None:
            return self._reply(self.edited, "")
        made = self.generated
        return self._reply(made.text, made.html)

    @property
    def shown(self) -> tuple[str, tuple[Span, ...]]:
        """The text to show and its spans: without a greeting that an earlier part has said."""
        if self.edited is not None:
            return self.edited, ()
        made = self.generated
        piece = self._reply(made.text, made.html).pieces[-1]
        spans = (replace(span, start=span.start - piece.cut) for span in made.spans)
        return piece.text, tuple(span for span in spans if span.start >= 0)

    def checked(self) -> Checked:
        """Return what is noticed in the whole reply now."""
        return self.check(self.key, self.channel, self.reply.text)

    @property
    def start(self) -> int:
        """Where the text that is shown begins in the whole."""
        whole = self.reply
        cut = whole.pieces[-1].cut + _leading(self.edited) if self.edited is not None else 0
        return len(whole.text) - len(whole.pieces[-1].text) - cut

    def gaps(self, checked: Checked | None = None) -> tuple[Gap, ...]:
        """Return why the text may not leave; `checked` is what is noticed in it, checked afresh where not given.

        Its own reply may have been lost or have expired since the text was made, as those of earlier texts may.
        """
        found, own = checked if checked is not None else self.checked(), self._own_gaps()
        told = any(gap.kind is GapKind.STATE for gap in own)
        return (*own, *self.standing(self.earlier if told else self.reply), *blocks(found, self.reply.text))

    def lets(self, words: str) -> bool:
        """Tell whether a piece of the text may be copied by itself: without gaps in it or words that are blocked."""
        stuck = any(gap.kind is GapKind.STATE for gap in self._own_gaps())
        places = _places(self.outcome)
        left = any(place in words for place in places if place) or MARKS.search(words) is not None
        return not (stuck or left or blocks(self.check(self.key, self.channel, words), words))

    def subject_gaps(self) -> tuple[Gap, ...]:
        """Return why the subject may not leave: it is filled in by the same form, and checked like the text."""
        subject = self.reply.subject
        found = self.check(self.key, self.channel, subject)
        return (*objections(subject, self.outcome.gaps, ()), *self.standing(self.earlier), *blocks(found, subject))

    def alone(self, key: str, channel: str, outcome: Outcome, earlier: Reply) -> FinalText:
        """Return the text of a reply that leaves without its form, after earlier ones."""
        return FinalText(self.check, self.standing, key, channel, key, outcome, earlier)

    def clip(self) -> Clip:
        """Return what goes on the clipboard; a text edited by hand has no HTML, unless other parts have some."""
        whole = self.reply
        lost = self.edited is None and bool(self.outcome.html) and not whole.html
        return Clip(whole.text, paragraphs(whole.text) if lost else whole.html)

    def part(self) -> Part:
        """Return the text at work as a part of a reply."""
        return self.reply.parts[-1]

    def with_replaced(self, remarks: tuple[Remark, ...]) -> FinalText:
        """Return this with what these remarks on the whole propose; words that the agent types over stay to it."""
        whole = self.reply
        earlier, taken = self.earlier, set(self.taken)
        for remark in sorted(remarks, key=lambda each: -each.start):  # from the end, so that places stay right
            place, proposed = whole.place(remark.start), proposal(whole.text, remark)
            if place is None or proposed is None:
                continue
            if place[0] < len(earlier.parts):
                earlier = with_replacement(earlier, *place, remark.length, proposed[1])
            elif self.edited is None:
                taken.add(proposed)
        return replace(self, earlier=earlier, taken=frozenset(taken))

    def _own_gaps(self) -> tuple[Gap, ...]:
        if self.edited is None:
            return self.outcome.gaps
        return objections(self.edited, self.outcome.gaps, _places(self.outcome))

    def _reply(self, text: str, html: str) -> Reply:
        made, seconds = self.outcome, self.outcome.seconds
        if seconds is not None:
            seconds *= len(text) / max(1, len(made.text))  # as long as it was, for each character
        return self.earlier.append(
            Part(self.key, self.title, self.channel, text, html, made.images, made.subject, seconds)
        )

    def _start(self, whole: Reply) -> int:
        piece = whole.pieces[-1]
        return len(whole.text) - len(piece.text) - piece.cut - _leading(whole.parts[-1].text)


def _places(outcome: Outcome) -> tuple[str, ...]:
    """Return the words that stand where something is missing."""
    text = outcome.text
    return tuple(text[span.start : span.start + span.length] for span in outcome.spans if span.gap)


def personal(remarks: tuple[Remark, ...]) -> tuple[Remark, ...]:
    """Return the remarks on personal data that can be masked."""
    return tuple(each for each in remarks if each.kind is Kind.PERSONAL and each.replacement is not None)


def _leading(text: str | None) -> int:
    return len(text) - len(text.lstrip("\n")) if text else 0


def _moved(remarks: tuple[Remark, ...], by: int) -> tuple[Remark, ...]:
    return tuple(replace(each, start=each.start + by) for each in remarks if each.start + by >= 0)
