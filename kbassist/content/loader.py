"""Loading a library: what changed is read, the rest comes from the cache, and a lost folder from memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from kbassist.content import cache as store
from kbassist.content.library import Library
from kbassist.content.model import Article, Macro, Snippet, Team
from kbassist.content.problem import Level, Problem
from kbassist.content.reading import read_file
from kbassist.content.scan import Found, Scan, scan
from kbassist.content.source import SourceFile
from kbassist.content.team import merged
from kbassist.errors import KbassistError
from kbassist.i18n import N_

Progress = Callable[[int, int], None]
_PROGRESS_STEP: Final = 50


class LibraryMissing(KbassistError):  # noqa: N818 - it names a state of the library, for the user
    """The folder of a library is not there, and nothing of it was read before."""

    def __init__(self, root: Path) -> None:
        super().__init__(
            N_("The library folder {folder} cannot be opened.", folder=str(root)),
            N_("Check that the drive or share is connected, or choose another folder in the settings."),
        )


def load(
    root: Path, *, cache: Path | None = None, previous: Library | None = None, progress: Progress | None = None
) -> Library:
    """Return the library in a folder, reading only files whose time or size changed since `previous` or the cache.

    `cache` is a folder of the user's own. `progress` gets the numbers of files read and to read. Where the folder is
    gone, what was read last is returned as stale; raises LibraryMissing if there is nothing.
    """
    known, when = _before(root, cache, previous)
    try:
        found = scan(root)
    except OSError:
        return _stale(root, known, when)
    if found.empty and known:
        # A share that is not mounted leaves an empty folder behind.
        return _stale(root, known, when)
    files = _read(root, found, known, progress)
    if cache is not None:
        _remember(cache, root, files, known)
    return assemble(root, files, found.problems, datetime.now())


def _remember(cache: Path, root: Path, files: Mapping[str, SourceFile], known: Mapping[str, SourceFile]) -> None:
    if files.keys() == known.keys() and all(files[path] is known[path] for path in files):
        store.touch(cache)
    else:
        store.save(cache, root, files)


def _before(root: Path, cache: Path | None, previous: Library | None) -> tuple[Mapping[str, SourceFile], datetime]:
    if previous is not None and previous.root == root:
        return previous.files, previous.loaded_at
    cached = store.load(cache, root) if cache is not None else None
    return cached or ({}, datetime.min)


def _stale(root: Path, known: Mapping[str, SourceFile], when: datetime) -> Library:
    if not known:
        raise LibraryMissing(root)
    return replace(assemble(root, known, (), when), stale=True)


def _read(
    root: Path, found: Scan, known: Mapping[str, SourceFile], progress: Progress | None
) -> dict[str, SourceFile]:
    """Return every file, team settings first: the names of variants depend on the team's channels."""
    closed = tuple(found.closed)
    files = {path: file for path, file in known.items() if path.startswith(closed)} if closed else {}
    reading = _Reading(root, known, found.files, progress)
    for file in found.files:
        if file.role == "team":
            files[file.path] = reading.take(file)
    reading.team = team_of(files)
    for file in found.files:
        if file.role != "team":
            files[file.path] = reading.take(file)
    reading.finish()
    return dict(sorted(files.items()))


class _Reading:
    """Reads the files that changed, takes the others over, and tells now and then how far it is."""

    def __init__(
        self, root: Path, known: Mapping[str, SourceFile], files: Iterable[Found], progress: Progress | None
    ) -> None:
        self.team = team_of(known)
        self._root = root
        self._known = known
        self._old_channels = self.team.channels
        self._progress = progress
        self._total = sum(1 for file in files if self._kept(file) is None) if progress else 0
        self._done = 0

    def take(self, found: Found) -> SourceFile:
        """Return what a file gives."""
        kept = self._kept(found)
        if kept is not None:
            return kept
        self._done += 1
        if self._progress and self._done % _PROGRESS_STEP == 0:
            self._progress(self._done, max(self._total, self._done))
        return read_file(self._root, found, self.team, self._known.get(found.path))

    def _kept(self, found: Found) -> SourceFile | None:
        """Return what is known of a file that has not changed; macros change with the team's channels."""
        before = self._known.get(found.path)
        if before is None or (before.mtime_ns, before.size) != (found.mtime_ns, found.size):
            return None
        return before if found.role != "macro" or self.team.channels == self._old_channels else None

    def finish(self) -> None:
        """Tell that all is read."""
        if self._progress and self._done:
            self._progress(self._done, self._done)


def team_of(files: Mapping[str, SourceFile]) -> Team:
    """Return the team that the settings among these files make."""
    return merged(file.team for file in files.values() if file.team is not None)


def assemble(root: Path, files: Mapping[str, SourceFile], problems: Iterable[Problem], when: datetime) -> Library:
    """Return the snapshot that these files make; of two entries with one id and locale the first path counts."""
    found = list(problems)
    entries: dict[str, Article | Macro] = {}
    snippets: dict[str, Snippet] = {}
    for file in files.values():
        found += file.problems
        if entry := file.entry:
            if entries.setdefault(entry.key, entry) is not entry:
                found.append(_duplicate(entry, entries[entry.key]))
        elif file.snippet:
            snippets.setdefault(file.snippet.name, file.snippet)
    found.sort(key=lambda problem: (problem.path, problem.line))
    return Library(root, entries, snippets, team_of(files), tuple(found), when, files=files)


def _duplicate(entry: Article | Macro, first: Article | Macro) -> Problem:
    message = N_("The id “{id}” is taken by {other}; this file is not used.", id=entry.id, other=first.path)
    return Problem(entry.path, entry.lines.get("id", 0), Level.ERROR, "duplicate-id", message)
