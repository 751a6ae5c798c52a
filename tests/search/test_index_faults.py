"""An index that is missing, old, foreign, damaged, half written or not writable: search answers all the same."""

import os
import pickle
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbassist.content.library import Library
from kbassist.search import files, manifest
from kbassist.search.analyzer import Term
from kbassist.search.engine import Engine
from kbassist.search.index import Index
from kbassist.search.segment import Damaged
from kbassist.search.snapshot import Snapshot
from tests.search.bags import BagSource, built, numbered, postings
from tests.search.samples import TODAY, article, engine, ids, shop
from tests.systems import WINDOWS, posix_only

QUERIES = ("运费由谁承担", "退货", "x20pro", "shipping", "上门取件")


def answers(made: Engine) -> list[list[str]]:
    return [ids(made, query) for query in QUERIES]


def written(cache: Path, entries: Library | None = None) -> list[tuple[int, int]]:
    """Take up the library with a new engine; return what progress was told."""
    told: list[tuple[int, int]] = []
    made = Engine(cache, plain=str)
    made.use(shop() if entries is None else entries, TODAY, lambda done, total: told.append((done, total)))
    return told


def index_files(cache: Path) -> list[Path]:
    return sorted(path for path in (cache / "search").iterdir() if path.name != files.LOCK)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def zero(path: Path) -> None:
    data = path.read_bytes()
    middle = len(data) // 2
    path.write_bytes(data[:middle] + bytes(min(64, len(data) - middle)) + data[middle + 64 :])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 0x40
    path.write_bytes(data)


def grow(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"more")


def delete(path: Path) -> None:
    path.unlink()


def become_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGE = (truncate, empty, zero, flip, grow, delete)


def test_an_unchanged_index_is_opened_and_not_written(tmp_path: Path) -> None:
    entries = shop()
    assert written(tmp_path, entries)[-1] == (len(entries.entries), len(entries.entries))
    assert written(tmp_path, entries) == []


@pytest.mark.parametrize("suffix", [".json", ".toc", ".trm", ".doc"])
@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_noticed_and_mended(tmp_path: Path, suffix: str, damage: Callable[[Path], None]) -> None:
    before = answers(engine(tmp_path))
    for path in index_files(tmp_path):
        if path.name.endswith(suffix) and path.stat().st_size:
            damage(path)
    assert answers(engine(tmp_path)) == before
    assert written(tmp_path) == []  # what was mended on disk is whole again


def asked(index: Index, snapshot: Snapshot, source: BagSource) -> list[object]:
    """Return what the index answers, or that it noticed the damage (and then is built anew)."""
    made, found = postings(snapshot, source), []
    for term in (Term("all"), Term("退款"), Term("only7"), Term("mod", prefix=True), Term("only2", prefix=True)):
        try:
            posting = made.lookup(term)
        except Damaged:
            index.distrust()
            return ["damaged"]
        found.append(posting and (posting.documents.tolist(), posting.weights.tolist()))
    return found


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_lists_are_noticed_at_once_or_when_they_are_read(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    source = BagSource(numbered(400))
    index, snapshot = built(tmp_path, source)
    right = asked(index, snapshot, source)
    damage(next(tmp_path.glob("*.pst")))
    opened = Index(tmp_path)
    snapshot = opened.update(source)
    if damage in {zero, flip}:  # of the right size
        assert not opened.verify()
    assert asked(opened, opened.update(source), source) == right
    opened.save()
    assert asked(opened, Index(tmp_path).update(source), source) == right


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_random_damage_gives_right_answers_or_none(data: st.DataObject) -> None:
    with TemporaryDirectory(ignore_cleanup_errors=WINDOWS) as folder:
        source = BagSource(numbered(60))
        index, snapshot = built(Path(folder) / "index", source)
        right = asked(index, snapshot, source)
        path = data.draw(st.sampled_from(sorted((Path(folder) / "index").glob("*[a-z].*"))))
        content = bytearray(path.read_bytes())
        for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=5)):
            content[place] = data.draw(st.integers(0, 255))
        path.write_bytes(content)
        opened = Index(Path(folder) / "index")
        assert asked(opened, opened.update(source), source) in (right, ["damaged"])
        assert asked(opened, opened.update(source), source) == right


def test_lists_that_are_damaged_while_they_are_open(tmp_path: Path) -> None:
    source = BagSource(numbered(400))
    index, snapshot = built(tmp_path, source)
    right = asked(index, snapshot, source)
    opened = Index(tmp_path)
    snapshot = opened.update(source)
    path = next(tmp_path.glob("*.pst"))
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)
    with pytest.raises(Damaged):
        for number in range(7):
            postings(snapshot, source).lookup(Term(f"mod{number}"))
    assert not opened.verify()
    assert asked(opened, opened.update(source), source) == right


def test_a_damaged_list_that_is_to_be_merged(tmp_path: Path) -> None:
    source = BagSource(numbered(400))
    built(tmp_path, source)
    flip(next(tmp_path.glob("*.pst")))
    opened = Index(tmp_path)
    source = BagSource(numbered(400, first=190))  # nearly worn
    opened.update(source)
    source = BagSource(numbered(400, first=210))
    opened.update(source)
    opened.save()
    assert asked(opened, opened.update(source), source) != ["damaged"]
    opened.save()
    assert Index(tmp_path).verify()


def test_verifying_a_whole_index_and_stopping(tmp_path: Path) -> None:
    source = BagSource(numbered(400))
    built(tmp_path, source)
    opened = Index(tmp_path)
    assert opened.verify()
    opened.update(source)
    assert opened.verify()
    flip(next(tmp_path.glob("*.pst")))
    assert opened.verify(lambda: True)
    assert not opened.verify(lambda: False)
    assert not (tmp_path / files.MANIFEST).exists()


