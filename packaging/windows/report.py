"""What is in the package and what each part costs: told at the end of a build, and written for IT."""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from windows.fetch import digest
from windows.layout import ENCODER, Part
from windows.nsis import UNINSTALLER
from windows.portable import MARK

# As setup.nsi packs.
_FILTER: Final[dict[str, Any]] = {"id": lzma.FILTER_LZMA1, "preset": 6, "dict_size": 32 << 20}
ENCODER_PART: Final = "sentence encoder"
KINDS: Final = (
    ("Setup.exe", f"all files below, without {ENCODER}/ unless it is chosen, and {UNINSTALLER}"),
    ("x64.msi", f"all files below, without {ENCODER}/ unless it is chosen"),
    ("portable.zip", f"all files below and {MARK}, in one folder"),
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a part takes: files, bytes on the disk, and bytes in Setup.exe (None where that was not measured)."""

    name: str
    files: int
    size: int
    packed: int | None


def costs(stage: Path, parts: Sequence[Part], kept: Path | None) -> tuple[Cost, ...]:
    """Return what each part costs; it is packed alone for that, or was before: `kept` is the file that knows.

    Without `kept` nothing is packed.
    """
    if kept is None:
        return tuple(Cost(part.name, len(part.files), part.size, None) for part in parts)
    known: dict[str, int] = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    keys = {part.name: _key(stage, part) for part in parts}
    now = {keys[part.name]: known.get(keys[part.name]) or _packed(stage, part) for part in parts}
    kept.write_text(json.dumps(now, indent=1), encoding="utf-8")
    return tuple(Cost(part.name, len(part.files), part.size, now[keys[part.name]]) for part in parts)


def _key(stage: Path, part: Part) -> str:
    """Return what names exactly these files."""
    found = hashlib.sha256()
    for name in part.files:
        found.update(f"{name}\n{digest(stage / name)}\n".encode())
    return found.hexdigest()


def _packed(stage: Path, part: Part) -> int:
    """Return how many bytes a part takes when it is packed in one stream, as in Setup.exe."""
    packer = lzma.LZMACompressor(lzma.FORMAT_RAW, filters=[_FILTER])
    return sum(len(packer.compress((stage / name).read_bytes())) for name in part.files) + len(packer.flush())


def table(listed: Sequence[Cost]) -> list[str]:
    """Return the costs as lines of a table, with a last line for all of them."""
    packed = [cost.packed for cost in listed]
    whole = sum(one for one in packed if one is not None) if None not in packed else None
    total = Cost("all", sum(cost.files for cost in listed), sum(cost.size for cost in listed), whole)
    head = f"{'part':18} {'files':>6} {'on the disk':>12} {'in Setup.exe':>13}"
    return [head, *(_row(cost) for cost in (*listed, total))]


def _row(cost: Cost) -> str:
    packed = "" if cost.packed is None else megabytes(cost.packed)
    return f"{cost.name:18} {cost.files:6} {megabytes(cost.size):>12} {packed:>13}".rstrip()


def without_encoder(setup: int, listed: Sequence[Cost]) -> int | None:
    """Return about how large Setup.exe, of this size, were without the sentence encoder; None where not measured."""
    packed = next((cost.packed for cost in listed if cost.name == ENCODER_PART), None)
    return None if packed is None else setup - packed


def contents(stage: Path, files: Sequence[str], made: Mapping[str, int], listed: Sequence[Cost]) -> str:
    """Return the list of all files with their sizes; `made` are the products' names and sizes."""
    products = [
        f"{name}  {megabytes(size)}\r\n    {what}"
        for ending, what in KINDS
        for name, size in made.items()
        if name.endswith(ending)
    ]
    sizes = [f"{(stage / name).stat().st_size:>10}  {name}" for name in sorted(files)]
    return "\r\n".join([*products, "", *table(listed), "", "     bytes  file", *sizes, ""])


def megabytes(size: int) -> str:
    """Return a size for people, in millions of bytes."""
    return f"{size / 1e6:.1f} MB"
