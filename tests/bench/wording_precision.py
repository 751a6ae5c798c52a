"""How well the wording check of the sample library's team tells bad sentences from good ones.

`python -m tests.bench.wording_precision` prints recall and false alarms for each kind of remark. The sentences stand
in `tests/wording/*.toml`. Those of `sentences.toml` were written by whoever wrote the first phrases, and all of them
are known by now; those of `blind1.toml` were written without a look at the phrases, which were then tuned on them;
those of `blind2.toml` were written when all was done, and nothing was tuned on them: theirs is the recall to expect
on a text that nobody has seen.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kbassist.content.loader import load
from kbassist.content.team_model import Team
from kbassist.paths import sample_library
from kbassist.wording.check import Checker
from kbassist.wording.remarks import Kind
from tests.bench.report import table

FOLDER = Path(__file__).parent.parent / "wording"
HALVES = ("tuned", "held out")
LATER = "written after"
BLIND = "blind 1, tuned on"
UNSEEN = "blind 2, not tuned on"
SETS = (*HALVES, LATER, BLIND, UNSEEN)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, the channel it is said in (`any`: none), the kind of remark that is due, and its set."""

    text: str
    channel: str
    kind: Kind | None
    part: str


@dataclass(slots=True)
class Score:
    """What was found in one set: for each kind, how many bad sentences were, and the good ones that were, too."""

    found: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(Kind, 0))
    bad: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(Kind, 0))
    alarms: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(Kind, 0))
    good: int = 0
    wrong: list[tuple[Sentence, tuple[str, ...]]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The share of bad sentences in which the right kind of remark was made."""
        return sum(self.found.values()) / sum(self.bad.values())

    @property
    def alarm_rate(self) -> float:
        """The share of good sentences in which any remark was made."""
        return sum(sentence.kind is None for sentence, _kinds in self.wrong) / self.good


def sentences() -> Iterator[Sentence]:
    """Yield all sentences."""
    first = _read("sentences")
    yield from _of(first, HALVES)
    yield from _of(first["later"], (LATER,))
    yield from _of(_read("blind1"), (BLIND,))
    yield from _of(_read("blind2"), (UNSEEN,))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _of(data: dict[str, Any], sets: tuple[str, ...]) -> Iterator[Sentence]:
    """Yield the sentences of a file; every list is dealt out to the sets in turn."""
    for channel, kinds in data["bad"].items():
        for kind, texts in kinds.items():
            yield from (Sentence(text, channel, Kind(kind), sets[n % len(sets)]) for n, text in enumerate(texts))
    for channel, texts in data["good"].items():
        yield from (Sentence(text, channel, None, sets[n % len(sets)]) for n, text in enumerate(texts))


def judged(team: Team) -> dict[str, Score]:
    """Return the score of each set."""
    checker = Checker.of(team)
    scores = {half: Score() for half in SETS}
    for sentence in sentences():
        remarks = checker.check(sentence.text, team.channel(sentence.channel), "zh-CN").remarks
        _count(scores[sentence.part], sentence, {remark.kind for remark in remarks})
    return scores


def _count(score: Score, sentence: Sentence, kinds: set[Kind]) -> None:
    if sentence.kind is None:
        score.good += 1
        for kind in kinds:
            score.alarms[kind] += 1
    else:
        score.bad[sentence.kind] += 1
        score.found[sentence.kind] += sentence.kind in kinds
    if (sentence.kind not in kinds) if sentence.kind else kinds:
        score.wrong.append((sentence, tuple(sorted(kinds))))


def report(scores: dict[str, Score]) -> str:
    """Return the scores of all sets as a table."""
    rows = []
    for half, score in scores.items():
        for kind in Kind:
            if score.bad[kind]:
                rate = f"{score.alarms[kind] / score.good:.1%} ({score.alarms[kind]}/{score.good})"
                rows.append([half, kind.value, f"{score.found[kind]}/{score.bad[kind]}", rate])
        rows.append([half, "all", f"{score.recall:.1%}", f"{score.alarm_rate:.1%}"])
    return table(["sentences", "kind", "bad sentences found", "false alarms in good ones"], rows)


def main() -> None:
    """Print the scores; with `--wrong` also what was judged wrongly in the sets that may be tuned on."""
    scores = judged(load(sample_library()).team)
    print(report(scores))
    tuned = [*scores[HALVES[0]].wrong, *scores[BLIND].wrong]
    for sentence, kinds in tuned if "--wrong" in sys.argv else ():
        print(f"{sentence.kind or 'good':10} {','.join(kinds):10} {sentence.text!r}")


if __name__ == "__main__":
    main()
