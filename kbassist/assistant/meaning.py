"""Meaning for one library: which entry has which vectors, what is missing, and how near a question is."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kbassist import paths
from kbassist.content.library import Library
from kbassist.content.model import Macro
from kbassist.errors import KbassistError
from kbassist.i18n import N_, Text
from kbassist.semantic.encoder import Encoder, SentenceEncoder, available
from kbassist.semantic.pinned import MODEL

if TYPE_CHECKING:
    from kbassist.semantic.background import Job
    from kbassist.semantic.scoring import Overview
    from kbassist.semantic.vectors import Vectors

FOLDER: Final = "semantic"
_SCHEME: Final = 1  # of chunks and of what names an owner; a change has all vectors computed again
_ENOUGH: Final = 0.95  # of the entries have vectors, before the first scores are given
_ASKED: Final = 600  # characters of a question; the rest of a long message adds nothing

Progress = Callable[[int, int], None]
MacroText = Callable[[Macro, Library], str]


@dataclass(frozen=True, slots=True)
class _Shelf:
    """A library with the owner of each entry's vectors (see `semantic.blocks`)."""

    library: Library
    owner_of: dict[str, bytes] = field(default_factory=dict)
    keys_of: Mapping[bytes, tuple[str, ...]] = field(default_factory=dict)


