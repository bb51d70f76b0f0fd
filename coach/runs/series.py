"""One logged quantity over the steps of one run."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """The values of one tag, in the order in which they were written.

    Attributes:
        tag: the name the log gives the quantity.
        step: int64[point]; non-decreasing inside a segment unless the writer itself was out of order.
        wall_time: float64[point], seconds since 1970 or since the start of the run; NaN where none is logged.
        value: float64[point]; NaN and infinities are kept.
        segment: int32[point], non-decreasing; grows by one each time the run was restarted.
        may_hide_nan: the framework is known to log 0.0 in place of NaN, and a 0.0 stands beside a NaN here.
        aside: segments of a handful of points, which roll nothing back and do not count.
    """

    tag: str
    step: NDArray[np.int64]
    wall_time: NDArray[np.float64]
    value: NDArray[np.float64]
    segment: NDArray[np.int32]
    may_hide_nan: bool = False
    aside: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return len(self.step)

    def where(self, chosen: NDArray[np.bool_] | NDArray[np.int64] | slice) -> Series:
        """Give the series of the chosen points alone.

        Args:
            chosen: bool[point], indices of points, or a slice of points.
        """
        return Series(
            self.tag,
            self.step[chosen],
            self.wall_time[chosen],
            self.value[chosen],
            self.segment[chosen],
            self.may_hide_nan,
            self.aside,
        )

    def timeline(self) -> Series:
        """Give the points that count, by step: what a restart rolled back and wrote again is left out."""
        import numpy as np  # noqa: PLC0415 - the catalogue of runs is imported without numpy

        series = self
        if len(self) and self.segment[0] != self.segment[-1]:
            keep = np.ones(len(self), dtype=np.bool_)
            starts = [0, *(np.flatnonzero(np.diff(self.segment)) + 1).tolist()]
            for start, end in pairwise([*starts, len(self)]):
                if int(self.segment[start]) in self.aside:
                    keep[start:end] = False
                else:
                    keep[:start] &= self.step[:start] < self.step[start]
            series = self if keep.all() else self.where(keep)
        if (series.step[1:] >= series.step[:-1]).all():
            return series
        return series.where(np.argsort(series.step, kind="stable"))

    def before(self, segment: int) -> Series:
        """Give the points written before a segment: the series as it stood when the run was restarted there."""
        import numpy as np  # noqa: PLC0415 - as above

        return self.where(slice(int(np.searchsorted(self.segment, segment))))
