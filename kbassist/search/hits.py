"""Places of a ranking as the rows that the window shows."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Container, Iterable, Iterator
from typing import Final

from kbassist.content.library import Library
from kbassist.content.model import Article, Macro
from kbassist.search.analyzer import fold, tidy
from kbassist.search.catalogue import Catalogue
from kbassist.search.documents import Passage, passages
from kbassist.search.places import Place
from kbassist.search.query import Query
from kbassist.search.results import Hit, Marked, badges_of
from kbassist.search.snippets import Marker, has_phrases, marked, marker, snippet

_REMEMBERED: Final = 2_000  # plain texts of passages
_NOWHERE: Final = Passage("", "", "", 0)
_TAG: Final = re.compile(r"\{%.*?%\}", re.DOTALL)
_OUTPUT: Final = re.compile(r"\{\{\s*([^|}]*?)\s*(?:\|[^}]*)?\}\}")

MacroText = Callable[[Macro, Library], str]


def without_template(macro: Macro, library: Library) -> str:
    """Return a macro's variants without Liquid tags, placeholders as 〔label〕: where nothing better is given."""
    labels = {spec.name: spec.label or spec.name for spec in macro.fields}
    texts = (f"{variant.subject}\n{variant.body}" for variant in macro.variants)
    return "\n".join(
        _OUTPUT.sub(lambda match: f"〔{labels.get(match[1], match[1])}〕", _TAG.sub("", text)).strip()
        for text in texts
    )


class Presenter:
    """Makes hits of places; plain texts are made when first shown and remembered."""

    def __init__(self, catalogue: Catalogue, plain: Callable[[str], str], macro_text: MacroText) -> None:
        self._catalogue = catalogue
        self._plain = plain
        self._macro_text = macro_text
        self._texts: OrderedDict[tuple[int, int], tuple[Passage, str]] = OrderedDict()
        self._folded: OrderedDict[tuple[int, int], str] = OrderedDict()

    def hits(self, places: Iterable[Place], query: Query, doubtful: Container[str] = ()) -> tuple[Hit, ...]:
        """Return the hits of these places, in their order; `doubtful` are keys of entries whose basis has changed."""
        spans = marker(query.terms)
        return tuple(self._hit(place, query, spans, doubtful) for place in places)

    def has_phrases(self, row: int, query: Query) -> bool:
        """Tell whether the entry has every quoted phrase somewhere in its head or its text."""
        texts = (text for _passage, text in self._passages(row))
        return has_phrases("\n".join((self._catalogue.heads[row].everything, *texts)), query.phrases)

    def folded(self, row: int, ordinal: int) -> str:
        """Return the folded text of a passage as it is shown, of 0 the entry's names."""
        wanted = (row, ordinal)
        if wanted in self._folded:
            self._folded.move_to_end(wanted)
        else:
            self._folded[wanted] = fold(self._passage(row, ordinal)[1]) if ordinal else self._names(row)
            if len(self._folded) > _REMEMBERED:
                self._folded.popitem(last=False)
        return self._folded[wanted]

    def _names(self, row: int) -> str:
        return "\n".join(self._catalogue.heads[row].names)

    def _hit(self, place: Place, query: Query, spans: Marker, doubtful: Container[str]) -> Hit:
        entry = self._catalogue.entries[place.row]
        passage, shown = self._shown(place, spans)
        title = marked(entry.title, spans)
        macro = isinstance(entry, Macro)
        return Hit(
            key=entry.key,
            id=entry.id,
            kind=entry.kind,
            locale=entry.locale,
            title=title,
            path=entry.path,
            section="" if macro else passage.title,
            anchor="" if macro else passage.anchor,
            line=passage.line,
            channel=_channel(entry, query),
            channels=tuple(variant.channel for variant in entry.variants)
            if isinstance(entry, Macro)
            else entry.channels,
            shortcut=entry.shortcut if isinstance(entry, Macro) else "",
            category=entry.category,
            score=place.score,
            snippet=shown if shown.marks or title.marks else _asked(entry, spans) or shown,
            badges=badges_of(
                entry, self._catalogue.library.team, self._catalogue.today, doubtful=entry.key in doubtful
            ),
        )

    def _shown(self, place: Place, spans: Marker) -> tuple[Passage, Marked]:
        """Return what to show: of the best passage, else of the first that has a text, without naming its section."""
        row, ordinal = place.row, place.ordinal
        if ordinal:
            passage, text = self._passage(row, ordinal)
            return passage, snippet(text, spans, folded=self.folded(row, ordinal))
        written = (ordinal for ordinal, (_passage, text) in enumerate(self._passages(row), 1) if text)
        if not (ordinal := next(written, 0)):
            return _NOWHERE, Marked("")
        return _NOWHERE, snippet(self._passage(row, ordinal)[1], spans, folded=self.folded(row, ordinal))

    def _passages(self, row: int) -> Iterator[tuple[Passage, str]]:
        for ordinal in range(1, len(self._parts(row)) + 1):
            yield self._passage(row, ordinal)

    def _passage(self, row: int, ordinal: int) -> tuple[Passage, str]:
        wanted = (row, ordinal)
        if wanted in self._texts:
            self._texts.move_to_end(wanted)
            return self._texts[wanted]
        parts = self._parts(row)
        passage = parts[min(ordinal, len(parts)) - 1]
        text = tidy(passage.text if isinstance(self._catalogue.entries[row], Macro) else self._plain(passage.text))
        self._texts[wanted] = passage, text
        if len(self._texts) > _REMEMBERED:
            self._texts.popitem(last=False)
        return passage, text

    def _parts(self, row: int) -> tuple[Passage, ...]:
        return passages(self._catalogue.entries[row], lambda macro: self._macro_text(macro, self._catalogue.library))


def _asked(entry: Article | Macro, spans: Marker) -> Marked | None:
    """Return the first of the customers' phrases in which something is to be marked: why an entry was found."""
    phrases = (marked(phrase, spans) for phrase in entry.asked_as)
    return next((phrase for phrase in phrases if phrase.marks), None)


def _channel(entry: Article | Macro, query: Query) -> str:
    """Return the channel that the query asked for, if the macro has a variant for it."""
    if not isinstance(entry, Macro) or not query.channels:
        return ""
    return next((channel for channel in query.channels if entry.variant(channel)), "")
