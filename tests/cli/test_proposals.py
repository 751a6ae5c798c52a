"""`kbassist proposals`: lists, merges and rejects what agents kept, and says what it could not do."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from kbassist import paths
from kbassist.search.analyzer import fold
from kbassist.usage.phrasings import Phrasings
from tests.cli.conftest import ARTICLE, Ran

Kbassist = Callable[..., Ran]
NOON = datetime(2026, 11, 22, 12, 0)
KEY = "refund-arrival@zh-CN"


def keep(path: Path, *wordings: str, key: str = KEY) -> None:
    phrasings = Phrasings(path, fold)
    for words in wordings:
        phrasings.keep(key, words, NOON)


@pytest.fixture
def own(library: Path) -> Path:
    path = paths.library_data(library) / "phrasings.jsonl"
    keep(path, "我的钱呢", "退到哪张卡")
    return path


def listed(kbassist: Kbassist, *arguments: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(kbassist("proposals", "--json", *arguments).out)
    return found


def test_nothing_proposed_is_said(kbassist: Kbassist) -> None:
    ran = kbassist("proposals")
    assert (ran.code, ran.out) == (0, "")
    assert "no proposals" in ran.err
    assert listed(kbassist) == []


def test_the_list_shows_title_and_wording(kbassist: Kbassist, own: Path) -> None:
    ran = kbassist("proposals", "list")
    assert ran.code == 0
    assert all(part in ran.out for part in ("退款多久到账", KEY, "我的钱呢", "退到哪张卡", "kept by 1 agent"))
    assert set(listed(kbassist)[0]) == {"id", "key", "words", "agents", "times", "first", "title", "path"}


def test_several_agents_come_together(kbassist: Kbassist, tmp_path: Path) -> None:
    keep(tmp_path / "out" / "lin.jsonl", "我的钱呢")
    keep(tmp_path / "out" / "zhou.jsonl", "我的钱呢", "退到哪张卡")
    found = listed(kbassist, "--from", str(tmp_path / "out"))
    assert [(p["words"], p["agents"]) for p in found] == [("我的钱呢", 2), ("退到哪张卡", 1)]
    assert kbassist("proposals", "--from", str(tmp_path / "nowhere")).code == 2


def test_a_merge_writes_the_header_and_nothing_else(kbassist: Kbassist, own: Path, library: Path) -> None:
    first = listed(kbassist)[0]
    ran = kbassist("proposals", "merge", str(first["id"]))
    assert ran.code == 0
    assert "1 proposal was merged" in ran.err
    text = (library / "kb/refunds/arrival.md").read_text(encoding="utf-8")
    lines = f"客户问法:\n  - 钱什么时候退给我\n  - {first['words']}\n"
    assert text == ARTICLE.replace("客户问法: 钱什么时候退给我\n", lines)
    assert [p["id"] for p in listed(kbassist)] != [first["id"]] and len(listed(kbassist)) == 1


def test_a_dry_run_shows_the_change_and_writes_nothing(kbassist: Kbassist, own: Path, library: Path) -> None:
    ran = kbassist("proposals", "merge", "--all", "--dry-run")
    assert ran.code == 0
    assert "+  - 我的钱呢" in ran.out and "-客户问法: 钱什么时候退给我" in ran.out
    assert (library / "kb/refunds/arrival.md").read_text(encoding="utf-8") == ARTICLE
    first = listed(kbassist)[0]
    assert str(first["words"]) in kbassist("proposals", "reject", str(first["id"]), "--dry-run").out
    assert len(listed(kbassist)) == 2


def test_what_was_rejected_is_not_listed_again(kbassist: Kbassist, own: Path) -> None:
    first, second = listed(kbassist)
    assert kbassist("proposals", "reject", str(first["id"])).code == 0
    assert [p["id"] for p in listed(kbassist)] == [second["id"]]
    keep(own, str(first["words"]))
    assert [p["id"] for p in listed(kbassist)] == [second["id"]]
    assert kbassist("proposals", "merge", str(first["id"])).code == 2


@pytest.mark.parametrize("arguments", [("merge",), ("reject",), ("merge", "zzzzzzzzzz")])
def test_an_id_that_is_none_is_a_sentence(kbassist: Kbassist, own: Path, arguments: tuple[str, ...]) -> None:
    ran = kbassist("proposals", *arguments)
    assert ran.code == 2
    assert "Name ids as" in ran.err


def test_one_refusal_does_not_stop_the_others(kbassist: Kbassist, own: Path, library: Path) -> None:
    macro = library / "macros/refunds/time.md"
    keep(own, "退款几天到", key="refund-time@zh-CN")
    keep(own, "没有这个条目了", key="gone@zh-CN")
    broken = macro.read_text(encoding="utf-8").replace("简码: tkdz", "简码：tkdz")
    macro.write_text(broken, encoding="utf-8")
    ran = kbassist("proposals", "merge", "--all")
    assert ran.code == 1
    assert "gone@zh-CN: The library holds no such entry" in ran.err
    assert "2 proposals were merged" in ran.err or "3 proposals were merged" in ran.err
    assert "我的钱呢" in (library / "kb/refunds/arrival.md").read_text(encoding="utf-8")


def test_a_file_takes_all_its_wordings_or_none(kbassist: Kbassist, own: Path, library: Path) -> None:
    path = library / "kb/refunds/arrival.md"
    broken = ARTICLE.replace("客户问法: 钱什么时候退给我", "客户问法: 钱什么时候退给我\n  还有")
    path.write_text(broken, encoding="utf-8")
    ran = kbassist("proposals", "merge", "--all")
    assert ran.code == 1
    assert f"{KEY}: The file was left as it is" in ran.err
    assert path.read_text(encoding="utf-8") == broken
    refused = json.loads(kbassist("proposals", "merge", "--all", "--json").out)
    assert [bool(item["refused"]) for item in refused] == [True, True]


def test_hostile_files_print_no_control_characters(kbassist: Kbassist, tmp_path: Path) -> None:
    line = {"entry": "x\x1b[2J", "words": "\x1b[31m红色\u202e反", "times": 1, "at": "\x1b"}
    other = {"entry": KEY, "words": "\x1b[31m红色\u202e反", "times": 1, "at": "\x1b"}
    path = tmp_path / "evil.jsonl"
    path.write_text(f"{json.dumps(line)}\n{json.dumps(other)}\n", encoding="utf-8")
    ran = kbassist("proposals", "--from", str(path))
    assert "红色" in ran.out
    assert "\x1b" not in ran.out and "\u202e" not in ran.out
