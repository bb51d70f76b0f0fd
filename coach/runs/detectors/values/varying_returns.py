"""Where the returns vary enough that a critic has something to explain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.returns.progress import main_return
from coach.runs.quantities import Quantity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.series import Series

_NEXT_TO_NOTHING = 1e-3  # of the largest usual error of the critic
_USUAL = 90  # percentile
_SAME = 1e-3  # of the level, or of the range
_NEIGHBOURS = 5  # points on each side


def returns_vary(seen: RunForDetectors, series: Series) -> NDArray[np.bool_]:
    """Give bool[point]: whether the returns vary at each point of a series.

    They do not where the mean return keeps one value; nor where the critic errs by next to nothing compared with what
    it erred by before, so that what is explained badly is next to nothing as well. Where the critic's loss is not
    logged, a mean return that hardly moves is enough.
    """
    vary = np.ones(len(series), dtype=np.bool_)
    errors = seen.finite(Quantity.VALUE_LOSS)
    if errors:
        size = np.abs(errors[0].series.value)
        limit = _NEXT_TO_NOTHING * float(np.percentile(size, _USUAL))
        vary &= np.interp(series.step, errors[0].series.step, size) > limit
    returns = main_return(seen)
    if returns is not None and len(returns.series) > 2 * _NEIGHBOURS:
        stands = _stands_still(returns.series.value, 0.0 if errors else _SAME)
        vary &= np.interp(series.step, returns.series.step, stands) < 1
    return vary


def _stands_still(value: NDArray[np.float64], share: float) -> NDArray[np.bool_]:
    """Give bool[point]: whether the points around lie within a share of the level, or of the range."""
    padded = np.pad(value, _NEIGHBOURS, mode="edge")
    around = np.lib.stride_tricks.sliding_window_view(padded, 2 * _NEIGHBOURS + 1)
    moves = around.max(axis=1) - around.min(axis=1)
    return np.asarray(moves <= share * np.maximum(np.abs(value), float(np.ptp(value))))
