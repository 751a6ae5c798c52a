"""Whether the best hit answers the question at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# The share of the query's information that the hit has, and the share of the attainable score, tell apart about
# equally well, so their sum decides; what has all words, or is the name itself, is never doubted. Told apart so,
# real questions to three shop bots with an answer (500) and without (693, HINT3; nothing found counts as doubt) have
# an AUC of .70, and 192 questions to a Chinese shop's library against 500 to encyclopedias .985. The limit is a mild
# one: to doubt a right answer costs more trust than to show a list that does not help. The share of pairs instead of
# that of pairs and characters is no better.
_LEAST: Final = 0.40


@dataclass(frozen=True, slots=True)
class Features:
    """What tells whether the best hit answers the query.

    `coverage` is the share of the query's information (sum of idf) that the entry has, and `attained` its text score
    by the most that the query's terms can give, both from 0 to 1; `whole` tells whether it has all words.
    """

    coverage: float
    attained: float
    whole: bool


def fits(features: Features | None) -> bool:
    """Tell whether the best hit most likely answers the query; without one (None) there is nothing to doubt."""
    return features is None or features.whole or features.coverage + features.attained >= _LEAST
