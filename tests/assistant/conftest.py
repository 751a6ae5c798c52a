"""An assistant over a small library, with a clock that stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kbassist.assistant.assistant import Assistant
from kbassist.macros.form import Agent
from tests.assistant.shelf import FakeClock, Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "资料")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def fresh(shelf: Shelf, clock: FakeClock) -> Iterator[Assistant]:
    """Yield an assistant that has read nothing yet."""
    made = Assistant(shelf.root, Agent("小林", "客服小林"), clock)
    yield made
    made.close()


@pytest.fixture
def assistant(fresh: Assistant) -> Assistant:
    """Return an assistant that is ready."""
    fresh.load()
    fresh.index()
    return fresh
