"""Makes the build's modules importable: they are no part of the program, and lie in `packaging/`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packaging"))
