"""What an agent teaches is in the library at once, costs nothing elsewhere, and ends with the team's own wording."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbassist.assistant.learning import Learning
from kbassist.content.library import Changes, Library, changes
from kbassist.content.loader import load
from kbassist.search.analyzer import fold
from tests.assistant.shelf import FakeClock, Shelf

KEY = "refund-arrival@zh-CN"


@pytest.fixture
def library(shelf: Shelf) -> Library:
    return load(shelf.root)


@pytest.fixture
def learning(tmp_path: Path, clock: FakeClock) -> Learning:
    return Learning(tmp_path / "profile", fold, clock)


def test_nothing_learned_nothing_changes(learning: Learning, library: Library) -> None:
    assert learning.overlay(library) is library


def test_a_wording_joins_the_teams_own_at_once(learning: Learning, library: Library) -> None:
    kept = learning.keep(KEY, "订单2026112212345的钱呢")
    taught = learning.overlay(library)
    assert taught.entries[KEY].asked_as == ("钱什么时候退给我", kept)
    assert "2026112212345" not in kept
    assert library.entries[KEY].asked_as == ("钱什么时候退给我",)
    others = [key for key in library.entries if key != KEY]
    assert list(taught.entries) == list(library.entries)
    assert all(taught.entries[key] is library.entries[key] for key in others)


def test_the_same_entry_and_wordings_are_the_same_object(learning: Learning, library: Library) -> None:
    learning.keep(KEY, "钱呢")
    first = learning.overlay(library)
    learning.keep("invoice@zh-CN", "要开票")
    second = learning.overlay(library)
    assert second.entries[KEY] is first.entries[KEY]
    assert learning.overlay(second).entries[KEY] is first.entries[KEY]
    learning.keep(KEY, "钱到哪了")
    third = learning.overlay(second)
    assert third.entries[KEY].asked_as == ("钱什么时候退给我", "钱呢", "钱到哪了")
    assert third.entries["invoice@zh-CN"] is second.entries["invoice@zh-CN"]


def test_what_changed_is_told_from_one_taught_library_to_the_next(
    learning: Learning, library: Library, shelf: Shelf
) -> None:
    learning.keep(KEY, "钱呢")
    first = learning.overlay(library)
    assert changes(library, first) == Changes(changed=frozenset({KEY}))
    learning.keep("invoice@zh-CN", "要开票")
    second = learning.overlay(library)
    assert changes(first, second) == Changes(changed=frozenset({"invoice@zh-CN"}))
    shelf.edit("macros/general/greeting.md", "很高兴", "非常高兴")
    shelf.remove("kb/promotions/double11.md")
    third = learning.overlay(load(shelf.root, previous=library))
    told = Changes(changed=frozenset({"greeting@zh-CN"}), removed=frozenset({"promotion@zh-CN"}))
    assert changes(second, third) == told
    assert changes(first, third) == Changes(told.added, told.changed | {"invoice@zh-CN"}, told.removed)
    learning.undo()
    learning.undo()
    bare = learning.overlay(load(shelf.root, previous=library))
    assert changes(third, bare).changed == {KEY, "invoice@zh-CN"}


def test_the_digest_says_that_an_entry_was_taught(learning: Learning, library: Library) -> None:
    plain = library.entries[KEY].digest
    learning.keep(KEY, "钱呢")
    one = learning.overlay(library).entries[KEY].digest
    learning.keep(KEY, "钱到哪了")
    two = learning.overlay(library).entries[KEY].digest
    assert len({plain, one, two}) == 3
    learning.undo()
    assert learning.overlay(library).entries[KEY].digest == one


def test_undo_brings_the_very_entry_back(learning: Learning, library: Library) -> None:
    learning.keep(KEY, "钱呢")
    assert learning.undo() and not learning.undo()
    assert learning.overlay(library) is library


def test_it_is_learned_for_the_next_start(
    learning: Learning, library: Library, tmp_path: Path, clock: FakeClock
) -> None:
    learning.keep(KEY, "钱呢")
    learning.chosen("tk", KEY)
    again = Learning(tmp_path / "profile", fold, clock)
    assert again.overlay(library).entries[KEY].asked_as[-1] == "钱呢"
    assert again.lift("TK") == {KEY: 0.5}
    again.forget(KEY)
    assert again.lift("tk") == {}


def test_a_wording_that_the_team_took_over_is_given_up_here(
    learning: Learning, library: Library, shelf: Shelf, tmp_path: Path, clock: FakeClock
) -> None:
    learning.keep(KEY, "Money WHERE")
    learning.keep(KEY, "钱呢")
    shelf.edit("kb/refund/arrival.md", "客户问法: 钱什么时候退给我", "客户问法: [钱什么时候退给我, money where]")
    merged = load(shelf.root)
    wanted = ("钱什么时候退给我", "money where", "钱呢")
    assert learning.overlay(merged).entries[KEY].asked_as == wanted
    again = Learning(tmp_path / "profile", fold, clock)
    assert again.overlay(library).entries[KEY].asked_as == ("钱什么时候退给我", "钱呢")
    assert learning.overlay(learning.overlay(merged)).entries[KEY].asked_as == wanted


def test_an_entry_that_is_gone_leaves_its_wordings_idle(learning: Learning, shelf: Shelf, library: Library) -> None:
    learning.keep(KEY, "钱呢")
    text = (shelf.root / "kb/refund/arrival.md").read_text(encoding="utf-8")
    shelf.remove("kb/refund/arrival.md")
    gone = load(shelf.root)
    assert learning.overlay(gone) is gone
    shelf.put("kb/refund/arrival.md", text)
    assert learning.overlay(load(shelf.root)).entries[KEY].asked_as[-1] == "钱呢"


def test_a_profile_that_cannot_be_written_is_an_error_and_the_choice_counts_today(
    learning: Learning, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("kbassist.usage.records.Records.append", refuse)
    with pytest.raises(OSError, match="Read-only"):
        learning.keep(KEY, "钱呢")
    with pytest.raises(OSError, match="Read-only"):
        learning.chosen("tk", KEY)
    assert learning.overlay(library) is library
    assert learning.lift("tk") == {KEY: 0.5}


def test_what_the_team_took_over_is_hidden_even_where_the_disk_refuses(
    learning: Learning, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    learning.keep(KEY, "钱什么时候退给我")

    def refuse(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("kbassist.usage.records.Records.append", refuse)
    assert learning.overlay(library) is library
    assert learning.overlay(library) is library


CANARIES = {
    "phone": "13912345678",
    "card": "6222021234567890123",
    "identity": "11010519491231002X",
    "order": "202611229876",
    "parcel": "SF1098765432101",
    "mail": "li.lei@example.com",
    "name": "欧阳明月",
}


def test_no_personal_data_reaches_the_profile(learning: Learning, tmp_path: Path) -> None:
    for words in (
        "电话{phone}，卡{card}退款",
        "身份证{identity}，订单 {order} 到哪了",
        "快递{parcel}没到，写信到{mail}吧",
        "我叫{name}，退款呢",
        "姓名：{name}，电话 {phone}" + "，我要问退款" * 20,
    ):
        said = words.format(**CANARIES)
        learning.chosen(said, KEY)
        if len(said) <= 200:
            learning.keep(KEY, said)
    files = [path for path in (tmp_path / "profile").rglob("*") if path.is_file()]
    assert len(files) == 2
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert not [value for value in CANARIES.values() if value in text or value[:6] in text]
