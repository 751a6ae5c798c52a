"""The licences of all that is shipped, collected from what was downloaded."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from email.parser import HeaderParser
from pathlib import Path, PurePosixPath
from typing import Final

from windows.failure import BuildError
from windows.fetch import Python, Wheel

_NAMES: Final = ("licen", "copying", "notice", "authors")
# Qt for Python is used under the LGPL; its wheels bring the commercial text only.
LGPL: Final = ("pyside6-essentials", "shiboken6")
DEBIAN_TEXTS: Final = Path("/usr/share/common-licenses")
QT_NOTE: Final = """Qt and Qt for Python are used under the GNU Lesser General Public License, version 3.

The libraries lie as separate files in lib\\PySide6 and lib\\shiboken6 and may be replaced by compatible ones that you
made yourself. Their sources are those of Qt and Qt for Python {version}, published by The Qt Company.
"""


def is_licence(path: str) -> bool:
    """Tell whether a file of a wheel is a licence, a notice or a list of authors."""
    found = PurePosixPath(path)
    named = any(word in found.name.lower() for word in _NAMES)
    below = any(part.endswith(".dist-info") for part in found.parts)
    return (named and found.suffix.lower() not in {".py", ".pyc", ".pyd"}) or (below and "licenses" in found.parts)


def declared(wheel: Wheel) -> str:
    """Return the licence that a wheel names, as short as it names it; empty where it names none."""
    with zipfile.ZipFile(wheel.path) as packed:
        name = next(one for one in packed.namelist() if one.endswith(".dist-info/METADATA"))
        head = HeaderParser().parsestr(packed.read(name).decode("utf-8", errors="replace"))
    expression = head.get("License-Expression")
    short = (head.get("License") or "").strip()
    classified = [one.rpartition(" :: ")[2] for one in head.get_all("Classifier", []) if one.startswith("License ::")]
    return expression or (short if 0 < len(short) < 60 and "\n" not in short else "") or "; ".join(classified)


def write(target: Path, own: Path, wheels: Sequence[Wheel], python: Python) -> None:
    """Write one folder a part, and a list of them all; raises BuildError where a part brings no licence."""
    _put(target / "kbassist" / "LICENSE", own.read_bytes())
    _put(target / f"cpython-{python.version}" / "LICENSE.txt", python.files["LICENSE.txt"])
    for wheel in wheels:
        _collect(wheel, target / f"{wheel.name}-{wheel.version}")
    _put(target / "THIRD-PARTY.txt", listing(wheels, python).encode())


def listing(wheels: Iterable[Wheel], python: Python) -> str:
    """Return the list of parts with version and licence."""
    rows = [("CPython", python.version, "PSF-2.0"), *((one.name, one.version, declared(one)) for one in wheels)]
    lines = [f"{name:32} {version:16} {licence}".rstrip() for name, version, licence in rows]
    head = "kbassist is under the MIT licence. It comes with these parts; their licences lie in the folders here.\n"
    return "\r\n".join([head, *lines, ""])


def _collect(wheel: Wheel, folder: Path) -> None:
    with zipfile.ZipFile(wheel.path) as packed:
        texts = [name for name in packed.namelist() if not name.endswith("/") and is_licence(name)]
        for name in texts:
            _put(folder / _short(name), packed.read(name))
    if wheel.name in LGPL:
        for text in ("LGPL-3", "GPL-3"):
            _put(folder / f"{text}.txt", (DEBIAN_TEXTS / text).read_bytes())
        _put(folder / "NOTE.txt", QT_NOTE.format(version=wheel.version).encode())
    if not texts:
        raise BuildError(f"{wheel.path.name} brings no licence")


def _short(name: str) -> str:
    """Return where a text lies within its part's folder, without the folders that every wheel has."""
    parts = [part for part in PurePosixPath(name).parts if not part.endswith(".dist-info") and part != "licenses"]
    return "/".join(parts)


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
