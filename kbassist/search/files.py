"""The index folder on disk: only what we wrote is read, and a reader sees the old index or the new one."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from whoosh.util.filelock import FileLock

from kbassist import atomic
from kbassist.search.manifest import Manifest, Unusable, decode, digest, encode

MANIFEST: Final = "manifest.json"
LOCK: Final = "lock"
_TRIES: Final = 3


class IndexFiles:
    """One folder in the user's cache, which holds a manifest and the files that it names.

    The manifest is written last and atomically; files that it does not name are litter of an interrupted write or
    of an older index, and are swept after the next write. Segment names are random, so new files never overwrite
    old ones that a manifest still names.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, root: str) -> tuple[Manifest, dict[str, bytes]]:
        """Return the manifest and the files, all checked.

        Raises `Unusable` where there is none, or one that is foreign, damaged or of another version. Another process
        may replace the index between two reads, so it is tried again.
        """
        for attempt in range(1, _TRIES + 1):
            try:
                return self._read(root)
            except Unusable:
                if attempt == _TRIES or not (self.folder / MANIFEST).exists():
                    raise
        raise AssertionError("unreachable")

    def _read(self, root: str) -> tuple[Manifest, dict[str, bytes]]:
        if not _private(self.folder):
            raise Unusable("no index folder of ours")
        try:
            manifest = decode((self.folder / MANIFEST).read_bytes(), root)
            return manifest, {name: self._checked(name, manifest) for name in manifest.files}
        except OSError as error:
            raise Unusable(str(error)) from error

    def _checked(self, name: str, manifest: Manifest) -> bytes:
        path, mark = self.folder / name, manifest.files[name]
        if path.stat().st_size != mark.size:
            raise Unusable(f"{name}: size")
        data = path.read_bytes()
        if digest(data) != mark.digest:
            raise Unusable(f"{name}: digest")
        return data

    def write(self, manifest: Manifest, files: Mapping[str, bytes]) -> bool:
        """Make this the index on disk; return False where another process is writing just now.

        Raises OSError where the folder cannot be written or the disk is full; the old index then stands.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._locked() as mine:
            if mine:
                self._write_files(manifest, files)
                atomic.write_bytes(self.folder / MANIFEST, encode(manifest))
                self._sweep(manifest)
        return mine

    @contextlib.contextmanager
    def _locked(self) -> Iterator[bool]:
        lock = FileLock(str(self.folder / LOCK))
        mine = bool(lock.acquire(blocking=False))
        try:
            yield mine
        finally:
            if mine:
                lock.release()

    def _write_files(self, manifest: Manifest, files: Mapping[str, bytes]) -> None:
        known = self._known_files(manifest.root)
        for name, mark in manifest.files.items():
            path = self.folder / name
            if known.get(name) == mark.digest and path.exists() and path.stat().st_size == mark.size:
                continue
            _write(path, files[name])

    def _known_files(self, root: str) -> dict[str, str]:
        """Return the digests of the files that the manifest on disk vouches for."""
        try:
            manifest = decode((self.folder / MANIFEST).read_bytes(), root)
        except (OSError, Unusable):
            return {}
        return {name: mark.digest for name, mark in manifest.files.items()}

    def _sweep(self, manifest: Manifest) -> None:
        keep = {MANIFEST, LOCK, *manifest.files}
        with os.scandir(self.folder) as found:
            litter = [item.path for item in found if item.name not in keep and item.is_file(follow_symlinks=False)]
        for path in litter:
            with contextlib.suppress(OSError):  # held open by a virus scanner: the next write sweeps again
                os.unlink(path)  # noqa: PTH108 - scandir gave strings


def _write(path: Path, data: bytes) -> None:
    """Write aside and rename, so that a file is never changed under a process that reads it."""
    aside = path.with_name(f".{path.name}.tmp")
    aside.write_bytes(data)
    os.replace(aside, path)  # noqa: PTH105 - a fault test injects this very call


def _private(folder: Path) -> bool:
    """Tell whether the folder is ours and nobody else can write to it (where the system knows owners)."""
    try:
        status = folder.lstat()
    except OSError:
        return False
    if os.name != "posix":
        return folder.is_dir()
    return folder.is_dir() and status.st_uid == os.geteuid() and not status.st_mode & 0o022
