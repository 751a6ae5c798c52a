"""The golden questions of the sample library, by words alone and with the sentence encoder."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from kbassist.evaluation.golden import read_golden
from kbassist.evaluation.impartial import impartial
from kbassist.evaluation.verdicts import judge, problem_of
from kbassist.paths import sample_library

NOW = datetime(2026, 11, 22, 10, 0)
GOLDEN = sample_library() / "kb" / "_team" / "_golden.yaml"


def test_there_are_enough_of_them_and_none_twice() -> None:
    cases = read_golden(GOLDEN)
    assert len(cases) >= 120
    assert len({case.question for case in cases}) == len(cases)


@pytest.mark.parametrize("meaning", [False, True], ids=["by words", "with the encoder"])
def test_every_golden_question_finds_its_entry(
    meaning: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KBASSIST_CACHE_DIR", str(tmp_path))
    with impartial(sample_library(), meaning=meaning, clock=lambda: NOW) as assistant:
        if meaning and not assistant.meaning_installed:
            pytest.skip("the sentence encoder is not installed")
        verdicts = judge(assistant, assistant.library, date(2026, 11, 22), read_golden(GOLDEN))
        failed = [str(problem_of(verdict, "").message) for verdict in verdicts if not verdict.passed]
    assert failed == []


def test_no_golden_question_expects_an_entry_with_a_last_day() -> None:
    # Such a question would begin to fail on that day, with nobody having changed anything.
    from kbassist.content.loader import load

    library = load(sample_library())
    expected = {ref.id for case in read_golden(GOLDEN) for ref in case.expect}
    dated = [entry.id for entry in library.entries.values() if entry.id in expected and entry.expires]
    assert dated == []
