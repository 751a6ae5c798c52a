"""Looking at the files that a watcher names gives what a look at everything gives."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kbassist.content import loader
from kbassist.content.library import Library, changes
from kbassist.content.loader import load
from kbassist.content.model import Article, Macro
from tests.content.folders import PAST, write
from tests.systems import WINDOWS, needs_links

FILES: dict[str, str | bytes] = {
    "kb/a.md": "---\nid: a\n---\n一",
    "kb/d/b.md": "二",
    "kb/d/c.md": "---\nexpires: nonsense\n---\n三",
    "macros/m.md": "## wx\n您好",
    "macros/_snippets/署名.md": "{{ agent.name }}",
    "kb/_team/team.yaml": "name: 晴选",
}


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return the roots of all looks at everything from now on."""
    seen: list[Path] = []
    scan = loader.scan

    def noted(root: Path):  # type: ignore[no-untyped-def]
        seen.append(root)
        return scan(root)

    monkeypatch.setattr(loader, "scan", noted)
    return seen


def same(one: Library, other: Library) -> bool:
    """Tell whether two readings are equal, whatever the order of remarks on one line."""
    return (
        (one.entries, one.snippets, one.team, one.stale) == (other.entries, other.snippets, other.team, other.stale)
        and sorted(map(repr, one.problems)) == sorted(map(repr, other.problems))
        and dict(one.files).keys() == dict(other.files).keys()
    )


def edit(name: str, text: str) -> Callable[[Path], None]:
    return lambda root: write(root, {name: text}, PAST + 10**9) and None


def unlink(name: str) -> Callable[[Path], None]:
    return lambda root: (root / name).unlink()


@pytest.mark.parametrize(
    ("change", "paths", "all_looked_at"),
    [
        (edit("kb/a.md", "---\nid: a\n---\n新"), {"kb/a.md"}, False),
        (edit("kb/d/c.md", "good"), {"kb/d/c.md"}, False),
        (edit("kb/a.md", "---\nreviewed: nonsense\n---\n新"), {"kb/a.md"}, False),
        (edit("kb/new.md", "新"), {"kb/new.md", "kb"}, True),
        (edit("kb/new.md", "新"), {"kb/new.md"}, False),
        (edit("kb/e/new.md", "新"), {"kb/e", "kb/e/new.md"}, True),
        (edit("kb/z.md", "---\nid: a\n---\n新"), {"kb/z.md"}, False),
        (edit("macros/_snippets/署名.md", "新"), {"macros/_snippets/署名.md"}, False),
        (edit("macros/_snippets/x.md", "新"), {"macros/_snippets/x.md"}, False),
        (edit("kb/_team/team.yaml", "name: 新"), {"kb/_team/team.yaml"}, True),
        (edit("kb/_team/channels.yaml", "channels: [{name: 新, aliases: [wx]}]"), {"kb/_team/channels.yaml"}, True),
        (edit("kb/_drafts/a.md", "新"), {"kb/_drafts/a.md"}, False),
        (edit("kb/_a.md", "新"), {"kb/_a.md"}, False),
        (edit("kb/.a/a.md", "新"), {"kb/.a/a.md"}, False),
        (edit("kb/a.png", "新"), {"kb/a.png"}, False),
        (edit("other/a.md", "新"), {"other/a.md"}, False),
        (edit("kb/a?.md", "新"), {"kb/a?.md"}, False),
        (unlink("kb/a.md"), {"kb/a.md"}, False),
        (unlink("macros/m.md"), {"macros/m.md", "4913", "kb/gone.md"}, False),
        (unlink("macros/_snippets/署名.md"), {"macros/_snippets/署名.md"}, False),
        (lambda root: shutil.rmtree(root / "kb/d"), {"kb/d"}, True),
        (lambda root: (root / "kb/d").rename(root / "kb/e"), {"kb/d", "kb/e"}, True),
        (lambda root: (root / "kb/d/b.md").rename(root / "kb/b.md"), {"kb/d/b.md", "kb/b.md"}, False),
        (lambda root: shutil.rmtree(root / "macros"), {"macros"}, True),
        pytest.param(
            lambda root: (root / "kb/l.md").symlink_to(root / "kb/a.md"), {"kb/l.md"}, True, marks=needs_links
        ),
        pytest.param(lambda root: (root / "kb/l").symlink_to("/"), {"kb/l"}, True, marks=needs_links),
    ],
)
def test_a_glance_sees_what_a_look_sees(
    tmp_path: Path, looks: list[Path], change: Callable[[Path], None], paths: set[str], all_looked_at: bool
) -> None:
    if sys.platform == "win32" and any("?" in path for path in paths):
        pytest.skip("such names cannot be made there")
    root = write(tmp_path / "lib", FILES)
    first = load(root, cache=tmp_path / "cache")
    looks.clear()
    change(root)
    second = load(root, cache=tmp_path / "cache", previous=first, paths=frozenset(paths))
    assert bool(looks) is all_looked_at
    fresh = load(root)
    assert same(second, fresh)
    assert same(load(root, cache=tmp_path / "cache"), fresh)
    assert second.same_content(load(root, previous=second))
    assert changes(first, second) == changes(Library(root, dict(first.entries)), Library(root, dict(second.entries)))


def test_what_is_not_named_is_not_looked_at(tmp_path: Path, looks: list[Path]) -> None:
    root = write(tmp_path, FILES)
    first = load(root)
    looks.clear()
    write(root, {"kb/a.md": "新", "kb/d/b.md": "新"}, PAST + 10**9)
    second = load(root, previous=first, paths=frozenset({"kb/d/b.md"}))
    assert changes(first, second).changed == {"kb/d/b@zh-CN"}
    assert load(root, previous=first, paths=frozenset()).entries is first.entries
    assert looks == []


