"""What confirmed phrasings bring: entries of which only the title is known learn most of the questions."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.beir import Dataset, Questions
from tests.bench.metrics import Scores, score
from tests.bench.ours import opened, write
from tests.bench.trial import put

MOST = 5  # phrasings of an entry
WRONG = 0.1
FOLDS = 5  # each question is asked once, of entries that were taught the other four fifths
TAUGHT = 1.0  # phrasings that an entry must have on average for the set to tell anything
SEED = 20


@dataclass(frozen=True, slots=True)
class Growth:
    """Scores on the questions that nobody taught: before, after, and after with a tenth of wrong teaching."""

    phrasings: int
    before: Scores
    after: Scores
    with_wrong: Scores

    def row(self, name: str) -> list[str]:
        """Return cells: set, phrasings, recall@5 before, after, gain, with wrong ones, their cost (in points)."""
        before, after, wrong = (part.recall_5 for part in (self.before, self.after, self.with_wrong))
        return [
            name,
            str(self.phrasings),
            f"{before:.4f}",
            f"{after:.4f}",
            f"{(after - before) * 100:+.1f}",
            f"{wrong:.4f}",
            f"{(wrong - after) * 100:+.1f}",
        ]


HEAD = ("set", "phrasings", "recall@5, titles only", "taught", "points", "10 % taught wrong", "points")


def folds(questions: Questions, seed: int = SEED) -> Iterator[tuple[Questions, Questions]]:
    """Yield the questions to teach and those to ask, by chance but the same for the same seed."""
    names = sorted(questions.qrels)
    random.Random(seed).shuffle(names)
    for fold in range(FOLDS):
        asking = names[fold::FOLDS]
        kept = set(asking)
        yield _part(questions, [name for name in names if name not in kept]), _part(questions, asking)


def _part(questions: Questions, names: list[str]) -> Questions:
    return replace(
        questions,
        queries={name: questions.queries[name] for name in names},
        qrels={name: questions.qrels[name] for name in names},
    )


def taught(questions: Questions, wrong: float, entries: list[str], seed: int = SEED) -> dict[str, list[str]]:
    """Return at most five phrasings by entry; a share of them is kept for another entry by mistake."""
    chance = random.Random(seed)
    found: dict[str, list[str]] = {}
    room = Counter(dict.fromkeys(entries, MOST))
    for name, grades in questions.qrels.items():
        right = max(grades, key=lambda entry: grades[entry])
        if not room[right]:
            continue
        room[right] -= 1
        others = [entry for entry in entries if entry not in grades]
        entry = chance.choice(others) if others and chance.random() < wrong else right
        found.setdefault(entry, []).append(questions.queries[name])
    return found


def grow(data: Dataset, questions: Questions) -> Growth | None:
    """Teach a part of the questions and ask the others, in turn; None for a set with too few questions an entry."""
    entries = sorted(document.id for document in data.documents)
    turns = list(folds(questions))
    counts = [sum(map(len, taught(teaching, 0.0, entries).values())) for teaching, _asking in turns]
    if max(counts) < TAUGHT * len(entries):
        return None

    def after(wrong: float) -> Scores:
        run: dict[str, list[str]] = {}
        for teaching, asking in turns:
            run |= _run(data, asking, taught(teaching, wrong, entries))
        return score(run, questions.qrels)

    return Growth(max(counts), score(_run(data, questions, {}), questions.qrels), after(0.0), after(WRONG))


def _run(data: Dataset, asking: Questions, phrasings: Mapping[str, list[str]]) -> dict[str, list[str]]:
    bare = [replace(document, text="") for document in data.documents]
    with TemporaryDirectory() as folder:
        write(bare, Path(folder), phrasings)
        with opened(Path(folder)) as ours:
            return put("", ours, asking).run
