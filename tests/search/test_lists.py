"""Posting lists, arrays and dictionaries come back from their bytes as they were."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.search import arrays
from kbassist.search.blobs import DiskBlob, MemoryBlob, Spool, chunks
from kbassist.search.dictionary import Builder, Dictionary
from kbassist.search.lists import MOST_DOCUMENTS, MOST_WEIGHT, decode, decode_one, encode, pack
from kbassist.search.pools import Run

documents = st.one_of(st.integers(0, 300), st.integers(0, 70_000), st.integers(0, MOST_DOCUMENTS - 1))
weights = st.one_of(st.just(1), st.integers(1, 300), st.integers(1, MOST_WEIGHT))
lists = st.lists(st.dictionaries(documents, weights, min_size=1, max_size=30), min_size=1, max_size=12)


def packed(given_lists: list[dict[int, int]]) -> np.ndarray:
    triples = [(rank, *pair) for rank, one in enumerate(given_lists) for pair in sorted(one.items())]
    ranks, numbers, counts = (np.array(side) for side in zip(*triples, strict=True))
    return pack(ranks, numbers, counts)


@given(lists)
def test_lists_come_back_together_and_one_by_one(given_lists: list[dict[int, int]]) -> None:
    ranks, heads, data = encode(packed(given_lists))
    assert ranks.tolist() == list(range(len(given_lists)))
    found, counts = decode(heads, data)
    wanted = [pair for one in given_lists for pair in sorted(one.items())]
    assert list(zip(found.tolist(), counts.tolist(), strict=True)) == wanted
    start = 0
    for number, one in enumerate(given_lists):
        size = int(heads.sizes[number])
        head = (int(heads.counts[number]), int(heads.firsts[number]), int(heads.widths[number]))
        ids, single = decode_one(*head, data[start : start + size])
        start += size
        assert ids.tolist() == sorted(one)
        assert (np.ones(len(ids)) if single is None else single).tolist() == [one[key] for key in sorted(one)]
    assert start == len(data)


def test_what_takes_no_byte() -> None:
    _ranks, heads, data = encode(packed([{70_000: 1}, {5: 1}]))
    assert data == b""
    assert heads.counts.tolist() == [1, 1]


def test_a_list_cut_short_is_refused() -> None:
    _ranks, heads, data = encode(packed([dict.fromkeys(range(0, 90_000, 300), 2)]))
    with pytest.raises(ValueError, match="buffer"):
        decode_one(300, 0, int(heads.widths[0]), data[:-1])


@given(st.dictionaries(st.text(max_size=5), st.lists(st.integers(0, 2**64 - 1), max_size=20), max_size=5))
def test_arrays_come_back(values: dict[str, list[int]]) -> None:
    found = arrays.unpack(arrays.pack({name: np.array(numbers, np.uint64) for name, numbers in values.items()}))
    assert {name: numbers.tolist() for name, numbers in found.items()} == values


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00",
        b"\xff\xff\xff\xff",
        b"\x01\x00\x00\x00\x80",
        b"\x06\x00\x00\x00\x81\xa1a\x92\xa2u1\x05",
        b"x" * 99,
    ],
)
def test_other_bytes_are_no_arrays(data: bytes) -> None:
    if data == b"\x01\x00\x00\x00\x80":  # an empty mapping is a file without arrays
        assert arrays.unpack(data) == {}
    else:
        with pytest.raises(arrays.Malformed):
            arrays.unpack(data)


bags = st.lists(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(1, 400), max_size=8), max_size=10)


@given(bags, st.text(max_size=2))
def test_a_dictionary_finds_tokens_and_those_that_begin_so(given_bags: list[dict[str, int]], prefix: str) -> None:
    run = Run()
    for bag in given_bags:
        run.add(bag)
    builder, data = Builder(), b""
    for tokens, postings in run.chunks():
        ranks, heads, part = encode(postings)
        builder.add([tokens[rank] for rank in ranks.tolist()], heads, part)
        data += part
    made = Dictionary(builder.packed())
    wanted = sorted({token.encode() for bag in given_bags for token in bag})
    assert made.tokens(0, len(made)) == wanted
    assert [made.find(token) for token in wanted] == list(range(len(wanted)))
    low, high = made.span(prefix.encode())
    assert wanted[low:high] == [token for token in wanted if token.startswith(prefix.encode())]
    assert made.find(b"\xf4\x8f\xbf\xbf" * 2) == -1
    assert [made.count(n) for n in range(len(made))] == [
        sum(token.decode() in bag for bag in given_bags) for token in wanted
    ]
    assert made.size == len(data)


def test_every_byte_of_the_lists_has_a_checksum() -> None:
    sizes = [3, 5000, 1, 9000, 4000, 4096, 2, 2]
    long = [dict.fromkeys(range(0, size), 1) for size in sizes]
    _ranks, heads, data = encode(packed(long))
    builder = Builder()
    builder.add([f"t{n}".encode() for n in range(4)], heads.slice(0, 4), data[: int(heads.sizes[:4].sum())])
    builder.add([f"t{n}".encode() for n in range(4, 8)], heads.slice(4, 8), data[int(heads.sizes[:4].sum()) :])
    made = Dictionary(builder.packed())
    pages = made.pages(0, 8)
    assert [start for start, _end, _sum in pages] == [0, *(end for _start, end, _sum in pages[:-1])]
    assert pages[-1][1] == len(data) == made.size
    for number in range(8):
        start, end = made.extent(number, number + 1)
        covering = made.pages(number, number + 1)
        assert len(covering) == 1
        assert covering[0][0] <= start
        assert end <= covering[0][1]
        assert covering[0][1] - covering[0][0] < 4096 or end - start >= 4096 or number > 3


@pytest.mark.parametrize("sizes", [(), (10,), (1 << 20, 1), (700_000, 700_000, 700_000)])
def test_what_is_spooled_comes_back(tmp_path: Path, sizes: tuple[int, ...]) -> None:
    spool = Spool(tmp_path / "made" / "lists")
    wanted = b"".join(bytes([number]) * size for number, size in enumerate(sizes))
    for number, size in enumerate(sizes):
        spool.write(bytes([number]) * size)
    blob = spool.finish()
    assert isinstance(blob, DiskBlob if len(wanted) > 1 << 20 else MemoryBlob)
    assert b"".join(chunks(blob)) == wanted
    assert blob.read(len(wanted) - 3, 10) == wanted[-3:][:10] or not wanted
    blob.discard()
    del blob  # Windows deletes no file that is open
    assert not (tmp_path / "made" / "lists").exists()


def test_a_spool_goes_on_in_memory_when_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spool = Spool(tmp_path / "lists")
    spool.write(b"a" * (1 << 20) + b"b")
    assert (tmp_path / "lists").exists()
    real = Path.open

    def full(path: Path, mode: str = "r", **more: object) -> object:
        if "a" in mode:
            raise OSError(28, "No space left on device")
        return real(path, mode, **more)  # type: ignore[call-overload]  # as Path.open has it

    monkeypatch.setattr(Path, "open", full)
    for _ in range(3):
        spool.write(b"c" * (1 << 20))
    blob = spool.finish()
    assert isinstance(blob, MemoryBlob)
    assert b"".join(chunks(blob)) == b"a" * (1 << 20) + b"b" + b"c" * (3 << 20)
    assert not (tmp_path / "lists").exists()
