import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.content.model import Kind
from kbassist.content.team_model import Team
from kbassist.search.query import EVERYTHING, MACROS, READING, Variant, parse
from kbassist.search.ways import Way
from tests.search.samples import TEAM


@pytest.mark.parametrize(
    ("typed", "kinds", "text"),
    [
        ("退款", EVERYTHING, "退款"),
        ("/退款", MACROS, "退款"),
        ("／ 退款", MACROS, "退款"),
        ("? 退款", READING, "退款"),
        ("？退款", READING, "退款"),
        ("怎么退款？", EVERYTHING, "怎么退款?"),
        ("  /tk", MACROS, "tk"),
        ("1/2", EVERYTHING, "1/2"),
    ],
)
def test_kinds(typed: str, kinds: frozenset[Kind], text: str) -> None:
    query = parse(typed, TEAM)
    assert (query.kinds, query.text) == (kinds, text)


@pytest.mark.parametrize(
    ("typed", "tags", "categories", "text"),
    [
        ("#退货", ("退货",), (), ""),
        ("运费 ＃退货 #售后", ("退货", "售后"), (), "运费"),
        ("in:售后 运费", (), ("售后",), "运费"),
        ("in：售后/退换 运费", (), ("售后/退换",), "运费"),
        ("IN:发票", (), ("发票",), ""),
        ("#", (), (), ""),
        ("C#", (), (), "c#"),
        ("in:", (), (), ""),
    ],
)
def test_tags_and_categories(typed: str, tags: tuple[str, ...], categories: tuple[str, ...], text: str) -> None:
    query = parse(typed, TEAM)
    assert (query.tags, query.categories, query.text) == (tags, categories, text)


@pytest.mark.parametrize(
    ("typed", "channels"),
    [
        ("退款", None),
        ("@微信 退款", ("微信",)),
        ("＠wx", ("微信",)),
        ("@WeChat", ("微信",)),
        ("@e-mail 退款", ("邮件",)),
        ("@微", ("微信",)),
        ("@抖音", ()),
        ("@", None),
        ("a@wx.com", None),
    ],
)
def test_channels(typed: str, channels: tuple[str, ...] | None) -> None:
    assert parse(typed, TEAM).channels == channels


@pytest.mark.parametrize("quoted", ['"上门 取件"', "“上门 取件”", "「上门 取件」"])
def test_phrases(quoted: str) -> None:
    query = parse(f"退货 {quoted}", TEAM)
    assert query.phrases == ("上门 取件",)
    assert [word.text for word in query.words] == ["退货", "上门", "取件"]


def test_an_open_quote_is_not_a_phrase_yet() -> None:
    assert parse('退货 "上门', TEAM).phrases == ()


def test_terms_to_mark_stand_in_order_of_weight() -> None:
    assert parse("退换货 policies ", TEAM).terms == ("退换货", "policies", "退换", "换货", "polic")


def test_synonyms_make_variants() -> None:
    texts = ["".join(word.text for word in variant.words) for variant in parse("退钱多久", TEAM).variants]
    assert texts == ["退款多久", "refundmoney多久"]


def test_without_synonyms_there_are_no_variants() -> None:
    assert parse("退钱多久", Team()).variants == ()


@given(st.text(max_size=40))
def test_anything_can_be_typed(typed: str) -> None:
    query = parse(typed, TEAM)
    assert query.typed == typed
    assert all(term for term in query.terms)


@given(st.lists(st.sampled_from(["/", "?", "#", "@", "in:", '"', " ", "退款", "wx", "：", "／", "ab"]), max_size=12))
def test_any_mixture_of_marks_can_be_typed(parts: list[str]) -> None:
    parse("".join(parts), TEAM)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("how to refund  money fast", {"how to 退款 fast", "how to 退钱 fast"}),
        ("退钱 快递", {"退款 快递", "退钱 物流", "退款 物流"}),
        ("prefund money", set()),
        ("十五天退款", {"15天退款", "十五天退钱"}),
        ("15天", {"十五天"}),
        ("一下", set()),
    ],
)
def test_other_ways_to_say_it(typed: str, said: set[str]) -> None:
    texts = [variant.text for variant in parse(typed, TEAM).variants]
    assert said <= set(texts)
    assert bool(said) == bool(texts)
    assert len(texts) == len(set(texts)) <= 6


def test_variants_are_added_once() -> None:
    query = parse("退钱", TEAM)
    known = query.variants[0]
    assert query.with_variants(known, known) is query
    more = Variant("退费", known.words, Way.PINYIN, 0.5, ("退钱", "退费"))
    assert query.with_variants(more, more, known).variants == (*query.variants, more)
