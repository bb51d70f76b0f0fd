"""A return that falls off a cliff and then comes back, wholly or in part: its end alone would hide it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.sharp_fall import sharp_fall
from coach.runs.describing.trend import noise
from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.harder_task import harder_task
from coach.runs.detectors.returns.return_decline import has_declined
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="return-crash",
    source="Schulman 2017 (a policy that collapses in one update); the sizes of the fall are coach's own choice",
    innocent=(
        "the task changes at that step on purpose",
        "the return of this task is lost in one bad episode, as in balancing",
        "the run was resumed there with other settings",
    ),
    raises=(
        "nonstationary-normaliser",
        "kl-blowup",
        "lr-too-high",
        "checkpoint-incomplete",
        "env-nondeterminism-unknown",
    ),
    looks_at=(
        Quantity.RETURN,
        Quantity.EVAL_RETURN,
    ),
)
_OF_RANGE = 0.7
_OF_LEVEL = 0.2
_CLEARLY = 3.0  # times the noise of single points: rare rewards that fail to come for a while are no crash
_BACK = 0.2  # of the fall


def return_crash(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for a sudden fall of over 70 % of the range: a warning where it has not come back by the end.

    A return that stays low is a decline and said as such.
    """
    for measure in seen.finite(Quantity.RETURN, Quantity.EVAL_RETURN):
        step, value = measure.series.step, measure.series.value
        fall = sharp_fall(value)
        if fall is None or has_declined(value):
            continue
        size = fall.before - fall.after
        low, high = np.percentile(value, [5, 95])
        if size < max(_OF_RANGE * float(high - low), _OF_LEVEL * abs(fall.before), _CLEARLY * noise(value)):
            continue
        end = float(value[-max(3, len(value) // 40) :].mean())
        regained = (end - fall.after) / size
        is_back = regained >= 1 - _BACK
        back = (
            "is back at" if is_back else "has come back only to" if regained > _BACK else "is no better than"
        )
        onset = seen.onset(measure.series, fall.at)
        said = (
            f"{measure.tag} fell from {fall.before:.4g} to {fall.after:.4g} at once, around step "
            f"{int(step[fall.at]):,}, and {back} {end:.4g} at the end"
        )
        harder = "" if is_back else harder_task(seen, measure.tag)
        severity = Severity.INFO if is_back or harder else Severity.WARN
        yield CARD.symptom(
            measure.tag,
            severity,
            f"{said}{harder}.",
            onset=onset,
            value=size,
            threshold=_OF_RANGE * float(high - low),
        )
