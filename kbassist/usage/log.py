"""The list of uses: which entry was copied when, one JSON line each, never a word of its text."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from kbassist.usage.records import Records

KEPT: Final = 2_000
HALF_LIFE_DAYS: Final = 14.0


@dataclass(frozen=True, slots=True)
class Use:
    """One copy of one entry."""

    key: str
    at: datetime
    channel: str = ""


class UsageLog:
    """A file of uses: appended to, cut to the newest `KEPT` now and then; a torn line is passed over."""

    def __init__(self, path: Path) -> None:
        self._file = Records(path)
        self._uses = list(_read(self._file))

    @property
    def uses(self) -> tuple[Use, ...]:
        """All uses, oldest first."""
        return tuple(self._uses)

    def add(self, use: Use) -> None:
        """Remember a use; raises OSError where the disk refuses (the use then counts until the program ends)."""
        self._uses.append(use)
        if len(self._uses) > 2 * KEPT:
            self._uses = self._uses[-KEPT:]
            self._file.rewrite(map(_record, self._uses))
        else:
            self._file.append(_record(use))


def frequent(uses: Iterable[Use], now: datetime) -> list[str]:
    """Return keys by how likely they are wanted now, best first.

    Each use counts `2 ** (-age / 14 days)`, and double where it fell within an hour of this time of day:
    a desk has its morning questions.
    """
    weights: defaultdict[str, float] = defaultdict(float)
    for use in uses:
        days = max(0.0, (now - use.at).total_seconds() / 86_400)
        apart = abs(use.at.hour - now.hour)
        near = 2.0 if min(apart, 24 - apart) <= 1 else 1.0
        weights[use.key] += near * math.pow(2.0, -days / HALF_LIFE_DAYS)
    return sorted(weights, key=lambda key: weights[key], reverse=True)


def recent(uses: Iterable[Use]) -> list[str]:
    """Return keys by their last use, newest first."""
    last = {use.key: use.at for use in uses}
    return sorted(last, key=lambda key: last[key], reverse=True)


def _record(use: Use) -> dict[str, Any]:
    return {"key": use.key, "at": use.at.isoformat(timespec="seconds"), "channel": use.channel}


def _read(file: Records) -> Iterator[Use]:
    for record in file.read():
        try:
            yield Use(str(record["key"]), datetime.fromisoformat(record["at"]), str(record.get("channel", "")))
        except (ValueError, TypeError, KeyError):
            continue
