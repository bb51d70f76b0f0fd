"""Policy updates of which PPO has to clip a large share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import often_since, robust_slope
from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.progress import improved_since, is_near_its_best
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="clip-fraction-high",
    source="Axolotl's guide (over 0.3 is too aggressive); a quarter of the run is coach's own choice",
    innocent=("a narrow clip range or many epochs were chosen on purpose",),
    raises=("kl-blowup", "lr-too-high", "ratio-not-one", "reward-scale", "stale-experience"),
    looks_at=(Quantity.CLIP_FRACTION,),
)
_FROM_THE_FIRST = ("clip-action-logprob", "ratio-not-one", "lr-too-high", "kl-blowup")
_FIRST = 3
_NEARLY_ALL = 0.9
_FEWEST = 10
_WARM_UP = 0.05
_HIGH = 0.3
_OFTEN = 0.25
_LARGE_KL = 0.03
_FEWEST_RISING = 30
_LARGE = 0.2
_RISES, _STILL_RISES = 0.5, 0.15  # Kendall's tau


def clip_fraction_high(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where over 0.3 is clipped at a quarter of the points after warm-up, or a growing share over 0.2.

    What grows does so over all of the run, with the KL divergence where that is logged.
    """
    for measure in seen.finite(Quantity.CLIP_FRACTION):
        value = measure.series.value
        warm = int(np.ceil(_WARM_UP * len(value)))
        high = value[warm:] > _HIGH
        if len(value) < _FEWEST:
            continue
        if float(high.mean()) < _OFTEN:
            yield from _growing(seen, measure)
            continue
        is_well = _is_well(seen)
        said = f"over {_HIGH} of the policy update is clipped at {100 * high.mean():.0f} % of the points"
        said += (
            ", though the return ends higher than it began and the KL divergence stays small"
            if is_well
            else ""
        )
        yield CARD.symptom(
            measure.tag,
            Severity.INFO if is_well else Severity.WARN,
            f"{said}.",
            onset=seen.onset(measure.series, warm + often_since(high)),
            value=float(high.mean()),
            threshold=_OFTEN,
            raises=_FROM_THE_FIRST if _is_high_at_once(value) else CARD.raises,
        )


def _is_high_at_once(value: NDArray[np.float64]) -> bool:
    """Give whether that much is clipped in the very first updates already, and in nearly all that follow."""
    return bool((value[:_FIRST] > _HIGH).all()) and float((value > _HIGH).mean()) > _NEARLY_ALL


def _growing(seen: RunForDetectors, measure: Measure) -> Iterator[Symptom]:
    """Yield the symptom of a share that grows from the beginning to the end, and with it the divergence."""
    value = measure.series.value
    last = float(np.median(value[-max(3, len(value) // 5) :]))
    together = (measure, *seen.finite(Quantity.KL, beside=measure.tag))
    if last <= _LARGE or not all(map(_rises, together)):
        return
    first = float(np.median(value[: max(3, len(value) // 10)]))
    said = f"the share of the policy update that is clipped grows all along, from {first:.2g} to {last:.2g}"
    said += ", and the KL divergence with it" if len(together) > 1 else ""
    is_well = is_near_its_best(seen) is True
    yield CARD.symptom(
        measure.tag,
        Severity.INFO if is_well else Severity.WARN,
        f"{said}: updates move the policy further and further.",
        onset=seen.onset(measure.series, 0),
        value=last,
        threshold=_LARGE,
        raises=(*CARD.raises, "stale-experience", "ratio-not-one"),
    )


def _rises(measure: Measure) -> bool:
    """Give whether a series rises on the whole, and in its second half still."""
    step, value = measure.series.step.astype(np.float64), measure.series.value
    half = len(value) // 2
    return (
        len(value) >= _FEWEST_RISING
        and robust_slope(step, value).tau > _RISES
        and robust_slope(step[half:], value[half:]).tau > _STILL_RISES
    )


def _is_well(seen: RunForDetectors) -> bool:
    """Give whether the updates do what they should all the same: a better return, and no large one among most."""
    kl = seen.finite(Quantity.KL)
    is_small = bool(kl) and all(float(np.percentile(each.series.value, 90)) < _LARGE_KL for each in kl)
    return is_small and improved_since(seen, seen.run.first_step or 0) is True
