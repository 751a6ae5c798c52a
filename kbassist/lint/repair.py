"""Doing the mechanical repair of a problem."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from kbassist import atomic
from kbassist.content.decode import decode, raw
from kbassist.content.problem import Edit, Problem

_LINE_END: Final = re.compile(r"(\r\n|\r|\n)")


def apply(root: Path, problem: Problem) -> bool:
    """Mend a file in place, atomically; return False where there is no such repair or the file has changed since.

    Line ends, byte order mark and encoding stay as they are, unless the repair is to save as UTF-8. Raises OSError
    where the file cannot be read or written.
    """
    repair = problem.repair
    path = _inside(root, problem.path)
    if repair is None or path is None or not (repair.edit or repair.reencode):
        return False
    data = path.read_bytes()
    decoded = decode(data, problem.path)
    if any(found.rule == "undecodable" for found in decoded.problems):
        return False  # writing it would lose the bytes that mean nothing to us
    text, encoding, mark = raw(data)
    if repair.reencode:
        if encoding == "utf-8":
            return False
        atomic.write_bytes(path, text.encode())
        return True
    edited = _edited(text, repair.edit) if repair.edit else None
    if edited is None:
        return False
    atomic.write_bytes(path, mark + edited.encode(encoding))
    return True


def _inside(root: Path, relative: str) -> Path | None:
    """Return the file, unless the path leads out of the library."""
    real, base = os.path.realpath(root / relative), os.path.realpath(root)
    return Path(real) if real.startswith(base + os.sep) and Path(real).is_file() else None


def _edited(text: str, edit: Edit) -> str | None:
    """Return the text after the edit, other lines with their own ends; None where its lines are not as expected."""
    pieces = _LINE_END.split(text)
    lines, ends = pieces[::2], [*pieces[1::2], ""]
    count = max(0, edit.last - edit.first + 1)
    first = edit.first - 1
    if first < 0 or first + count > len(lines) or tuple(lines[first : first + count]) != edit.before:
        return None
    end = next((end for end in ends if end), "\n")
    old = [line + own for line, own in zip(lines, ends, strict=True)]
    new = [line + end for line in edit.lines]
    if new and count and first + count == len(lines):
        new[-1] = new[-1].removesuffix(end) + ends[-1]
    return "".join([*old[:first], *new, *old[first + count :]])
