from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kbassist.macros.blanks import tidy
from kbassist.macros.marks import TAG, bare, clean, spans, wrap

LINES = st.lists(st.sampled_from(["甲", "乙 ", "", "- 丙", "1. 丁", "2、戊", " "]), max_size=12)


@given(LINES)
def test_a_text_without_tags_only_loses_its_ends(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert tidy(text) == "\n".join(text.rstrip().split("\n")[_first_filled(lines) :])


def _first_filled(lines: list[str]) -> int:
    return next((number for number, line in enumerate(lines) if line.strip()), 0)


@given(st.lists(st.sampled_from(["甲", "", f"{TAG}", f"- {TAG}", f"{TAG}乙{TAG}", "- 丙"]), max_size=12))
def test_what_vanishes_leaves_no_hole(lines: list[str]) -> None:
    result = bare(tidy("\n".join(lines)))
    assert "- \n" not in result and not result.endswith("- ")
    if "" not in lines:
        assert "\n\n" not in result
    for word in ("甲", "乙", "丙"):
        assert result.count(word) == "".join(lines).count(word)


def test_spans_are_found_where_they_stand() -> None:
    marked = f"您好，{wrap('王', 0)}{TAG}！{wrap('〔单号〕', 1, gap=True)}{wrap('', 0)}"
    text, found = spans(marked, ("称呼", "单号"))
    assert text == "您好，王！〔单号〕"
    assert [(text[span.start : span.start + span.length], span.field, span.gap) for span in found] == [
        ("王", "称呼", False),
        ("〔单号〕", "单号", True),
    ]


@given(st.text())
def test_no_text_can_set_a_mark(text: str) -> None:
    hostile = f"{text}{wrap(text, 7)}{TAG}"
    assert bare(clean(hostile)) == clean(hostile)
