"""No random template and values can put an undefined, unfilled or malformed value on the clipboard."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hypothesis import given, settings

from kbassist.macros import engine
from kbassist.macros.form import GapKind
from kbassist.macros.source import BRACES
from kbassist.macros.values import printed
from tests.macros import grammar
from tests.macros.cases import CONTEXT, library, macro

LIBRARY = library(grammar.SNIPPETS)
_UNSEEN = re.compile("[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\u0000]")
_FILLED = {name: values[0] or values[-1] for name, values in grammar.GOOD.items()}


@settings(max_examples=700, deadline=None)
@given(grammar.templates, grammar.values)
def test_what_is_ready_is_whole(piece: grammar.Piece, values: Mapping[str, str]) -> None:
    typed = grammar.read(values)
    for channel, subject in (("微信", ""), ("邮件", piece.source.replace("\n", " "))):
        case = macro(piece.source, *grammar.FIELDS, subject=subject, channel=channel)
        outcome = engine.render(case, channel, values, LIBRARY, CONTEXT)
        reached = piece.prints(typed)
        if not outcome.ready:
            assert all(str(gap.message) for gap in outcome.gaps)
            continue
        assert {name for name in reached if typed[name] is None} == set()
        for sent in (outcome.text, outcome.subject, outcome.html):
            assert BRACES.search(sent) is None
            assert _UNSEEN.search(sent) is None
            assert not any(word in sent for word in ("Undefined", "None", "Absent", "nil", "Liquid error"))
            assert "{文}" not in sent
        assert not any(span.gap for span in outcome.spans)
        assert _ours(outcome.text) <= _ours("".join(map(str, values.values())))


@settings(max_examples=250, deadline=None)
@given(grammar.templates, grammar.values)
def test_a_printed_value_is_the_one_that_was_typed(piece: grammar.Piece, values: Mapping[str, str]) -> None:
    typed = grammar.read(values)
    for name in ("文", "额", "数", "日", "单号"):
        case = macro(f"{piece.source}：{{{{ {name} }}}}。", *grammar.FIELDS)
        outcome = engine.render(case, "微信", values, LIBRARY, CONTEXT)
        if outcome.ready:
            assert typed[name] is not None
            assert f"：{printed(typed[name], 'zh-CN')}。" in outcome.text


@settings(max_examples=300, deadline=None)
@given(grammar.templates)
def test_nothing_that_is_reached_may_be_left_empty(piece: grammar.Piece) -> None:
    for name in grammar.NAMES:
        values = {**_FILLED, name: ""}
        if name in piece.prints(grammar.read(values)) and name != "急":  # a yes-or-no that nobody touched says no
            outcome = engine.render(macro(piece.source, *grammar.FIELDS), "微信", values, LIBRARY, CONTEXT)
            assert GapKind.EMPTY in {gap.kind for gap in outcome.gaps} or GapKind.TEMPLATE in {
                gap.kind for gap in outcome.gaps
            }


def _ours(text: str) -> set[str]:
    """Return what looks like a placeholder of ours."""
    labels = (*grammar.NAMES, grammar.UNKNOWN, "agent.name", "新", "抓")
    return {label for label in labels if f"〔{label}〕" in text}
