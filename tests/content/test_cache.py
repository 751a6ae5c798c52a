"""The cache spares a start the reading, and whatever happens to it costs that reading, nothing else."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kbassist import atomic
from kbassist.content import bodies, cache, shelf
from kbassist.content.library import Library, changes
from kbassist.content.loader import load
from kbassist.content.model import Article, Guide, Macro
from tests.content.folders import PAST, write
from tests.systems import posix_only

FILES: dict[str, str | bytes] = {
    "kb/a.md": "---\ntitle: 甲\ntags: [x, y]\nms.author: z\nreviewed: 2026-01-01\n---\n"
    "# 甲\n\n引言\n\n## 怎么做\n正文\n\n## 空",
    "kb/b.md": "---\nkind: guide\n---\n## a\n- [b](#b)\n\n## b\nend",
    "kb/c.md": "---\nexpires: nonsense\n---\nc",
    "macros/m.md": "---\nfields: {n: {type: number, min: 1.50}}\nfollow_up: 3d\n---\n"
    "## wx\n您好 {{ n }}\n\n## 邮件\n主题: s\n\n好",
    "macros/_snippets/署名.md": "{{ agent.name }}\n",
    "kb/_team/team.yaml": "name: 晴选\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path / "lib", FILES)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def heads(folder: Path) -> Path:
    return folder / "library.heads"


def records(folder: Path) -> list[Path]:
    return sorted(folder.glob("library-*.bodies"))


def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the paths of files that are read from now on."""
    from kbassist.content import loader

    read, seen = loader.read_file, []

    def noted(root: Path, found, *rest):  # type: ignore[no-untyped-def]
        seen.append(found.path)
        return read(root, found, *rest)

    monkeypatch.setattr(loader, "read_file", noted)
    return seen


def test_all_parts_of_all_kinds_come_back(root: Path, folder: Path) -> None:
    plain, first, again = load(root), load(root, cache=folder), load(root, cache=folder)
    for made in (first, again):
        assert replace(made, loaded_at=plain.loaded_at) == plain
        assert {key: entry.digest for key, entry in made.entries.items()} == {
            key: entry.digest for key, entry in plain.entries.items()
        }
        assert all(made.entries[key].lines == plain.entries[key].lines for key in plain.entries)
    guide, macro = again.entries["kb/b@zh-CN"], again.entries["macros/m@zh-CN"]
    assert isinstance(guide, Guide)
    assert isinstance(macro, Macro)
    assert (guide.steps[0].choices[0].target, macro.fields[0].name, macro.variants[1].subject) == ("b", "n", "s")


def test_a_replaced_entry_has_all_parts_of_its_own(root: Path, folder: Path) -> None:
    load(root, cache=folder)
    entry = load(root, cache=folder).entries["kb/a@zh-CN"]
    other = replace(entry, title="乙")
    assert isinstance(other, Article)
    assert isinstance(entry, Article)
    assert (other.body, other.digest, other.title, other.key) == (entry.body, entry.digest, "乙", "kb/a@zh-CN")
    assert other != entry
    assert replace(other, title=entry.title) == entry
    with pytest.raises(AttributeError, match="nonsense"):
        entry.nonsense  # type: ignore[attr-defined]  # noqa: B018 - that it is none is the point


def test_one_change_is_added_and_the_rest_of_the_cache_stands(root: Path, folder: Path) -> None:
    first = load(root, cache=folder)
    before = heads(folder).read_bytes(), records(folder)[0].read_bytes()
    write(root, {"kb/a.md": "新"}, PAST + 10**9)
    (root / "kb/b.md").unlink()
    second = load(root, cache=folder, previous=first)
    assert heads(folder).read_bytes().startswith(before[0])
    assert records(folder)[0].read_bytes().startswith(before[1])
    again = load(root, cache=folder)
    assert again.entries == second.entries
    assert "kb/b@zh-CN" not in again.entries


def test_what_did_not_change_writes_nothing_but_the_time(root: Path, folder: Path) -> None:
    first = load(root, cache=folder)
    before = heads(folder).read_bytes()
    os.utime(heads(folder), ns=(PAST, PAST))
    second = load(root, cache=folder, previous=first)
    assert second.entries is first.entries
    assert heads(folder).read_bytes() == before
    assert heads(folder).stat().st_mtime_ns > PAST


