"""What an index of ours says about itself: versions, library, and a digest of each of its files."""

from __future__ import annotations

import hashlib
import re
import sys
from typing import Final

import msgspec
import whoosh

from kbassist.search.blobs import DIGEST_SIZE
from kbassist.search.wtypes import SCHEMA_VERSION

_FORMAT: Final = 2
_NAME: Final = re.compile(r"[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)+")


class FileMark(msgspec.Struct, frozen=True, array_like=True):
    """Size in bytes and digest of one file."""

    size: int
    digest: str


class Manifest(msgspec.Struct, frozen=True):
    """All that must fit before a byte of an index is unpickled."""

    made_by: str
    root: str
    files: dict[str, FileMark]


class Unusable(Exception):  # noqa: N818 - no fault of the program: the index is built again
    """This is no index that this program wrote for this library, or it is damaged."""


class Foreign(Unusable):
    """There is no index, or it is of another library, program version or owner: nothing is the matter with it."""


def made_by() -> str:
    """Return what an index depends on: our schema, Whoosh, Python's pickle, the byte order."""
    python = ".".join(map(str, sys.version_info[:2]))
    version = ".".join(str(number) for number in whoosh.__version__)
    return f"kbassist-index {_FORMAT}/{SCHEMA_VERSION} whoosh {version} python {python} {sys.byteorder}"


def digest(data: bytes) -> str:
    """Return the digest by which a file is known."""
    return hashlib.blake2b(data, digest_size=DIGEST_SIZE).hexdigest()


def encode(manifest: Manifest) -> bytes:
    """Return the manifest's file: its own digest in the first line, JSON after it."""
    body = msgspec.json.encode(manifest)
    return digest(body).encode() + b"\n" + body


def decode(data: bytes, root: str) -> Manifest:
    """Read a manifest's file; raise `Unusable` unless it is whole, of this version and of the library at `root`."""
    head, _, body = data.partition(b"\n")
    if head != digest(body).encode():
        raise Unusable("damaged manifest")
    try:
        manifest = msgspec.json.decode(body, type=Manifest)
    except msgspec.MsgspecError as error:
        raise Unusable("manifest of another shape") from error
    if manifest.made_by != made_by() or manifest.root != root:
        raise Foreign(f"index of {manifest.made_by} for {manifest.root}")
    if not all(_NAME.fullmatch(name) for name in manifest.files):
        raise Unusable("file names that are not ours")
    return manifest
