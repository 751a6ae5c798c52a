"""Loading a library: what changed is read, the rest comes from the cache, and a lost folder from memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from kbassist.content.assembly import assembled, revised, team_of
from kbassist.content.cache import Cache
from kbassist.content.files import Files
from kbassist.content.glance import Glance, glance
from kbassist.content.library import Library
from kbassist.content.model import Article, Macro
from kbassist.content.reading import read_file
from kbassist.content.scan import found_at, scan
from kbassist.content.shelf import Shelf
from kbassist.content.shelved import row_of
from kbassist.content.source import SourceFile
from kbassist.content.team_model import Team
from kbassist.content.uncollected import uncollected
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


def recall(root: Path, cache: Path) -> Library | None:
    """Return what was read last and kept in `cache`, without a look at the folder; None where nothing was."""
    known = _known(root, cache, None)
    return known if known.files else None


def load(
    root: Path,
    *,
    cache: Path | None = None,
    previous: Library | None = None,
    progress: Progress | None = None,
    paths: frozenset[str] | None = None,
) -> Library:
    """Return the library in a folder, reading only files whose time or size changed since `previous` or the cache.

    `cache` is a folder of the user's own. `progress` gets the numbers of files read and to read. With `paths` (below
    the root, with forward slashes), only those files are looked at where that is enough. Where the folder is gone,
    what was read last is returned as stale; raises LibraryMissing if there is nothing.
    """
    known = _known(root, cache, previous)
    some = glance(root, paths, _files(known)) if paths is not None and previous is known and not known.stale else None
    try:
        with uncollected():
            seen = some or _looked(root, _files(known))
    except OSError:
        return _stale(known)
    if seen is None:
        return _stale(known)
    return _taken_in(known, seen, cache, progress)


def _files(library: Library) -> Files:
    assert isinstance(library.files, Files)
    return library.files


def _known(root: Path, cache: Path | None, previous: Library | None) -> Library:
    """Return what was read before: by this process, or by the last one, or nothing."""
    if previous is not None and previous.root == root and isinstance(previous.files, Files):
        return previous
    kept = Cache(cache, root) if cache is not None else None
    found = kept.load() if kept else None
    if found:
        return assembled(root, *found)
    return assembled(root, Files(kept.new_shelf() if kept else Shelf(), keeper=kept), datetime.min)


def _stale(known: Library) -> Library:
    if not known.files:
        raise LibraryMissing(known.root)
    return replace(known, stale=True)


def _looked(root: Path, files: Files) -> Glance | None:
    """Return what became of every file; None where a share that is not mounted left an empty folder behind."""
    found = scan(root)
    if found.empty and files:
        return None
    kept = tuple(found.closed)
    gone = files.sound.keys() | files.others.keys()
    gone -= {file.path for file in found.files}
    return Glance(
        found.files, {path for path in gone if not kept or not path.startswith(kept)}, tuple(found.problems)
    )


def _taken_in(known: Library, seen: Glance, cache: Path | None, progress: Progress | None) -> Library:
    """Read what changed, and return the snapshot after that; note it in the cache."""
    reading = _Reading(known.root, _files(known), seen)
    gave: dict[str, SourceFile | None] = dict.fromkeys(seen.gone)
    gave.update(reading.read(progress))
    library = revised(known, gave, seen.remarks, datetime.now())
    files = _files(library)
    files.shelf.reread = partial(_again, known.root, library.team)
    if cache is None:
        return library
    keeper = files.keeper
    if keeper is None or keeper.folder != cache:
        keeper = Cache(cache, known.root)
        library = replace(library, files=replace(files, keeper=keeper))
    keeper.keep(_files(library), gave.keys())
    return library


def _again(root: Path, team: Team, entry: Article | Macro) -> Article | Macro | None:
    """Return an entry with all its parts from the file as it is now; None where it gives none."""
    found = found_at(root, entry.path)
    return read_file(root, found, team, None).entry if found else None


class _Reading:
    """Reads the files that changed, team settings first: the names of variants depend on the team's channels."""

    def __init__(self, root: Path, files: Files, seen: Glance) -> None:
        self._root = root
        self._files = files
        changed = [found for found in seen.found if files.stamp(found.path) != (found.mtime_ns, found.size)]
        settings = {found.path: found for found in changed if found.role == "team"}
        self._gave = {path: read_file(root, found, Team(), files.get(path)) for path, found in settings.items()}
        others = {path: file for path, file in files.others.items() if path not in seen.gone}
        self._team = team_of(replace(files, others={**others, **self._gave}))
        self._changed = [found for found in changed if found.role != "team"]
        if self._team.channels != team_of(files).channels:
            known = {found.path for found in changed}
            macros = (found for found in seen.found if found.role == "macro" and found.path not in known)
            self._changed += macros

    def read(self, progress: Progress | None) -> Iterator[tuple[str, SourceFile]]:
        """Yield what each file that changed gave; tell now and then how far it is."""
        yield from self._gave.items()
        done, total = len(self._gave), len(self._gave) + len(self._changed)
        for done, found in enumerate(self._changed, done + 1):  # noqa: B020 - it goes on counting
            if progress and done % _PROGRESS_STEP == 0:
                progress(done, total)
            file = read_file(self._root, found, self._team, self._files.get(found.path))
            yield found.path, self._shelved(file)
        if progress and done:
            progress(done, total)

    def _shelved(self, file: SourceFile) -> SourceFile:
        """Return the same with its entry on the shelf, where it already is if the bytes are those read before."""
        shelf = self._files.shelf
        if file.entry is None:
            return file
        row = row_of(file.entry, shelf)
        if row is None:
            return replace(file, entry=shelf.put(file.entry, file.mtime_ns, file.size))
        if file.plain:
            shelf.rows.restamp(row, file.mtime_ns, file.size)
        return file
