"""A part of the test suite under Windows Python: one pytest in a Windows of its own, followed while it runs."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from windows.project import ROOT

from tests.desktop.xvfb import VirtualDesktop
from tests.packaging.wine.prefix import Windows, living

# Warnings of Qt's that are none here: wine knows neither way of scaling a window for its screen; a window is as high
# as its contents need and not as a test's small screen asks; the platform without a screen has no letters.
OPTIONS: Final = (
    "-q", "-p", "no:cacheprovider", "--tb=short", "--timeout=300", "--durations=10",
    "-o", "qt_log_ignore=DpiAwareness|EnableNonClientDpiScaling|Unable to set geometry|font directory",
)  # fmt: skip
WHOLE: Final = 1800  # seconds after which a part is ended


@dataclass(frozen=True, slots=True)
class Part:
    """What one pytest runs: its name, its arguments, and the platform of Qt's that draws its windows."""

    name: str
    arguments: tuple[str, ...]
    platform: str = "offscreen"


@dataclass(frozen=True, slots=True)
class Result:
    """How a part ended; `skipped` counts the tests by their reason, `faults` names the tests that failed."""

    name: str
    code: int
    seconds: float
    passed: int = 0
    faults: tuple[str, ...] = ()
    skipped: Counter[str] = field(default_factory=Counter)

    @property
    def well(self) -> bool:
        """Whether every test that ran passed."""
        return self.code == 0

    def line(self) -> str:
        """Say it in one line."""
        found = f"{self.passed} passed, {len(self.faults)} failed, {sum(self.skipped.values())} skipped"
        return f"{'ok    ' if self.well else 'FAILED'} {self.name:12} {self.seconds:5.0f} s  {found}"


def run(part: Part, python: Path, scratch: Path, output: Path) -> Result:
    """Run a part in a fresh Windows below `scratch`, on a screen of its own; its words and report go to `output`."""
    started = time.monotonic()
    log, report = output / f"{part.name}.log", output / f"{part.name}.xml"
    with VirtualDesktop() as desktop, living(scratch / part.name, desktop.display) as windows:
        command: list[str | Path] = [
            python,
            "-m",
            "pytest",
            *OPTIONS,
            f"--junitxml={windows.path(report)}",
            *part.arguments,
        ]
        process = windows.start(*command, env=_environment(windows, part), cwd=ROOT, output=log)
        try:
            code = process.wait(WHOLE)
        except subprocess.TimeoutExpired:
            code = -1
    shutil.rmtree(windows.folder, ignore_errors=True)
    return _result(part.name, code, time.monotonic() - started, report)


def _environment(windows: Windows, part: Part) -> dict[str, str]:
    """Return what the tests' Python is told: where the program lies, and that nobody sits at this machine."""
    return {
        "CI": "1",
        "KBASSIST_TEST_PLATFORM": part.platform,
        "PYTHONPATH": windows.path(ROOT),
        "PYTHONUTF8": "1",
        "WINEQT_QPA_PLATFORM": part.platform,
    }


def _result(name: str, code: int, seconds: float, report: Path) -> Result:
    """Read pytest's report; a part that broke off has none, and is one fault."""
    if not report.exists():
        return Result(name, code or 1, seconds, faults=("the tests broke off: see the end of their output",))
    cases = [case for suite in ET.parse(report).getroot() for case in suite.iter("testcase")]
    faults = tuple(_name(case) for case in cases if _has(case, "failure", "error"))
    reasons = [one.get("message", "") for case in cases if (one := case.find("skipped")) is not None]
    passed = len(cases) - len(faults) - len(reasons)
    return Result(name, code, seconds, passed, faults, Counter(reasons))


def _has(case: ET.Element, *kinds: str) -> bool:
    return any(case.find(kind) is not None for kind in kinds)


def _name(case: ET.Element) -> str:
    return f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name', '')}"


def percent(log: Path) -> int:
    """Return how far a part is, in percent, from what it has printed."""
    if not log.exists():
        return 0
    found = re.findall(rb"\[ *(\d+)%\]", log.read_bytes())
    return int(found[-1]) if found else 0


def tail(log: Path, lines: int = 60) -> str:
    """Return the end of a part's output."""
    return "\n".join(log.read_text("utf-8", "replace").splitlines()[-lines:])


def skips(results: Sequence[Result]) -> Counter[str]:
    """Count the skipped tests of all parts by reason."""
    return sum((result.skipped for result in results), Counter())
