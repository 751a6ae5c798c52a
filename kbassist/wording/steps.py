"""Which paragraph of a reply is which step of its scene: by words that give a step away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kbassist.content.team_model import StepModel
from kbassist.wording.folding import fold
from kbassist.wording.needles import Needle
from kbassist.wording.remarks import StepMark

_PARAGRAPH: Final = re.compile(r"\S[^\n]*(?:\n(?!\s*\n)[^\n]*\S[^\n]*)*")
_Score = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Paragraph:
    start: int
    length: int
    scores: tuple[int, ...]


def marks(text: str, model: StepModel, covered: tuple[str, ...] = ()) -> tuple[StepMark, ...]:
    """Return the steps of a model beside a text, in the model's order; `covered` names those that are looked for.

    A step that the team gave no cues is left out: nobody can tell where it is. As many steps as can be stand in the
    model's order; one that is found only before a step that comes first is not placed.
    """
    steps = [(name, words) for name, words in _compiled(model) if not covered or name in covered]
    paragraphs = tuple(_paragraphs(text, [words for _name, words in steps]))
    chain = _in_order(paragraphs, len(steps))
    return tuple(
        _mark(name, number, paragraphs, chain, name in model.optional) for number, (name, _words) in enumerate(steps)
    )


def _mark(
    name: str, number: int, paragraphs: tuple[_Paragraph, ...], chain: dict[int, int], optional: bool
) -> StepMark:
    found = [each for each in paragraphs if each.scores[number]]
    if number in chain:
        paragraph = paragraphs[chain[number]]
        return StepMark(name, paragraph.start, paragraph.length, optional=optional)
    if not found:
        return StepMark(name, -1, optional=optional)
    best = max(found, key=lambda each: each.scores[number])
    return StepMark(name, best.start, best.length, placed=False, optional=optional)


@lru_cache(maxsize=64)
def _compiled(model: StepModel) -> tuple[tuple[str, tuple[Needle, ...]], ...]:
    """Return the steps that have cues, in the model's order."""
    cues = {name: tuple(map(Needle.of, words)) for name, words in model.cues}
    return tuple((name, cues[name]) for name in model.steps if cues.get(name))


def _paragraphs(text: str, steps: list[tuple[Needle, ...]]) -> Iterator[_Paragraph]:
    for match in _PARAGRAPH.finditer(text):
        folded = fold(match[0])
        scores = tuple(sum(cue.found(folded) for cue in cues) for cues in steps)
        yield _Paragraph(match.start(), len(match[0].rstrip()), scores)


def _in_order(paragraphs: tuple[_Paragraph, ...], steps: int) -> dict[int, int]:
    """Return the paragraph of each step in the best row of steps that keeps the order: most steps, then most cues."""
    best: dict[int, tuple[_Score, dict[int, int]]] = {0: ((0, 0), {})}
    for step in range(steps):
        # `best` has, by the last paragraph taken, the best row up to here; paragraphs may hold several steps.
        grown = dict(best)
        for number, paragraph in enumerate(paragraphs):
            if score := paragraph.scores[step]:
                before = max((row for last, row in best.items() if last <= number), key=lambda row: row[0])
                row = ((before[0][0] + 1, before[0][1] + score), {**before[1], step: number})
                if number not in grown or row[0] > grown[number][0]:
                    grown[number] = row
        best = grown
    return max(best.values(), key=lambda row: row[0])[1]
