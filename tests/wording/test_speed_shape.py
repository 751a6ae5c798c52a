"""A check takes time in proportion to its text, whatever the phrases are."""

from __future__ import annotations

import time

from kbassist.content.team_model import Team, WordingRule
from kbassist.wording.check import Checker


def test_gaps_upon_gaps_end_in_time() -> None:
    checker = Checker.of(Team(wording=(WordingRule("好…好…好…好…(好|好好)…好…坏"),)))
    began = time.process_time()
    assert not checker.check("好" * 3_000, None, "zh-CN").remarks[1:]
    assert time.process_time() - began < 60  # seconds; backtracking would take years
