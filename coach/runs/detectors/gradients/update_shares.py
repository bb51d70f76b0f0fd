"""The share of the weights that a step changes, whichever way it is logged."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.quantities import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors

_FEWEST = 20
OFTEN = 0.1
"""Share of the points beyond a limit that makes a symptom (editorial)."""


class UpdateShares(NamedTuple):
    """A series of such shares, as float64[point] of their logarithm to base ten."""

    measure: Measure
    log10: NDArray[np.float64]

    @property
    def usual(self) -> float:
        """The median share."""
        return 10 ** float(np.median(self.log10))


def update_shares(seen: RunForDetectors) -> Iterator[UpdateShares]:
    """Yield the series with 20 points or more; some log the share, which is positive, and some its logarithm."""
    for measure in seen.finite(Quantity.UPDATE_RATIO):
        value = measure.series.value
        if len(value) >= _FEWEST:
            is_log = np.median(value) < 0
            yield UpdateShares(measure, value if is_log else np.log10(np.maximum(value, 1e-30)))
