"""Whether the best hit answers the question at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# The share of the query's information that the hit has, and the share of the attainable score, tell apart about
# equally well, and weigh the same in a logistic regression of real questions to three shop bots with an answer (500)
# and without (693, HINT3): AUC .70 together. At this sum a tenth of the answerable ones is doubted and 37 % of the
# others caught; on encyclopedias asked for what they do not hold, less than 1 % and 31 to 63 % (AUC .87 to .99).
# More features (gap to the second, length, title) were better there and worse elsewhere.
_LEAST: Final = 0.30


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
