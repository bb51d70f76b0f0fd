"""Ratios of new to old probability, and one symptom of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.detectors.card import Card
    from coach.runs.symptom import Symptom

_FEWEST = 3


def ratios(seen: RunForDetectors) -> tuple[Measure, ...]:
    """Give the ratios that have three points or more."""
    return tuple(each for each in seen.finite(Quantity.RATIO) if len(each.series) >= _FEWEST)


def ratio_beyond(
    seen: RunForDetectors,
    card: Card,
    limit: float,
    is_out: Callable[[NDArray[np.float64]], NDArray[np.bool_]],
) -> Iterator[Symptom]:
    """Yield an alarm at the first ratio that is out of bounds."""
    for measure in ratios(seen):
        value = measure.series.value
        out = is_out(value)
        if out.any():
            at = int(np.argmax(out))
            said = f"the ratio of new to old probability ({measure.tag}) is {value[at]:.3g} at step"
            yield card.symptom(
                measure.tag,
                Severity.ALARM,
                f"{said} {int(measure.series.step[at]):,}, where it should be about 1.",
                onset=seen.onset(measure.series, at),
                value=float(value[at]),
                threshold=limit,
            )
