"""Sounds that are not told apart, and what two keys stand for in double pinyin."""

import pytest

from kbassist.search.double_pinyin import syllables_by_keys
from kbassist.search.phonetic import FUZZY, SCHEMES, Habits, beginning_so, read_so
from kbassist.search.spelled import spelled
from kbassist.search.syllables import characters
from kbassist.search.symbols import text_of
from kbassist.search.ways import Way


@pytest.mark.parametrize(
    ("syllable", "fuzzy", "characters_too"),
    [
        ("si", "s-sh", "是时"),
        ("shi", "s-sh", "四死"),
        ("zong", "z-zh", "中重"),
        ("can", "c-ch", "产"),
        ("nan", "l-n", "兰"),
        ("lou", "l-n", "耨"),
        ("fei", "f-h", "黑"),
        ("lan", "l-r", "然"),
        ("fan", "an-ang", "方房"),
        ("fen", "en-eng", "风"),
        ("xin", "in-ing", "行性"),
        ("lian", "ian-iang", "两量"),
        ("guan", "uan-uang", "光广"),
    ],
)
def test_fuzzy_pairs(syllable: str, fuzzy: str, characters_too: str) -> None:
    assert fuzzy in FUZZY
    assert not set(characters_too) & set(read_so(syllable))
    assert set(read_so(syllable)) < set(read_so(syllable, frozenset({fuzzy})))
    assert set(characters_too) <= set(read_so(syllable, frozenset({fuzzy})))


def test_fuzzy_pairs_add_up_and_leave_other_finals_alone() -> None:
    both = frozenset({"s-sh", "en-eng"})
    assert "声" in read_so("sen", both)
    assert read_so("lian", frozenset({"an-ang"})) == read_so("lian")
    assert read_so("tui", frozenset(FUZZY)) == read_so("tui")
    assert read_so("tui", frozenset({"no-such"})) == read_so("tui")
    assert read_so("xyz", frozenset(FUZZY)) == ""


def test_a_syllable_that_exists_only_by_confusion_is_read() -> None:
    assert read_so("lv") == read_so("lv", frozenset({"z-zh"}))
    assert read_so("fong") == ""
    assert set("红") <= set(read_so("fong", frozenset({"f-h"})))


def test_beginnings() -> None:
    assert set("退款到账") & set(beginning_so("t")) == {"退"}
    assert set("中在") <= set(beginning_so("z"))
    assert "在" not in beginning_so("zh")
    assert "在" in beginning_so("zh", frozenset({"z-zh"}))


# 双拼 七天无理由 as the keys of each scheme, by its published table.
WORDS = {
    "xiaohe": {"退款": "tvkr", "双拼": "ulpb", "中国": "vsgo", "安全": "anqr", "昂": "ah", "女": "nv", "略": "lt"},
    "ziranma": {"退款": "tvkr", "双拼": "udpn", "中国": "vsgo", "安全": "anqr", "昂": "ah", "请": "qy", "飞": "fz"},
    "microsoft": {"退款": "tvkr", "双拼": "udpn", "中国": "vsgo", "安全": "ojqr", "请": "q;", "女": "ny", "略": "lt"},
    "sogou": {"退款": "tvkr", "双拼": "udpn", "中国": "vsgo", "安全": "ojqr", "请": "q;", "女": "ny", "学": "xt"},
    "abc": {"退款": "tmkp", "双拼": "vtpc", "中国": "asgo", "安全": "ojqp", "请": "qy", "出": "eu", "天": "tw"},
    "ziguang": {"退款": "tnkl", "双拼": "igpy", "中国": "uhgo", "安全": "orql", "请": "q;", "出": "au", "天": "tf"},
}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_double_pinyin(scheme: str) -> None:
    for word, keys in WORDS[scheme].items():
        patterns = [reading.pattern for reading in spelled(keys, Habits(scheme=scheme)) if reading.way is Way.PINYIN]
        assert any(
            len(p) == len(word) and all(c in text_of(s) for c, s in zip(word, p, strict=True)) for p in patterns
        )


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_syllable_has_two_keys(scheme: str) -> None:
    table = syllables_by_keys(scheme)
    assert {len(keys) for keys in table} == {2}
    assert set(characters()) == {syllable for syllables in table.values() for syllable in syllables}


def test_an_unknown_scheme_is_none() -> None:
    assert syllables_by_keys("dvorak") == {}
    assert spelled("tuikuan", Habits(scheme="dvorak")) == spelled("tuikuan", Habits())
