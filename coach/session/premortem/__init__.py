"""The walk before a launch: its parts, in order."""

from __future__ import annotations

from coach.session.pace import pace
from coach.session.parts_when_reached import parts_of
from coach.session.step import Place, Stage

_of = parts_of(__name__)


def _in_full(place: Place) -> bool:
    return pace(place.session) != "short"


STAGES: tuple[Stage, ...] = (
    Stage(id="plan", title="The run", steps=_of("plan", "frame_steps")),
    Stage(id="predictions", title="Predictions", steps=_of("plan", "prediction_steps")),
    Stage(id="doubt", title="Surprise", steps=_of("stated_risk", "first_steps"), joins=True),
    Stage(id="causes", title="It has failed", steps=_of("own_failures", "steps")),
    Stage(
        id="catalogue", title="Not mentioned", steps=_of("catalogue", "steps"), applies=_in_full, joins=True
    ),
    Stage(id="thinking", title="Each cause", steps=_of("failure_list", "steps"), applies=_in_full),
    Stage(
        id="decisions",
        title="What pays",
        steps=_of("decisions", "steps"),
        applies=_in_full,
        wants=_of("decisions", "wants"),
    ),
    Stage(
        id="again",
        title="Surprised now?",
        steps=_of("stated_risk", "again_steps"),
        applies=_in_full,
        joins=True,
    ),
    Stage(id="watching", title="Tripwires", steps=_of("tripwires", "steps"), applies=_in_full),
    Stage(id="launch", title="Seal and launch", steps=_of("launch", "steps")),
    Stage(id="outcome", title="What happened", steps=_of("run_outcome", "steps")),
)
"""Every part of the walk. Asking `how surprised now?` opens another round of causes by itself."""
