"""The products that the tests install: this commit's, and an earlier version for the tests of upgrades."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from windows import project
from windows.failure import BuildError
from windows.project import ROOT

EARLIER: Final = "0.0.9"
EARLIER_OPTIONS: Final = ("--quick", "--only", "setup", "--only", "msi", "--version", EARLIER)
BUILD: Final = (str(ROOT / ".venv-package" / "bin" / "python"), "-m", "windows.build")
QUICK_TESTS: Final = ("tests/packaging", "-m", "not wine and not slow")
BESIDE: Final = ("tests/packaging/test_msi_faults.py", "tests/packaging/test_no_network_wine.py")
# Side by side, each with Windows and screens of its own, since both wait for programs more than they work. Shared out
# so that both take about as long.
WINE_TESTS: Final = {
    "installers": ("tests/packaging", *(f"--ignore={name}" for name in BESIDE), "-m", "wine", "--durations=15"),
    "a day": ("tests/e2e", *BESIDE, "-m", "wine", "--durations=15"),
}


def provide() -> tuple[Path, Path]:
    """Return the folders with this commit's packages and with an earlier version's, which upgrades start from.

    Each is built now where it does not hold this commit's. Raises BuildError.
    """
    found = project.read()
    earlier = ROOT / "build" / "earlier"
    _build(earlier, found.commit, EARLIER_OPTIONS)  # first: what is laid out last is the product itself
    _build(found.dist, found.commit, ())
    return found.dist, earlier


def _build(folder: Path, commit: str, options: Sequence[str]) -> None:
    if built_from(folder) == commit:
        return
    shutil.rmtree(folder, ignore_errors=True)
    command = [*BUILD, *options, "--output", str(folder)]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "packaging")}
    if subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, check=False).returncode:
        raise BuildError("the packages could not be built")


def built_from(folder: Path) -> str:
    """Return which commit the packages in a folder are of; empty where there are none, or not all."""
    listed = next(folder.glob("*-sbom.cdx.json"), None)
    kinds = all(any(folder.glob(kind)) for kind in ("*-Setup.exe", "*-x64.msi", "SHA256SUMS"))
    if listed is None or not kinds:
        return ""
    properties = json.loads(listed.read_text(encoding="utf-8"))["metadata"]["component"]["properties"]
    return next((one["value"] for one in properties if one["name"].endswith(":commit")), "")


def check(arguments: Sequence[str], log: Path, folders: tuple[Path, Path] | None = None) -> tuple[bool, float]:
    """Run tests with this machine's Python, their output to a file; tell whether they passed, and the seconds."""
    started = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    with log.open("wb") as file:
        done = subprocess.run(
            command, cwd=ROOT, env=_environment(folders), stdin=subprocess.DEVNULL, stdout=file,
            stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
    return done.returncode == 0, time.monotonic() - started


def _environment(folders: tuple[Path, Path] | None) -> Mapping[str, str]:
    given = {"KBASSIST_PACKAGE_DIR": str(folders[0]), "KBASSIST_EARLIER_DIR": str(folders[1])} if folders else {}
    return {**os.environ, "CI": "1", **given}
