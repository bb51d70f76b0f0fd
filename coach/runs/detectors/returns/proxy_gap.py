"""A reward that rises while what one really wants falls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import robust_slope
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.supervised import trains_a_policy
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.series import Series
    from coach.runs.symptom import Symptom

CARD = Card(
    name="proxy-gap",
    source="Irpan 2018 and Axolotl's guide; the last 30 % of the run and a trend of 0.4 are coach's own choice",
    innocent=(
        "few evaluations, and noisy ones",
        "the evaluation is on a harder task",
    ),
    raises=("reward-misspecified", "train-metric-as-eval", "running-stats-bug", "overfitting", "eval-bug"),
)
_OF_ANSWERS = ("overfitting", "eval-bug", "preprocess-mismatch")
_FEWEST = 8
_LAST = 0.3
_CLEAR = 0.4  # Kendall's tau
_SMALL = 0.02  # of the range of the evaluation over the run


def proxy_gap(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where training's return rises and evaluation's falls, both steadily, over the last 30 %."""
    for truth in seen.finite(Quantity.EVAL_RETURN, Quantity.EVAL_ACCURACY):
        for proxy in seen.finite(Quantity.RETURN, Quantity.ACCURACY, beside=truth.tag):
            since = int(truth.series.step[-1]) - int(_LAST * (truth.series.step[-1] - truth.series.step[0]))
            falling, rising = (each.series.where(each.series.step >= since) for each in (truth, proxy))
            if min(len(falling), len(rising)) < _FEWEST:
                continue
            down, up = (robust_slope(each.step.astype(np.float64), each.value) for each in (falling, rising))
            if down.tau < -_CLEAR and up.tau > _CLEAR and _matters(truth, falling):
                said = f"since step {since:,} {proxy.tag} rises while {truth.tag} falls"
                onset = seen.onset(falling, 0)
                yield CARD.symptom(
                    truth.tag,
                    Severity.WARN,
                    f"{said}.",
                    onset=onset,
                    value=down.tau,
                    threshold=-_CLEAR,
                    raises=CARD.raises if trains_a_policy(seen) else _OF_ANSWERS,
                )


def _matters(measure: Measure, late: Series) -> bool:
    """Give whether an evaluation falls by more than the last digits of one that stands at its best."""
    third = len(late) // 3
    fall = float(late.value[:third].mean() - late.value[-third:].mean())
    return fall > _SMALL * float(np.ptp(measure.series.value))
