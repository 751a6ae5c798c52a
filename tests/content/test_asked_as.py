"""A wording is written into a header of any style; everything else in the file stays, byte for byte."""

from __future__ import annotations

import codecs
import difflib
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kbassist.content.asked_as import added, rewritten
from kbassist.content.header_edit import RefusedEdit
from kbassist.content.loader import load
from kbassist.content.model import Article, Macro
from tests.content.folders import article, macro, write
from tests.systems import LINKS

NEW = ["能不能退：30 天", 'it\'s "x" # y', "钱呢，几天到"]

STYLES = {
    "none": "---\ntitle: a\ntags: [b]\n---\n正文\n",
    "chinese": "---\n标题: a\n标签: [b]\n---\n正文\n",
    "no-header": "# 标题\n\n正文\n",
    "empty-header": "---\n---\n正文\n",
    "empty-file": "",
    "empty-value": "---\ntitle: a\nasked_as:\n---\n正文\n",
    "null": "---\ntitle: a\nasked_as: ~ # c\ntags: [a]\n---\n",
    "single": "---\nasked_as: 'foo' # c\ntags: [a]\n---\n",
    "plain": "---\n客户问法: foo：bar # c\nx: 1\n---\n",
    "brackets": '---\nasked_as: [foo, "b"] # c\ntags: [a]\n---\n',
    "trailing-comma": "---\nasked_as: [foo, b,] # c\n---\n",
    "brackets-over-lines": "---\nasked_as: [\n  foo, # c\n  b\n  ]\ntags: [a]\n---\n",
    "empty-brackets": "---\nasked_as: []\n---\n",
    "list": "---\nasked_as:\n- foo\n- 'bar'\n\n# comment\ntags: [a]\n...\n正文\n",
    "wide-list": "---\n客户问法:   \n    -   foo # c\n---\n",
    "block": "---\nasked_as: |\n  foo\n  bar\n\ntags: [a]\n---\n",
    "block-bullets": "---\nasked_as: >-\n  - foo\n  - bar\n---\n",
    "block-item": "---\nasked_as:\n  - |\n    a\n---\n",
    "folded-title": "---\ntitle: >\n  a\n  b\nk: 1\n---\n",
    "toml": "+++\ntitle = 'a'\nasked_as = ['x'] # c\n[t]\na = 1\n+++\n正文\n",
    "toml-none": "+++\ntitle = 'a' # c\n[t]\na = 1\n+++\n",
    "toml-text": "+++\nasked_as = 'x'\n+++\n",
    "unknown-keys": "---\n_build: {list: never}\nasked_as: [a]\nmenu:\n  main: {weight: 5} # m\n---\n",
    "odd-breaks": "---\ntitle: a\u2028b\nasked_as: [x\u2028y]\n---\n",
}


@pytest.mark.parametrize("style", STYLES)
def test_wordings_are_added_in_the_style_of_the_file(style: str) -> None:
    text = STYLES[style]
    old, new = article(text)[0], article(added(text, NEW, macro=False))[0]
    assert new.asked_as == (*old.asked_as, *NEW)
    assert replace(new, asked_as=(), body_line=0, sections=()) == replace(old, asked_as=(), body_line=0, sections=())


@pytest.mark.parametrize("style", [style for style in STYLES if "toml" not in style])
def test_other_lines_stay_as_they_are(style: str) -> None:
    before, after = STYLES[style].split("\n"), added(STYLES[style], NEW, macro=False).split("\n")
    gone = [line for line in difflib.ndiff(before, after) if line.startswith("- ")]
    assert len(gone) <= 1
    assert all("asked_as" in line or "客户问法" in line or line == "-   b" for line in gone)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\nasked_as:\n    - 'a'\n---\n", "---\nasked_as:\n    - 'a'\n    - '新问法'\n---\n"),
        ('---\nasked_as:\n  - "a"\n---\n', '---\nasked_as:\n  - "a"\n  - "新问法"\n---\n'),
        ("---\nasked_as: [a, b] # c\n---\n", "---\nasked_as: [a, b, 新问法] # c\n---\n"),
        ("---\n客户问法: |\n   a\n---\n", "---\n客户问法: |\n   a\n   新问法\n---\n"),
        ("---\n标题: a\n编号: b\n---\n", "---\n标题: a\n客户问法:\n  - 新问法\n编号: b\n---\n"),
        ("正文", "---\nasked_as:\n  - 新问法\n---\n正文"),
    ],
)
def test_quotes_and_indentation_are_the_neighbours(before: str, after: str) -> None:
    assert added(before, ["新问法"], macro=False) == after


