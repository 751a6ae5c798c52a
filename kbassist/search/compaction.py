"""Which segments are merged, and when: small ones now and then, big ones only when they are worn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from math import log
from typing import Final

from kbassist.search.codec import Writer, merge_into
from kbassist.search.lists import MOST_DOCUMENTS
from kbassist.search.pools import Tick
from kbassist.search.storage import Storage
from kbassist.search.wtypes import Segment

_FANOUT: Final = 8  # segments of about the same size that become one
_SMALL: Final = 16_384  # documents of a segment that is merged for being one of many: takes about a second
_WORN: Final = 0.5  # share of dead documents at which a segment is written anew, however big


def without_dead(_writer: Writer, segments: Sequence[Segment]) -> list[Segment]:
    """Merge policy for Whoosh: nothing is merged, and segments without a living document are dropped."""
    return [segment for segment in segments if segment.doc_count()]


def merge(storage: Storage, chosen: Iterable[Segment], tick: Tick = bool) -> None:
    """Make one of these segments; `tick` is called now and then, and may raise to stop. Raises `Damaged`."""
    merged = list(chosen)
    if sum(segment.doc_count() for segment in merged) > MOST_DOCUMENTS:
        return

    def policy(writer: Writer, segments: Sequence[Segment]) -> list[Segment]:
        merge_into(writer, (segment for segment in segments if segment in merged))
        return [segment for segment in segments if segment not in merged]

    Writer(storage, tick).commit(mergetype=policy)


def due(segments: Sequence[Segment]) -> list[Segment]:
    """Return the segments that are better merged: worn ones, and small ones of which there are many."""
    worn = [segment for segment in segments if segment.deleted_count() > _WORN * segment.doc_count_all()]
    small = [segment for segment in segments if segment.doc_count_all() <= _SMALL]
    tiers = (list(tier) for _size, tier in groupby(sorted(small, key=_tier), key=_tier))
    many = [segment for tier in tiers if len(tier) >= _FANOUT for segment in tier]
    chosen = {*worn, *many}
    return [segment for segment in segments if segment in chosen]


def _tier(segment: Segment) -> int:
    return int(log(max(segment.doc_count_all(), 1), _FANOUT))