def test_the_same_bytes_with_another_time_are_no_change(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load(root, cache=folder)
    for name in FILES:
        os.utime(root / name, ns=(PAST + 10**9, PAST + 10**9))
    second = load(root, cache=folder, previous=first)
    assert all(second.entries[key] is first.entries[key] for key in first.entries)
    assert second.same_content(first)
    seen = reads(monkeypatch)
    assert load(root, cache=folder).entries == first.entries
    assert seen == [], "the new times stand in the cache"


@pytest.mark.parametrize("name", ["library.heads", "bodies"])
@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data[: len(data) // 2],
        lambda data: data[:100] + bytes([data[100] ^ 1]) + data[101:],
        lambda data: data.replace(b"kbassist library", b"kbassist librarz"),
        lambda data: b"\x80\x04\x95 a pickle",
        lambda data: bytes(len(data)),
        lambda data: data + b"\xff" * 100,
    ],
)
def test_a_damaged_cache_costs_reading_only(
    root: Path, folder: Path, name: str, damage: Callable[[bytes], bytes]
) -> None:
    plain = load(root)
    load(root, cache=folder)
    path = heads(folder) if name == "library.heads" else records(folder)[0]
    path.write_bytes(damage(path.read_bytes()))
    for _start in range(2):
        again = load(root, cache=folder)
        assert again.entries == plain.entries
        assert again.problems == plain.problems
    assert load(root, cache=folder, previous=again).entries == plain.entries


