"""Two logs of one run, and which step of the one is which step of the other: what both hold tells."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from coach.runs.series import Series


class SameMoments(NamedTuple):
    """By step of the second log, increasing: step, wall time and segment of the first one at that moment."""

    theirs: NDArray[np.int64]
    step: NDArray[np.int64]
    wall_time: NDArray[np.float64]
    segment: NDArray[np.int32]

    @classmethod
    def of(cls, pairs: Sequence[tuple[Series, Series]]) -> SameMoments:
        """Give the moments of the longest pair of equal series; none where the second one was restarted."""
        mine, yours = max(pairs, key=lambda pair: min(map(len, pair)))
        n = min(len(mine), len(yours))
        if not (np.diff(yours.step[:n]) > 0).all():
            n = 0
        return cls(yours.step[:n], mine.step[:n], mine.wall_time[:n], mine.segment[:n])

    def told_by_the_first(self, series: Series) -> Series:
        """Give a series of the second log by the first one's steps and clock; as it is where a moment is not known."""
        at = np.searchsorted(self.theirs, series.step)
        is_known = at < len(self.theirs)
        is_known[is_known] = self.theirs[at[is_known]] == series.step[is_known]
        if not is_known.all():
            return series
        return replace(series, step=self.step[at], wall_time=self.wall_time[at], segment=self.segment[at])
