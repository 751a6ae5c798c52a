"""The language of phrases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.content.phrase import Choice, Gap, Words, faults, gaps, may_be_missing, parse


def test_words_choices_gaps() -> None:
    assert parse("没办法") == (Words("没办法"),)
    assert parse("您…冷静(一下|一点)?") == (
        Words("您"),
        Gap(),
        Words("冷静"),
        Choice(((Words("一下"),), (Words("一点"),)), True),
    )
    assert parse("您（先｜再）？说") == parse("您(先|再)?说")
    assert parse("a...b") == (Words("a"), Gap(), Words("b"))
    assert parse("没辙|没招|") == (Choice(((Words("没辙"),), (Words("没招"),)), False),)
    assert parse("(很|)好") == (Choice(((Words("很"),),), True), Words("好"))


def test_gaps_at_the_ends_say_nothing() -> None:
    assert parse("…您好…|……") == (Words("您好"),)
    assert not gaps(parse("…您好…"))
    assert gaps(parse("a(b…c|d)"))


@pytest.mark.parametrize(
    ("phrase", "fault"),
    [
        ("没办法", ""),
        ("您(先)?…冷静(一下|一点)", ""),
        ("您(先冷静", "other half"),
        ("您先)冷静", "other half"),
        ("(先)?", "left out"),
        ("……", "left out"),
        ("(" * 9 + "先" + ")" * 9, "nested"),
        ("先" * 500, "too long"),
    ],
)
def test_what_its_author_should_know(phrase: str, fault: str) -> None:
    found = [str(each) for each in faults(phrase)]
    assert (fault in found[0]) if fault else not found


def test_what_is_too_much_is_not_looked_for() -> None:
    assert parse("先" * 500) == parse("((((((先))))))") == ()
    assert may_be_missing(())


@given(st.text(alphabet="您好ab(（)）|｜?？….", max_size=40))
def test_nothing_fails(phrase: str) -> None:
    parse(phrase)
    list(faults(phrase))
