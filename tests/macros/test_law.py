"""What may never leave the form: every row of every table in `law/`."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbassist.assistant.replies import Replies
from kbassist.macros.filters import FILTERS
from kbassist.macros.form import GapKind
from kbassist.ui.final_text import FinalText
from tests.macros.cases import CONTEXT, Case, read

LAW = Path(__file__).parent / "law"
CASES = [case for path in sorted(LAW.glob("*.txt")) for case in read(path)]


@pytest.mark.parametrize("case", CASES, ids=[f"{case.where} {case.title}" for case in CASES])
def test_law(case: Case) -> None:
    replies = Replies(case.library(), CONTEXT.agent, lambda: CONTEXT.now)
    outcome = replies.render(case.macro(), "微信", case.values)
    edited = case.parts["edited"].rstrip("\n") if "edited" in case.parts else None
    final = FinalText(
        replies.check_text, replies.standing, case.macro().key, "微信", "", outcome, case.earlier(), edited=edited
    )
    found = [(gap.kind.value, gap.field or "-", str(gap.message)) for gap in final.gaps()]
    if "text" in case.parts:
        assert found == []
        assert final.reply.text == case.parts["text"].rstrip("\n")
    if "shown" in case.parts:
        assert outcome.text == case.parts["shown"].rstrip("\n")
    expected = [line.split(" ", 2) for line in case.parts.get("gap", "").splitlines() if line.strip()]
    assert len(found) == len(expected), found
    for (kind, field, message), (wanted_kind, wanted_field, *wanted_message) in zip(found, expected, strict=True):
        assert (kind, field) == (wanted_kind, wanted_field), found
        assert all(part in message for part in wanted_message), found
    assert {"text", "gap"} & case.parts.keys()


def test_every_filter_has_a_good_case_and_a_bad_one() -> None:
    good = "".join(case.parts["template"] for case in CASES if "text" in case.parts)
    bad = "".join(case.parts["template"] for case in CASES if "filter" in case.parts.get("gap", ""))
    names = {each.name for each in FILTERS}
    assert {name for name in names if f"| {name}" in good} == names
    # These take any text, or any value at all: no value of a field is bad for them.
    harmless = {"default", "upcase", "downcase", "capitalize", "append", "prepend", "strip", "mask"}
    assert {name for name in names if f"| {name}" in bad} >= names - harmless


def test_every_kind_of_gap_has_a_case() -> None:
    kinds = {line.split(" ")[0] for case in CASES for line in case.parts.get("gap", "").splitlines() if line}
    assert kinds == {kind.value for kind in GapKind}
