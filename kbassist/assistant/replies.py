"""Replies to customers: forms, the texts that they give, and what may leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kbassist.assistant.basis import refusals
from kbassist.assistant.clock import Clock
from kbassist.assistant.related import Relations
from kbassist.content import basis
from kbassist.content.basis import Doubt, DoubtKind
from kbassist.content.library import Library
from kbassist.content.links import Resolver
from kbassist.content.model import Article, Entry, Macro
from kbassist.content.team_model import StepModel
from kbassist.macros.form import Agent, Context, Form, Gap, Outcome
from kbassist.macros.reply import Part, Reply
from kbassist.wording.remarks import Checked

if TYPE_CHECKING:
    from kbassist.macros.branches import Branches
    from kbassist.wording.check import Checker


class Replies:
    """Fills the macros of a library in; only reads a snapshot that never changes, so on any thread."""

    def __init__(self, library: Library, agent: Agent, clock: Clock) -> None:
        self.library = library
        self.agent = agent
        self._clock = clock
        self._resolver = Resolver(library)
        self._relations = Relations(Library(library.root))
        self._checker: Checker | None = None

    @property
    def context(self) -> Context:
        """What a template may know at this moment."""
        return Context(self.agent, self._clock())

    def form(self, macro: Macro, channel: str) -> Form:
        """Return the form of a macro for a channel."""
        from kbassist.macros.engine import prepare  # noqa: PLC0415 - Liquid takes 200 ms to import

        return prepare(macro, channel, self.library, self.context)

    def render(self, macro: Macro, channel: str, values: Mapping[str, str]) -> Outcome:
        """Return the text that these values give, or the reasons why it may not leave.

        A reply whose basis is no longer in force may not.
        """
        from kbassist.macros.engine import render  # noqa: PLC0415 - Liquid takes 200 ms to import

        return _refused(render(macro, channel, values, self.library, self.context), self._refusals(macro))

    def branches(self, macro: Macro, channel: str) -> Branches:
        """Return all that a macro may say in a channel, each text with what keeps it from leaving."""
        from kbassist.macros.branches import branches  # noqa: PLC0415 - Liquid takes 200 ms to import

        found, gaps = branches(macro, channel, self.library, self.context), self._refusals(macro)
        told = (replace(branch, outcome=_refused(branch.outcome, gaps)) for branch in found.branches)
        return replace(found, branches=tuple(told))

    def standing(self, reply: Reply) -> tuple[Gap, ...]:
        """Return why texts that were taken into a reply earlier may not leave any more."""
        from kbassist.macros.engine import standing  # noqa: PLC0415 - Liquid takes 200 ms to import

        macros = (self.library.entries.get(part.key) for part in reply.parts)
        lapsed = (gap for macro in macros if isinstance(macro, Macro) for gap in self._refusals(macro))
        return tuple(dict.fromkeys((*lapsed, *standing(reply, self.library, self.context))))

    def check_text(self, key: str, channel: str, text: str) -> Checked:
        """Return what is noticed in the final text of a reply."""
        from kbassist.wording.check import Checker  # noqa: PLC0415 - not needed to show the tray

        team, entry = self.library.team, self.library.entries.get(key)
        if self._checker is None or self._checker.team is not team:
            self._checker = Checker.of(team)
        macro = entry if isinstance(entry, Macro) else None
        locale = entry.locale if entry else team.languages[0]
        steps = macro.steps if macro else ()
        return self._checker.check(text, team.channel(channel), locale, self._model(macro), steps)

    # What may stand beside a reply

    def related(self, key: str) -> tuple[Article | Macro, ...]:
        """Return what else may be said to a customer who is told this."""
        entry = self.library.entries.get(key)
        if entry is None:
            return ()
        self._relations = self._relations.up_to(self.library)
        return self._relations.of(entry, self.context.today)

    def snippets(self, key: str, channel: str, values: Mapping[str, str]) -> tuple[tuple[str, Outcome], ...]:
        """Return the team's snippets by name, each as it reads now in a reply with these values."""
        from kbassist.macros.engine import snippet  # noqa: PLC0415 - Liquid takes 200 ms to import

        library, entry = self.library, self.library.entries.get(key)
        locale = entry.locale if entry else library.team.languages[0]
        context = self.context
        found = sorted(library.snippets.values(), key=lambda one: one.name)
        return tuple((one.name, snippet(one, channel, values, library, context, locale)) for one in found)

    def basis_part(self, macro: Macro, channel: str) -> Part:
        """Return what a reply relies on as a customer may read it; raises KbassistError with the reason why not."""
        from kbassist.macros.answers import basis_text  # noqa: PLC0415 - Liquid takes 200 ms to import

        return basis_text(macro, channel, self.library, self.context.today)

    def answer_part(self, article: Article, channel: str) -> Part:
        """Return the answer that an article gives a customer; raises KbassistError with the reason why not."""
        from kbassist.macros.answers import answer  # noqa: PLC0415 - Liquid takes 200 ms to import

        return answer(article, channel, self.context.today)

    def _refusals(self, macro: Macro) -> tuple[Gap, ...]:
        """Return why no text of a reply may leave: bases of it that are no longer in force today."""
        if self._resolver.library is not self.library:
            self._resolver = Resolver(self.library)
        today, found = self.context.today, []
        for ref in basis.references(macro):
            resting = basis.target(ref, macro, self._resolver)
            if resting is not None and basis.lapsed(resting, today):
                last = resting.expires if resting.expires and resting.expires < today else None
                found.append(Doubt(DoubtKind.EXPIRED, ref, last, basis.shown(resting, ref)))
        return refusals(found)

    def _model(self, macro: Entry | None) -> StepModel | None:
        scene = macro.scene if isinstance(macro, Macro) else ""
        return next((model for model in self.library.team.step_models if scene and model.scene == scene), None)

    def channel_of(self, macro: Macro, wanted: str) -> str:
        """Return the channel to show a macro in: the wanted one where it has a variant, else its first one's."""
        known = self.library.team.channel(wanted)
        name = known.name if known else wanted
        if macro.variant(name) is not None:
            return name
        return macro.variants[0].channel if macro.variants else name


def _refused(outcome: Outcome, gaps: tuple[Gap, ...]) -> Outcome:
    return replace(outcome, gaps=(*gaps, *outcome.gaps)) if gaps else outcome
