"""A folder becomes a library, and stays one whatever happens to the folder."""

from __future__ import annotations

import os
import tarfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kbassist import paths
from kbassist.content.library import changes
from kbassist.content.loader import LibraryMissing, load, recall
from kbassist.content.model import Article, Macro
from kbassist.content.reading import conflict
from tests.content.folders import PAST, library, rules, write
from tests.systems import needs_links

FILES: dict[str, str | bytes] = {
    "kb/returns/7-day.md": "---\n编号: returns\n标题: 七天\nms.author: x\nexpires: 2026-12-01\n依据: [law#a]\n---\n"
    "## 怎么做\n正文",
    "kb/returns/7-day.en.md": "---\nid: returns\ntitle: Seven days\n---\ntext",
    "kb/guide.md": "---\nkind: guide\n---\n## a\n- [b](#b)\n\n## b\nend",
    "macros/delay.md": "---\nfields: {n: {type: number, min: 1.50}}\nfollow_up: 3d\n---\n## wx\n您好",
    "macros/_snippets/署名.md": "{{ agent.name }}\n",
    "kb/_team/team.yaml": "name: 晴选\nvalues: {a: b}\nholidays: [2026-10-01]\n",
    "kb/_drafts/no.md": "no",
    "kb/_no.md": "no",
    "kb/.hidden.md": "no",
    "kb/.git/x.md": "no",
    "kb/notes.txt": "no",
    "README.md": "no",
}


def test_a_library(tmp_path: Path) -> None:
    made = library(tmp_path, FILES)
    assert sorted(made.entries) == ["kb/guide@zh-CN", "macros/delay@zh-CN", "returns@en", "returns@zh-CN"]
    assert (made.team.name, list(made.snippets)) == ("晴选", ["署名"])
    assert made.snippets["署名"].body == "{{ agent.name }}"
    assert rules(made.problems) == ["unknown-value"]
    assert not made.stale
    macro = made.get("macros/delay")
    assert isinstance(macro, Macro)
    assert macro.variants[0].channel == "微信"


def test_the_cache_gives_the_same_library_without_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, cache = write(tmp_path / "lib", FILES), tmp_path / "cache"
    first = load(root, cache=cache)

    def refuse(*_: object) -> None:
        raise AssertionError("a file was read again")

    monkeypatch.setattr("kbassist.content.loader.read_file", refuse)
    again = load(root, cache=cache)
    assert replace(again, loaded_at=first.loaded_at) == first
    assert again.files == first.files
    assert all(again.entries[key].lines == first.entries[key].lines for key in first.entries)
    assert load(root, previous=first).entries == first.entries


def test_only_what_changed_is_read(tmp_path: Path) -> None:
    root, cache = write(tmp_path / "lib", FILES), tmp_path / "cache"
    seen: list[tuple[int, int]] = []
    first = load(root, cache=cache, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(6, 6)]
    write(root, {"kb/guide.md": "## new"}, PAST + 10**9)
    (root / "kb/returns/7-day.en.md").unlink()
    write(root, {"kb/new.md": "x"})
    seen.clear()
    second = load(root, cache=cache, previous=first, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(2, 2)]
    found = changes(first, second)
    assert (found.added, found.changed, found.removed) == ({"kb/new@zh-CN"}, {"kb/guide@zh-CN"}, {"returns@en"})
    third = load(root, cache=cache)
    assert third.entries == second.entries
    assert second.entries["returns@zh-CN"] is first.entries["returns@zh-CN"]


