"""Exploration that is over before the agent can have learnt anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.progress import improved_since
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="exploration-spent",
    source="OpenAI Baselines: DQN 2017 (the schedule of exploration matters much); every share is coach's own choice",
    innocent=(
        "the run is very long beside its schedule",
        "it goes on from an agent that had explored",
        "exploration comes from elsewhere, such as noisy networks",
    ),
    raises=("epsilon-schedule", "exploration-collapse"),
    looks_at=(Quantity.EXPLORATION_RATE,),
)
_FEWEST = 20
_FEW = 0.1  # the rate at which exploration is over
_AT_ONCE = 0.01  # of the run
_NEXT = 0.04  # of the run, where the very next point is at the floor
_BEGINNING = 0.5


def exploration_spent(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the rate of exploration is at its floor in the first hundredth of the run or next.

    A return that rises all the same makes it a mention, and so does one that is not logged.
    """
    for measure in seen.finite(Quantity.EXPLORATION_RATE):
        value, step = measure.series.value, measure.series.step
        floor = float(np.median(value[-max(3, len(value) // 10) :]))
        first = float(value[0])
        if len(value) < _FEWEST or not 0 <= floor < _FEW or step[-1] <= 0:
            continue
        spent = np.flatnonzero(value <= floor + _FEW * max(first - floor, _FEW))
        at = int(spent[0])
        share = float(step[at] / step[-1]) if step[0] >= 0 else 1.0
        is_at_once = share <= _AT_ONCE or (at <= 1 and share <= _NEXT)
        if not is_at_once or (first < _BEGINNING and at > 0) or not (value[at:] < _FEW * 2).all():
            continue
        is_learning = improved_since(seen, int(step[0]))
        said = f"{measure.tag} is down to {float(value[at]):.3g} at step {int(step[at]):,}"
        said += f", after {100 * share:.2g} % of the run" if step[at] > 0 else ", its first point"
        yield CARD.symptom(
            measure.tag,
            Severity.WARN if is_learning is False else Severity.INFO,
            f"{said}: from there on hardly any action is random{', though the return rises' if is_learning else ''}.",
            onset=seen.onset(measure.series, at),
            value=share,
            threshold=_AT_ONCE,
        )
