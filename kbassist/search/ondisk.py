"""What of an index lies on the disk, for a person who asks whether all is well."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kbassist.search.blobs import intact
from kbassist.search.engine import FOLDER
from kbassist.search.files import IndexFiles
from kbassist.search.manifest import Foreign
from kbassist.search.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class OnDisk:
    """How many entries an index holds, its size in bytes, and whether every byte is as it was written."""

    entries: int
    size: int
    sound: bool


def look(cache: Path, root: Path) -> OnDisk | None:
    """Read the index of the library at `root` in its cache folder, all of it; None where there is none of ours."""
    try:
        manifest, storage = IndexFiles(cache / FOLDER).read(str(root))
        size = sum(mark.size for mark in manifest.files.values())
        sound = all(map(intact, storage.blobs.values()))
        return OnDisk(Snapshot.of(storage).entries, size, sound)
    except Foreign:
        return None
    except Exception:  # Whoosh raises whatever unpickling raises; what cannot be read is built again
        return OnDisk(0, 0, sound=False)
