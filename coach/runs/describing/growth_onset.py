"""Where a growth began that was seen only when it had gone some way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.beginning import Beginning, onset_between, step_explains
from coach.runs.describing.bend import bend

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import Onset, RunForDetectors
    from coach.runs.series import Series

_FEWEST = 10
_LOW = 25  # percentile of what was before
_NEAR = 1.3
_SOME = 5  # points after what was seen


def growth_onset(seen: RunForDetectors, series: Series, since: int) -> Onset:
    """Give where the growth began that was seen at index `since`: at its bend, or there, where it was a step."""
    began = growth_began(series.value, since)
    if began is None:
        return seen.onset(series, since)
    return onset_between(seen, series, began)


def growth_began(values: NDArray[np.float64], since: int) -> Beginning | None:
    """Give where a growth began that was seen at `since`: the bend between the low stretch before it and the rise.

    Looked at is the stretch from the first point near its lowest level on, as it is and in logarithms, whichever is
    better described by two lines. None where no bend is clear, where one step from level to level describes it better,
    or where values under 0 have no logarithm.

    Args:
        values: float64[point], finite.
        since: index of the first point that is surely higher than before.
    """
    if since < _FEWEST or values[: since + _SOME].min() <= 0:
        return None
    low = float(np.percentile(values[:since], _LOW))
    start = int(np.argmax(values[:since] <= low * _NEAR))
    stretch = values[start : since + _SOME]
    bends = [each for each in (bend(stretch), bend(np.log(stretch))) if each is not None]
    found = max(bends, key=lambda each: each.explains, default=None)
    if found is None or found.after <= 0 or found.before > found.after / 2:
        return None
    if step_explains(stretch) > found.explains or start + found.at >= since:
        return None
    return Beginning(*(start + each + 1 for each in (found.at, found.first - 1, found.last)))
