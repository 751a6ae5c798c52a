"""Proposals of several agents come together, most wanted first, under ids that stay the same."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from kbassist.usage.outbox import NoteKind, Outbox
from kbassist.usage.phrasings import Phrasings
from kbassist.usage.proposals import Rejections, gathered, outboxes

NOON = datetime(2026, 11, 22, 12, 0)


def keep(path: Path, *wordings: str, key: str = "a") -> None:
    phrasings = Phrasings(path, str.casefold)
    for words in wordings:
        phrasings.keep(key, words, NOON)


@pytest.fixture
def collected(tmp_path: Path) -> Path:
    folder = tmp_path / "collected"
    keep(folder / "lin.jsonl", "What fee", "how long", "how long")
    keep(folder / "zhou" / "phrasings.jsonl", "HOW LONG")
    keep(folder / "zhou" / "phrasings.jsonl", "how long", key="b")
    Outbox(folder / "zhou" / "notes.jsonl").add(NoteKind.MISSING, "how long", NOON)
    (folder / "readme.txt").write_text('{"entry": "a", "words": "not this", "times": 1}')
    return folder


def test_the_same_wording_for_the_same_entry_is_one_proposal(collected: Path) -> None:
    found = gathered(outboxes(collected), str.casefold)
    assert [(p.key, p.words.casefold(), p.agents, p.times) for p in found] == [
        ("a", "how long", 2, 3),
        ("a", "what fee", 1, 1),
        ("b", "how long", 1, 1),
    ]
    assert len({p.id for p in found}) == 3
    assert found[0].first == NOON.isoformat()


def test_ids_stay_the_same_whoever_gathers_what(collected: Path) -> None:
    whole = {p.id for p in gathered(outboxes(collected), str.casefold)}
    part = {p.id for p in gathered(outboxes(collected / "zhou" / "phrasings.jsonl"), str.casefold)}
    assert len(part) == 2 and part < whole


def test_a_place_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(outboxes(tmp_path / "nowhere"))


def test_links_and_deep_folders_are_not_followed(collected: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    keep(elsewhere / "x.jsonl", "linked words")
    (collected / "link").symlink_to(elsewhere, target_is_directory=True)
    keep(collected / "1" / "2" / "3" / "4" / "5" / "x.jsonl", "deep words")
    words = {p.words for p in gathered(outboxes(collected), str.casefold)}
    assert words.isdisjoint({"linked words", "deep words"})


def test_rejections_hold_no_words(tmp_path: Path, collected: Path) -> None:
    path = tmp_path / "rejected.jsonl"
    proposal = gathered(outboxes(collected), str.casefold)[0]
    Rejections(path).add(proposal.id, NOON)
    assert Rejections(path).ids() == {proposal.id}
    assert "long" not in path.read_text()
