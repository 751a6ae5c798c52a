"""Signing what IT's users start, with IT's own certificate, where IT names one."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from windows.failure import BuildError
from windows.project import NAME
from windows.tool import run, say

CERTIFICATE: Final = "KBASSIST_SIGN_PFX"
PASSWORD_FILE: Final = "KBASSIST_SIGN_PASSWORD_FILE"
TIMESTAMP: Final = "KBASSIST_SIGN_TIMESTAMP_URL"


@dataclass(frozen=True, slots=True)
class Signer:
    """A PKCS#12 certificate with its key, the file with its password, and a timestamp server or none.

    The password is read from a file by osslsigncode, so that it stands in no list of processes.
    """

    certificate: Path
    password_file: Path | None
    timestamp: str
    epoch: int

    def sign(self, path: Path) -> None:
        """Sign a program or an MSI in place; raises BuildError where the certificate does not serve."""
        signed = path.with_name(f"{path.name}.signed")
        command: list[str | Path] = ["osslsigncode", "sign", "-pkcs12", self.certificate, "-h", "sha256", "-n", NAME]
        if self.password_file is not None:
            command += ["-readpass", self.password_file]
        command += ["-ts", self.timestamp] if self.timestamp else ["-time", str(self.epoch)]
        run([*command, "-in", path, "-out", signed])
        shutil.copymode(path, signed)
        signed.replace(path)


def from_environment(epoch: int) -> Signer | None:
    """Return the signer that the environment names; None where it names none.

    Without a timestamp server the signature bears the commit's time, so that a second build has the same bytes; such
    a signature ends with the certificate.
    """
    given = os.environ.get(CERTIFICATE)
    if not given:
        return None
    password = os.environ.get(PASSWORD_FILE)
    files = [Path(given), *([Path(password)] if password else [])]
    for file in files:
        if not file.is_file():
            raise BuildError(f"{file} is no file; {CERTIFICATE} and {PASSWORD_FILE} name what signs")
    return Signer(files[0], files[1] if password else None, os.environ.get(TIMESTAMP, ""), epoch)


def sign_all(signer: Signer | None, paths: list[Path]) -> None:
    """Sign files, or say that they are not signed."""
    if signer is None:
        say(f"not signed: {', '.join(path.name for path in paths)} ({CERTIFICATE} names no certificate)")
        return
    for path in paths:
        signer.sign(path)
    say(f"signed: {', '.join(path.name for path in paths)}")


if __name__ == "__main__":  # makensis signs the uninstaller while it packs it
    chosen = from_environment(int(os.environ["SOURCE_DATE_EPOCH"]))
    if chosen is not None:
        chosen.sign(Path(sys.argv[1]))
