import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.search.analyzer import fold, tidy
from kbassist.search.snippets import has_phrases, marked, marker, snippet


def shown(text: str, *terms: str) -> list[str]:
    made = marked(text, marker(terms))
    return [made.text[start : start + length] for start, length in made.marks]


@pytest.mark.parametrize(
    ("text", "terms", "expected"),
    [
        ("七天无理由退货", ["无理由"], ["无理由"]),
        ("退货退款", ["退货", "退款"], ["退货退款"]),
        ("Refund policy", ["refund"], ["Refund"]),
        ("a prefund", ["fund"], []),
        ("ＲＥＦＵＮＤ 退款", ["refund"], ["ＲＥＦＵＮＤ"]),
        ("㎡ 与 退款", ["退款"], ["退款"]),
        ("Straße und 退款", ["strasse", "退款"], ["Straße", "退款"]),
        ("退款", [], []),
        ("a+b (c)", ["(c)"], ["(c)"]),
    ],
)
def test_marks(text: str, terms: list[str], expected: list[str]) -> None:
    assert shown(text, *terms) == expected


def test_the_extract_has_the_most_different_words() -> None:
    text = "退款的说明。" + "无关的话。" * 40 + "运费由买家承担，退款原路退回。" + "别的。" * 40
    made = snippet(text, marker(["退款", "运费"]))
    assert made.text.startswith("…运费由买家承担，退款原路退回。")
    assert made.text.endswith("…")
    assert [made.text[start : start + length] for start, length in made.marks] == ["运费", "退款"]


def test_without_a_match_the_beginning_is_shown() -> None:
    assert snippet("第一句。第二句。", marker(["没有"])).text == "第一句。第二句。"


def test_english_is_cut_between_words() -> None:
    made = snippet("word " * 60 + "shipping costs are paid by the buyer " + "word " * 60, marker(["shipping"]))
    assert set(made.text.strip("…").split()) <= {"word", "shipping", "costs", "are", "paid", "by", "the", "buyer"}


def test_white_space_is_one_space() -> None:
    assert tidy("a\n\n  b\tc ") == "a b c"


@given(st.text(max_size=300), st.lists(st.text(min_size=1, max_size=3), max_size=4))
def test_marks_are_sorted_apart_and_inside(text: str, terms: list[str]) -> None:
    for made in (snippet(text, marker(map(fold, terms))), marked(text, marker(map(fold, terms)))):
        end = 0
        for start, length in made.marks:
            assert start >= end
            assert length > 0
            end = start + length
        assert end <= len(made.text)


@given(st.text(max_size=400))
def test_an_extract_is_short(text: str) -> None:
    assert len(snippet(text, marker(["a"])).text) <= 92


def test_phrases_ignore_width_case_and_white_space() -> None:
    assert has_phrases("请 选择\n上门  取件", ["选择 上门 取件"])
    assert not has_phrases("上门", ["取件"])
