"""Memory or step time that peaks at regular intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.period import period
from coach.runs.detectors.card import Card
from coach.runs.detectors.speed_and_memory.known_period import known_period
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="periodic-load",
    source="Rahtz 2018 (memory that jumped at each validation); an autocorrelation of 0.5 is coach's own choice",
    innocent=("evaluation or checkpoints at that interval, as planned",),
    raises=("gpu-starved", "throughput-decay", "memory-leak"),
    looks_at=(
        Quantity.MEMORY,
        Quantity.STEP_TIME,
    ),
)
_FEWEST = 40
_CLEAR = 0.5


def periodic_load(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where memory or step time repeats itself with an autocorrelation over 0.5."""
    for measure in seen.finite(Quantity.MEMORY, Quantity.STEP_TIME):
        value = measure.series.value
        found = period(value) if len(value) >= _FEWEST else None
        if found is not None and found.correlation > _CLEAR:
            steps = found.points * float(np.median(np.diff(measure.series.step)))
            said = f"{measure.tag} repeats itself every {steps:,.0f} steps"
            said += known_period(seen, measure.tag, steps) or ": look at what happens then"
            yield CARD.symptom(
                measure.tag, Severity.INFO, f"{said}.", value=found.correlation, threshold=_CLEAR
            )
