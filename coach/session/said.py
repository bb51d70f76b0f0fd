"""What a person's own words are worth for each failure mode: what they saw, and less what they suspect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.hypotheses import hypotheses
from coach.session.observations import in_own_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.session.step import Place

SUSPECTED = 0.5
"""Weight of what a person suspects beside what they saw: they know their code, and are often wrong (editorial; of 0 to
1 about the best on 43 published bugs whose reports say what was suspected)."""


def word_scores(place: Place) -> Mapping[str, float]:
    """Give the score of a person's words for each failure mode, by its id; 0 for others.

    Explanations count that they named before any evidence was weighed: later ones were suggested by it.
    """
    scores = dict(place.words.scores(in_own_words(place.session)))
    views = hypotheses(place.session)
    lines = [view.text for view in views if view.origin == "own" and not view.late]
    for mode, score in place.words.scores("\n".join(lines)).items():
        scores[mode] = scores.get(mode, 0.0) + SUSPECTED * score
    return scores
