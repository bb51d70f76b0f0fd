"""Which symptoms of a run began together: they may well be one event, seen several times."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.runs.symptom import Symptom

_START = -1.0
_TOGETHER = 0.005
"""Share of the run's steps that onsets known to the point may lie apart (editorial)."""


def began_together(symptoms: Sequence[Symptom], steps: int) -> tuple[tuple[Symptom, ...], ...]:
    """Give the symptoms of one run as events: in each, what began first leads and the others follow by onset.

    A symptom joins an event when its onset and the leader's lie within each other's uncertainty. What has no beginning
    held all along, as if it had begun at the start.

    Args:
        symptoms: of one run.
        steps: from the run's first step to its last.
    """
    slack = _TOGETHER * steps
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
