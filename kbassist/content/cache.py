"""Keeping what was parsed in the user's own cache folder, so that a start reads no file twice."""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import msgspec

from kbassist import atomic
from kbassist.content.source import SourceFile

# Raise this number whenever the parser gives something else for the same text.
FORMAT: Final = 1
_NAME: Final = "library.msgpack"
_MAGIC: Final = b"kbassist library %d\n" % FORMAT
_DIGEST: Final = 32


class _Content(msgspec.Struct, array_like=True):
    root: str
    files: list[SourceFile]


def load(folder: Path, root: Path) -> tuple[dict[str, SourceFile], datetime] | None:
    """Return the files of a library as they were read last, and when; None where there is no sound cache of it."""
    path = folder / _NAME
    try:
        data = path.read_bytes()
        written = datetime.fromtimestamp(path.stat().st_mtime)
    except (OSError, ValueError, OverflowError):
        return None
    head = len(_MAGIC)
    digest, body = data[head : head + _DIGEST], memoryview(data)[head + _DIGEST :]
    if not data.startswith(_MAGIC) or hashlib.blake2b(body, digest_size=_DIGEST).digest() != digest:
        return None
    try:
        with _no_garbage_collection():
            content = msgspec.msgpack.decode(body, type=_Content)
    except (msgspec.DecodeError, RecursionError):
        return None
    if content.root != _identity(root):
        return None
    return {file.path: file for file in content.files}, written


def save(folder: Path, root: Path, files: Mapping[str, SourceFile]) -> None:
    """Write the cache; a disk that is full or read-only costs the next start some time, nothing else."""
    content = _Content(_identity(root), list(files.values()))
    with suppress(OSError):
        body = _ENCODER.encode(content)
        digest = hashlib.blake2b(body, digest_size=_DIGEST).digest()
        atomic.write_bytes(folder / _NAME, _MAGIC + digest + body)


def touch(folder: Path) -> None:
    """Note that the cache still is what the library holds."""
    with suppress(OSError):
        os.utime(folder / _NAME)


def _identity(root: Path) -> str:
    return os.path.realpath(root)


def _plain(value: Any) -> Any:
    if isinstance(value, MappingProxyType):
        return dict(value)
    raise NotImplementedError


_ENCODER: Final = msgspec.msgpack.Encoder(enc_hook=_plain)


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """Hold the collector back: it would walk a hundred thousand new objects again and again, and find nothing."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
