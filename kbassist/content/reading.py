"""Reading one file of a library into what it gives, the last good version standing in where it is broken."""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Final

from kbassist.content.article import read_article
from kbassist.content.decode import MAX_BYTES, MAX_LINE, Decoded, decode, too_long
from kbassist.content.entry import place
from kbassist.content.macro import read_macro, read_snippet
from kbassist.content.model import Article, Macro
from kbassist.content.problem import Level, Problem
from kbassist.content.rows import DIGEST_BYTES
from kbassist.content.scan import Found
from kbassist.content.source import SourceFile
from kbassist.content.team import read_team_file
from kbassist.content.team_model import Team
from kbassist.i18n import N_, Text

# A file written this short a time ago may be written again without a change of its time stamp.
_SETTLED_NS: Final = 50_000_000


def read_file(root: Path, found: Found, team: Team, before: SourceFile | None) -> SourceFile:
    """Return what a file gives; where it cannot be used, what it gave `before`, with a problem that says so.

    Where it has the very bytes that gave what is known, the same values are returned with the new stamp.
    """
    empty = SourceFile(found.path, found.mtime_ns, found.size)
    try:
        if found.size > MAX_BYTES:
            return _kept(empty, before, "file-too-big", 0, N_("The file is bigger than 8 MB; it is not read."))
        data, empty = _content(root / found.path, empty)
    except OSError:
        return _kept(empty, before, "unreadable", 0, N_("The file cannot be opened."))
    digest = content_digest(data, found, team)
    if before is not None and before.digest == digest:
        return replace(before, mtime_ns=empty.mtime_ns, size=empty.size)
    return _read(data, found, team, replace(empty, digest=digest), before)


def _read(data: bytes, found: Found, team: Team, empty: SourceFile, before: SourceFile | None) -> SourceFile:
    """Return what bytes give; `empty` has their stamp and digest."""
    decoded = decode(data, found.path)
    if line := too_long(decoded.text):
        message = N_("A line has more than {n} characters; the file is not read.", n=MAX_LINE)
        return _kept(empty, before, "line-too-long", line, message)
    if "<<<<<<<" in decoded.text and (line := conflict(decoded.text)):
        return _kept(
            empty, before, "conflict-markers", line, N_("Git left a conflict here that somebody must settle.")
        )
    return parse(decoded, found, team, empty)


def _content(path: Path, stamp: SourceFile) -> tuple[bytes, SourceFile]:
    with path.open("rb") as file:
        stat = os.fstat(file.fileno())
        data = file.read(MAX_BYTES + 1)
    fresh = abs(time.time_ns() - stat.st_mtime_ns) < _SETTLED_NS
    return data, replace(stamp, mtime_ns=-1 if fresh else stat.st_mtime_ns, size=stat.st_size)


def content_digest(data: bytes, found: Found, team: Team) -> str:
    """Return 24 hex digits for the bytes of a file; a macro's stand also for the channels that it is read with."""
    digest = hashlib.blake2b(data, digest_size=DIGEST_BYTES)
    if found.role == "macro":
        digest.update(repr([(c.name, c.label_en, c.aliases, c.subject) for c in team.channels]).encode())
    return digest.hexdigest()


def conflict(text: str) -> int:
    """Return the line (1-based) where a git conflict begins, or 0."""
    lines = text.split("\n")
    start = stage = 0
    for number, line in enumerate(lines, 1):
        if line.startswith("<<<<<<<") and line[7:8] in {"", " "}:
            start, stage = number, 1
        elif stage == 1 and line.rstrip() == "=======":
            stage = 2
        elif stage == 2 and line.startswith(">>>>>>>"):
            return start
    return 0


def parse(decoded: Decoded, found: Found, team: Team, empty: SourceFile) -> SourceFile:
    """Return what a text gives in the role that its place has; entries get the digest of `empty`."""
    where, text = place(found.path, found.top), decoded.text
    if found.role == "team":
        settings, problems = read_team_file(text, found.path)
        return replace(empty, team=settings, problems=(*decoded.problems, *problems))
    if found.role == "snippet":
        snippet, problems = read_snippet(text, where)
        return replace(empty, snippet=snippet, problems=(*decoded.problems, *problems))
    entry: Article | Macro
    if found.role == "macro":
        entry, problems = read_macro(text, where, team)
    else:
        entry, problems = read_article(text, where)
    entry = replace(entry, digest=empty.digest)
    return replace(empty, entry=entry, problems=(*decoded.problems, *problems))


def _kept(empty: SourceFile, before: SourceFile | None, rule: str, line: int, message: Text) -> SourceFile:
    usable = before is not None and before.usable
    kept = N_("{what} Its last good version is used.", what=message) if usable else message
    problem = Problem(empty.path, line, Level.ERROR, rule, kept)
    if before is None or not usable:
        return replace(empty, problems=(problem,))
    return replace(before, mtime_ns=empty.mtime_ns, size=empty.size, digest=empty.digest, problems=(problem,))
