"""What the title stage finds: as typed, as pinyin, as first letters, misspelled."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kbassist.content.team_model import Team
from kbassist.search.analyzer import fold, words
from kbassist.search.catalogue import Catalogue
from kbassist.search.phonetic import Habits
from kbassist.search.query import Variant, parse
from kbassist.search.titles import TitleHit, find
from kbassist.search.ways import Way
from tests.search.samples import TODAY, article, library, macro

TITLES = (
    "七天无理由退货政策",
    "退款到账时间",
    "蓝牙耳机 X20 Pro 常见问题",
    "VIP 客户专属服务",
    "电子发票开具方法",
    "重庆仓发货说明",
    "银行卡绑定",
    "行程单申请",
    "西安自提点",
    "先用后付",
    "方案与反感",
    "绿色通道",
    "Refund policy",
    "Return shipping",
    "iPhone 15 trade-in",
    "Cancel an order",
    "安装预约",
    "二十四小时热线",
    "修改收货地址",
)
NONE = Habits()
CATALOGUE = Catalogue.of(
    library(
        *(article(title, title) for title in TITLES),
        macro("m", "物流道歉", {"": "抱歉"}, shortcut="wl", asked_as=("快递怎么还没到",), tags=("延误",)),
    ),
    TODAY,
)


def found(typed: str, habits: Habits = NONE, catalogue: Catalogue = CATALOGUE) -> list[TitleHit]:
    return find(catalogue, parse(typed, Team()), habits)


def titles(typed: str, habits: Habits = NONE) -> list[str]:
    return [CATALOGUE.entries[hit.row].title for hit in found(typed, habits)]


@pytest.mark.parametrize(
    ("typed", "title", "way"),
    [
        ("tuikuan", "退款到账时间", Way.PINYIN),
        ("TuiKuan", "退款到账时间", Way.PINYIN),
        ("tui kuan", "退款到账时间", Way.PINYIN),
        ("tui'kuan", "退款到账时间", Way.PINYIN),
        ("tuiku", "退款到账时间", Way.PINYIN),
        ("tuik", "退款到账时间", Way.PINYIN),
        ("tk", "退款到账时间", Way.INITIALS),
        ("tkdzsj", "退款到账时间", Way.INITIALS),
        ("daozhang", "退款到账时间", Way.PINYIN),
        ("tui货", "七天无理由退货政策", Way.PINYIN),
        ("七天wly", "七天无理由退货政策", Way.INITIALS),
        ("7tian", "七天无理由退货政策", Way.PINYIN),
        ("qitianwuliyoutuihuozhengce", "七天无理由退货政策", Way.PINYIN),
        ("qtwlythzhc", "七天无理由退货政策", Way.INITIALS),
        ("dzfp开", "电子发票开具方法", Way.INITIALS),
        ("chongqing", "重庆仓发货说明", Way.PINYIN),
        ("zhongqing", "重庆仓发货说明", Way.PINYIN),
        ("yinhangka", "银行卡绑定", Way.PINYIN),
        ("yhk", "银行卡绑定", Way.INITIALS),
        ("xingchengdan", "行程单申请", Way.PINYIN),
        ("xi'an", "西安自提点", Way.PINYIN),
        ("fangan", "方案与反感", Way.PINYIN),
        ("lvse", "绿色通道", Way.PINYIN),
        ("vipkehu", "VIP 客户专属服务", Way.PINYIN),
        ("x20prochangjianwenti", "蓝牙耳机 X20 Pro 常见问题", Way.PINYIN),
        ("kuaidizenmehaimeidao", "物流道歉", Way.PINYIN),
        ("yanwu", "物流道歉", Way.PINYIN),
        ("tuikuan shijian", "退款到账时间", Way.PINYIN),
        ("退款 shijian", "退款到账时间", Way.PINYIN),
        ("lanya pro", "蓝牙耳机 X20 Pro 常见问题", Way.PINYIN),
    ],
)
def test_letters_are_read_as_characters(typed: str, title: str, way: Way) -> None:
    hit = found(typed)[0]
    assert CATALOGUE.entries[hit.row].title == title
    assert (hit.way, hit.exact, hit.loose) == (way, 0, False)


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("tuikuan", "退款"),
        ("tuiku", "退款"),
        ("tui货", "退货"),
        ("x20prochangjian", "x20pro常见"),
        ("vipkehu", "vip客户"),
        ("退款 shijian", "退款 时间"),
        ("退或", "退货"),
        ("yanwu", "延误"),
    ],
)
def test_what_the_letters_stand_for_is_told(typed: str, read_as: str) -> None:
    assert found(typed)[0].read_as == read_as


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("退款", "退款到账时间"),
        ("refund", "Refund policy"),
        ("return sh", "Return shipping"),
        ("X20pro", "蓝牙耳机 X20 Pro 常见问题"),
        ("x20-pro", "蓝牙耳机 X20 Pro 常见问题"),
        ("iphone15", "iPhone 15 trade-in"),
        ("tradein", "iPhone 15 trade-in"),
        ("24小时", "二十四小时热线"),
        ("7天", "七天无理由退货政策"),
        ("退貨政策", "七天无理由退货政策"),
        ("電子發票", "电子发票开具方法"),
        ("wl", "物流道歉"),
        ("退款到账时间", "退款到账时间"),
        ("phone", "iPhone 15 trade-in"),
    ],
)
def test_as_typed(typed: str, first: str) -> None:
    assert titles(typed)[0] == first
    assert found(typed)[0].way in {Way.LITERAL, Way.NUMERAL}


@pytest.mark.parametrize(
    ("typed", "exact"),
    [("退款到账时间", 2), ("refund policy", 2), ("wl", 3), ("快递怎么还没到", 1), ("退款", 0), ("延误", 0)],
)
def test_exact(typed: str, exact: int) -> None:
    assert found(typed)[0].exact == exact


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("iphnoe", "iPhone 15 trade-in"),
        ("iphoe", "iPhone 15 trade-in"),
        ("iphoone", "iPhone 15 trade-in"),
        ("iphane", "iPhone 15 trade-in"),
        ("retrun shipping", "Return shipping"),
        ("refund polcy", "Refund policy"),
        ("shippni", "Return shipping"),
        ("退或", "七天无理由退货政策"),
        ("退款到帐", "退款到账时间"),
        ("退款到账世间", "退款到账时间"),
        ("退款账到时间", "退款到账时间"),
        ("电子发栗开具方法", "电子发票开具方法"),
        ("电子发票具方法", "电子发票开具方法"),
        ("电子发票的开具方法", "电子发票开具方法"),
        ("修该收获地址", "修改收货地址"),
    ],
)
def test_slips(typed: str, first: str) -> None:
    hits = found(typed)
    assert CATALOGUE.entries[hits[0].row].title == first
    assert hits[0].loose


@pytest.mark.parametrize("typed", ["火星基地坐标", "qqqzzz", "zzzz", "完全不相干的一句话", "!!!", "。", "?", "'"])
def test_what_fits_nothing_finds_nothing(typed: str) -> None:
    assert found(typed) == []


def test_latin_as_typed_comes_before_pinyin() -> None:
    assert titles("an")[:2] == ["Cancel an order", "安装预约"]
    assert [hit.way for hit in found("an")[:2]] == [Way.LITERAL, Way.PINYIN]
    assert titles("re")[:2] == ["Refund policy", "Return shipping"]


def test_full_pinyin_comes_before_first_letters() -> None:
    catalogue = Catalogue.of(library(article("a", "头疼哦"), article("b", "头痛")), TODAY)
    ways = [hit.way for hit in found("tou", catalogue=catalogue)]
    assert ways == sorted(ways, key=[Way.PINYIN, Way.INITIALS].index)


def test_beginning_and_share_decide_among_readings() -> None:
    names = ("如何退款", "退款到账时间", "退款", "退款说明")
    catalogue = Catalogue.of(library(*(article(name, name) for name in names)), TODAY)
    ordered = [catalogue.entries[hit.row].title for hit in found("tuikuan", catalogue=catalogue)]
    assert ordered == ["退款", "退款说明", "退款到账时间", "如何退款"]


def test_a_single_letter_counts_at_the_beginning_of_names_only() -> None:
    assert "重庆仓发货说明" in titles("c")
    assert "退款到账时间" not in titles("d")


def test_rare_readings_do_not_count() -> None:
    catalogue = Catalogue.of(library(article("a", "家庭装"), article("b", "不能用")), TODAY)
    assert not found("gu", catalogue=catalogue)
    assert not found("fou", catalogue=catalogue)


@pytest.mark.parametrize(
    ("typed", "fuzzy", "title"),
    [
        ("tuikuandaozang", "z-zh", "退款到账时间"),
        ("congqin", "c-ch,in-ing", "重庆仓发货说明"),
        ("huse", "l-n", ""),
        ("nvse", "l-n", "绿色通道"),
        ("hangchengdang", "an-ang", "行程单申请"),
    ],
)
def test_fuzzy_pairs_are_a_habit(typed: str, fuzzy: str, title: str) -> None:
    assert titles(typed, Habits(frozenset(fuzzy.split(","))))[:1] == [title][: bool(title)]
    assert not [hit for hit in found(typed) if not hit.loose]


def test_double_pinyin_beside_full_pinyin_and_first_letters() -> None:
    xiaohe = Habits(scheme="xiaohe")
    assert titles("tvkr", xiaohe)[0] == "退款到账时间"
    assert found("tvkr", xiaohe)[0].read_as == "退款"
    assert titles("tvhozgce", xiaohe)[:1] == []
    assert titles("tvhovgce", xiaohe)[0] == "七天无理由退货政策"
    assert titles("tuikuan", xiaohe)[0] == "退款到账时间"
    assert titles("tkdzsj", xiaohe)[0] == "退款到账时间"
    assert not found("tvkr")


def test_filters_hold_for_every_way() -> None:
    assert titles("/wuliu") == ["物流道歉"]
    assert titles("?wuliu") == []
    assert titles("#延误 wuliu") == ["物流道歉"]
    assert titles("#发票 wuliu") == []
    assert titles("?物六") == []


def test_variants_count_less_and_tell_their_way() -> None:
    query = parse("退钱", Team())
    other = Variant("退款", words("退款"), Way.SYNONYM, 0.5, ("退钱", "退款"))
    [hit] = [hit for hit in find(CATALOGUE, query.with_variants(other)) if not hit.loose]
    [typed] = find(CATALOGUE, replace(query, text="退款", words=words("退款")))
    assert (hit.row, hit.way, hit.exact) == (typed.row, Way.SYNONYM, 0)
    assert hit.score == pytest.approx(0.5 * typed.score)


def test_scores_lie_between_0_and_1_in_order_and_rows_are_told_once() -> None:
    for typed in ("t", "tk", "退款", "tuikuan", "退", "an", "return", "x20", "电子发栗开具方法"):
        hits = found(typed)
        assert all(0 < hit.score <= 1 for hit in hits)
        assert len({hit.row for hit in hits}) == len(hits)
        assert [hit.loose for hit in hits] == sorted(hit.loose for hit in hits)


@given(st.text("tuikanhg'0279x 退货款七两乐。？!😀𠮷ａＡé-\n\t#@/", max_size=30))
def test_any_text_can_be_searched(typed: str) -> None:
    found(typed, Habits(frozenset({"z-zh", "an-ang"}), "xiaohe"))


@example("+0´")
@given(st.text(max_size=40))
def test_any_title_is_found_by_itself(title: str) -> None:
    catalogue = Catalogue.of(library(article("other", "别的"), article("a", title)), TODAY)
    query = parse(title, Team())
    whole = query.text == " ".join(fold(title).split())  # no filters, prefixes or quotation marks in it
    if whole and any(character.isalnum() for character in query.text):
        assert any(hit.row == 1 for hit in find(catalogue, query))


def test_what_the_letters_stand_for_is_found_where_folding_changes_the_length() -> None:
    catalogue = Catalogue.of(library(article("a", "㎏ ½ 重量：退款𠮷说明")), TODAY)
    [hit] = found("tuikuan", catalogue=catalogue)
    assert hit.read_as == "退款"


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("tuikuanshijian", "退款到账时间"),
        ("tuikuan时间", "退款到账时间"),
        ("dianzikaiju", "电子发票开具方法"),
        ("shijiantuikuan", "退款到账时间"),
    ],
)
def test_two_words_in_pinyin_may_stand_apart_in_a_name(typed: str, title: str) -> None:
    assert titles(typed)[:1] == [title]


def test_where_the_words_stand_apart_both_are_told() -> None:
    assert found("tuikuanshijian")[0].read_as == "退款 时间"


def test_a_run_of_letters_of_which_a_name_has_only_one_word_finds_nothing() -> None:
    assert titles("tuikuankuaidi") == []
