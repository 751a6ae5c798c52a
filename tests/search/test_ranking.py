"""What is offered for a word or two, for a whole question; and what an entry counts as a whole."""

from collections import Counter
from pathlib import Path

import pytest

from kbassist.content.model import Article, Macro
from kbassist.search.documents import documents
from kbassist.search.engine import Engine
from kbassist.search.postings import K1, B
from kbassist.search.query import parse
from kbassist.search.scoring import idf, score
from kbassist.search.wholes import wholes
from tests.search.samples import TEAM, article, engine, ids, library

ENTRIES = library(
    article("invoice", "发票抬头", "公司名称和税号写在开票页。发票最多三张。\n## 补开\n从前的小单也能开票。"),
    article("address", "修改地址", "付款前可以换地方，最后改一次。"),
    article("refund", "退款进度", "款项退回的时间，公开给司机看，名单上不称呼全名。"),
    article("card", "Gift card", "The balance of a card is shown on the page.", locale="en"),
    article("kin", "Find your mind", "Rest.", locale="en"),
)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return engine(tmp_path_factory.mktemp("cache"), ENTRIES)


@pytest.mark.parametrize("query", ["小票", "最前", "票小"])
def test_signs_in_common_are_no_answer_to_a_word(found: Engine, query: str) -> None:
    assert found.search(query).hits == ()


@pytest.mark.parametrize(("query", "only"), [("公司名称", "invoice"), ("开票", "invoice"), ("gift card", "card@en")])
def test_no_part_of_a_word_stands_below_the_whole(found: Engine, query: str, only: str) -> None:
    assert ids(found, query) == [only]


def test_a_pair_of_a_longer_word_is_enough_where_its_signs_stand_together(found: Engine) -> None:
    assert ids(found, "退款时间")[:1] == ["refund"]


def test_half_of_two_words_is_offered_where_nothing_has_both(found: Engine) -> None:
    results = found.search("开票 地址")
    assert {hit.id for hit in results.hits} == {"invoice", "address"}
    assert results.partial


def test_a_whole_question_keeps_what_has_a_part_of_it(found: Engine) -> None:
    assert {"invoice", "refund"} <= set(ids(found, "请问你们公司的开票税号和名称写在哪里，时间多久"))


def test_a_short_word_is_not_read_as_another(found: Engine) -> None:
    assert found.search("kind").read_as == ()
    assert found.search("midn").read_as == ("mind",)


def test_a_misspelled_title_is_found_by_the_letters(tmp_path: Path) -> None:
    made = engine(tmp_path, library(article("i", "iPhone 15 使用说明", "很好用。"), article("b", "退款", "原路")))
    results = made.search("iphnoe")
    assert ([hit.id for hit in results.hits], results.read_as) == (["i"], ("iphone",))


def test_letters_that_stand_for_characters_are_not_corrected(tmp_path: Path) -> None:
    made = engine(tmp_path, library(article("a", "七天无理由退货", "说明"), article("b", "wl 物流", "wl")))
    assert made.search("七天wly").read_as == ("七天无理由",)


def test_the_best_section_is_chosen_by_itself(found: Engine) -> None:
    assert found.search("从前的小单能开票吗").hits[0].section == "补开"


def test_a_whole_entry_scores_as_one_document_would(found: Engine) -> None:
    assert found._indexed
    postings, catalogue = found._indexed.text.postings, found._indexed.catalogue
    bags = [_bag(catalogue.entries[row]) for row in postings.rows.tolist()]
    scores = score(postings, parse("公司 开票", TEAM))
    group = postings.group_of[catalogue.row_of["invoice@zh-CN"]]
    bag, mean = bags[group], sum(each.total() for each in bags) / len(bags)
    norm = K1 * (1 - B + B * bag.total() / mean)
    wanted = sum(
        idf(postings, part.posting) * bag[part.term.text] * (K1 + 1) / (bag[part.term.text] + norm)
        for part in scores.readings[0].parts
    )
    assert wholes(postings, scores, [group])[0] == pytest.approx(wanted, rel=1e-4)


def _bag(entry: Article | Macro) -> Counter[str]:
    bags = (one.bag for one in documents(entry, str, lambda _macro: ""))
    return sum(map(Counter, bags), Counter[str]())


@pytest.mark.parametrize("right", range(5))
def test_beyond_the_budget_no_candidate_is_cut_that_scores_like_the_last_one(
    right: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kbassist.search.scoring._BUDGET", 1)
    monkeypatch.setattr("kbassist.search.scoring._CANDIDATES", 1)
    colours = ("red", "blue", "green", "white", "black")
    told = ("refund" if n == right else colour for n, colour in enumerate(colours))
    umbrellas = (article(f"e{n}", f"Page {n}", f"umbrella {word}") for n, word in enumerate(told))
    others = (article(f"o{n}", f"Sheet {n}", "refund money") for n in range(9))
    made = engine(tmp_path, library(*umbrellas, *others))
    assert ids(made, "umbrella refund ")[0] == f"e{right}"