def test_a_damaged_record_is_read_again_from_the_library(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(root, cache=folder)
    records(folder)[0].write_bytes(bytes(records(folder)[0].stat().st_size))
    seen = reads(monkeypatch)
    again = load(root, cache=folder)
    assert seen == []
    entry = again.entries["kb/a@zh-CN"]
    assert isinstance(entry, Article)
    assert "正文" in entry.body
    assert "正文" in entry.sections[1].text
    assert seen == ["kb/a.md"]
    mended = load(root, cache=folder, previous=again)
    assert seen == ["kb/a.md", "kb/a.md"], "the next look puts it right"
    assert mended.same_content(again)


def test_a_damaged_record_of_a_lost_file_is_empty_and_no_error(root: Path, folder: Path) -> None:
    load(root, cache=folder)
    records(folder)[0].write_bytes(b"")
    again = load(root, cache=folder)
    (root / "kb/a.md").unlink()
    entry = again.entries["kb/a@zh-CN"]
    assert isinstance(entry, Article)
    assert (entry.title, entry.body, entry.sections) == ("甲", "", ())


@pytest.mark.parametrize("cut", [1, 10, 40])
def test_a_torn_addition_is_cut_off_by_the_next_one(root: Path, folder: Path, cut: int) -> None:
    first = load(root, cache=folder)
    write(root, {"kb/a.md": "新"}, PAST + 10**9)
    second = load(root, cache=folder, previous=first)
    heads(folder).write_bytes(heads(folder).read_bytes()[:-cut])
    write(root, {"kb/b.md": "又"}, PAST + 10**9)
    third = load(root, cache=folder, previous=second)
    write(root, {"kb/b.md": "再"}, PAST + 2 * 10**9)
    load(root, cache=folder, previous=third)
    assert load(root, cache=folder).entries == load(root).entries


def test_two_processes_add_to_one_cache(root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = load(root, cache=folder), load(root, cache=folder)
    write(root, {"kb/a.md": "一"}, PAST + 10**9)
    one = load(root, cache=folder, previous=one)
    write(root, {"kb/b.md": "二"}, PAST + 10**9)
    two = load(root, cache=folder, previous=two)
    write(root, {"kb/n.md": "三"}, PAST + 10**9)
    one = load(root, cache=folder, previous=one)
    seen = reads(monkeypatch)
    three = load(root, cache=folder)
    assert seen == []
    assert three.entries == one.entries == load(root).entries
    assert {key: entry for key, entry in two.entries.items() if key != "kb/n@zh-CN"}.keys() < three.entries.keys()


def test_a_cache_that_another_process_wrote_anew_is_left_to_it(root: Path, folder: Path) -> None:
    one = load(root, cache=folder)
    heads(folder).unlink()
    load(root, cache=folder)
    there = heads(folder).read_bytes()
    write(root, {"kb/a.md": "新" * 100}, PAST + 10**9)
    one = load(root, cache=folder, previous=one)
    entry = one.entries["kb/a@zh-CN"]
    assert isinstance(entry, Article)
    assert entry.body == "新" * 100
    assert heads(folder).read_bytes() == there
    assert load(root, cache=folder).entries == one.entries


def test_a_lock_that_another_holds_is_not_waited_for(root: Path, folder: Path) -> None:
    first = load(root, cache=folder)
    before = heads(folder).read_bytes()
    write(root, {"kb/a.md": "新"}, PAST + 10**9)
    from kbassist.content.turn import turn

    with turn(folder / "library.lock"):
        second = load(root, cache=folder, previous=first)
    assert heads(folder).read_bytes() == before
    entry = second.entries["kb/a@zh-CN"]
    assert isinstance(entry, Article)
    assert entry.body == "新"


@posix_only("a file that another start has open cannot be deleted: a later one sweeps it")
def test_older_versions_are_dropped_at_a_start(root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_SMALL", 0)
    library = load(root, cache=folder)
    old = records(folder)[0]
    for turn in range(1, 6):
        write(root, {"kb/a.md": f"{turn}" * 1000}, PAST + turn * 10**9)
        library = load(root, cache=folder, previous=library)
    grown = old.stat().st_size
    again = load(root, cache=folder)
    (new,) = records(folder)
    assert new != old
    assert new.stat().st_size < grown / 2
    assert again.entries == library.entries, "and who had the old file open still reads it"
    assert load(root, cache=folder).entries == load(root).entries


def test_a_cache_of_another_version_or_library_is_not_used(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(write(tmp_path / "one", {"kb/a.md": "one"}), cache=folder)
    other = write(tmp_path / "two", {"kb/b.md": "two"})
    assert list(load(other, cache=folder).entries) == ["kb/b@zh-CN"]
    seen = reads(monkeypatch)
    load(other, cache=folder)
    assert seen == []
    monkeypatch.setattr(cache, "_MAGIC", b"kbassist library 999\n")
    load(other, cache=folder)
    assert seen == ["kb/b.md"]


def test_heads_that_name_a_file_elsewhere_are_not_followed(root: Path, folder: Path, tmp_path: Path) -> None:
    import msgspec

    from kbassist.content.frames import framed

    load(root, cache=folder)
    for name in ("../library-0123456789abcdef.bodies", "/etc/passwd", "library-x.bodies"):
        start = framed(msgspec.msgpack.encode((str(root.absolute()), name)))
        heads(folder).write_bytes(b"kbassist library %d\n" % cache.FORMAT + start)
        assert load(root, cache=folder).entries == load(root).entries


def test_litter_is_swept_but_not_what_another_may_be_writing(root: Path, folder: Path) -> None:
    folder.mkdir()
    young, old = folder / "library-0000000000000001.bodies", folder / "library-0000000000000002.bodies"
    for path in (young, old, folder / "library.msgpack"):
        path.write_bytes(b"x")
    os.utime(old, (time.time() - 7200, time.time() - 7200))
    load(root, cache=folder)
    assert young.exists()
    assert not old.exists()
    assert not (folder / "library.msgpack").exists()


def full(*_: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(("module", "name"), [(atomic, "write_bytes"), (bodies.os, "write"), (bodies.os, "fsync")])
def test_a_cache_that_cannot_be_written_costs_time_only(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, module: object, name: str
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(module, name, full)
        library = load(root, cache=folder)
    assert library.entries == load(root).entries
    write(root, {"kb/a.md": "新"}, PAST + 10**9)
    with monkeypatch.context() as broken:
        broken.setattr(module, name, full)
        after = load(root, cache=folder, previous=library)
    assert after.entries == load(root, cache=folder).entries == load(root).entries


def test_a_full_disk_in_the_middle_of_an_addition_loses_nothing(
    root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = load(root, cache=folder)
    write(root, {"kb/a.md": "新"}, PAST + 10**9)
    real = os.write

    def half(handle: int, data: bytes) -> int:
        if len(data) < 3:
            raise OSError(28, "No space left on device")
        return real(handle, bytes(data)[: len(data) // 2])

    monkeypatch.setattr(bodies.os, "write", half)
    library = load(root, cache=folder, previous=library)
    monkeypatch.undo()
    assert library.entries == load(root, cache=folder).entries == load(root).entries


def test_a_folder_that_cannot_be_made_costs_time_only(root: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    library = load(root, cache=tmp_path / "file" / "cache")
    assert library.entries == load(root).entries


def test_only_what_was_asked_for_last_is_at_hand(root: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root, {f"kb/{number}.md": f"{number} " * 100 for number in range(30)})
    load(root, cache=folder)
    library = load(root, cache=folder)
    from kbassist.content import recent

    monkeypatch.setattr(recent, "_USUAL_BYTES", 2000)
    fetched = _fetches(library, monkeypatch)
    articles = [entry for entry in library.articles() if entry.path[3].isdigit()]
    for _turn in range(2):
        assert all(entry.body.startswith(f"{entry.path[3:-3]} ") for entry in articles)
    assert len(fetched) == 60
    with library.held():
        for _turn in range(2):
            assert all(entry.sections for entry in articles)
    assert len(fetched) <= 90


def _fetches(library: Library, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    read, seen = shelf.records.read, []

    def noted(*given):  # type: ignore[no-untyped-def]
        seen.append(given)
        return read(*given)

    monkeypatch.setattr(shelf.records, "read", noted)
    return seen


def test_snapshots_of_before_go_on_reading_theirs(root: Path, folder: Path) -> None:
    first = load(root, cache=folder)
    write(root, {"kb/a.md": "新"}, PAST + 10**9)
    second = load(root, cache=folder, previous=first)
    old, new = first.entries["kb/a@zh-CN"], second.entries["kb/a@zh-CN"]
    assert isinstance(old, Article)
    assert isinstance(new, Article)
    assert ("正文" in old.body, new.body) == (True, "新")
    assert changes(first, second).changed == {"kb/a@zh-CN"}
