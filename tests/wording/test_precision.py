"""The published precision keeps its floor: what was tuned on and what was not apart."""

from __future__ import annotations

from collections import Counter

from kbassist.content.loader import load
from kbassist.paths import sample_library
from tests.bench.wording_precision import BLIND, HALVES, UNSEEN, judged, report, sentences


def test_there_are_enough_sentences_each_once_in_two_languages() -> None:
    found = list(sentences())
    assert len({sentence.text for sentence in found}) == len(found)
    number = Counter(sentence.kind is None for sentence in found)
    assert min(number.values()) >= 150
    chinese = sum(any("\u4e00" <= each <= "\u9fff" for each in sentence.text) for sentence in found)
    assert 0.6 < chinese / len(found) < 0.8


def test_recall_and_false_alarms() -> None:
    scores = judged(load(sample_library()).team)
    for half in HALVES:
        assert scores[half].recall >= 0.95
        assert scores[half].alarm_rate <= 0.03
    assert scores[BLIND].recall >= 0.97
    assert scores[BLIND].alarm_rate <= 0.02
    assert "| blind 2, not tuned on | all |" in report(scores)


def test_what_was_never_tuned_on_keeps_what_was_measured_once() -> None:
    score = judged(load(sample_library()).team)[UNSEEN]
    assert score.recall >= 0.55
    assert score.alarm_rate <= 0.03
