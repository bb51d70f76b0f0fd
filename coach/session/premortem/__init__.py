"""The walk before a launch: its parts, in order."""

from __future__ import annotations

from coach.session.pace import pace
from coach.session.premortem import (
    catalogue,
    causes,
    decisions,
    failure_list,
    launch,
    plan,
    run_outcome,
    stated_risk,
    tripwires,
)
from coach.session.step import Place, Stage


def _in_full(place: Place) -> bool:
    return pace(place.session) != "short"


STAGES: tuple[Stage, ...] = (
    Stage(id="plan", title="The run", steps=plan.frame_steps),
    Stage(id="predictions", title="Predictions", steps=plan.prediction_steps),
    Stage(id="doubt", title="Surprise", steps=stated_risk.first_steps, joins=True),
    Stage(id="causes", title="It has failed", steps=causes.steps),
    Stage(id="catalogue", title="Not mentioned", steps=catalogue.steps, applies=_in_full),
    Stage(id="thinking", title="Each cause", steps=failure_list.steps, applies=_in_full),
    Stage(id="decisions", title="What pays", steps=decisions.steps, applies=_in_full, wants=decisions.wants),
    Stage(id="again", title="Surprised now?", steps=stated_risk.again_steps, applies=_in_full),
    Stage(id="watching", title="Tripwires", steps=tripwires.steps, applies=_in_full),
    Stage(id="launch", title="Seal and launch", steps=launch.steps),
    Stage(id="outcome", title="What happened", steps=run_outcome.steps),
)
"""Every part of the walk. Asking `how surprised now?` opens another round of causes by itself."""
