"""Libraries on the disk, made for a test."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from pathlib import Path

from kbassist.content.article import read_article
from kbassist.content.entry import place
from kbassist.content.library import Library
from kbassist.content.loader import load
from kbassist.content.macro import read_macro
from kbassist.content.model import Article, Guide, Macro
from kbassist.content.problem import Problem
from kbassist.content.team import merged
from kbassist.content.team_model import Team

PAST = time.time_ns() - 3_600_000_000_000


def write(root: Path, files: Mapping[str, str | bytes], mtime_ns: int = PAST) -> Path:
    """Write files with a time stamp in the past, as files have that nobody is writing just now."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        os.utime(path, ns=(mtime_ns, mtime_ns))
    return root


def library(root: Path, files: Mapping[str, str | bytes]) -> Library:
    """Return the library that these files make."""
    return load(write(root, files))


def article(text: str, path: str = "kb/a/x.md") -> tuple[Article | Guide, tuple[Problem, ...]]:
    """Return the article of a text."""
    return read_article(text, place(path, "kb/"))


def macro(text: str, path: str = "macros/a/x.md", team: Team | None = None) -> tuple[Macro, tuple[Problem, ...]]:
    """Return the macro of a text, with the channels that every team has."""
    return read_macro(text, place(path, "macros/"), team or merged([]))


def rules(problems: tuple[Problem, ...] | list[Problem]) -> list[str]:
    """Return the rules of problems, in their order."""
    return [problem.rule for problem in problems]
