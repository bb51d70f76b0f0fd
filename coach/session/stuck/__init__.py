"""The investigation after a run disappointed: its parts, in order."""

from __future__ import annotations

from coach.session.pace import pace
from coach.session.step import Place, Stage
from coach.session.stuck import (
    catalogue,
    closing,
    commitment,
    confusion,
    evidence,
    experiments,
    hypotheses,
    likelihoods,
    opening,
    priors,
    result,
    short_form,
)


def _in_full(place: Place) -> bool:
    return pace(place.session) != "short"


def _in_short(place: Place) -> bool:
    return pace(place.session) == "short"


STAGES: tuple[Stage, ...] = (
    Stage(id="frame", title="Frame", steps=opening.frame_steps),
    Stage(id="expectation", title="Expected and seen", steps=opening.expectation_steps, joins=True),
    Stage(id="evidence", title="Evidence", steps=evidence.steps, applies=_in_full),
    Stage(id="confusions", title="Confusions", steps=confusion.steps, applies=_in_full, joins=True),
    Stage(
        id="hypotheses",
        title="Explanations",
        steps=hypotheses.own_steps,
        applies=_in_full,
        wants=hypotheses.wants,
    ),
    Stage(id="catalogue", title="Not mentioned", steps=catalogue.steps, applies=_in_full, joins=True),
    Stage(id="odds", title="Odds", steps=priors.steps, applies=_in_full),
    Stage(id="weighing", title="Weighing", steps=likelihoods.steps, applies=_in_full, joins=True),
    Stage(
        id="experiments",
        title="Experiments",
        steps=experiments.steps,
        applies=_in_full,
        wants=experiments.wants,
    ),
    Stage(id="commitment", title="Commitment", steps=commitment.steps, applies=_in_full),
    Stage(id="try", title="Say first", steps=short_form.steps, applies=_in_short),
    Stage(id="result", title="Result", steps=result.steps),
    Stage(id="closing", title="Close", steps=closing.steps),
)
"""Every part of the walk. A part with open questions is where the walk stands, so a result that calls for new
explanations, or that leaves the cause open, leads back by itself."""
