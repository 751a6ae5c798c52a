"""What is installed is what was locked."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.house.sources import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")


def pinned(lock: str) -> dict[str, str]:
    """Return each package's lines by its name, as `name==version ; marker` with its hashes."""
    text = (ROOT / "packaging" / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    entries = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return {re.split(r"[=\s]", entry)[0] + entry.partition(";")[2]: entry for entry in entries}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_by_hash(lock: str) -> None:
    loose = [e for e in pinned(lock).values() if not re.match(r"[a-z0-9.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", e)]
    assert loose == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_dependency_is_in_the_lock(lock: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = list(project["project"]["dependencies"])
    if "dev" in lock:
        wanted += project["dependency-groups"]["dev"]
    locked = {re.split("==", entry)[0] for entry in pinned(lock).values()}
    names = {re.split(r"[^A-Za-z0-9-]", requirement)[0].lower() for requirement in wanted}
    assert names - locked == set()


def test_both_locks_agree() -> None:
    small, large = pinned(LOCKS[0]), pinned(LOCKS[1])
    assert {name: entry for name, entry in small.items() if large.get(name) != entry} == {}


def test_setup_checks_hashes() -> None:
    assert "--require-hashes" in (ROOT / "packaging" / "setup.sh").read_text(encoding="utf-8")
