"""Looking for a newer version: two small files are read from a folder, and nothing else happens."""

from __future__ import annotations

import contextlib
from pathlib import Path

from kbassist.policy import UpdateSource
from kbassist.updates import manifest
from kbassist.updates.manifest import Manifest
from kbassist.updates.memory import Memory
from kbassist.updates.outcome import Outcome, State
from kbassist.updates.refusal import Refusal, Refused


def check(source: UpdateSource | None, own: str, memory: Memory) -> Outcome:
    """Look at the folder of `source` and say what is there; `own` is the version that runs.

    May take as long as the file system needs to find out that a share is gone, so no window may wait for it. Nothing
    of a notice is read before its signature was found genuine; the serial of one that is believed is remembered.
    """
    if source is None:
        return Outcome(State.UNSET)
    try:
        found = _notice(source, memory)
    except OSError:
        return Outcome(State.UNREACHABLE, source.folder)
    except Refused as error:
        return Outcome(State.REFUSED, source.folder, refusal=error.refusal)
    newer = found is not None and manifest.is_newer(found.version, own)
    return Outcome(State.NEWER if newer else State.NOTHING, source.folder, found)


def _notice(source: UpdateSource, memory: Memory) -> Manifest | None:
    """Return the notice in a folder, None where there is none; raises Refused, or OSError where it cannot be read."""
    folder = Path(source.folder)
    data = _read(folder / manifest.MANIFEST, manifest.LONGEST)
    if data is None:
        if folder.is_dir():
            return None
        raise NotADirectoryError(folder)
    signature = _read(folder / manifest.SIGNATURE, manifest.LONGEST_SIGNATURE)
    manifest.verify(data, signature or b"", source.key)
    found = manifest.parse(data)
    if found.serial < memory.serial(source):
        raise Refused(Refusal.PUT_BACK)
    with contextlib.suppress(OSError):  # a full disk shall not keep the news back
        memory.note_serial(source, found.serial)
    return found


def _read(path: Path, longest: int) -> bytes | None:
    """Return a file's bytes, None where it is missing; raises Refused where it is longer than such a file can be."""
    try:
        with path.open("rb") as file:
            data = file.read(longest + 1)
    except FileNotFoundError:
        return None
    if len(data) > longest:
        raise Refused(Refusal.TOO_BIG)
    return data
