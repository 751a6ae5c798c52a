"""The version of a text, and what stamps in a header vouch for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.content import basis
from kbassist.content.links import Resolver
from kbassist.content.model import Entry, Ref
from tests.content.folders import library

DAY = date(2026, 11, 22)
TEXT = "第一条\n\n- 三天内\n  可以退 10 20\n"


@pytest.mark.parametrize("same", ["第一条 - 三天内可以退 10  20", TEXT.replace("\n", "\r\n"), f"\n\n{TEXT}  "])
def test_white_space_makes_no_version(same: str) -> None:
    assert basis.version(same) == basis.version(TEXT)


@pytest.mark.parametrize("other", [TEXT.replace("三", "七"), TEXT.replace("10 20", "1020"), TEXT + "。", ""])
def test_other_words_make_another_version(other: str) -> None:
    assert basis.version(other) != basis.version(TEXT)


@given(st.text())
def test_every_text_has_a_version(text: str) -> None:
    assert basis.STAMP.fullmatch(basis.stamp(Ref("a"), basis.version(text)))


def test_stamps_count_with_the_review_that_made_them() -> None:
    seen = (DAY.isoformat(), basis.stamp(Ref("a"), basis.version("x")), "scribble")
    entry = Entry("m", "m.md", "zh-CN", "m", reviewed=DAY, basis=(Ref("a"),), basis_seen=seen)
    assert basis.stamped(entry) == {basis.tag(Ref("a")): basis.version("x")}
    for reviewed in (None, date(2026, 11, 23)):
        later = Entry("m", "m.md", "zh-CN", "m", reviewed=reviewed, basis_seen=seen)
        assert basis.stamped(later) == {}


def test_stamps_of_what_is_there(tmp_path: Path) -> None:
    made = library(
        tmp_path,
        {
            "kb/a.md": "---\nid: a\n---\n前\n\n## 一\n三天\n",
            "macros/b.md": "---\nid: b\n---\n您好\n",
            "macros/m.md": "---\nid: m\nbasis: [a#一, a, b, a#没有, 三包规定]\n---\nx",
            "macros/n.md": "---\nid: n\nbasis: [三包规定]\n---\nx",
        },
    )
    stamps = basis.stamps(made.entries["m@zh-CN"], Resolver(made), DAY)
    assert stamps == (
        "2026-11-22",
        basis.stamp(Ref("a", "一"), basis.version("三天")),
        basis.stamp(Ref("a"), basis.version("前\n\n## 一\n三天\n")),
        basis.stamp(Ref("b"), basis.version("您好")),
    )
    assert basis.stamps(made.entries["n@zh-CN"], Resolver(made), DAY) == ()


@pytest.mark.parametrize("key", ["updated", "更新", "lastmod", "lastMod", "last-modified"])
def test_the_day_of_the_last_change(tmp_path: Path, key: str) -> None:
    made = library(tmp_path, {"kb/a.md": f"---\n{key}: 2026/11/20\n---\nx", "kb/b.md": f"---\n{key}: soon\n---\nx"})
    assert basis.updated(made.entries["kb/a@zh-CN"]) == date(2026, 11, 20)
    assert basis.updated(made.entries["kb/b@zh-CN"]) is None
    assert made.problems == ()
