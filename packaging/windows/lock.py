"""Reading a lock of Python packages for another machine: which versions Windows gets, and their hashes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from packaging.markers import Marker
from packaging.utils import canonicalize_name

from windows.failure import BuildError

TARGET: Final = {
    "implementation_name": "cpython",
    "implementation_version": "3.13.2",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_release": "10",
    "platform_system": "Windows",
    "platform_version": "10.0.17763",
    "python_full_version": "3.13.2",
    "python_version": "3.13",
    "sys_platform": "win32",
    "extra": "",
}


@dataclass(frozen=True, slots=True)
class Pin:
    """One package of a lock; `hashes` are SHA-256 in hex, one a file that may be installed."""

    name: str
    version: str
    hashes: frozenset[str]

    def line(self) -> str:
        """Return it as pip reads it, without its marker."""
        return " ".join([f"{self.name}=={self.version}", *(f"--hash=sha256:{one}" for one in sorted(self.hashes))])


def pins(text: str) -> tuple[Pin, ...]:
    """Return what a lock installs on 64-bit Windows with Python 3.13."""
    entries = text.replace("\\\n", " ").splitlines()
    return tuple(_pin(entry) for entry in entries if entry.strip() and not entry.startswith("#") and _applies(entry))


def chosen(text: str, names: Iterable[str]) -> tuple[Pin, ...]:
    """Return these packages of a lock; names of requirements may carry versions."""
    wanted = {canonicalize_name(re.split(r"[^A-Za-z0-9._-]", name)[0]) for name in names}
    return tuple(pin for pin in pins(text) if pin.name in wanted)


def _applies(entry: str) -> bool:
    """Evaluate an entry's marker for Windows: pip itself would ask the machine that it runs on."""
    marker = entry.partition(";")[2].partition("--hash")[0].strip()
    return not marker or Marker(marker).evaluate(TARGET)


def _pin(entry: str) -> Pin:
    found = re.match(r"\s*([A-Za-z0-9._-]+)==([^\s;]+)", entry)
    hashes = frozenset(re.findall(r"--hash=sha256:([0-9a-f]{64})", entry))
    if found is None or not hashes:
        raise BuildError(f"the lock has a line without version or hash: {entry.strip()[:60]}")
    return Pin(canonicalize_name(found[1]), found[2], hashes)
