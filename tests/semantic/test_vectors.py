"""The file of vectors: what was added is found again, whatever happens to the files."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbassist import atomic
from kbassist.semantic import blocks, listing
from kbassist.semantic.blocks import owner
from kbassist.semantic.packing import PACKED, apart, pack, signs, unpack
from kbassist.semantic.vectors import LIST, Vectors
from tests.semantic.fakes import random_rows

A, B, C = owner(["a"]), owner(["b"]), owner(["c"])


@pytest.fixture
def vectors(tmp_path: Path) -> Vectors:
    found = Vectors(tmp_path / "v")
    found.add(A, 10, random_rows(3, 1))
    found.add(B, 20, random_rows(5, 2))
    return found


def again(vectors: Vectors) -> Vectors:
    return Vectors(vectors._folder)


def binary(vectors: Vectors) -> Path:
    (found,) = vectors._folder.glob("*.bin")
    return found


def test_four_bits_keep_the_angle() -> None:
    rows = random_rows(200)
    exact, rough = rows @ rows.T, unpack(pack(rows)) @ rows.T
    assert np.abs(exact - rough).max() < 0.05
    assert np.abs(exact - rough).mean() < 0.006


def test_signs_differ_more_where_the_angle_is_wider() -> None:
    rows = random_rows(2)
    query = np.stack([rows[0] + 0.3 * rows[1]])
    near, far = apart(signs(rows), signs(query)[0]).tolist()
    assert near < far
    assert apart(signs(rows[:1]), signs(rows)[0]).tolist() == [0]


def test_what_was_added_is_read_with_its_whole_first(vectors: Vectors) -> None:
    found = vectors.read([A, C, B])
    assert list(found) == [A, B]
    rows = unpack(found[A])
    assert rows.shape == (4, 512)
    assert float(rows[1] @ random_rows(3, 1)[0]) > 0.98
    mean = random_rows(3, 1).mean(axis=0)
    assert float(rows[0] @ mean / np.linalg.norm(mean)) > 0.98


def test_an_overview_names_those_that_are_there(vectors: Vectors) -> None:
    owners, rows, lengths = vectors.overview([C, B, A])
    assert (owners, lengths, rows.shape) == ([B, A], [20, 10], (2, 8))


@pytest.mark.parametrize("saved", [False, True])
def test_reopening_finds_all_with_or_without_a_list(vectors: Vectors, saved: bool) -> None:
    if saved:
        vectors.save([A, B])
    vectors.add(C, 30, random_rows(2, 3))
    fresh = again(vectors)
    assert len(fresh) == 3
    assert fresh.overview([C])[2] == [30]
    np.testing.assert_array_equal(fresh.read([C])[C], vectors.read([C])[C])


def test_a_later_block_of_the_same_owner_counts(vectors: Vectors) -> None:
    vectors.add(A, 11, random_rows(1, 9))
    assert len(vectors) == 2
    assert len(again(vectors).read([A])[A]) == 2


def test_a_torn_end_loses_only_itself_and_the_file_goes_on(vectors: Vectors) -> None:
    file = binary(vectors)
    file.write_bytes(file.read_bytes()[:-100])
    fresh = again(vectors)
    assert (A in fresh, B in fresh) == (True, False)
    fresh.add(C, 1, random_rows(2, 3))
    assert set(again(fresh).read([A, B, C])) == {A, C}


def test_a_changed_byte_is_noticed_when_read_and_when_opened(vectors: Vectors) -> None:
    vectors.save([A, B])
    file = binary(vectors)
    data = bytearray(file.read_bytes())
    data[200] ^= 1
    file.write_bytes(data)
    fresh = again(vectors)
    assert A in fresh  # the list vouches for it
    assert set(fresh.read([A, B])) == {B}
    assert A not in fresh
    (vectors._folder / LIST).unlink()
    assert A not in again(vectors)


@pytest.mark.parametrize("harm", ["cut", "flip", "other", "none", "short file"])
def test_a_bad_list_is_made_anew_from_the_blocks(vectors: Vectors, harm: str) -> None:
    vectors.save([A, B])
    path = vectors._folder / LIST
    data = bytearray(path.read_bytes())
    if harm == "cut":
        path.write_bytes(data[:-3])
    elif harm == "flip":
        data[40] ^= 255
        path.write_bytes(data)
    elif harm == "other":
        path.write_bytes(b"something else entirely")
    elif harm == "none":
        path.unlink()
    else:
        binary(vectors).write_bytes(binary(vectors).read_bytes()[: blocks.HEAD + 4 * PACKED.itemsize])
    assert len(again(vectors)) == (1 if harm == "short file" else 2)


def test_many_dead_blocks_are_left_behind(tmp_path: Path) -> None:
    vectors = Vectors(tmp_path / "v")
    names = [owner([str(n)]) for n in range(260)]
    for n, name in enumerate(names):
        vectors.add(name, n, random_rows(1, n))
    before, kept = vectors.size, names[:10]
    vectors.save(kept)
    assert vectors.size == before // 26
    assert len(vectors) == len(again(vectors)) == 10
    assert set(again(vectors).read(names)) == set(kept)
    assert len(list((tmp_path / "v").glob("*.bin"))) == 1


def test_a_full_disk_while_making_it_anew_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = Vectors(tmp_path / "v")
    names = [owner([str(n)]) for n in range(260)]
    for n, name in enumerate(names):
        vectors.add(name, n, random_rows(1, n))

    def full(path: Path, data: bytes) -> None:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patched:
        patched.setattr(atomic, "write_bytes", full)
        with pytest.raises(OSError, match="space"):
            vectors.save(names[:10])
    assert len(vectors.read(names)) == len(again(vectors).read(names)) == 260


def test_two_programs_may_add_to_one_file(vectors: Vectors) -> None:
    other = again(vectors)
    other.add(C, 1, random_rows(2, 3))
    vectors.add(owner(["d"]), 1, random_rows(2, 4))
    other.add(owner(["e"]), 1, random_rows(2, 5))
    assert len(again(vectors)) == 5
    assert set(vectors.read([A, owner(["d"])])) == {A, owner(["d"])}
    assert set(other.read([C, owner(["e"])])) == {C, owner(["e"])}


def test_reading_while_another_thread_adds(vectors: Vectors) -> None:
    names = [owner([str(n)]) for n in range(300)]

    def add() -> None:
        for n, name in enumerate(names):
            vectors.add(name, n, random_rows(1, n))

    thread = threading.Thread(target=add)
    thread.start()
    while thread.is_alive():
        assert set(vectors.read([A, B])) == {A, B}
        owners, rows, lengths = vectors.overview(names)
        assert len(owners) == len(rows) == len(lengths)
    thread.join()
    assert len(vectors) == 302


def test_no_folder_is_made_before_something_is_kept(tmp_path: Path) -> None:
    vectors = Vectors(tmp_path / "v")
    assert (len(vectors), vectors.size, vectors.read([A])) == (0, 0, {})
    vectors.save([])
    assert not (tmp_path / "v").exists()


@settings(max_examples=60)
@given(st.binary(max_size=2_000))
def test_foreign_bytes_are_no_blocks_and_no_list(data: bytes) -> None:
    assert list(blocks.scan(data + blocks.MAGIC + data)) == []
    assert listing.decode(data) is None


def test_ten_thousand_entries_stay_below_forty_megabytes() -> None:
    block, _signs = blocks.encode(A, 1, random_rows(14))
    assert len(block) * 10_000 <= 40_000_000
