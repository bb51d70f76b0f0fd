"""The two methods by name: where a session stands in its walk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session import premortem, stuck
from coach.session.step import Place, Position, Stage, position

if TYPE_CHECKING:
    from coach.session.event.common import Method

METHODS: dict[Method, tuple[Stage, ...]] = {"stuck": stuck.STAGES, "premortem": premortem.STAGES, "log": ()}
"""The parts of each walk; the work log has none."""


def where(place: Place) -> Position:
    """Give the step to answer next and the stage rail; no step when the walk is done or closed."""
    stages = METHODS[place.session.method]
    if place.session.is_closed:
        return position(tuple(_without_steps(stage) for stage in stages), place)
    return position(stages, place)


def _without_steps(stage: Stage) -> Stage:
    return Stage(id=stage.id, title=stage.title, steps=lambda _place: iter(()), applies=stage.applies)
