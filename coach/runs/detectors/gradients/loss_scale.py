"""A mixed-precision loss scale that is halved again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="loss-scale-collapse",
    source="OPT-175B, Zhang et al. 2022 (healthy at 1 and above; a crash correlates with divergence)",
    innocent=("the scale is being calibrated at the start",),
    raises=("fp16-overflow",),
    looks_at=(Quantity.LOSS_SCALE,),
)
_FEWEST = 10
_WARM_UP = 0.05
_HALVINGS = 3
_POINTS = 100
_HEALTHY = 1.0


def loss_scale(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for a scale under 1, and for three halvings within 100 points or at one, after the first points.

    A scale that is doubled again in between hovers at the largest that is safe, as it should.
    """
    for measure in seen.finite(Quantity.LOSS_SCALE):
        value = measure.series.value
        warm = int(np.ceil(_WARM_UP * len(value)))
        if len(value) < _FEWEST:
            continue
        halved = warm + np.flatnonzero(value[warm:][1:] <= value[warm:][:-1] / 2) + 1
        in_a_row = [
            int(first)
            for first, third in zip(halved, halved[_HALVINGS - 1 :], strict=False)
            if third - first <= _POINTS and value[third] <= value[first - 1] / 2**_HALVINGS
        ]
        in_a_row += _at_one_point(value, warm)
        under = warm + np.flatnonzero(value[warm:] < _HEALTHY)
        starts = [*sorted(in_a_row)[:1], *under[:1].tolist()]
        if not starts:
            continue
        onset = seen.onset(measure.series, min(starts))
        said = (
            f"{measure.tag} {_how_it_fell(value, halved)} and is {value[-1]:.3g} now, as where fp16 overflows"
        )
        yield CARD.symptom(
            measure.tag,
            Severity.ALARM if len(under) else Severity.WARN,
            f"{said}.",
            onset=onset,
            value=float(value.min()),
            threshold=_HEALTHY,
        )


def _at_one_point(value: NDArray[np.float64], warm: int) -> list[int]:
    """Give the first point at which a scale is an eighth of the one before or less, and stays so to the end."""
    fell = warm + np.flatnonzero(value[warm:][1:] <= value[warm:][:-1] / 2**_HALVINGS) + 1
    return [int(at) for at in fell if value[at:].max() <= value[at - 1] / 2**_HALVINGS][:1]


def _how_it_fell(value: NDArray[np.float64], halved: NDArray[np.int64]) -> str:
    if len(halved) >= _HALVINGS:
        return f"was halved {len(halved)} times"
    highest = int(halved[np.argmin(value[halved] / value[halved - 1])]) if len(halved) else 0
    return (
        f"fell from {value[highest - 1]:,.0f} to {value[highest]:.3g} at one point" if highest else "was low"
    )