def test_a_file_written_this_moment_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write(tmp_path, {"kb/a.md": "one"})
    stamp = (root / "kb/a.md").stat()
    monkeypatch.setattr("kbassist.content.reading.time.time_ns", lambda: stamp.st_mtime_ns)
    first = load(root)
    (root / "kb/a.md").write_text("two")
    os.utime(root / "kb/a.md", ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    second = load(root, previous=first)
    entry = second.get("kb/a")
    assert isinstance(entry, Article)
    assert entry.body == "two"


def test_new_channels_give_old_macros_their_names(tmp_path: Path) -> None:
    root, cache = write(tmp_path / "lib", {"macros/a.md": "## 抖音\n好"}), tmp_path / "cache"
    first = load(root, cache=cache)
    write(root, {"kb/_team/channels.yaml": "channels: [{name: TikTok, aliases: [抖音]}]"})
    for made in (load(root, cache=cache), load(root, previous=first), load(root, cache=cache)):
        macro = made.get("macros/a")
        assert isinstance(macro, Macro)
        assert [variant.channel for variant in macro.variants] == ["TikTok"]


@needs_links
def test_what_was_kept_is_found_by_the_path_as_given_while_nothing_is_there(
    tmp_path: Path, own_profile: Path
) -> None:
    """A link stands for a mapped drive, which Windows resolves while it is connected, and only then."""
    drive = tmp_path / "drive"
    drive.symlink_to(write(tmp_path / "lib", FILES))
    assert recall(drive, paths.library_cache(drive)) is None
    first = load(drive, cache=paths.library_cache(drive))
    drive.unlink()
    kept = recall(drive, paths.library_cache(drive))
    assert kept is not None
    assert (kept.entries, kept.stale) == (first.entries, False)
    assert load(drive, cache=paths.library_cache(drive), previous=kept).stale


def test_a_folder_that_is_gone_leaves_the_last_library(tmp_path: Path) -> None:
    root, cache = write(tmp_path / "lib", FILES), tmp_path / "cache"
    first = load(root, cache=cache)
    root.rename(tmp_path / "elsewhere")
    from_memory = load(root, previous=first)
    from_cache = load(root, cache=cache)
    for stale in (from_memory, from_cache):
        assert stale.stale
        assert stale.entries == first.entries
        assert stale.loaded_at <= first.loaded_at.replace(microsecond=999_999)
    assert from_memory.loaded_at == first.loaded_at
    again = load(root, previous=from_memory)
    assert (again.stale, again.entries) == (True, first.entries)
    (tmp_path / "elsewhere").rename(root)
    back = load(root, cache=cache, previous=again)
    assert not back.stale


def test_an_empty_mount_point_is_a_folder_that_is_gone(tmp_path: Path) -> None:
    root = write(tmp_path / "lib", FILES)
    first = load(root)
    root.rename(tmp_path / "elsewhere")
    root.mkdir()
    assert load(root, previous=first).stale
    assert load(root).entries == {}


def test_a_folder_that_never_was_is_said(tmp_path: Path) -> None:
    with pytest.raises(LibraryMissing) as caught:
        load(tmp_path / "nowhere", cache=tmp_path / "cache")
    assert "nowhere" in str(caught.value)
    assert caught.value.hint is not None


def test_a_folder_without_kb_and_macros_is_read_as_kb(tmp_path: Path) -> None:
    made = library(
        tmp_path,
        {
            "returns/a.md": "x",
            "README.md": "no",
            "b.markdown": "y",
            "LICENSE.md": "no",
            "_team/team.yaml": "name: t",
            "macros.md": "z",
        },
    )
    assert sorted(made.entries) == ["b@zh-CN", "macros@zh-CN", "returns/a@zh-CN"]
    assert (made.entries["returns/a@zh-CN"].category, made.team.name) == ("returns", "t")


CONFLICT = "---\ntitle: a\n---\n<<<<<<< HEAD\nmine\n=======\ntheirs\n>>>>>>> branch\n"


def test_conflict_markers_leave_the_last_good_version(tmp_path: Path) -> None:
    root, cache = write(tmp_path / "lib", {"kb/a.md": "good", "kb/b.md": CONFLICT}), tmp_path / "cache"
    first = load(root, cache=cache)
    assert list(first.entries) == ["kb/a@zh-CN"]
    write(root, {"kb/a.md": CONFLICT}, PAST + 10**9)
    for made in (load(root, cache=cache), load(root, cache=cache), load(root, previous=first)):
        entry = made.get("kb/a")
        assert isinstance(entry, Article)
        assert entry.body == "good"
        assert [(p.path, p.line, p.rule) for p in made.problems] == [
            ("kb/a.md", 4, "conflict-markers"),
            ("kb/b.md", 4, "conflict-markers"),
        ]
        assert "last good version" in str(made.problems[0].message)
    write(root, {"kb/a.md": "better"}, PAST + 2 * 10**9)
    entry = load(root, cache=cache).get("kb/a")
    assert isinstance(entry, Article)
    assert entry.body == "better"


def test_conflicts_are_told_from_rules() -> None:
    assert conflict("a\n=======\nb\n>>>>>>> x") == 0
    assert conflict("<<<<<<< x\n") == 0
    assert conflict("a\n<<<<<<< x\n=======\n>>>>>>> y") == 2


def test_two_files_with_one_id(tmp_path: Path) -> None:
    made = library(
        tmp_path,
        {
            "kb/a.md": "---\nid: x\n---\n1",
            "kb/b.md": "---\ntitle: t\nid: x\n---\n2",
            "macros/c.md": "---\nid: x\n---\n3",
        },
    )
    assert made.entries["x@zh-CN"].path == "kb/a.md"
    assert [(p.path, p.line, p.rule) for p in made.problems] == [
        ("kb/b.md", 3, "duplicate-id"),
        ("macros/c.md", 2, "duplicate-id"),
    ]


@pytest.mark.slow
def test_real_articles_that_others_wrote(tmp_path: Path) -> None:
    folder = os.environ.get("KBASSIST_EVAL_DIR")
    if not folder:
        pytest.skip("set KBASSIST_EVAL_DIR to the folder of the retrieval sets")
    with tarfile.open(Path(folder) / "ms-alchemy-zh.tar.gz") as archive:
        archive.extractall(tmp_path / "kb", filter="data")
    made = load(tmp_path, cache=tmp_path / "cache")
    assert len(made.entries) > 3000
    assert all(entry.title for entry in made.entries.values())
    assert len(made.problems) < 30, "keys of another system are no problems"
    assert load(tmp_path, cache=tmp_path / "cache").entries == made.entries
    from kbassist.lint.runner import check

    assert all(str(problem.message).endswith((".", "?")) for problem in check(made, date(2026, 11, 22)))
