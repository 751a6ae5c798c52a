"""A Windows Python with the libraries of the tests, laid out once a machine from the lock for developers."""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from pathlib import Path
from typing import Final

from windows import fetch, lock
from windows.fetch import Wheel
from windows.lock import Pin
from windows.project import ROOT, cache_folder

from tests.packaging.wine import template

NAME: Final = "python"
# What only checks or builds on Linux needs; the tests of the product do without.
UNUSED: Final = frozenset([
    "ast-serialize", "editables", "grimp", "hatchling", "import-linter", "librt", "mypy", "mypy-extensions", "pefile",
    "ruff", "trove-classifiers", "types-markdown", "types-pyyaml",
])  # fmt: skip
# _wmi.pyd: the module `platform` asks Windows' management service through it, where wine hangs. The search path file:
# it would keep PYTHONPATH out, which names the checkout.
LEFT_OUT: Final = frozenset(["_wmi.pyd", "python313._pth"])


def interpreter() -> Path:
    """Return the python.exe, laid out now if it is the first time; raises BuildError where a wheel is missing."""
    pins = wanted()
    found = template.cache() / f"{NAME}-{_key(pins)}"
    with template.alone(NAME):
        if not found.exists():
            template.drop_old(NAME)
            made = template.cache() / f"unfinished-{NAME}"
            shutil.rmtree(made, ignore_errors=True)
            _lay_out(made, fetch.wheels(pins, cache_folder()))
            made.rename(found)  # last, so that a run that was killed leaves nothing that looks finished
        os.utime(found)
    return found / "python.exe"


def wanted() -> tuple[Pin, ...]:
    """Return what the tests need on Windows."""
    text = (ROOT / "packaging" / "requirements-dev.lock").read_text(encoding="utf-8")
    return tuple(pin for pin in lock.pins(text) if pin.name not in UNUSED)


def _key(pins: tuple[Pin, ...]) -> str:
    lines = [pin.line() for pin in (fetch.PYTHON_PIN, *pins)]
    return hashlib.sha256("\n".join([*lines, Path(__file__).read_text(encoding="utf-8")]).encode()).hexdigest()[:16]


def _lay_out(home: Path, wheels: tuple[Wheel, ...]) -> None:
    home.mkdir()
    for name, data in fetch.python(cache_folder(), None, None).files.items():
        if name not in LEFT_OUT:
            (home / name).write_bytes(data)
    for wheel in wheels:
        with zipfile.ZipFile(wheel.path) as packed:
            packed.extractall(home / "Lib" / "site-packages")
