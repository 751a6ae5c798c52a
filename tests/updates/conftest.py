"""A folder of IT's, and what the user's program has seen of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbassist.updates.memory import Memory
from tests.updates.publisher import Publisher


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    return Publisher(tmp_path / "共享 releases")


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "data" / "updates.json")
