"""Folders and names as no one should make them, and what is read all the same."""

from __future__ import annotations

import os
import sys
import unicodedata
from pathlib import Path

import pytest

from kbassist.content.loader import load
from tests.content.folders import library, rules, write
from tests.systems import needs_links, posix_only


def test_big_files_and_lines_are_left_out_with_a_word(tmp_path: Path) -> None:
    root = write(tmp_path, {"kb/a.md": "ok", "kb/line.md": "x" * 1_000_001})
    with (root / "kb/big.md").open("wb") as file:
        file.truncate(50_000_000)
    made = load(root)
    assert list(made.entries) == ["kb/a@zh-CN"]
    assert [(p.path, p.rule) for p in made.problems] == [
        ("kb/big.md", "file-too-big"),
        ("kb/line.md", "line-too-long"),
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="such names cannot be made there")
def test_names_that_other_systems_cannot_have(tmp_path: Path) -> None:
    odd = [
        "CON.md",
        "nul.txt.md",
        "x:y.md",
        "a /b.md",
        "end./c.md",
        "a?.md",
        "UP.md",
        "up.md",
        unicodedata.normalize("NFD", "é.md"),
        "é.md",
    ]
    made = library(tmp_path, {f"kb/{name}": "x" for name in odd})
    assert len(made.entries) == len(odd)
    assert {(p.path.removeprefix("kb/"), p.rule) for p in made.problems} == {
        ("CON.md", "file-name"),
        ("nul.txt.md", "file-name"),
        ("x:y.md", "file-name"),
        ("a /b.md", "file-name"),
        ("end./c.md", "file-name"),
        ("a?.md", "file-name"),
        ("up.md", "name-twin"),
        (unicodedata.normalize("NFD", "é.md"), "file-name"),
        ("é.md", "name-twin"),
    }


@pytest.mark.skipif(sys.platform == "win32", reason="such names cannot be made there")
def test_a_name_in_no_encoding_is_left_out_with_a_word(tmp_path: Path) -> None:
    root = write(tmp_path, {"kb/a.md": "x"})
    try:
        (root / os.fsdecode(b"kb/\xff.md")).write_text("x")
    except OSError:
        pytest.skip("this file system wants UTF-8")
    made = load(root, cache=tmp_path / "cache")
    assert list(made.entries) == ["kb/a@zh-CN"]
    assert [(p.path, p.rule) for p in made.problems] == [("kb/�.md", "file-name")]


@posix_only("so deep a folder is made from handle to handle (`dir_fd`)")
def test_depth_is_refused_and_no_recursion_fails(tmp_path: Path) -> None:
    write(tmp_path, {"kb/ok.md": "x", "kb/" + "d/" * 31 + "ok.md": "x", "kb/" + "d/" * 32 + "no.md": "x"})
    handle = os.open(tmp_path / "kb", os.O_RDONLY)
    try:
        for _ in range(2000):
            os.mkdir("e", dir_fd=handle)
            below = os.open("e", os.O_RDONLY, dir_fd=handle)
            os.close(handle)
            handle = below
    finally:
        os.close(handle)
    made = load(tmp_path)
    assert len(made.entries) == 2
    assert rules(made.problems) == ["path-depth", "path-depth"]
    _remove_deep(tmp_path / "kb")


def _remove_deep(folder: Path) -> None:
    """Take the deep folders away: pytest's own cleaning is recursive."""
    current = folder / "e"
    here = os.open(folder, os.O_RDONLY)
    chain = []
    while True:
        try:
            below = os.open("e", os.O_RDONLY, dir_fd=here)
        except FileNotFoundError:
            break
        chain.append(here)
        here = below
    os.close(here)
    for handle in reversed(chain):
        os.rmdir("e", dir_fd=handle)
        os.close(handle)
    assert not current.exists()


@needs_links
def test_links_do_not_lead_out_or_round(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", {"secret.md": "secret"})
    root = write(tmp_path / "lib", {"kb/a.md": "x"})
    (root / "kb/out.md").symlink_to(outside / "secret.md")
    (root / "kb/folder").symlink_to(outside)
    (root / "kb/loop").symlink_to(root / "kb")
    (root / "kb/self").symlink_to(root / "kb/self")
    (root / "kb/gone.md").symlink_to(root / "kb/nothing.md")
    (root / "kb/same.md").symlink_to(root / "kb/a.md")
    made = load(root)
    assert sorted(made.entries) == ["kb/a@zh-CN", "kb/same@zh-CN"]
    assert [(p.path, p.rule) for p in made.problems] == [
        (f"kb/{name}", "symlink") for name in ("folder", "gone.md", "loop", "out.md", "self")
    ]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is unreadable for root")
def test_what_cannot_be_opened_keeps_its_last_good_version(tmp_path: Path) -> None:
    root = write(tmp_path, {"kb/a.md": "x", "kb/d/b.md": "y"})
    first = load(root)
    (root / "kb/d").chmod(0)
    second = load(root, previous=first)
    (root / "kb/d").chmod(0o700)
    assert second.entries == first.entries
    assert rules(second.problems) == ["unreadable-folder"]


def test_a_folder_that_cannot_be_listed_keeps_what_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write(tmp_path, {"kb/a.md": "x", "kb/d/b.md": "y"})
    first = load(root)
    real = os.scandir

    def scandir(path: str | Path):  # type: ignore[no-untyped-def]
        if Path(path).name == "d":
            raise PermissionError(13, "denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    second = load(root, previous=first)
    assert second.entries == first.entries
    assert rules(second.problems) == ["unreadable-folder"]
    assert list(load(root).entries) == ["kb/a@zh-CN"]


def test_a_file_that_cannot_be_opened_keeps_what_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write(tmp_path, {"kb/a.md": "x"})
    first = load(root)
    write(root, {"kb/a.md": "changed"})
    real = Path.open

    def denied(self: Path, *args: str, **named: str):  # type: ignore[no-untyped-def]
        if self.name == "a.md":
            raise PermissionError(13, "denied")
        return real(self, *args, **named)  # type: ignore[call-overload] # passed on as it came

    monkeypatch.setattr(Path, "open", denied)
    second = load(root, previous=first)
    assert second.entries == first.entries
    assert rules(second.problems) == ["unreadable"]
    assert rules(load(root).problems) == ["unreadable"]


@needs_links
def test_a_file_that_goes_while_we_look_is_gone(tmp_path: Path) -> None:
    root = write(tmp_path, {"kb/a.md": "x"})
    (root / "kb/b.md").symlink_to("nothing.md")
    assert list(load(root).entries) == ["kb/a@zh-CN"]


@needs_links
def test_a_top_folder_that_is_a_link_out_is_not_read(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", {"secret.md": "secret"})
    root = write(tmp_path / "lib", {"macros/a.md": "x"})
    (root / "kb").symlink_to(outside)
    made = load(root)
    assert list(made.entries) == ["macros/a@zh-CN"]
    assert [(p.path, p.rule) for p in made.problems] == [("kb", "symlink")]
