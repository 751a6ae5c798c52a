"""The update manifest: what a signed notice about a version says, and whether its signature is genuine."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from kbassist.updates.refusal import Refusal, Refused

MANIFEST: Final = "kbassist-update.json"
SIGNATURE: Final = f"{MANIFEST}.sig"
PRODUCT: Final = "kbassist"
DOMAIN: Final = b"kbassist update manifest, format 1\n"
"""What is signed is this line and then the manifest, so that a signature of anything else is none of a manifest."""

LONGEST: Final = 64 * 1024
LONGEST_SIGNATURE: Final = 256
_SIGNATURE_SIZE: Final = 64
_ENDS: Final = (b"", b"\n", b"\r\n")

Version = Annotated[str, Meta(pattern=r"\A[0-9]{1,5}(\.[0-9]{1,5}){2,3}\Z")]
Serial = Annotated[int, Meta(ge=1, le=(1 << 53) - 1)]
Note = Annotated[str, Meta(max_length=2000)]


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """A file that IT may install: its plain name, its size in bytes, and its SHA-256 in lower-case hexadecimal."""

    name: Annotated[str, Meta(pattern=r"\Akbassist-[0-9A-Za-z._-]{1,100}\.(exe|msi|zip)\Z")]
    size: Annotated[int, Meta(ge=1)]
    sha256: Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a notice says; unknown keys are passed over, so that later versions can say more in the same format.

    `serial` counts up from notice to notice, whatever the versions do: it tells a notice that was put back from one
    that withdraws a version. `notes` are plain text by language (`zh_CN`, `en`).
    """

    format: Literal[1]
    product: str
    version: Version
    released: date
    serial: Serial
    files: Annotated[tuple[ReleaseFile, ...], Meta(min_length=1, max_length=16)]
    notes: Mapping[str, Note] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Head:
    """What is read first: of another program's notice nothing else is expected."""

    product: str


def verify(data: bytes, signature: bytes, key: bytes) -> None:
    """Check the signature file's content against the manifest's; `key` is an ed25519 public key of 32 bytes.

    Raises Refused. One signature has one text only (base64 without a free bit, at most a newline behind it), so that
    no bit of the two files can be changed unseen.
    """
    from nacl.exceptions import CryptoError  # noqa: PLC0415 - a cryptographic library, for one check a day
    from nacl.signing import VerifyKey  # noqa: PLC0415

    try:
        VerifyKey(key).verify(DOMAIN + data, _decoded(signature))
    except (CryptoError, ValueError) as error:
        raise Refused(Refusal.NOT_GENUINE, str(error)) from error


def _decoded(text: bytes) -> bytes:
    """Return the 64 bytes of a signature; raises ValueError for any other way to write them."""
    try:
        raw = base64.b64decode(text.rstrip(b"\r\n"), validate=True)
    except binascii.Error as error:
        raise ValueError("the signature is not written in base64") from error
    written = base64.b64encode(raw)
    if len(raw) != _SIGNATURE_SIZE or text not in {written + end for end in _ENDS}:
        raise ValueError("the signature is not 64 bytes in base64")
    return raw


def parse(data: bytes) -> Manifest:
    """Read a manifest whose signature was found genuine; raises Refused."""
    try:
        if msgspec.json.decode(data, type=_Head).product != PRODUCT:
            raise Refused(Refusal.FOREIGN)
        return msgspec.json.decode(data, type=Manifest)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise Refused(Refusal.DAMAGED, str(error)) from error


def is_newer(version: str, own: str) -> bool:
    """Tell whether a version comes after ours; both are three or four numbers, as Windows' installers compare them.

    A version of ours that is not made of numbers (a developer's) comes before all others.
    """
    return _numbers(version) > _numbers(own)


def _numbers(version: str) -> tuple[int, ...]:
    """Return four numbers, since 1.2.3 and 1.2.3.0 are the same version."""
    try:
        numbers = tuple(int(part) for part in version.split("."))
    except ValueError:
        return ()
    return (*numbers, 0, 0, 0, 0)[:4]
