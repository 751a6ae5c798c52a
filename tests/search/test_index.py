"""An index that was changed step by step answers like one that was built at once."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbassist.content.library import Library
from kbassist.content.model import Article, Macro, Snippet
from kbassist.search.documents import fingerprint
from kbassist.search.engine import Engine
from tests.search.samples import TODAY, article, engine, library, macro, shop
from tests.systems import WINDOWS

WORDS = ("退款", "退货", "运费", "发票", "refund", "policies", "x20pro", "七天", "积分")
QUERIES = ("退款", "退货运费", "refund pol", "x20", "七天无理由积分", "发票 refund", "运")


def told(made: Engine) -> list[list[tuple[str, str, float]]]:
    """Return key, anchor and score of all hits of all queries."""
    return [[(hit.key, hit.anchor, round(hit.score, 3)) for hit in made.search(query).hits] for query in QUERIES]


def entry(number: int, words: tuple[str, ...]) -> Article:
    half = len(words) // 2
    text = f"{' '.join(words[:half])}\n## 二\n{'，'.join(words[half:])}"
    return article(f"e{number:02}", f"标题{''.join(words[:1])}{number % 3}", text)


steps = st.lists(
    st.tuples(st.integers(0, 9), st.one_of(st.none(), st.lists(st.sampled_from(WORDS), min_size=1, max_size=8))),
    min_size=1,
    max_size=14,
)


@settings(max_examples=25, deadline=None)
@given(steps)
def test_changes_give_what_a_new_build_gives(changes: list[tuple[int, list[str] | None]]) -> None:
    with TemporaryDirectory(ignore_cleanup_errors=WINDOWS) as folder:
        made = Engine(Path(folder) / "step", plain=str)
        entries: dict[str, Article | Macro] = {}
        for number, words in changes:
            key = f"e{number:02}@zh-CN"
            entries.pop(key, None)
            if words is not None:
                entries[key] = entry(number, tuple(words))
            current = Library(root=Path("/r"), entries=dict(entries))
            made.use(current, TODAY)
        assert told(made) == told(engine(Path(folder) / "once", current))
        assert told(made) == told(engine(Path(folder) / "step", current))  # and so does the copy on disk


def test_many_small_changes_keep_few_segments(tmp_path: Path) -> None:
    made = engine(tmp_path / "step")
    current = shop()
    for number in range(60):
        new = entry(number, (WORDS[number % len(WORDS)], WORDS[number % 4], f"code{number}"))
        current = replace(current, entries={**current.entries, new.key: new})
        made.use(current, TODAY)
    assert told(made) == told(engine(tmp_path / "once", current))
    assert len(list((tmp_path / "step" / "search").glob("*.trm"))) < 16
    assert made.search("code17").hits[0].id == "e17"


def test_a_worn_index_is_built_anew(tmp_path: Path) -> None:
    made = engine(tmp_path)
    for number in range(12):
        current = shop()
        changed = {key: replace(one, title=f"{one.title} {number}") for key, one in current.entries.items()}
        made.use(replace(current, entries=changed), TODAY)
    assert len(list((tmp_path / "search").glob("*.trm"))) <= 2
    assert made.search("运费险").hits[0].id == "insurance"


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    current = shop()
    made = engine(tmp_path, current)
    read: list[tuple[int, int]] = []
    one = replace(current.entries["price@zh-CN"], title="差价")
    made.use(replace(current, entries={**current.entries, one.key: one}), TODAY, lambda *seen: read.append(seen))
    assert read[-1] == (1, 1)


def test_another_library_in_the_same_cache(tmp_path: Path) -> None:
    made = engine(tmp_path)
    made.use(library(article("a", "别的库", "退货"), root=Path("/other")), TODAY)
    assert [hit.id for hit in made.search("退货").hits] == ["a"]


def test_an_empty_library(tmp_path: Path) -> None:
    made = engine(tmp_path, library())
    assert made.ready
    assert made.search("退货").hits == ()
    made.use(shop(), TODAY)
    assert made.search("退货").hits
    made.use(library(), TODAY)
    assert made.search("退货").hits == ()


def test_an_entry_without_any_text(tmp_path: Path) -> None:
    made = engine(tmp_path, library(article("a", "", ""), macro("m", "", {}), article("b", "退货", "")))
    assert [hit.id for hit in made.search("退货").hits] == ["b"]


def test_a_long_list_of_postings_has_blocks(tmp_path: Path) -> None:
    entries = library(*(article(f"e{n:05}", f"第{n}篇", "共同的词 " + "重复 " * (n % 3 + 1)) for n in range(5000)))
    made = engine(tmp_path, entries)
    assert made.search("共同的词", 5).total == 5000


@pytest.mark.parametrize(
    "change",
    [
        {"title": "x"},
        {"asked_as": ("x",)},
        {"tags": ("x",)},
        {"category": "x"},
        {"products": ("x",)},
        {"sections": ()},
    ],
)
def test_all_that_is_indexed_is_in_the_fingerprint_of_an_article(change: dict[str, object]) -> None:
    one = article("a", "标题", "文字\n## 节\n文字", tags=("标签",))
    assert fingerprint(replace(one, **change), "") != fingerprint(one, "")  # type: ignore[arg-type]


def test_fields_do_not_run_into_each_other_in_a_fingerprint() -> None:
    one, other = article("a", "t", tags=("x", "y")), article("a", "t", tags=("x",), category="y")
    assert fingerprint(one, "") != fingerprint(other, "")


def test_a_changed_snippet_changes_the_macros_that_may_use_it(tmp_path: Path) -> None:
    def text(one: Macro, entries: Library) -> str:
        return one.variants[0].body + entries.snippets["署名"].body

    current = replace(library(macro("m", "问候", {"": "您好"})), snippets={"署名": Snippet("署名", "红梅", "p")})
    made = Engine(tmp_path, plain=str, macro_text=text)
    made.use(current, TODAY)
    assert made.search("红梅").hits
    made.use(replace(current, snippets={"署名": Snippet("署名", "蓝天", "p")}), TODAY)
    assert made.search("蓝天").hits
    assert made.search("红梅").hits == ()
