"""The index folder on disk: only what we wrote is read, and a reader sees the old index or the new one."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from whoosh.util.filelock import FileLock

from kbassist import atomic
from kbassist.search.blobs import DiskBlob, chunks
from kbassist.search.manifest import FileMark, Foreign, Manifest, Unusable, decode, digest, encode
from kbassist.search.storage import LISTS, Storage

MANIFEST: Final = "manifest.json"
LOCK: Final = "lock"
_TRIES: Final = 3


class IndexFiles:
    """One folder in the user's cache, which holds a manifest and the files that it names.

    The manifest is written last and atomically. Files that it does not name are of an older index, or litter of an
    interrupted write: the former are swept after the next write, the latter when they are old, since young ones may
    be of another process that builds its index just now. Segment names are random, so new files never overwrite old
    ones that a manifest still names.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, root: str) -> tuple[Manifest, Storage]:
        """Return the manifest and the files: small ones read and checked, lists of the right size and open.

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

    def _read(self, root: str) -> tuple[Manifest, Storage]:
        if not _private(self.folder):
            raise Foreign("no index folder of ours")
        storage = Storage(self.folder)
        try:
            manifest = decode((self.folder / MANIFEST).read_bytes(), root)
            for name, mark in manifest.files.items():
                self._take(name, mark, storage)
        except FileNotFoundError as error:
            if Path(error.filename or "").name == MANIFEST:
                raise Foreign("no index yet") from error
            raise Unusable(str(error)) from error
        except OSError as error:
            raise Unusable(str(error)) from error
        return manifest, storage

    def _take(self, name: str, mark: FileMark, storage: Storage) -> None:
        path = self.folder / name
        if path.stat().st_size != mark.size:
            raise Unusable(f"{name}: size")
        if name.endswith(LISTS):
            storage.blobs[name] = DiskBlob(path, mark.size, mark.digest)
            return
        data = storage.files[name] = path.read_bytes()
        if digest(data) != mark.digest:
            raise Unusable(f"{name}: digest")

    def write(self, manifest: Manifest, storage: Storage) -> bool:
        """Make this the index on disk; return False where another process is writing just now.

        Raises OSError where the folder cannot be written or the disk is full; the old index then stands.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._locked() as mine:
            if mine:
                before = self._known_files(manifest.root)
                self._write_files(manifest, storage, before)
                atomic.write_bytes(self.folder / MANIFEST, encode(manifest))
                self._sweep(manifest, before)
        return mine

    def disown(self) -> None:
        """Make sure that the index on disk is not read again; raises nothing."""
        with contextlib.suppress(OSError):
            (self.folder / MANIFEST).unlink(missing_ok=True)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[bool]:
        lock = FileLock(str(self.folder / LOCK))
        mine = bool(lock.acquire(blocking=False))
        try:
            yield mine
        finally:
            if mine:
                lock.release()

    def _write_files(self, manifest: Manifest, storage: Storage, known: Mapping[str, FileMark]) -> None:
        for name, mark in manifest.files.items():
            path = self.folder / name
            there = known.get(name) == mark or name in storage.written
            if there and path.exists() and path.stat().st_size == mark.size:
                continue
            _write(path, [storage.files[name]] if name in storage.files else chunks(storage.blobs[name]))

    def _known_files(self, root: str) -> Mapping[str, FileMark]:
        """Return the marks of the files that the manifest on disk vouches for."""
        try:
            manifest = decode((self.folder / MANIFEST).read_bytes(), root)
        except (OSError, Unusable):
            return {}
        return manifest.files

    def _sweep(self, manifest: Manifest, before: Mapping[str, FileMark]) -> None:
        keep, old = {MANIFEST, LOCK, *manifest.files}, time.time() - atomic.ORPHANED_S
        with os.scandir(self.folder) as found:
            litter = [
                item.path
                for item in found
                if item.name not in keep
                and item.is_file(follow_symlinks=False)
                and (item.name in before or item.stat(follow_symlinks=False).st_mtime < old)
            ]
        for path in litter:
            with contextlib.suppress(OSError):  # held open by a reader or a virus scanner: swept another time
                os.unlink(path)  # noqa: PTH108 - scandir gave strings


def _write(path: Path, parts: Iterable[bytes]) -> None:
    """Write aside and rename, so that a file is never changed under a process that reads it."""
    aside = path.with_name(f".{path.name}.tmp")
    with aside.open("wb") as file:
        for part in parts:
            file.write(part)
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
