"""Repairs change what they say, nothing else, and only what they have seen."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from kbassist import atomic
from kbassist.content.loader import load
from kbassist.content.problem import Edit, Level, Problem, Repair
from kbassist.i18n import N_
from kbassist.lint.repair import apply
from tests.content.folders import write

TEXT = "---\n标题：退货\ntags: [a，b]\n---\n正文\n"
MENDED = "---\n标题: 退货\ntags: [a, b]\n---\n正文\n"


def mend(root: Path) -> int:
    """Do every repair there is, loading anew after each; return how many were done."""
    for count in range(20):
        doable = [p for p in load(root).problems if p.repair and (p.repair.edit or p.repair.reencode)]
        if not any(apply(root, problem) for problem in doable[:1]):
            return count
    raise AssertionError("repairs without end")


def problem(edit: Edit | None, path: str = "kb/a.md", *, reencode: bool = False) -> Problem:
    return Problem(path, 1, Level.WARNING, "x", N_("x"), Repair(N_("x"), edit, reencode))


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_repairs_keep_line_ends_and_mark(tmp_path: Path, newline: str, mark: bytes) -> None:
    write(tmp_path, {"kb/a.md": mark + TEXT.replace("\n", newline).encode()})
    assert mend(tmp_path) == 2
    assert (tmp_path / "kb/a.md").read_bytes() == mark + MENDED.replace("\n", newline).encode()


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-be"])
def test_foreign_encodings_are_saved_as_utf8(tmp_path: Path, encoding: str) -> None:
    write(tmp_path, {"kb/a.md": TEXT.replace("\n", "\r\n").encode(encoding)})
    assert mend(tmp_path) == 3
    assert (tmp_path / "kb/a.md").read_bytes() == MENDED.replace("\n", "\r\n").encode()


def test_a_header_is_closed(tmp_path: Path) -> None:
    write(tmp_path, {"kb/a.md": "---\ntitle: a\n\n正文"})
    assert mend(tmp_path) == 1
    assert (tmp_path / "kb/a.md").read_text(encoding="utf-8") == "---\ntitle: a\n---\n\n正文"


def test_a_line_given_twice_is_removed(tmp_path: Path) -> None:
    write(tmp_path, {"kb/a.md": "---\ntitle: a\ntitle: b\n---\nx"})
    assert mend(tmp_path) == 1
    assert (tmp_path / "kb/a.md").read_text(encoding="utf-8") == "---\ntitle: a\n---\nx"


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path, {"kb/a.md": TEXT})
    first = load(tmp_path).problems[0]
    changed = "新的一行\n" + TEXT
    write(tmp_path, {"kb/a.md": changed})
    assert not apply(tmp_path, first)
    assert (tmp_path / "kb/a.md").read_text(encoding="utf-8") == changed


def test_a_saved_file_is_not_saved_again(tmp_path: Path) -> None:
    write(tmp_path, {"kb/a.md": TEXT.encode("gb18030")})
    first = load(tmp_path).problems[0]
    assert apply(tmp_path, first)
    assert not apply(tmp_path, first)


def test_bytes_that_mean_nothing_are_never_written_over(tmp_path: Path) -> None:
    data = (TEXT * 3).encode() + b"\xff"
    write(tmp_path, {"kb/a.md": data})
    for found in load(tmp_path).problems:
        assert not apply(tmp_path, found)
    assert (tmp_path / "kb/a.md").read_bytes() == data


def test_nothing_outside_the_library_is_touched(tmp_path: Path) -> None:
    root = write(tmp_path / "lib", {"kb/b.md": "x"})
    write(tmp_path, {"a.md": "x"})
    (root / "kb/link.md").symlink_to(tmp_path / "a.md")
    edit = Edit(1, 1, ("y",), ("x",))
    for path in ("../a.md", "kb/../../a.md", str(tmp_path / "a.md"), "kb/link.md", "kb", "kb/none.md", ""):
        assert not apply(root, problem(edit, path)), path
    assert (tmp_path / "a.md").read_text() == "x"
    assert apply(root, problem(edit, "kb/b.md"))


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (Edit(1, 1, ("z",), ("a",)), "z\nb\nc"),
        (Edit(3, 3, ("z",), ("c",)), "a\nb\nz"),
        (Edit(2, 3, ("z",), ("b", "c")), "a\nz"),
        (Edit(2, 1, ("z",)), "a\nz\nb\nc"),
        (Edit(2, 2, (), ("b",)), "a\nc"),
        (Edit(2, 2, ("z",), ("x",)), None),
        (Edit(2, 2, ("z",)), None),
        (Edit(4, 4, ("z",), ("",)), None),
        (Edit(0, 0, ("z",), ("c",)), None),
        (None, None),
    ],
)
def test_edits(tmp_path: Path, edit: Edit | None, expected: str | None) -> None:
    write(tmp_path, {"kb/a.md": "a\nb\nc"})
    assert apply(tmp_path, problem(edit)) is (expected is not None)
    assert (tmp_path / "kb/a.md").read_text() == (expected or "a\nb\nc")


def test_a_problem_without_a_repair_does_nothing(tmp_path: Path) -> None:
    write(tmp_path, {"kb/a.md": "a"})
    assert not apply(tmp_path, Problem("kb/a.md", 1, Level.ERROR, "x", N_("x")))


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"kb/a.md": TEXT})
    first = load(tmp_path).problems[0]

    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        apply(tmp_path, first)
    assert (tmp_path / "kb/a.md").read_text(encoding="utf-8") == TEXT
