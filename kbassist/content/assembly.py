"""Making a snapshot out of files, or out of the snapshot before it and the files that were read since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from kbassist.content.files import Files
from kbassist.content.library import Entries, Library
from kbassist.content.model import Article, Macro, Snippet
from kbassist.content.problem import Level, Problem
from kbassist.content.source import SourceFile
from kbassist.content.team import merged
from kbassist.content.team_model import Team
from kbassist.i18n import N_

Gave = Mapping[str, SourceFile | None]
"""What files gave that were read, by path; None of those that are gone."""


def assembled(root: Path, files: Files, when: datetime) -> Library:
    """Return the snapshot that these files make; of two entries with one id and locale the first path counts."""
    claims = _Claims(Entries(), {})
    for entry in _entries(files):
        claims.add(entry)
    files = replace(files, rivals=claims.rivals)
    return Library(root, claims.entries, _snippets(files), team_of(files), _problems(files), when, files=files)


def revised(before: Library, gave: Gave, remarks: tuple[Problem, ...], when: datetime) -> Library:
    """Return the snapshot after `before`, of a folder that was reached; the rest is taken over as it is."""
    old = before.files
    assert isinstance(old, Files)
    now = replace(before, loaded_at=when, stale=False)
    if not gave and remarks == old.remarks:
        return now
    files = _with(replace(old, remarks=remarks), gave)
    entries, rivals = _entries_after(before, files, gave)
    files = replace(files, rivals=rivals)
    touched = [file for path in gave for file in (old.others.get(path), files.others.get(path)) if file]
    return replace(
        now,
        entries=entries,
        snippets=_snippets(files) if any(file.snippet for file in touched) else before.snippets,
        team=team_of(files) if any(file.team for file in touched) else before.team,
        problems=_problems(files) if touched or remarks != old.remarks or rivals != old.rivals else before.problems,
        files=files,
    )


def team_of(files: Files) -> Team:
    """Return the team that the settings among these files make."""
    return merged(file.team for _, file in sorted(files.others.items()) if file.team is not None)


def _with(files: Files, gave: Gave) -> Files:
    sound, others = dict(files.sound), dict(files.others)
    for path, file in gave.items():
        entry = file.entry if file is not None and file.plain else None
        if entry is not None:
            sound[path] = entry
        else:
            sound.pop(path, None)
        if file is not None and entry is None:
            others[path] = file
        else:
            others.pop(path, None)
    return replace(files, sound=sound, others=others)


class _Claims:
    """The entries by key, and who else claims a key."""

    def __init__(self, entries: Entries, rivals: dict[str, tuple[Article | Macro, ...]]) -> None:
        self.entries = entries
        self.rivals = rivals
        self.keys: set[str] = set()

    def change(self, before: Article | Macro | None, after: Article | Macro | None) -> None:
        """Put one entry in the place of another, or of none."""
        if before is after:
            return
        if before is not None and after is not None and before.key == after.key and before.key not in self.rivals:
            self.entries[after.key] = after
            self.keys.add(after.key)
            return
        if before is not None:
            self._drop(before)
        if after is not None:
            self.add(after)

    def add(self, entry: Article | Macro) -> None:
        """Give an entry its key, unless one with an earlier path has it."""
        key = entry.key
        first = self.entries.setdefault(key, entry)
        self.keys.add(key)
        if first is not entry:
            claimants = sorted((*self.rivals.get(key, (first,)), entry), key=lambda claimant: claimant.path)
            self.rivals[key] = tuple(claimants)
            self.entries[key] = claimants[0]

    def _drop(self, entry: Article | Macro) -> None:
        key = entry.key
        self.keys.add(key)
        left = tuple(claimant for claimant in self.rivals.pop(key, ()) if claimant is not entry)
        if not left:
            del self.entries[key]
            return
        self.entries[key] = left[0]
        if len(left) > 1:
            self.rivals[key] = left


def _entries_after(
    before: Library, files: Files, gave: Gave
) -> tuple[Mapping[str, Article | Macro], Mapping[str, tuple[Article | Macro, ...]]]:
    old = before.files
    assert isinstance(old, Files)
    pairs = [(_entry(old, path), _entry(files, path)) for path in gave]
    if all(first is second for first, second in pairs):
        return before.entries, old.rivals
    claims = _Claims(Entries(before.entries), dict(old.rivals))
    for first, second in pairs:
        claims.change(first, second)
    claims.entries.made_from(before.entries, claims.keys)
    return claims.entries, claims.rivals


def _entry(files: Files, path: str) -> Article | Macro | None:
    other = files.others.get(path)
    return other.entry if other else files.sound.get(path)


def _entries(files: Files) -> Iterator[Article | Macro]:
    yield from files.sound.values()
    yield from (file.entry for file in files.others.values() if file.entry is not None)


def _snippets(files: Files) -> dict[str, Snippet]:
    found: dict[str, Snippet] = {}
    for _, file in sorted(files.others.items()):
        if file.snippet:
            found.setdefault(file.snippet.name, file.snippet)
    return found


def _problems(files: Files) -> tuple[Problem, ...]:
    found = [*files.remarks, *(problem for file in files.others.values() for problem in file.problems)]
    found += (_duplicate(entry, first) for first, *rest in files.rivals.values() for entry in rest)
    return tuple(sorted(found, key=lambda problem: (problem.path, problem.line)))


def _duplicate(entry: Article | Macro, first: Article | Macro) -> Problem:
    message = N_("The id “{id}” is taken by {other}; this file is not used.", id=entry.id, other=first.path)
    return Problem(entry.path, entry.lines.get("id", 0), Level.ERROR, "duplicate-id", message)