class Meaning:
    """Vectors of a library's entries, and the values that they give a question.

    Threads: `update`, `work`, `warm_up` and `close` belong on one background lane (the one that may wait); `scores`
    on the lane that searches, at any time; `ready`, `weight`, `note`, `rest` and `describe` anywhere. Without the
    encoder every call is cheap and gives nothing.
    """

    def __init__(self, cache: Path, macro_text: MacroText, encoder: Encoder | None = None) -> None:
        """`cache` is the library's cache folder; `encoder` is the installed one unless given."""
        self._folder = cache / FOLDER / f"{MODEL}-{_SCHEME}"
        self._macro_text = macro_text
        self._encoder = encoder or _installed()
        self._vectors: Vectors | None = None
        self._shelf: _Shelf | None = None
        self._overview: Overview | None = None
        self._note: Text | None = None

    @property
    def installed(self) -> bool:
        """Whether there is an encoder that has not been found unfit."""
        return self._encoder is not None

    @property
    def ready(self) -> bool:
        """Whether `scores` has something to say: every entry has its vectors, or had before the last change."""
        return self._encoder is not None and self._overview is not None

    @property
    def weight(self) -> float:
        """What a value counts beside words in this library (see `search.merging`)."""
        return self._overview.weight if self._overview else 0.0

    @property
    def note(self) -> Text | None:
        """What the user should know, if anything: the encoder's files are wrong, or vectors cannot be kept."""
        return self._note

    def describe(self) -> Text:
        """Return one sentence for the doctor and the about dialog."""
        if self._note is not None:
            return self._note
        if self._encoder is None:
            return N_("not installed; search by words works. To add it: pip install “kbassist[semantic]”")
        if self._vectors is None:
            return N_("installed")
        return N_(
            "installed; {n} entries have vectors, {megabytes} MB",
            n=len(self._vectors),
            megabytes=round(self._vectors.size / 1e6, 1),
        )

    def update(self, library: Library) -> None:
        """Take in a library; what changed is found missing by the next `work`, the rest goes on answering."""
        if self._encoder is None:
            return
        from kbassist.semantic.sources import owners  # noqa: PLC0415 - numpy, which the start does without
        from kbassist.semantic.vectors import Vectors  # noqa: PLC0415

        if self._vectors is None:
            self._vectors = Vectors(self._folder)
        before = self._shelf
        known = (before.library, before.owner_of) if before else None
        found = owners(library, known, self._macro_text)
        keys: dict[bytes, tuple[str, ...]] = {}
        for key, owner in found.items():
            keys[owner] = (*keys.get(owner, ()), key)
        self._shelf = _Shelf(library, found, keys)
        self._look()

    def work(self, progress: Progress, may_go_on: Callable[[], bool], first: Iterable[str] = ()) -> bool:
        """Compute what is missing, `first` these keys, then macros, then the rest; return whether all is done.

        `progress(done, total)` counts entries; `may_go_on()` is asked before each slice of some 10 ms and may wait
        (see `semantic.pace.Pace`). Where the encoder or the disk refuses, `note` says so and nothing is left.
        """
        shelf, vectors, encoder = self._shelf, self._vectors, self._encoder
        if shelf is None or vectors is None or encoder is None:
            return True
        from kbassist.semantic.background import compute  # noqa: PLC0415 - numpy

        jobs = self._missing(shelf, vectors, first)
        try:
            finished = compute(jobs, encoder, vectors, progress, may_go_on) if jobs else True
            if jobs:
                vectors.save(shelf.keys_of.keys())
                self._sweep()
        except KbassistError as error:
            return self._without(error.message)
        except OSError as error:
            return self._without(
                N_(
                    "Search by meaning is off: {folder} cannot be written ({reason}). Search by words works.",
                    folder=str(self._folder),
                    reason=error.strerror or type(error).__name__,
                )
            )
        self._look()
        return finished

    def scores(self, query: str, candidates: Iterable[str] = ()) -> Mapping[str, float]:
        """Return values of these keys and of those that are nearest in meaning, about 0 to 1.

        Empty where nothing can be said: no encoder, or one that `warm_up` has not loaded (which takes 1.5 s, and must
        not keep a keystroke waiting), vectors still to be computed, a query of too few words.
        """
        shelf, vectors, encoder, overview = self._shelf, self._vectors, self._encoder, self._overview
        if shelf is None or vectors is None or encoder is None or overview is None:
            return {}
        from kbassist.semantic.scoring import meaning, worthwhile  # noqa: PLC0415 - numpy

        if not encoder.loaded or not worthwhile(query):
            return {}
        try:
            question = encoder.encode([query[:_ASKED]])[0]
        except KbassistError as error:
            self._without(error.message)
            return {}
        wanted = [owner for key in candidates if (owner := shelf.owner_of.get(key))]
        found = meaning(question, overview, vectors, wanted)
        return {key: value for owner, value in found.items() for key in shelf.keys_of.get(owner, ())}

    def warm_up(self) -> None:
        """Load the encoder, without which `scores` says nothing; on the background lane, when a window is shown."""
        if self._encoder is not None:
            try:
                self._encoder.encode(["?"])
            except KbassistError as error:
                self._without(error.message)

    def rest(self) -> None:
        """Give the encoder's 130 MB back until `work` or `warm_up` loads it again."""
        if self._encoder is not None:
            self._encoder.unload()

    def close(self) -> None:
        """Let go of everything; `update` begins anew."""
        self.rest()
        self._vectors = self._shelf = self._overview = None

    def _missing(self, shelf: _Shelf, vectors: Vectors, first: Iterable[str]) -> list[Job]:
        """Return a job for each owner without vectors: what is used first, then macros, then the rest."""
        from kbassist.semantic.background import Job  # noqa: PLC0415 - numpy
        from kbassist.semantic.sources import read  # noqa: PLC0415

        macros = (key for key in shelf.owner_of if isinstance(shelf.library.entries[key], Macro))
        order = (key for key in dict.fromkeys((*first, *macros, *shelf.owner_of)) if key in shelf.owner_of)
        jobs: dict[bytes, Job] = {}
        for key in order:
            owner = shelf.owner_of[key]
            if owner not in vectors and owner not in jobs:
                entry = shelf.library.entries[key]
                jobs[owner] = Job(owner, partial(read, entry, shelf.library, self._macro_text))
        return list(jobs.values())

    def _look(self) -> None:
        """Look at the vectors anew, if there are enough of them that nobody is favoured by having one."""
        from kbassist.semantic.scoring import Overview  # noqa: PLC0415 - numpy

        assert self._shelf is not None
        assert self._vectors is not None
        owners = self._shelf.keys_of.keys()
        overview = Overview.of(self._vectors, owners)
        enough = bool(overview.owners) and len(overview.owners) >= _ENOUGH * len(owners)
        self._overview = overview if enough else None

    def _without(self, note: Text) -> bool:
        """Go on as if there were no encoder, and say why; return that nothing is left to do."""
        self._encoder, self._overview, self._note = None, None, note
        return True

    def _sweep(self) -> None:
        """Take away vectors of other weights or chunks."""
        for folder in self._folder.parent.iterdir():
            if folder != self._folder:
                shutil.rmtree(folder, ignore_errors=True)


def _installed() -> Encoder | None:
    return SentenceEncoder(paths.cache_dir() / "encoder.checked") if available() else None
