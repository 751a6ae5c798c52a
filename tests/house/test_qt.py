"""The version of PySide6 that is pinned does not lose references of None."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import sys
from PySide6.QtCore import QCoreApplication
application = QCoreApplication([])
before = sys.getrefcount(None)
for _ in range(1000):
    application.processEvents()
print(sys.getrefcount(None) - before)
"""


def test_void_calls_do_not_lose_references_of_none() -> None:
    # PySide6 6.12.0 on Python 3.10 and 3.11 loses one at each call, and aborts when none is left.
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    assert abs(int(done.stdout)) < 100
