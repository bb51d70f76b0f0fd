"""A held-out loss far over training's from the first looks on: no overfitting is that early."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.supervised import supervised_losses, training_beside
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="gap-at-first-look",
    source="what was seen once or twice is not yet learnt by heart (worked out); the factors are coach's own choice",
    innocent=(
        "the held-out data is harder, or of another kind, by design",
        "the held-out loss is a sum, or is counted in other units",
    ),
    raises=("preprocess-mismatch", "unshuffled-data", "train-eval-mode", "label-misalignment", "eval-bug"),
    looks_at=(Quantity.EVAL_LOSS,),
)
_FEWEST = 10
_TIMES = 1.8
_EARLY = 0.08  # of the run
_MOST = 0.7  # of the looks
_LEARNT = 0.5  # of the first held-out loss: over it nothing says that the two are counted alike
_CONSTANT = 0.15  # of itself: a factor that never changes is one of units


def gap_at_first_look(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where a held-out loss is nearly twice training's at its first look and at nearly all others."""
    for measure in supervised_losses(seen, _FEWEST, Quantity.EVAL_LOSS):
        for other in training_beside(seen, measure, 2 * _FEWEST):
            if (ratio := _ratio(measure, other)) is not None:
                first, train = float(measure.series.value[0]), float(other.series.value[0])
                said = (
                    f"{measure.tag} is {first:.3g} at its first look, where {other.tag} is {train:.3g}, and stays "
                    f"{ratio:.1f} times as large: that is too early for overfitting, and speaks for held-out data "
                    "that are prepared, ordered, labelled or evaluated in another way than training's"
                )
                yield CARD.symptom(
                    measure.tag,
                    Severity.WARN,
                    f"{said}.",
                    onset=seen.onset(measure.series, 0),
                    value=ratio,
                    threshold=_TIMES,
                )
                return


def _ratio(held_out: Measure, train: Measure) -> float | None:
    """Give by how many times a held-out loss is larger, in the middle; None where the gap only came with time."""
    looks, value = held_out.series, train.series.value
    if min(float(looks.value.min()), float(value.min())) <= 0:
        return None
    reached = (looks.step[0] - train.series.step[0]) / max(1, train.series.step[-1] - train.series.step[0])
    window = max(3, len(value) // 10)
    smooth = np.convolve(np.log(value), np.ones(window) / window, mode="valid")
    middle = train.series.step[window // 2 : window // 2 + len(smooth)]
    beside = np.exp(np.interp(looks.step, middle, smooth))
    beside[0] = max(float(value[0]), float(beside[0]))
    times = looks.value / beside
    is_there = times[0] > _TIMES and float((times > _TIMES).mean()) >= _MOST and reached <= _EARLY
    is_of_units = float(np.ptp(np.percentile(times, [10, 90]))) < _CONSTANT * float(np.median(times))
    has_come_down = float(looks.value.min()) < _LEARNT * float(looks.value[0])
    return float(np.median(times)) if is_there and has_come_down and not is_of_units else None
