"""Doubts about entries whose basis changed, expired or went away since they were reviewed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kbassist.assistant.basis import LEDGER, VERSIONS, BasisWatch, refusals
from kbassist.content import basis
from kbassist.content.basis import Doubt, DoubtKind
from kbassist.content.library import Library
from kbassist.content.links import Resolver
from kbassist.content.loader import load
from kbassist.content.model import Article, Entry, Macro, Ref
from kbassist.content.reviewed import rewritten
from kbassist.macros.form import GapKind
from tests.content.folders import write

DAY = date(2026, 11, 22)
POLICY = "---\nid: policy\ntitle: 退货政策\n{}---\n## 期限\n七天内\n\n## 运费\n客户付\n"
MACRO = "---\nid: m\nreviewed: {}\nbasis: ['policy#期限']\n---\n您好\n"
M = "m@zh-CN"


class Desk:
    """A library on the disk, and a watch over it that can be begun anew as another program would."""

    def __init__(self, folder: Path) -> None:
        self.root, self.data, self.cache = folder / "lib", folder / "data", folder / "cache"
        self.library: Library | None = None
        self.clock = 0
        self.write({"kb/policy.md": POLICY.format(""), "macros/m.md": MACRO.format("2026-11-01")})
        self.restart()

    def write(self, files: Mapping[str, str]) -> None:
        self.clock += 1_000_000_000
        write(self.root, files, 1_700_000_000_000_000_000 + self.clock)

    def restart(self) -> None:
        self.watch = BasisWatch(self.data, self.cache)
        self.library = None

    def doubts(self, today: date = DAY) -> Mapping[str, tuple[Doubt, ...]]:
        self.library = load(self.root, previous=self.library)
        return self.watch.doubts(self.library, today)

    def kinds(self, today: date = DAY) -> dict[str, list[DoubtKind]]:
        return {key: [doubt.kind for doubt in found] for key, found in self.doubts(today).items()}

    def review(self) -> None:
        made = load(self.root)
        rewritten(made, made.entries[M], DAY).write()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


CHANGED = POLICY.format("").replace("七天", "十五天")


@pytest.mark.parametrize("anew", [False, True])
@pytest.mark.parametrize("stamped", [False, True])
def test_a_changed_section_is_doubted_until_the_next_review(desk: Desk, anew: bool, stamped: bool) -> None:
    if stamped:
        desk.review()
    assert desk.doubts() == {}
    desk.write({"kb/policy.md": POLICY.format("").replace("客户付", "我们付").replace("七天内", "七天内\n\n")})
    assert desk.doubts() == {}
    desk.write({"kb/policy.md": CHANGED})
    if anew:
        desk.restart()
    assert desk.kinds() == {M: [DoubtKind.CHANGED]}
    assert desk.doubts()[M][0].title == "退货政策 · 期限"
    desk.write({"macros/m.md": MACRO.format("2026-12-01")})
    assert desk.doubts() == {}
    desk.write({"kb/policy.md": POLICY.format("")})
    assert desk.kinds() == {M: [DoubtKind.CHANGED]}


def test_stamps_hold_on_a_machine_that_has_seen_nothing(desk: Desk) -> None:
    desk.review()
    desk.write({"kb/policy.md": CHANGED})
    assert desk.kinds() == {M: [DoubtKind.CHANGED]}
    desk.review()
    assert desk.doubts() == {}


def test_a_day_of_change_after_the_review_counts_where_nothing_else_is_known(desk: Desk) -> None:
    desk.write({"kb/policy.md": POLICY.format("updated: 2026-11-10\n")})
    for _ in range(2):
        assert desk.doubts()[M] == (Doubt(DoubtKind.CHANGED, desk_ref(desk), date(2026, 11, 10), "退货政策 · 期限"),)
        desk.restart()
    desk.write({"kb/policy.md": POLICY.format("updated: 2026-10-10\n")})
    assert desk.doubts() == {}
    desk.write({"kb/policy.md": POLICY.format("updated: 2026-11-10\n")})
    assert desk.doubts() == {}  # the version that was seen with this review still stands


def desk_ref(desk: Desk) -> Ref:
    assert desk.library is not None
    return desk.library.entries[M].basis[0]


@pytest.mark.parametrize(
    ("header", "since"),
    [("expires: 2026-11-21\n", date(2026, 11, 21)), ("status: archived\n", None)],
)
def test_an_expired_or_archived_basis_refuses_the_reply(desk: Desk, header: str, since: date | None) -> None:
    assert desk.doubts() == {}
    desk.write({"kb/policy.md": POLICY.format(header)})
    (doubt,) = desk.doubts()[M]
    assert (doubt.kind, doubt.since) == (DoubtKind.EXPIRED, since)
    (gap,) = refusals((doubt, replace(doubt, kind=DoubtKind.CHANGED)))
    assert gap.kind is GapKind.STATE
    assert "退货政策 · 期限" in str(gap.message)


def test_a_basis_expires_overnight(desk: Desk) -> None:
    desk.write({"kb/policy.md": POLICY.format("expires: 2026-11-22\n")})
    assert desk.kinds() == {}
    assert desk.kinds(date(2026, 11, 23)) == {M: [DoubtKind.EXPIRED]}


def test_a_basis_that_is_gone(desk: Desk) -> None:
    desk.doubts()
    desk.write({"kb/policy.md": "---\nid: policy\n---\n## 别的\nx\n"})
    assert desk.kinds() == {M: [DoubtKind.GONE]}
    (desk.root / "kb/policy.md").unlink()
    assert desk.kinds() == {M: [DoubtKind.GONE]}
    desk.write({"kb/policy.md": POLICY.format("")})
    assert desk.kinds() == {}


def test_laws_slips_and_entries_nobody_reviewed_are_no_doubt(desk: Desk) -> None:
    desk.write(
        {
            "macros/a.md": "---\nid: a\nreviewed: 2026-01-01\nbasis: [某法 第一条, typo, policy#x]\n---\nx",
            "macros/b.md": "---\nid: b\nbasis: [policy]\n---\nx",
        }
    )
    assert desk.kinds() == {}
    desk.write({"kb/policy.md": CHANGED})
    assert desk.kinds() == {M: [DoubtKind.CHANGED]}


def test_articles_rest_on_each_other_and_whole_bodies_count(desk: Desk) -> None:
    desk.write({"kb/a.md": "---\nid: a\nreviewed: 2026-11-01\nbasis: [policy]\n---\nx"})
    assert desk.kinds() == {}
    desk.write({"kb/policy.md": POLICY.format("").replace("客户付", "我们付")})
    assert desk.kinds() == {"a@zh-CN": [DoubtKind.CHANGED]}


def test_only_what_a_small_change_touches_is_looked_at(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write({f"macros/{n}.md": f"---\nid: x{n}\nreviewed: 2026-11-01\nbasis: [b{n}]\n---\nx" for n in range(9)})
    desk.write({f"kb/{n}.md": f"---\nid: b{n}\n---\nx" for n in range(9)})
    desk.doubts()
    asked: list[str] = []
    target = basis.target

    def counted(ref: Ref, entry: Entry, resolver: Resolver) -> Article | Macro | None:
        asked.append(entry.id)
        return target(ref, entry, resolver)

    monkeypatch.setattr(basis, "target", counted)
    desk.doubts()
    assert asked == []
    desk.write({"kb/3.md": "---\nid: b3\n---\ny"})
    assert desk.kinds() == {"x3@zh-CN": [DoubtKind.CHANGED]}
    assert asked == ["x3"]


def test_no_text_is_read_twice_to_compare_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.doubts()
    desk.restart()
    monkeypatch.setattr(basis, "text_of", None)
    assert desk.doubts() == {}


@pytest.mark.parametrize("damage", [b"", b"\x00\xff{", b'{"entry": 3}\n[]\n{"entry": "m@zh-CN", "seen": 1}\n'])
def test_damaged_files_are_tolerated(desk: Desk, damage: bytes) -> None:
    desk.doubts()
    (desk.data / LEDGER).write_bytes(damage)
    (desk.cache / VERSIONS).write_bytes(damage)
    desk.restart()
    assert desk.doubts() == {}
    desk.write({"kb/policy.md": CHANGED})
    assert desk.kinds() == {M: [DoubtKind.CHANGED]}


def test_a_disk_that_refuses_costs_nothing_but_the_memory_of_it(desk: Desk) -> None:
    desk.data.parent.mkdir(exist_ok=True)
    desk.data.write_text("a file where a folder should be")
    desk.cache.write_text("")
    assert desk.doubts() == {}
    desk.write({"kb/policy.md": CHANGED})
    assert desk.kinds() == {M: [DoubtKind.CHANGED]}


def test_the_ledger_is_written_anew_where_much_was_added(desk: Desk) -> None:
    desk.write({f"macros/{n}.md": f"---\nid: x{n}\nreviewed: 2026-11-01\nbasis: [policy]\n---\nx" for n in range(80)})
    desk.doubts()
    assert len((desk.data / LEDGER).read_text().splitlines()) == 81
    for day in range(2, 6):
        desk.write(
            {f"macros/{n}.md": f"---\nid: x{n}\nreviewed: 2026-11-0{day}\nbasis: [policy]\n---\nx" for n in range(40)}
        )
        desk.doubts()
    assert len((desk.data / LEDGER).read_text().splitlines()) <= 3 * 81
