"""`kbassist reviewed` stamps entries, says what it could not do, and writes nothing in a rehearsal."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from kbassist.content.loader import load
from tests.cli.conftest import Ran

Kbassist = Callable[..., Ran]
MACRO = "---\nid: m\n标题: 话术\n依据: [refund-arrival#怎么做]\n下次核对: 2020-01-01\n---\n您好\n"
TODAY = date.today()


@pytest.fixture
def path(library: Path) -> Path:
    path = library / "macros/m.md"
    path.write_text(MACRO, encoding="utf-8")
    return path


def test_a_review_is_stamped(kbassist: Kbassist, library: Path, path: Path) -> None:
    ran = kbassist("reviewed", "m", "refund-arrival", "--next", "180d")
    assert ran.code == 0
    assert "2 entries were marked as reviewed." in ran.err
    made = load(library)
    macro = made.entries["m@zh-CN"]
    assert macro.reviewed == made.entries["refund-arrival@zh-CN"].reviewed == TODAY
    assert macro.review_by == TODAY + timedelta(days=180)
    assert macro.basis_seen[0] == TODAY.isoformat()
    assert len(macro.basis_seen) == 2
    assert made.problems == ()


def test_a_rehearsal_shows_and_writes_nothing(kbassist: Kbassist, path: Path) -> None:
    ran = kbassist("reviewed", "m", "--dry-run")
    assert f"+最近核对: {TODAY.isoformat()}" in ran.out
    assert "give a new day with --next" in ran.err
    assert path.read_text(encoding="utf-8") == MACRO


def test_a_file_that_cannot_be_edited_is_said_and_others_are_written(
    kbassist: Kbassist, library: Path, path: Path
) -> None:
    (library / "macros/bad.md").write_text("---\nid: bad\n标题: [a\n---\n您好\n", encoding="utf-8")
    ran = kbassist("reviewed", "bad", "m", "--json")
    assert ran.code == 1
    found = {each["id"]: each for each in json.loads(ran.out)}
    assert found["bad"]["refused"]
    assert found["m"]["reviewed"] == TODAY.isoformat()
    assert f"最近核对: {TODAY.isoformat()}" in path.read_text(encoding="utf-8")


def test_an_expired_basis_is_said(kbassist: Kbassist, library: Path, path: Path) -> None:
    article = library / "kb/refunds/arrival.md"
    article.write_text(
        article.read_text(encoding="utf-8").replace("标签", "失效: 2020-01-01\n标签"), encoding="utf-8"
    )
    assert "is no longer in force" in kbassist("reviewed", "m").err


@pytest.mark.parametrize("day", ["2020-01-01", "soon", "0d", "9999999d"])
def test_a_day_that_is_none_to_come_is_refused(kbassist: Kbassist, path: Path, day: str) -> None:
    assert kbassist("reviewed", "m", "--next", day).code == 2
    assert path.read_text(encoding="utf-8") == MACRO
