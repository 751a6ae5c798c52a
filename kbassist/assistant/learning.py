"""What this agent teaches the search of one library: what was chosen for which words, and the customers' wordings."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kbassist.assistant.clock import Clock
from kbassist.content.library import Entries, Library
from kbassist.content.model import Article, Macro
from kbassist.usage.choices import Choices
from kbassist.usage.phrasings import Phrasings

CHOICES: Final = "choices.jsonl"
PHRASINGS: Final = "phrasings.jsonl"

Fold = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Taught:
    """An entry with learned wordings (`made`), and what it was made of; `words` may be known to the entry in part."""

    base: Article | Macro
    words: tuple[str, ...]
    made: Article | Macro


@dataclass(frozen=True, slots=True)
class _Overlay:
    """The entries of a library as they were read, the same with those taught, and which those are."""

    read: Mapping[str, Article | Macro]
    made: Entries
    taught: Mapping[str, Article | Macro]


class Learning:
    """The files `choices.jsonl` and `phrasings.jsonl` of one library in the user's data folder.

    `fold` makes words comparable, as the search folds them. All calls belong on one lane.
    """

    def __init__(self, folder: Path, fold: Fold, clock: Clock) -> None:
        self._fold = fold
        self._clock = clock
        self._choices = Choices(folder / CHOICES, fold)
        self._phrasings = Phrasings(folder / PHRASINGS, fold)
        self._taught: dict[str, _Taught] = {}
        self._last: _Overlay | None = None

    def lift(self, query: str) -> Mapping[str, float]:
        """Return by entry how far it rises for a query, from 0 to 1; usually nothing."""
        return self._choices.lift(query, self._clock())

    def chosen(self, query: str, key: str) -> None:
        """Remember that an entry was used for a query; OSError where the disk refuses (it counts until the end)."""
        self._choices.add(query, key, self._clock())

    def forget(self, key: str | None = None) -> None:
        """Forget what was chosen: one entry, or all. Raises OSError where the disk still has it."""
        self._choices.forget(key)

    def keep(self, key: str, words: str) -> str:
        """Keep a customer's wording for an entry and propose it to the team; return it as kept, masked.

        Raises usage.wording.UnusableWording, and OSError where the disk refuses; then nothing was kept.
        """
        return self._phrasings.keep(key, words, self._clock())

    def undo(self) -> bool:
        """Take back the wording kept last since the start; False where there is none. Raises OSError."""
        return self._phrasings.undo()

    def overlay(self, library: Library) -> Library:
        """Return the library with the learned wordings in `asked_as`, behind the team's own.

        Where nothing is learned, library and entries stay the same objects; an entry with the same wordings is the
        same object each time. A wording that the library has by now is given up here. Wordings of an entry that is
        gone wait for its return.
        """
        taught = {}
        for key, words in list(self._phrasings.by_key().items()):
            entry = library.entries.get(key)
            made = self._with(entry, words) if entry is not None else None
            if made is not None:
                taught[key] = made
        return replace(library, entries=self._joined(library.entries, taught)) if taught else library

    def _joined(self, read: Mapping[str, Article | Macro], taught: Mapping[str, Article | Macro]) -> Entries:
        """Return the entries with those taught; they know in what they may differ from the last ones given out."""
        last = self._last
        made = Entries(read)
        made.update(taught)
        since = None
        if last is not None and isinstance(read, Entries) and isinstance(last.read, Entries):
            since = read.edition.since(last.read.edition)
        if last is not None and since is not None:
            made.made_from(last.made, since | taught.keys() | last.taught.keys())
        else:
            made.made_from(read, taught.keys())
        self._last = _Overlay(read, made, taught)
        return made

    def _with(self, entry: Article | Macro, words: tuple[str, ...]) -> Article | Macro | None:
        """Return the entry with those of the wordings that are new to it; None where none is."""
        known = self._taught.get(entry.key)
        if known is not None and known.words == words and (known.base is entry or known.made is entry):
            return known.made
        base = known.base if known is not None and known.made is entry else entry
        fresh = self._fresh(base, words)
        if not fresh:
            return None
        made = replace(base, asked_as=(*base.asked_as, *fresh), digest=_digest(base.digest, fresh))
        self._taught[entry.key] = _Taught(base, words, made)
        return made

    def _fresh(self, entry: Article | Macro, words: tuple[str, ...]) -> tuple[str, ...]:
        """Return the wordings that the entry lacks; the others are with the team now, and are not kept here."""
        has = {self._fold(asked) for asked in entry.asked_as}
        for word in words:
            if self._fold(word) in has:
                with suppress(OSError):  # given up with the next chance
                    self._phrasings.drop(entry.key, word)
        return tuple(word for word in words if self._fold(word) not in has)


def _digest(digest: str, words: tuple[str, ...]) -> str:
    """Return a digest that differs wherever the wordings do; none for an entry that has none."""
    if not digest:
        return ""
    return hashlib.blake2b("\0".join((digest, *words)).encode("utf-8", "replace"), digest_size=16).hexdigest()
