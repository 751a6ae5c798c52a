"""A review is written into a header of any style; everything else in the file stays, byte for byte."""

from __future__ import annotations

import difflib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kbassist.content import basis
from kbassist.content.header_edit import RefusedEdit
from kbassist.content.links import Resolver
from kbassist.content.loader import load
from kbassist.content.reviewed import put, rewritten
from tests.content.folders import article, macro, write
from tests.content.test_asked_as import STYLES

DAY = date(2026, 11, 22)
VALUES = {"reviewed": ("2026-11-22",), "review_by": ("2027-05-01",), "basis_seen": ("2026-11-22", "0123456789abcd")}
HELD = STYLES | {
    "dated": "---\ntitle: a\nreviewed: 2026-01-01 # c\nbasis: [b]\ntags: [x]\n---\n正文\n",
    "chinese-dated": "---\n标题: a\n最近核对: 2026/1/1\n下次核对: '2026-02-01'\n依据版本:\n  - 2026-01-01\n  - x\n"
    "标签: [x]\n---\n",
    "empty-dated": "---\ntitle: a\nreviewed:\nreview_by: # c\n---\n",
    "stamped": "---\nbasis_seen: [2026-01-01, 0000] # c\nreviewed: 2026-01-01\n---\n",
    "over-lines": "---\nbasis_seen: [2026-01-01,\n  0000]\nreviewed: 2026-01-01\n---\n",
    "toml-dated": "+++\ntitle = 'a'\nreviewed = 2026-01-01 # c\nbasis_seen = ['x'] # d\nreview_by = '2026-02-01'\n"
    "[t]\na = 1\n+++\n正文\n",
}


@pytest.mark.parametrize("style", HELD)
def test_a_review_is_written_in_the_style_of_the_file(style: str) -> None:
    text = HELD[style]
    old, new = article(text)[0], article(put(text, VALUES, macro=False))[0]
    assert (new.reviewed, new.review_by) == (DAY, date(2027, 5, 1))
    assert new.basis_seen == VALUES["basis_seen"]
    same = {"reviewed": None, "review_by": None, "basis_seen": (), "basis": (), "body_line": 0, "sections": ()}
    assert replace(new, **same) == replace(old, **same)  # type: ignore[arg-type]  # of several fields


@pytest.mark.parametrize("style", [style for style in HELD if "toml" not in style])
def test_other_lines_stay_as_they_are(style: str) -> None:
    before, after = HELD[style].split("\n"), put(HELD[style], VALUES, macro=False).split("\n")
    for kind, first, last, _, _ in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind in {"replace", "delete"}:
            assert all(any(key in line for key in KEYS) or line.startswith("  ") for line in before[first:last])


KEYS = ("reviewed", "review_by", "basis_seen", "最近核对", "下次核对", "依据版本")


def test_comments_stay_and_new_keys_speak_the_language_of_the_header() -> None:
    assert put(HELD["dated"], VALUES, macro=False).split("\n")[2:6] == [
        "reviewed: 2026-11-22 # c",
        "basis_seen: [2026-11-22, 0123456789abcd]",
        "review_by: 2027-05-01",
        "basis: [b]",
    ]
    assert "最近核对: 2026-11-22" in put("---\n标题: a\n---\n", {"reviewed": ("2026-11-22",)}, macro=False)


def test_what_is_there_already_changes_nothing() -> None:
    text = put(HELD["dated"], VALUES, macro=False)
    assert put(text, VALUES, macro=False) == text


@pytest.mark.parametrize(
    "text",
    ["---\ntitle: a\n", "---\ntitle: &x a\n---\n", "---\ntitle: [a\n---\nx\n", "---\nk:\n - a\n b\n---\n"],
)
def test_a_header_that_cannot_be_edited_is_left_alone(text: str) -> None:
    with pytest.raises(RefusedEdit):
        put(text, VALUES, macro=False)


@settings(max_examples=150, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(
            ["title: a", "reviewed: 2026-01-01", "basis_seen: [x]", "basis:", "  - b", "- c", "# c", "", "标题：x",
             "tags: [", "x]", "review_by: ''", "a: |", "  text", "reviewed: |", "  2026-01-01", "...", "k: {a: b}"]
        ),
        max_size=7,
    )
)  # fmt: skip
def test_any_header_is_edited_soundly_or_refused(lines: list[str]) -> None:
    text = "\n".join(["---", *lines, "---", "正文 reviewed: 1"])
    try:
        after = put(text, VALUES, macro=True)
    except RefusedEdit:
        return
    old, new = macro(text)[0], macro(after)[0]
    assert (new.reviewed, new.basis_seen, new.title) == (DAY, VALUES["basis_seen"], old.title)
    assert [variant.body for variant in new.variants] == [variant.body for variant in old.variants]
    assert (new.tags, [ref.id for ref in new.basis]) == (old.tags, [ref.id for ref in old.basis])
    assert {key: str(value).strip() for key, value in new.extra.items()} == {
        key: str(value).strip() for key, value in old.extra.items()
    }


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_mark_and_stamps_of_a_file(tmp_path: Path, mark: bytes) -> None:
    text = "---\r\n标题: m\r\n依据: [a#一, a, 三包规定, none]\r\n---\r\n您好\r\n".encode()
    root = write(tmp_path, {"kb/a.md": "---\nid: a\n---\n## 一\n三天\n", "macros/m.md": mark + text})
    made = load(root)
    entry = made.entries["macros/m@zh-CN"]
    rewritten(made, entry, DAY).write()
    seen = basis.stamps(entry, Resolver(made), DAY)
    assert len(seen) == 3
    assert (root / "macros/m.md").read_bytes() == mark + (
        "---\r\n标题: m\r\n依据: [a#一, a, 三包规定, none]\r\n最近核对: 2026-11-22\r\n"
        f"依据版本: [{', '.join(seen)}]\r\n---\r\n您好\r\n"
    ).encode()


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    root = write(tmp_path, {"macros/m.md": "---\ntitle: m\n---\nx"})
    change = rewritten(load(root), load(root).entries["macros/m@zh-CN"], DAY)
    (root / "macros/m.md").write_text("---\ntitle: n\n---\nx")
    with pytest.raises(RefusedEdit):
        change.write()
