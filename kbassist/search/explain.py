"""Why an entry stands where it stands, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from kbassist.content.model import Article, Macro
from kbassist.i18n import N_, Text
from kbassist.search.analyzer import fold, stem, tokens
from kbassist.search.catalogue import Catalogue, labels
from kbassist.search.documents import PHRASING
from kbassist.search.places import DOUBT, EXACT, TIER
from kbassist.search.postings import Postings
from kbassist.search.query import Query, Variant, required
from kbassist.search.ranking import TEXT, Judged, Standing, stand
from kbassist.search.results import Explanation, Reason
from kbassist.search.scoring import HEAD, REST, Part, Reading
from kbassist.search.signals import Signals
from kbassist.search.titles import TitleHit
from kbassist.search.ways import Way

_WORDS: Final = 8  # words that are told one by one
_EXACT: Final[tuple[Text, ...]] = (
    N_("The query is one of the customers' phrasings"),
    N_("The query is the title"),
    N_("The query is the shortcut"),
)


def explain(  # noqa: PLR0913, PLR0917 - what ranking gets, and which entry
    catalogue: Catalogue,
    postings: Postings,
    query: Query,
    titles: Sequence[TitleHit],
    key: str,
    signals: Signals,
) -> Explanation:
    """Tell where an entry stands in the list of a query and why, the weightiest reason first.

    The values of the reasons add up to the score. An entry that the query does not find has place 0 and score 0.
    """
    stood = stand(catalogue, postings, query, titles, len(catalogue.entries), signals)
    judged, row = stood.judged, catalogue.row_of.get(key, -1)
    at = int(np.searchsorted(judged.rows, row))
    found = np.flatnonzero(judged.rows[stood.order] == row)
    if not len(found):
        return Explanation(key, query.typed, 0, 0.0, (Reason(N_("The query does not find this entry"), 0.0),))
    hit = next((hit for hit in titles if hit.row == row), None)
    entry = catalogue.entries[row]
    reasons = [*_fit(judged, at, hit), *_text(postings, judged, at, entry), *_corrections(stood, at)]
    reasons += _doubts(catalogue, row, signals)
    reasons += _missing(query, entry, postings, judged, row)
    if entry.expiring(catalogue.today):
        reasons.append(Reason(N_("It expires soon (only marked, not moved)"), 0.0))
    place = int(found[0])
    told = tuple(sorted(reasons, key=lambda reason: -abs(reason.value)))
    return Explanation(key, query.typed, place + 1, float(stood.values[place]), told)


def _fit(judged: Judged, at: int, hit: TitleHit | None) -> Iterator[Reason]:
    """Yield what the name and the tier give."""
    if exact := float(judged.exact[at]):
        yield Reason(_EXACT[int(exact / EXACT) - 1], exact)
    if hit is not None:
        yield Reason(_read(hit), float(judged.title[at]))
    if tier := float(judged.tier[at]):
        said = N_("All words are there") if tier > TIER else N_("All characters or parts of the words are there")
        yield Reason(said, tier)


def _read(hit: TitleHit) -> Text:
    """Say how the names of an entry fit."""
    if hit.way in {Way.PINYIN, Way.INITIALS} and hit.read_as:
        return N_("Its names fit, the letters read as “{said}”", said=hit.read_as)
    if hit.way is Way.SPELLING:
        return N_("Its names are spelled almost so")
    return N_("Title, customers' words, shortcut or tags fit")


def _text(postings: Postings, judged: Judged, at: int, entry: Article | Macro) -> Iterator[Reason]:
    """Yield what each word gives in the text, in points of the score."""
    group = postings.group_of.get(int(judged.rows[at]))
    if group is None or not judged.text[at]:
        return
    reading = judged.scores.reading(group)
    scale = TEXT / judged.best * reading.scale
    given = _given(postings, reading, group, entry)
    ordered = sorted(given.items(), key=lambda pair: -pair[1])
    if reading.variant:
        yield Reason(_variant(reading.variant), 0.0)
    for (said, _term), points in ordered[:_WORDS]:
        yield Reason(said, scale * points)
    if rest := sum(points for _said, points in ordered[_WORDS:]):
        yield Reason(N_("Further words and characters"), scale * rest)


def _given(postings: Postings, reading: Reading, group: int, entry: Article | Macro) -> dict[tuple[Text, str], float]:
    """Return the points of each part of the reading, by where it was found and the term."""
    start = int(postings.starts[group])
    end = int(postings.starts[group + 1]) if group + 1 < len(postings.starts) else postings.documents
    documents, points = reading.between(start, end)
    passages = documents != start
    weights = np.where(passages, np.float32(REST), np.float32(HEAD))
    if passages.any():
        weights[int(np.where(passages, points, -1).argmax())] = 1.0
    places = _places(entry)
    asked = postings.ordinals[documents] >= PHRASING
    given: dict[tuple[Text, str], float] = defaultdict(float)
    for part in reading.parts:
        values = weights * part.points(documents)
        found = (~passages, _in_head(part, places)), (asked, _asked(part)), (passages & ~asked, _in_text(part))
        for inside, said in found:
            if value := float(values[inside].sum()):
                given[said, part.term.text] += value
    return given


def _places(entry: Article | Macro) -> tuple[frozenset[str], frozenset[str]]:
    """Return the tokens of the title, and of tags, products and shortcut."""
    marks = (*labels(entry), entry.shortcut if isinstance(entry, Macro) else "")
    title, tags = (frozenset(tokens(fold(text))) for text in (entry.title, "\n".join(marks)))
    return title, tags


def _in_head(part: Part, places: tuple[frozenset[str], ...]) -> Text:
    said = (
        N_("“{word}” in the title", word=_word(part)),
        N_("“{word}” in tags or shortcut", word=_word(part)),
    )
    begins = part.term.text
    for text, known in zip(said, places, strict=True):
        if begins in known or (part.term.prefix and any(token.startswith(begins) for token in known)):
            return text
    return N_("“{word}” in headings or category", word=_word(part))


def _asked(part: Part) -> Text:
    return N_("“{word}” in the customers' words", word=_word(part))


def _in_text(part: Part) -> Text:
    return N_("“{word}” in the text", word=_word(part))


def _word(part: Part) -> str:
    """Return the term as it is told: with the word typed, where it is only like it; … where more may follow."""
    text = part.term.text + "…" * part.term.prefix
    return f"{text} ≈ {part.like}" if part.like else text


def _variant(variant: Variant) -> Text:
    typed, said = variant.replaced
    sentences = {
        Way.SYNONYM: N_("“{typed}” read as “{said}” (the team's synonym)", typed=typed, said=said),
        Way.NUMERAL: N_("“{typed}” read as “{said}” (number)", typed=typed, said=said),
        Way.SPELLING: N_("“{typed}” read as “{said}” (spelling)", typed=typed, said=said),
    }
    return sentences.get(variant.way, N_("“{typed}” read as “{said}” (pinyin)", typed=typed, said=said))


def _corrections(stood: Standing, at: int) -> Iterator[Reason]:
    judged = stood.judged
    moved = (
        (N_("The entry as a whole is about these words"), stood.whole.get(at, 0.0)),
        (N_("The words stand together, in this order"), stood.closeness.get(at, 0.0)),
        (N_("You chose it for this before"), float(judged.lift[at])),
    )
    yield from (Reason(text, value) for text, value in moved if value)


def _doubts(catalogue: Catalogue, row: int, signals: Signals) -> Iterator[Reason]:
    """Yield what takes an entry down: `doubts` counts the review and the basis."""
    overdue = catalogue.overdue[row]
    if overdue:
        yield Reason(N_("It is to be checked"), -DOUBT)
    if signals.doubts[row] > overdue:
        yield Reason(N_("Its basis has changed since it was reviewed"), -DOUBT)


def _missing(query: Query, entry: Article | Macro, postings: Postings, judged: Judged, row: int) -> list[Reason]:
    """Return one reason that names the words of the query that the entry does not have."""
    group = postings.group_of.get(row)
    reading = judged.scores.reading(group) if group is not None else None
    if group is None or reading is None or reading.variant:
        return []
    has = {part.term for part in reading.parts if not part.like and part.holds(group)}
    texts = fold("\n".join((entry.title, *entry.asked_as)))
    lacking = [
        word.text
        for word in required(query.words)
        if not has.issuperset(word.strict) and word.text not in texts and stem(word.text) not in texts
    ]
    return [Reason(N_("Not there as typed: {words}", words="、".join(lacking)), 0.0)] if lacking else []