@pytest.mark.parametrize(
    "text",
    [
        "---\nasked_as: foo\n  bar\n---\n",
        "---\nasked_as：foo\n---\n",
        "---\ntitle: a\n\n正文",
        "---\nasked_as: &a foo\nx: *a\n---\n",
        "---\nasked_as: {a: b}\n---\n",
        "---\ntitle: [a\nasked_as: b\n---\n",
        "———\ntitle: a\n———\n正文",
        "---\ntitle: a\nx: " + "[" * 2_000 + "\n---\n",
        "+++\nasked_as = [\n+++\n",
        "---\nx: " + "a" * 70_000 + "\n---\n",
    ],
)
def test_what_is_not_sound_is_refused_with_a_hint(text: str) -> None:
    with pytest.raises(RefusedEdit) as refusal:
        added(text, NEW, macro=False)
    assert refusal.value.hint is not None


def test_wordings_that_stand_there_change_nothing() -> None:
    text = STYLES["block"]
    assert added(text, ["foo", "bar"], macro=False) == text
    assert added(text, ["foo", "新问法", "新问法"], macro=False).count("新问法") == 1


def test_macros_are_edited_too() -> None:
    text = "---\n标题: a\n填写:\n  称呼: {type: text}\n---\n\n## 微信\n\n{{ 称呼 }}您好\n"
    old, new = macro(text)[0], macro(added(text, ["新问法"], macro=True))[0]
    assert new.asked_as == ("新问法",)
    assert [v.body for v in new.variants] == [v.body for v in old.variants]
    assert [f.name for f in new.fields] == ["称呼"]


LINE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), min_size=1, max_size=30).map(
    lambda text: " ".join(text.split())
)
WORDING = LINE.filter(lambda text: len(text) >= 2 and not text.startswith(("- ", "* ", "• ")))
HEADER = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["标题", "title", "tags", "owner", "x"]), LINE).map(": ".join),
        st.sampled_from(
            ["# c", "", "asked_as:", "客户问法: a", "asked_as: [a, b]", "  - a", "- b", "  x: 1", "asked_as: |"]
        ),
        LINE,
    ),
    max_size=7,
)


@settings(max_examples=400, suppress_health_check=[HealthCheck.filter_too_much])
@given(HEADER, st.lists(WORDING, min_size=1, max_size=3, unique=True), st.sampled_from(["", "正文", "---\nx"]))
@example(["asked_as: |"], ["#退款"], "")
@example(["asked_as: [a, b]"], ["[x", "y]", "null"], "")
@example(["title: a"], ["yes", "2026-13-45", "1e5", "'"], "")
def test_an_edit_adds_its_wordings_and_nothing_else_or_is_refused(
    header: list[str], wordings: list[str], body: str
) -> None:
    text = "\n".join(["---", *header, "---", body])
    old = article(text)[0]
    try:
        new = article(added(text, wordings, macro=False))[0]
    except RefusedEdit:
        return
    assert new.asked_as == tuple(dict.fromkeys((*old.asked_as, *wordings)))
    assert (new.title, new.tags, new.owner, new.extra, new.body) == (
        old.title,
        old.tags,
        old.owner,
        old.extra,
        old.body,
    )


@given(st.lists(WORDING, min_size=1, max_size=3, unique=True), st.sampled_from(sorted(STYLES)))
def test_every_wording_can_be_added_to_every_style_or_the_text_stays(wordings: list[str], style: str) -> None:
    text = STYLES[style]
    try:
        new = article(added(text, wordings, macro=False))[0]
    except RefusedEdit:
        assert "block" in style  # a block has no quotes for what looks like YAML
        return
    assert new.asked_as == tuple(dict.fromkeys((*article(text)[0].asked_as, *wordings)))


# Files


