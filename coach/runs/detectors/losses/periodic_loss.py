"""A loss that repeats itself, at the length of an epoch say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.period import period
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.detectors.speed_and_memory.known_period import known_period
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="periodic-loss",
    source="Deep Learning Tuning Playbook 2023 (a periodic curve: the order of the data); 0.3 is coach's own choice",
    innocent=(
        "a cyclic learning rate",
        "a curriculum",
    ),
    raises=(
        "unshuffled-data",
        "train-test-overlap",
    ),
    looks_at=(Quantity.LOSS,),
)
_FEWEST = 60
_CLEAR = 0.3
_AS_OFTEN = 0.1


def periodic_loss(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where a supervised loss repeats itself with an autocorrelation over 0.3."""
    for measure in (*supervised_losses(seen, _FEWEST), *_evaluations(seen)):
        found = period(measure.series.value)
        if found is not None and found.correlation > _CLEAR:
            steps = found.points * float(np.median(np.diff(measure.series.step)))
            if not steps > 0:
                continue  # many points of one step: how long a period is cannot be told
            said = f"{measure.tag} repeats itself every {steps:,.0f} steps"
            rate = _cycling_rate(seen, measure, steps)
            said += rate or known_period(seen, measure.tag, steps) or "; compare that with an epoch"
            severity = Severity.INFO if rate else Severity.WARN
            yield CARD.symptom(measure.tag, severity, f"{said}.", value=found.correlation, threshold=_CLEAR)


def _cycling_rate(seen: RunForDetectors, measure: Measure, steps: float) -> str:
    """Give, as the end of a sentence, that a learning rate repeats itself as often; nothing where none does."""
    for rate in seen.finite(Quantity.LEARNING_RATE, beside=measure.tag):
        found = period(rate.series.value) if len(rate.series) >= _FEWEST else None
        if found is None or found.correlation <= _CLEAR:
            continue
        every = found.points * float(np.median(np.diff(rate.series.step)))
        if abs(every / steps - 1) <= _AS_OFTEN:
            return f", as {rate.tag} does"
    return ""


def _evaluations(seen: RunForDetectors) -> tuple[Measure, ...]:
    return tuple(each for each in seen.finite(Quantity.EVAL_LOSS) if len(each.series) >= _FEWEST)
