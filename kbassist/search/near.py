"""Near misses: titles and customers' words that come close to a query that found nothing."""

from __future__ import annotations

from typing import Final

from rapidfuzz import fuzz, process

from kbassist.search.catalogue import Catalogue

_CLOSE: Final = 58.0  # of 100
_LONGEST: Final = 60  # characters of a query that are compared


def near(catalogue: Catalogue, text: str, mask: bytes, limit: int = 5) -> list[int]:
    """Return the rows whose names come closest to the folded text, best first, at most `limit`."""
    if len(text) < 2:
        return []
    names = [(name, row) for row, head in enumerate(catalogue.heads) if mask[row] for name in head.names]
    found = process.extract(
        text[:_LONGEST],
        [name for name, _row in names],
        scorer=fuzz.WRatio if text.isascii() else fuzz.partial_ratio,
        score_cutoff=_CLOSE,
        limit=4 * limit,
    )
    return list(dict.fromkeys(names[place][1] for _name, _value, place in found))[:limit]
