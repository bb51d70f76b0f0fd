"""A stand-in until the sheet is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.session.answer import parse_data

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from coach.session.event import Body
    from coach.session.step import Place, Stage, Step


class Sheet(NamedTuple):
    """Open steps."""

    stage: str
    steps: tuple[Step, ...]


def open_sheet(stages: tuple[Stage, ...], place: Place) -> Sheet | None:
    """Give the open steps."""
    found: list[tuple[str, Step]] = []
    for stage in stages:
        if found and stage.id != "confusions":
            break
        if stage.applies(place):
            found += [(stage.id, step) for step in stage.steps(place)]
    return Sheet(found[0][0], tuple(step for _, step in found)) if found else None


def take(
    stages: tuple[Stage, ...],
    place: Place,
    answers: Mapping[str, object],
    keep: Callable[[tuple[Body, ...]], Place],
) -> None:
    """Accept answers."""
    left = dict(answers)
    while left:
        sheet = open_sheet(stages, place)
        step = next((each for each in sheet.steps if each.question.key in left), None) if sheet else None
        if step is None:
            return
        place = keep(step.accept(parse_data(step.question, left.pop(step.question.key))))