def the_entry(root: Path) -> Article | Macro:
    return next(iter(load(root).entries.values()))


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("gb18030", b""),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
    ],
)
def test_line_ends_mark_and_encoding_stay(tmp_path: Path, newline: str, encoding: str, mark: bytes) -> None:
    text = "---\n标题: 退款多久到账\n客户问法: [钱呢]\n---\n正文是中文，文字要够长才好认。\n"
    write(tmp_path, {"kb/a.md": mark + text.replace("\n", newline).encode(encoding)})
    rewritten(tmp_path, the_entry(tmp_path), ["新问法"]).write()
    wanted = text.replace("[钱呢]", "[钱呢, 新问法]").replace("\n", newline)
    assert (tmp_path / "kb/a.md").read_bytes() == mark + wanted.encode(encoding)


def test_mixed_line_ends_stay_with_their_lines(tmp_path: Path) -> None:
    before = b"---\r\ntitle: a\nasked_as:\r\n  - b\nx: 1\r\n---\ntext\r\n\nend"
    write(tmp_path, {"kb/a.md": before})
    rewritten(tmp_path, the_entry(tmp_path), ["new words"]).write()
    assert (tmp_path / "kb/a.md").read_bytes() == before.replace(b"  - b\n", b"  - b\n  - new words\r\n")


def test_a_file_without_an_end_of_line_gets_a_header(tmp_path: Path) -> None:
    write(tmp_path, {"kb/a.md": "正文".encode()})
    rewritten(tmp_path, the_entry(tmp_path), ["新问法"]).write()
    assert (tmp_path / "kb/a.md").read_text(encoding="utf-8") == "---\nasked_as:\n  - 新问法\n---\n正文"


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path, {"kb/a.md": STYLES["brackets"]})
    entry = the_entry(tmp_path)
    change = rewritten(tmp_path, entry, NEW)
    other = STYLES["brackets"].replace("foo", "other")
    write(tmp_path, {"kb/a.md": other})
    with pytest.raises(RefusedEdit):
        change.write()
    with pytest.raises(RefusedEdit):
        rewritten(tmp_path, entry, NEW)
    assert (tmp_path / "kb/a.md").read_text() == other


@pytest.mark.parametrize(
    "damage",
    [
        b"<<<<<<< a\n---\ntitle: a\n=======\nb\n>>>>>>> c\n",
        b"---\ntitle: a\n---\nbad \xff\xfe\xfa byte, and \xe4\xb8\xad\xe6\x96\x87\xe4\xb8\xad\xe6\x96\x87\xe4\xb8\xad"
        b"\xe6\x96\x87" + "中文".encode() * 30,
        b"---\ntitle: a\n---\nnul \0 here",
        b"---\ntitle: a\n---\n" + b"x" * 200_000,
    ],
)
def test_conflicts_and_foreign_bytes_are_refused(tmp_path: Path, damage: bytes) -> None:
    write(tmp_path, {"kb/a.md": "---\ntitle: a\n---\n"})
    entry = the_entry(tmp_path)
    write(tmp_path, {"kb/a.md": damage})
    with pytest.raises(RefusedEdit):
        rewritten(tmp_path, entry, NEW)
    assert (tmp_path / "kb/a.md").read_bytes() == damage


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"kb/a.md": STYLES["list"]})
    change = rewritten(tmp_path, the_entry(tmp_path), NEW)

    def refuse(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="space"):
        change.write()
    assert (tmp_path / "kb/a.md").read_text() == STYLES["list"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_permissions_stay(tmp_path: Path) -> None:
    write(tmp_path, {"kb/a.md": STYLES["list"]})
    (tmp_path / "kb/a.md").chmod(0o664)
    rewritten(tmp_path, the_entry(tmp_path), NEW).write()
    assert (tmp_path / "kb/a.md").stat().st_mode & 0o777 == 0o664


def test_nothing_outside_the_library_is_written(tmp_path: Path) -> None:
    outside = write(tmp_path, {"out/a.md": STYLES["list"]}) / "out" / "a.md"
    root = write(tmp_path / "in", {"kb/a.md": STYLES["list"]})
    entry = the_entry(root)
    for path in ("../out/a.md", str(outside), ""):
        with pytest.raises(RefusedEdit):
            rewritten(root, replace(entry, path=path), NEW)
    if LINKS:
        (root / "kb" / "a.md").unlink()
        (root / "kb" / "a.md").symlink_to(outside)
        with pytest.raises(RefusedEdit):
            rewritten(root, entry, NEW)