def test_without_a_snapshot_or_with_a_stale_one_everything_is_looked_at(tmp_path: Path) -> None:
    root = write(tmp_path / "lib", FILES)
    assert same(load(root, paths=frozenset({"kb/a.md"})), load(root))
    first = load(root)
    root.rename(tmp_path / "away")
    stale = load(root, previous=first, paths=frozenset({"kb/a.md"}))
    assert stale.stale
    assert stale.entries == first.entries
    (tmp_path / "away").rename(root)
    write(root, {"kb/d/b.md": "新"}, PAST + 10**9)
    assert same(load(root, previous=stale, paths=frozenset({"kb/a.md"})), load(root))


def test_an_empty_mount_point_loses_nothing(tmp_path: Path) -> None:
    root = write(tmp_path / "lib", FILES)
    first = load(root)
    root.rename(tmp_path / "away")
    root.mkdir()
    assert load(root, previous=first, paths=frozenset({"kb/a.md"})).stale


def test_a_version_that_cannot_be_used_leaves_the_last_good_one_in_place(tmp_path: Path) -> None:
    root = write(tmp_path, FILES)
    library = load(root)
    for broken in ("<<<<<<< HEAD\nmine\n=======\ntheirs\n>>>>>>> branch\n", "x" * 1_000_001):
        write(root, {"kb/a.md": broken}, PAST + len(broken))
        after = load(root, previous=library, paths=frozenset({"kb/a.md"}))
        assert after.entries["a@zh-CN"] is library.entries["a@zh-CN"]
        assert not changes(library, after)
        assert len(after.problems) == 2
        library = after
    write(root, {"kb/a.md": FILES["kb/a.md"]}, PAST + 5)
    healed = load(root, previous=library, paths=frozenset({"kb/a.md"}))
    assert not changes(library, healed)
    assert len(healed.problems) == 1


def test_the_digest_follows_the_bytes_and_the_channels(tmp_path: Path) -> None:
    root = write(tmp_path, FILES)
    first = load(root)
    digests = {key: entry.digest for key, entry in first.entries.items()}
    assert len(set(digests.values())) == len(digests)
    assert all(len(bytes.fromhex(digest)) == 12 for digest in digests.values())
    write(root, {"kb/_team/channels.yaml": "channels: [{name: 微信号, aliases: [wx]}]"})
    second = load(root, previous=first)
    differing = {key for key, entry in second.entries.items() if entry.digest != digests[key]}
    assert differing == {"macros/m@zh-CN"}
    macro = second.entries["macros/m@zh-CN"]
    assert isinstance(macro, Macro)
    assert macro.variants[0].channel == "微信号"
    write(root, {"kb/a.md": "---\nid: a\n---\n新"}, PAST + 10**9)
    third = load(root, previous=second, paths=frozenset({"kb/a.md"}))
    assert third.entries["a@zh-CN"].digest != digests["a@zh-CN"]
    assert Article("x", "kb/x.md", "zh-CN", "x").digest == ""


NAMES = ("kb/a.md", "kb/b.md", "kb/d/c.md", "macros/m.md", "macros/_snippets/s.md")
TEXTS = (
    None,
    "一",
    "---\nid: x\n---\n二",
    "---\nid: y\n---\n三",
    "---\nexpires: never\n---\n四",
    "<<<<<<< a\n=======\n>>>>>>> b\n",
)
EDITS = st.lists(
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(TEXTS)), min_size=1, max_size=3), max_size=8
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(turns=EDITS)
def test_any_edits_glanced_at_one_after_the_other(tmp_path_factory: pytest.TempPathFactory, turns) -> None:  # type: ignore[no-untyped-def]
    """Ids that move between files, files that come and go and break: always what a look at everything finds."""
    top = tmp_path_factory.mktemp("edits")
    root, cache = write(top / "lib", {"kb/z.md": "z", "macros/z.md": "z", "kb/d/z.md": "z"}), top / "cache"
    glanced = looked = snapshot = load(root, cache=cache)
    for number, turn in enumerate(turns, 1):
        for name, text in turn:
            if text is not None:
                write(root, {name: text}, PAST + number * 10**9)
            elif (root / name).exists():
                (root / name).unlink()
        before = glanced
        glanced = load(root, cache=cache, previous=glanced, paths=frozenset(name for name, _ in turn))
        looked = load(root, previous=looked)
        assert same(glanced, looked)
        for old in (before, snapshot):
            plain = changes(Library(root, dict(old.entries)), Library(root, dict(glanced.entries)))
            assert changes(old, glanced) == plain
            assert old.same_content(glanced) is (
                not plain and (old.snippets, old.problems) == (glanced.snippets, glanced.problems)
            )
        unchanged = glanced.entries.keys() - changes(before, glanced).added - changes(before, glanced).changed
        assert all(glanced.entries[key] == before.entries[key] for key in unchanged)
    again = load(root, cache=cache)
    assert again.entries == glanced.entries
    shutil.rmtree(top, ignore_errors=WINDOWS)  # what is open stays there


def test_more_snapshots_than_are_remembered_are_compared_by_value(tmp_path: Path) -> None:
    root = write(tmp_path, FILES)
    first = library = load(root)
    for turn in range(1, 80):
        write(root, {"kb/a.md": f"---\nid: a\n---\n{turn}"}, PAST + turn * 10**9)
        library = load(root, previous=library, paths=frozenset({"kb/a.md"}))
    assert changes(first, library).changed == {"a@zh-CN"}
    assert changes(library, first).changed == {"a@zh-CN"}
