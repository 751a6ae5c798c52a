"""Checking that what others made bears their valid Authenticode signature."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final
from unittest.mock import patch

from windows.failure import BuildError

PYTHON_SIGNER: Final = "O=Python Software Foundation,"
MICROSOFT_SIGNER: Final = "O=Microsoft Corporation,"
# Of CPython's files, those that Microsoft made and signed.
MICROSOFT: Final = ("vcruntime140.dll", "vcruntime140_1.dll")


def check(files: Mapping[str, bytes]) -> int:
    """Check every program and DLL of CPython; return how many there are.

    Raises BuildError that names each file without a valid signature of its maker.
    """
    programs = {name: data for name, data in files.items() if data[:2] == b"MZ"}
    faults = [f"{name}: {why}" for name, data in sorted(programs.items()) if (why := fault(name, data))]
    if faults:
        raise BuildError("signatures of CPython that do not hold:\n  " + "\n  ".join(faults))
    return len(programs)


def fault(name: str, data: bytes) -> str:
    """Say what is wrong with one file's signature; empty where nothing is."""
    with _readable_openssl():
        from signify.authenticode import AuthenticodeFile  # noqa: PLC0415 - an import of a second
    wanted = MICROSOFT_SIGNER if name.lower() in MICROSOFT else PYTHON_SIGNER
    image = AuthenticodeFile.from_stream(io.BytesIO(data))
    result, error = image.explain_verify()
    if result.name != "OK":
        return f"{result.name} {error or ''}".strip()
    signers = [signer for signature in image.signatures for signer in _signers(signature)]
    return "" if any(wanted in signer for signer in signers) else f"signed by {'; '.join(signers)}"


def _signers(signature: Any) -> list[str]:
    """Return whose certificates signed, not who issued them."""
    info = signature.signer_info
    return [
        str(one.subject.dn)
        for one in signature.certificates
        if one.serial_number == info.serial_number and one.issuer == info.issuer
    ]


@contextmanager
def _readable_openssl() -> Iterator[None]:
    """Let oscrypto, which signify imports, take OpenSSL 3.0.19 for 3.0.1: it stops at two digits."""
    search = re.search

    def shortened(pattern: str, text: str, flags: int = 0) -> re.Match[str] | None:
        return search(
            pattern, re.sub(r"^(OpenSSL 3\.\d\.\d)\d+", r"\1", text) if isinstance(text, str) else text, flags
        )

    with patch.object(re, "search", shortened):
        yield
