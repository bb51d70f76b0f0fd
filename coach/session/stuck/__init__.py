"""The investigation after a run disappointed: its parts, in order."""

from __future__ import annotations

from dataclasses import replace

from coach.session.experiments import is_solved
from coach.session.pace import pace
from coach.session.parts_when_reached import parts_of
from coach.session.step import Place, Stage

_of = parts_of(__name__)


def _in_full(place: Place) -> bool:
    return pace(place.session) != "short"


def _until_solved(stage: Stage) -> Stage:
    """Give a part that asks nothing more once the trouble is gone."""
    return replace(stage, steps=lambda place: iter(()) if is_solved(place.session) else stage.steps(place))


def _in_short(place: Place) -> bool:
    return pace(place.session) == "short"


_UNTIL_SOLVED: tuple[Stage, ...] = (
    Stage(id="frame", title="Frame", steps=_of("opening", "frame_steps")),
    Stage(id="expectation", title="Expected and seen", steps=_of("opening", "expectation_steps"), joins=True),
    Stage(id="evidence", title="Evidence", steps=_of("evidence", "steps"), applies=_in_full),
    Stage(id="confusions", title="Confusions", steps=_of("confusion", "steps"), applies=_in_full, joins=True),
    Stage(
        id="hypotheses",
        title="Explanations",
        steps=_of("hypotheses", "own_steps"),
        applies=_in_full,
        wants=_of("hypotheses", "wants"),
    ),
    Stage(
        id="catalogue", title="Not mentioned", steps=_of("catalogue", "steps"), applies=_in_full, joins=True
    ),
    Stage(id="odds", title="Odds", steps=_of("priors", "steps"), applies=_in_full),
    Stage(id="weighing", title="Weighing", steps=_of("likelihoods", "steps"), applies=_in_full, joins=True),
    Stage(
        id="experiments",
        title="Experiments",
        steps=_of("experiments", "steps"),
        applies=_in_full,
        wants=_of("experiments", "wants"),
    ),
    Stage(id="commitment", title="Commitment", steps=_of("commitment", "steps"), applies=_in_full),
    Stage(id="try", title="Say first", steps=_of("short_form", "steps"), applies=_in_short),
)
STAGES: tuple[Stage, ...] = (
    *map(_until_solved, _UNTIL_SOLVED),
    Stage(id="result", title="Result", steps=_of("result", "steps")),
    Stage(id="closing", title="Close", steps=_of("closing", "steps")),
)
"""Every part of the walk. A part with open questions is where the walk stands, so a result that calls for new
explanations, or that leaves the cause open, leads back by itself."""