def test_an_update_is_searched_before_it_is_saved(tmp_path: Path) -> None:
    source = BagSource(numbered(20))
    index, _snapshot = built(tmp_path, source)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    source = BagSource(numbered(20) | {"new": ({"fresh": 1},)})
    assert postings(index.update(source), source).lookup(Term("fresh"))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    late = BagSource(source.entries)
    assert postings(Index(tmp_path).update(late), late).lookup(Term("fresh"))
    assert late.read == ["new"]  # a process that was killed before it saved has lost no more
    index.save()
    late = BagSource(source.entries)
    Index(tmp_path).update(late)
    assert late.read == []


@posix_only("what is open cannot be deleted; it is swept with the next write")
def test_a_stopped_build_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kbassist.search.index._RUN", 300)
    monkeypatch.setattr("kbassist.search.blobs._IN_MEMORY", 100)
    seen: list[int] = []

    def stop(done: int, total: int) -> None:
        seen.append(len(list(tmp_path.glob("*.pst"))))
        if done == total:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Index(tmp_path).update(BagSource(numbered(200)), stop)
    assert max(seen) > 1
    assert not list(tmp_path.glob("*.pst"))


def test_what_was_opened_is_read_though_another_process_swept_it_away(tmp_path: Path) -> None:
    source = BagSource(numbered(400))
    index, snapshot = built(tmp_path, source)
    right = asked(index, snapshot, source)
    reader = Index(tmp_path)
    seen = reader.update(source)
    other = Index(tmp_path)
    other.update(BagSource(numbered(400, first=399)))
    other.save()
    assert asked(reader, seen, source) == right
    again = BagSource(numbered(401))
    reader.update(again)
    reader.save()
    opened = Index(tmp_path)
    assert asked(opened, opened.update(again), again) != ["damaged"]
    assert opened.verify()


@pytest.mark.parametrize("name", ["search", "search/manifest.json"])
def test_a_file_or_folder_in_the_wrong_place(tmp_path: Path, name: str) -> None:
    before = answers(engine(tmp_path / "good"))
    place = tmp_path / "bad" / name
    place.parent.mkdir(parents=True)
    if name == "search":
        place.write_text("no folder")
    else:
        place.mkdir()
    made = engine(tmp_path / "bad")
    assert answers(made) == before
    assert made.note is not None


class _Bomb:
    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return os.system, (f"touch {self.mark}",)


@pytest.mark.parametrize("with_manifest", [False, True])
def test_a_planted_pickle_is_never_opened(tmp_path: Path, with_manifest: bool) -> None:
    engine(tmp_path)
    mark = tmp_path / "was-run"
    planted = {path.name: pickle.dumps(_Bomb(mark)) for path in index_files(tmp_path) if path.suffix != ".json"}
    for name, data in planted.items():
        (tmp_path / "search" / name).write_bytes(data)
    if with_manifest:  # one that fits the files, but was written for another library
        marks = {name: manifest.FileMark(len(data), manifest.digest(data)) for name, data in planted.items()}
        forged = manifest.Manifest(manifest.made_by(), "/another/library", marks)
        (tmp_path / "search" / files.MANIFEST).write_bytes(manifest.encode(forged))
    assert ids(engine(tmp_path), "运费险")[0] == "insurance"
    assert not mark.exists()


@pytest.mark.skipif(os.name != "posix", reason="owners and modes")
def test_a_folder_that_others_can_write_to_is_not_trusted(tmp_path: Path) -> None:
    engine(tmp_path)
    (tmp_path / "search").chmod(0o777)
    assert written(tmp_path)


def test_the_folder_is_made_for_its_user_alone(tmp_path: Path) -> None:
    engine(tmp_path)
    assert os.name != "posix" or (tmp_path / "search").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("change", [{"made_by": "kbassist-index 999"}, {"made_by": ""}, {"root": "/elsewhere"}])
def test_an_index_of_another_version_or_library_is_built_anew(tmp_path: Path, change: dict[str, str]) -> None:
    before = answers(engine(tmp_path))
    path = tmp_path / "search" / files.MANIFEST
    ours = manifest.decode(path.read_bytes(), str(shop().root))
    values = {name: getattr(ours, name) for name in ours.__struct_fields__} | change
    path.write_bytes(manifest.encode(manifest.Manifest(**values)))
    assert written(tmp_path)
    assert answers(engine(tmp_path)) == before


@pytest.mark.parametrize("name", ["../../evil.toc", "/etc/passwd", "a/b.seg", "..", "c:evil.seg", "nul"])
def test_names_in_a_manifest_stay_in_the_folder(name: str) -> None:
    forged = manifest.Manifest(manifest.made_by(), "/r", {name: manifest.FileMark(1, "x")})
    with pytest.raises(manifest.Unusable):
        manifest.decode(manifest.encode(forged), "/r")


def test_litter_is_swept_with_the_next_write(tmp_path: Path) -> None:
    engine(tmp_path)
    litter = tmp_path / "search" / "MAIN_0123456789abcdef.pst"
    litter.write_bytes(b"half")
    os.utime(litter, (1, 1))
    young = litter.with_name("MAIN_fedcba9876543210.pst")
    young.write_bytes(b"of another process that builds just now")
    entries = shop()
    more = article("new", "新的一篇", "文字")
    engine(tmp_path, replace(entries, entries={**entries.entries, more.key: more}))
    assert not litter.exists()
    young.unlink()
    kept = manifest.decode((tmp_path / "search" / files.MANIFEST).read_bytes(), str(entries.root))
    assert {path.name for path in index_files(tmp_path)} == {files.MANIFEST, *kept.files}
