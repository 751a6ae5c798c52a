"""A publisher with a key of its own, who puts notices into a folder: genuine ones, and others."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from nacl.signing import SigningKey

from kbassist.policy import UpdateSource
from kbassist.updates.manifest import DOMAIN, MANIFEST, SIGNATURE

SETUP = "kbassist-1.3.0-Setup.exe"
CONTENT = b"MZ: the setup"


@dataclass
class Publisher:
    """Signs what it is told; the next notice has the next serial."""

    folder: Path
    seed: bytes = b"\x01" * 32
    serial: int = 1000
    key: SigningKey = field(init=False)

    def __post_init__(self) -> None:
        self.key = SigningKey(self.seed)
        self.folder.mkdir(parents=True, exist_ok=True)

    @property
    def source(self) -> UpdateSource:
        return UpdateSource(str(self.folder), bytes(self.key.verify_key))

    @property
    def public(self) -> str:
        return base64.b64encode(bytes(self.key.verify_key)).decode()

    def publish(self, version: str = "1.3.0", **other: Any) -> None:
        """Put a notice about a version there; `other` are values that it has besides."""
        self.serial += 1
        self.put(json.dumps(notice(version, self.serial) | other, ensure_ascii=False).encode())

    def put(self, data: bytes) -> None:
        """Put these bytes there, signed."""
        (self.folder / MANIFEST).write_bytes(data)
        (self.folder / SIGNATURE).write_bytes(self.sign(data))

    def sign(self, data: bytes, domain: bytes = DOMAIN) -> bytes:
        return base64.b64encode(self.key.sign(domain + data).signature) + b"\n"

    def taken(self) -> tuple[bytes, bytes]:
        """Return both files as they are, for putting them back later."""
        return (self.folder / MANIFEST).read_bytes(), (self.folder / SIGNATURE).read_bytes()

    def put_back(self, files: tuple[bytes, bytes]) -> None:
        for name, data in zip((MANIFEST, SIGNATURE), files, strict=True):
            (self.folder / name).write_bytes(data)


def notice(version: str, serial: int) -> Mapping[str, Any]:
    """Return a notice that names one file."""
    file = {"name": SETUP, "size": len(CONTENT), "sha256": sha256(CONTENT).hexdigest()}
    head = {"format": 1, "product": "kbassist", "version": version, "released": "2026-11-23", "serial": serial}
    return head | {"files": [file], "notes": {"zh_CN": "更快", "en": "Quicker"}}
