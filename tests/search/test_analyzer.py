import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kbassist.search.analyzer import fold, stem, tokens, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＡＢｃ１２３", "abc123"),
        ("Refund", "refund"),
        ("退款（７天）", "退款(7天)"),
        ("ﾃｽﾄ", "テスト"),
        ("Straße", "strasse"),
        ("①②", "12"),
        ("退\u200b款", "退款"),
        ("ﬁle", "file"),
        ("退貨運費", "退货运费"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("退款", {"退", "款", "退款"}),
        ("退", {"退"}),
        ("七天无理由", {"七", "天", "无", "理", "由", "七天", "天无", "无理", "理由"}),
        ("退货。运费", {"退", "货", "退货", "运", "费", "运费"}),
        ("refunds", {"refund", "refunds"}),
        ("policies policy", {"polici", "policies", "policy"}),
        ("x20pro", {"x20pro", "x", "20", "pro"}),
        ("sf-1234", {"sf1234", "sf", "1234"}),
        ("e-mail", {"email", "e", "mail"}),
        ("3.14", {"3.14", "3", "14"}),
        ("7天", {"7", "天"}),
        ("don't", {"dont", "don", "t"}),
        ("café", {"café"}),
        ("한국어", {"한", "국", "어", "한국", "국어"}),
        ("", set()),
        ("，。！🙂", set()),
    ],
)
def test_tokens(text: str, expected: set[str]) -> None:
    assert set(tokens(fold(text))) == expected


def test_tokens_are_counted() -> None:
    assert tokens("退款退款").count("退款") == 2


@pytest.mark.parametrize(
    ("query", "strict", "loose"),
    [
        ("退换货", ["退换", "换货"], ["退", "换", "货"]),
        ("险", ["险"], ["险"]),
        ("refunds ", ["refund"], ["refund"]),
        ("refun", ["refun*"], ["refun*"]),
        ("退款 refund pol", ["退款", "refund", "pol*"], ["退", "款", "refund", "pol*"]),
        ("x20pr", ["x20pr*"], ["x", "20", "pr*"]),
        ("退款 t", ["退款"], ["退", "款"]),
        ("t", ["t"], ["t"]),
    ],
)
def test_words(query: str, strict: list[str], loose: list[str]) -> None:
    found = words(fold(query))
    assert [term.text + "*" * term.prefix for word in found for term in word.strict] == strict
    assert [term.text + "*" * term.prefix for word in found for term in word.loose] == loose


def test_fillers_are_no_condition() -> None:
    found = words("how do i get a refund ")
    assert [word.text for word in found if not word.filler] == ["get", "refund"]


def test_a_filler_being_typed_may_become_a_word() -> None:
    assert not words("the")[0].filler


@given(st.text(max_size=60))
@example("0AAS")  # the last part of a code has a stem, too
def test_every_strict_term_of_a_text_is_a_token_of_it(text: str) -> None:
    folded = fold(text)
    known = set(tokens(folded))
    for word in words(folded, typing=False):
        assert {term.text for term in (*word.strict, *word.loose)} <= known | {stem(term.text) for term in word.loose}


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_for_tokens(text: str) -> None:
    once = fold(text)
    assert tokens(once) == tokens(fold(text))
    assert fold(once.upper() if once.isascii() else once) == fold(once)
