"""Which symptoms of a run began together: they may well be one event, seen several times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.describing.axes import axes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coach.runs.describing.axes import Axis
    from coach.runs.run import Run
    from coach.runs.symptom import Symptom

_START = -1.0
_TOGETHER = 0.005
"""Share of the run's steps that onsets known to the point may lie apart (editorial)."""


def began_together(run: Run, symptoms: Sequence[Symptom]) -> tuple[tuple[Symptom, ...], ...]:
    """Give the symptoms of one run as events: in each, what began first leads and the others follow by onset.

    A symptom joins an event when its onset and the leader's lie within each other's uncertainty, on one axis: steps
    that count episodes are never held against steps that count something else. What has no beginning held
    all along, as if it had begun at the start.
    """
    axes = axes_of(run)
    by_axis: dict[int, list[Symptom]] = {}
    for symptom in symptoms:
        axis = axes.get(symptom.tag)
        by_axis.setdefault(0 if axis is None else axis.number, []).append(symptom)
    return tuple(
        event
        for number, each in sorted(by_axis.items())
        for event in _events(each, _TOGETHER * _length(axes.values(), number))
    )


def _length(axes: Iterable[Axis], number: int) -> int:
    return next((axis.last - axis.first for axis in axes if axis.number == number), 0)


def _events(symptoms: Sequence[Symptom], slack: float) -> tuple[tuple[Symptom, ...], ...]:
    events: list[list[Symptom]] = []
    for symptom in sorted(symptoms, key=lambda each: (_range(each)[1], each.id)):
        earliest, _, latest = _range(symptom)
        event = next(
            (
                each
                for each in events
                if earliest - slack <= _range(each[0])[2] and _range(each[0])[0] - slack <= latest
            ),
            None,
        )
        if event is None:
            events.append([symptom])
        else:
            event.append(symptom)
    return tuple(map(tuple, events))


def _range(symptom: Symptom) -> tuple[float, float, float]:
    """Give the earliest, the likeliest and the latest step of an onset."""
    if symptom.onset_step is None:
        return (_START, _START, _START)
    earliest, latest = symptom.onset_range or (symptom.onset_step, symptom.onset_step)
    return (float(earliest), float(symptom.onset_step), float(latest))
