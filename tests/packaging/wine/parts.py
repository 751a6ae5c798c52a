"""How the test suite is shared out under Windows Python: what runs beside what, on which platform of Qt's."""

from __future__ import annotations

from typing import Final

from windows.project import ROOT

from tests.packaging.wine.shard import Part

PARTLESS: Final = tuple(f"tests/{path.name}" for path in sorted((ROOT / "tests").glob("test_*.py")))
# What takes more than five seconds is pure Python, and says nothing about Windows that the rest does not.
QUICKLY: Final = ("-m", "not slow and not e2e")
# Windows, keys, clipboard, tray and sessions of the system itself, with nothing that stands in for them.
SYSTEM: Final = tuple(f"tests/desktop/test_real_{name}.py" for name in ("windows", "sessions", "ending"))
REAL: Final = Part("system", SYSTEM, platform="windows")
ELSE: Final = ("tests/desktop", *(f"--ignore={name}" for name in SYSTEM), *PARTLESS)
# The longest first, so that none is left to run alone at the end. tests/house reads sources; the tests of the
# build and from end to end drive Windows from outside. Both run on Linux only.
FULL: Final = (
    Part("search", ("tests/search", "tests/semantic", *QUICKLY)),
    Part("app", ("tests/app", *QUICKLY)),  # a fake stands for the desktop, so no window manager may have a say
    Part("ui", ("tests/ui", *QUICKLY), platform="windows"),
    Part("library", ("tests/content", "tests/macros", "tests/wording", "tests/cases", "tests/lint", "tests/usage",
                     "tests/assistant", *QUICKLY)),
    Part("desktop", (*ELSE, "tests/updates", "tests/cli", "tests/evaluation", "tests/house/test_core.py", *QUICKLY)),
    REAL,
)  # fmt: skip
QUICK: Final = (Part("desktop", (*ELSE, "tests/cli/test_commands.py", *QUICKLY)), REAL)
