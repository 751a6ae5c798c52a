"""The rows that are shown: what of an entry they quote."""

from kbassist.search.catalogue import Catalogue
from kbassist.search.hits import Presenter, without_template
from kbassist.search.places import Place
from kbassist.search.query import parse
from kbassist.search.results import Hit, Marked
from tests.search.samples import TEAM, TODAY, article, library, macro

CATALOGUE = Catalogue.of(
    library(
        article("a", "七天无理由", "签收次日起\n\n  可以申请退货。", asked_as=("不想要了", "买错了能退吗")),
        macro("m", "道歉", {"": "非常抱歉。"}, asked_as=("快递怎么还没到",)),
        article("e", "空的"),
    ),
    TODAY,
)


def shown(row: int, typed: str, ordinal: int = 0) -> Hit:
    presenter = Presenter(CATALOGUE, str, without_template)
    return presenter.hits((Place(row, 1.0, ordinal),), parse(typed, TEAM))[0]


def test_the_passage_is_quoted_on_one_line_with_its_marks() -> None:
    assert shown(0, "退货", 1).snippet == Marked("签收次日起 可以申请退货。", ((10, 2),))


def test_what_the_customers_say_is_quoted_where_nothing_else_has_the_words() -> None:
    assert shown(0, "买错").snippet == Marked("买错了能退吗", ((0, 2),))
    assert shown(1, "快递").snippet == Marked("快递怎么还没到", ((0, 2),))


def test_the_text_is_quoted_where_the_title_has_the_words_or_nothing_has() -> None:
    assert shown(1, "道歉").snippet.text == "非常抱歉。"
    assert shown(0, "xyz").snippet == Marked("签收次日起 可以申请退货。")


def test_an_entry_without_a_text_has_no_snippet() -> None:
    assert shown(2, "空").snippet == Marked("")
