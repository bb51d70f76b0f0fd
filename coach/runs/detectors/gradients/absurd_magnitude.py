"""Numbers no healthy training reaches: gradients over a million, weights over a hundred million."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.ramp import ramp_onset
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="absurd-magnitude",
    source="TheDeepChecker (gradients over 1e6, weights over 1e8); AutoTrainer (a loss of 1000 is as good as NaN)",
    innocent=(
        "the loss is summed over the batch or over tokens rather than averaged",
        "the inputs or targets are on a large scale on purpose",
    ),
    raises=("unnormalised-inputs", "exploding-gradients", "reward-scale", "lr-too-high", "numeric-overflow"),
    looks_at=(
        Quantity.GRAD_NORM,
        Quantity.WEIGHT_NORM,
        Quantity.LOSS,
    ),
)
_BOUNDS = ((Quantity.GRAD_NORM, 1e6), (Quantity.WEIGHT_NORM, 1e8))
_FEWEST = 3
_FEWEST_ALL_ALONG = 20
_LOSS = 1e3
_TIMES_FIRST = 100.0
_STEEP = 1e3  # a norm of the gradient at which no usual rate is small enough
_ORDINARY = 1e2  # a loss that began larger is a sum, or has large targets


def absurd_magnitude(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where a norm passes its bound, or a loss that began under 100 passes 1000.

    A loss that is hardly ever under 1000 counts beside gradients of that size; without them it may be a sum.
    """
    for quantity, bound in _BOUNDS:
        for measure in seen.finite(quantity):
            yield from _beyond(seen, measure, bound)
    for measure in supervised_losses(seen, _FEWEST):
        if abs(float(measure.series.value[0])) < _ORDINARY:
            yield from _beyond(seen, measure, _LOSS)
        elif not measure.metric:
            yield from _never_under(seen, measure)
            yield from _far_below_zero(seen, measure)


def _beyond(seen: RunForDetectors, measure: Measure, bound: float) -> Iterator[Symptom]:
    size = np.abs(measure.series.value)
    beyond = size > bound
    if len(size) >= _FEWEST and beyond.any():
        first = int(np.argmax(beyond))
        value = measure.series.value
        top = float(size.max())
        farthest = float(value[int(np.argmax(size))])
        passed = f"{'falls under -' if value[first] < 0 else 'passes '}{bound:,.0f}"
        said = (
            f"{measure.tag} {passed} at step {int(measure.series.step[first]):,} and reaches {farthest:.3g}"
        )
        onset = ramp_onset(seen, measure.series, first, -1 if value[first] < 0 else 1)
        is_back = bound == _LOSS and not beyond[-max(_FEWEST, len(size) // 10) :].any()
        said += ", and is back under it at the end" if is_back else ""
        severity = Severity.WARN if is_back else Severity.ALARM
        yield CARD.symptom(measure.tag, severity, f"{said}.", onset=onset, value=top, threshold=bound)


def _far_below_zero(seen: RunForDetectors, measure: Measure) -> Iterator[Symptom]:
    """Yield a symptom for a loss that falls to a hundred times its first size below zero."""
    value = measure.series.value
    first, lowest = float(value[0]), float(value.min())
    if len(value) < _FEWEST_ALL_ALONG or lowest > -max(_LOSS, _TIMES_FIRST * abs(first)):
        return
    at = int(np.argmax(value < -max(_LOSS, _TIMES_FIRST * abs(first))))
    yield CARD.symptom(
        measure.tag,
        Severity.WARN,
        f"{measure.tag} falls from {first:.3g} to {lowest:.3g}: it has no lower bound in reach, as the "
        f"cross-entropy of targets outside 0 to 1 has none.",
        onset=seen.onset(measure.series, at if first > 0 else 0),
        value=lowest,
        threshold=-_LOSS,
        raises=("unnormalised-inputs", "wrong-loss", "preprocess-mismatch"),
    )


def _never_under(seen: RunForDetectors, measure: Measure) -> Iterator[Symptom]:
    value = measure.series.value
    norm = max((float(np.median(each.series.value)) for each in seen.finite(Quantity.GRAD_NORM)), default=0.0)
    if len(value) < _FEWEST_ALL_ALONG or float(np.percentile(value, 5)) < _LOSS or norm < _STEEP:
        return
    part = max(_FEWEST, len(value) // 10)
    first, last = float(np.median(value[:part])), float(np.median(value[-part:]))
    said = f"{measure.tag} is {first:.3g} at first and {last:.3g} in the end, hardly ever under {_LOSS:,.0f}"
    yield CARD.symptom(
        measure.tag,
        Severity.WARN,
        f"{said}, with gradients of {norm:.3g}: a scale that a network hardly learns.",
        onset=seen.onset(measure.series, 0),
        value=last,
        threshold=_LOSS,
        raises=("unnormalised-inputs", "exploding-gradients", "wrong-loss"),
    )
