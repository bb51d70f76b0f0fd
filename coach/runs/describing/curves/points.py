"""The finite points of a curve, and what is said of their ends and extremes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.curves.figures import figure

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coach.runs.series import Series

_FEW = 4
"""Points that are listed one by one (editorial)."""


class Points(NamedTuple):
    """The finite points that count, by step: int64[point] and float64[point]."""

    step: NDArray[np.int64]
    value: NDArray[np.float64]

    def __len__(self) -> int:  # a named tuple has as many fields as it has
        return len(self.step)

    @classmethod
    def of(cls, series: Series) -> Points:
        """Give the points of a series without what a restart rolled back, NaN and infinities."""
        counting = series.timeline()
        is_finite = np.isfinite(counting.value)
        if is_finite.all():
            return cls(counting.step, counting.value)
        return cls(counting.step[is_finite], counting.value[is_finite])

    @property
    def is_constant(self) -> bool:
        """Whether all values are one."""
        return bool((self.value == self.value[0]).all())

    @property
    def has_one_step(self) -> bool:
        """Whether all points lie at one step, so that only their order tells them apart."""
        return bool(self.step[0] == self.step[-1])

    @property
    def range(self) -> float:
        """The largest value less the smallest."""
        return float(self.value.max() - self.value.min())


def ends(points: Points) -> str:
    """Give where a curve began and ended and its extremes, in words; a few points one by one."""
    n = len(points)
    if not n:
        return "nothing finite"
    first, last = points.value[0], points.value[-1]
    if n == 1:
        return f"a single value, {figure(first)}, at {points.step[0]:,}"
    if points.is_constant:
        return f"{figure(first)} at all {n:,} points"
    if n <= _FEW:
        return f"{', '.join(map(figure, points.value.tolist()))}; {n} points are too few for a trend"
    extremes = [
        (word, int(at), float(points.value[at]))
        for word, at in (("highest", np.argmax(points.value)), ("lowest", np.argmin(points.value)))
    ]
    marks = {
        end: next((f" (the {word})" for word, _, value in extremes if value == end), "")
        for end in (first, last)
    }
    said = f"{figure(first)}{marks[first]} to {figure(last)}{marks[last]}"
    between = [_at(word, at, points) for word, at, value in extremes if value not in (first, last)]
    unordered = [f"all at step {points.step[0]:,}, in the order written"] if points.has_one_step else []
    return "; ".join([said, *([", ".join(between)] if between else []), *unordered])


def _at(word: str, at: int, points: Points) -> str:
    """Give an extreme with its step; the first one where it was reached several times."""
    value = points.value[at]
    often = "first " if int((points.value == value).sum()) > 1 else ""
    place = f"point {at + 1:,}" if points.has_one_step else f"{points.step[at]:,}"
    return f"{word} {figure(value)} {often}at {place}"
