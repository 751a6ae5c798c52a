"""IT's own ed25519 key for update notices: a file with its secret half, and its public half for the policy."""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from pathlib import Path
from typing import Any, Final

from windows.failure import BuildError

KEY: Final = "KBASSIST_UPDATE_KEY"
_BYTES: Final = 32


def from_environment() -> bytes | None:
    """Return the secret key that the environment names, None where it names none; raises BuildError."""
    given = os.environ.get(KEY)
    return read(Path(given)) if given else None


def read(path: Path) -> bytes:
    """Return the 32 bytes of a secret key; raises BuildError, too, where others on this machine could read it."""
    try:
        open_to_others = path.stat().st_mode & 0o077
        seed = base64.b64decode(path.read_text(encoding="ascii").strip(), validate=True)
    except (OSError, UnicodeDecodeError, binascii.Error) as error:
        raise BuildError(f"{path} is no key ({error}); python -m windows.manifest keygen FILE makes one") from error
    if open_to_others:
        raise BuildError(f"{path} can be read by others, so it is no secret: chmod 600 {path}")
    if len(seed) != _BYTES:
        raise BuildError(f"{path} is no key: it holds {len(seed)} bytes and not {_BYTES}")
    return seed


def make(path: Path) -> str:
    """Make a key, write its secret half where nothing is yet, and return its public half; raises BuildError."""
    seed = secrets.token_bytes(_BYTES)
    public = public_half(seed)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(base64.b64encode(seed) + b"\n")
    except OSError as error:
        raise BuildError(f"{path} cannot be written: {error.strerror}") from error
    return public


def public_half(seed: bytes) -> str:
    """Return the public half of a key in base64, as the policy `update_key` takes it."""
    return base64.b64encode(bytes(_signing_key(seed).verify_key)).decode()


def signature(seed: bytes, message: bytes) -> bytes:
    """Return the 64 bytes of a signature, which are the same each time."""
    return bytes(_signing_key(seed).sign(message).signature)


def _signing_key(seed: bytes) -> Any:
    try:
        from nacl.signing import SigningKey  # noqa: PLC0415 - a build without a key need not have it
    except ImportError as error:
        raise BuildError("PyNaCl is not installed; packaging/windows/setup.sh installs all that is needed") from error
    return SigningKey(seed)
