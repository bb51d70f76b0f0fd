"""The two methods by name: where a session stands in its walk."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from coach.session.pairing.walk import for_several, pairing_of
from coach.session.sheet import Sheet, open_sheet
from coach.session.step import Place, Position, Stage, position

if TYPE_CHECKING:
    from coach.session.event.common import Method
    from coach.session.pairing.turns import Pairing


def where(place: Place) -> Position:
    """Give the step to answer next and the stage rail; no step when the walk is done or closed."""
    return position(parts(place), place)


def sheet_at(place: Place) -> Sheet | None:
    """Give the questions that can be answered now; None when the walk is done or closed."""
    return open_sheet(parts(place), place)


def parts(place: Place) -> tuple[Stage, ...]:
    """Give the parts of a session's walk; none of them asks anything once the session is closed."""
    stages = _stages(place.session.method)
    if place.session.is_closed:
        return tuple(_without_steps(stage) for stage in stages)
    return for_several(stages, place)


def pairing(place: Place) -> Pairing | None:
    """Give where several people are with what is judged now; None where nothing is, or one walks alone."""
    return None if place.session.is_closed else pairing_of(_stages(place.session.method), place)


def _stages(method: Method) -> tuple[Stage, ...]:
    """Give the parts of a walk; the work log has none."""
    match method:
        case "stuck":
            from coach.session.stuck import STAGES  # noqa: PLC0415 - one walk does without the other
        case "premortem":
            from coach.session.premortem import STAGES  # noqa: PLC0415 - as above
        case "log":
            return ()
        case _:
            assert_never(method)
    return STAGES


def _without_steps(stage: Stage) -> Stage:
    return Stage(id=stage.id, title=stage.title, steps=lambda _place: iter(()), applies=stage.applies)
