"""Levels that entropy keeps over a large part of the run while the return does not rise."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.trend import settles_at, window_means
from coach.runs.detectors.returns.progress import hardly_improved_since, has_gained_much, improved_since
from coach.runs.quantities import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors

_FEWEST = 20
_FLAT = 0.02  # of the start: how far points may lie from the level
_LOW, HIGH = 0.05, 0.95
"""Share of the start over which a level is the one that entropy began at (editorial)."""
_UNMOVED = 0.997  # of the start: a policy that has moved by so little decides hardly anything
_LONG = 0.4  # of the run
_SAME = 0.01
_NEAR_ONE_K = 0.1  # of the distance to the next k, about 1/k: beyond it any level lies near some ln k


class EntropyLevel(NamedTuple):
    """A level that entropy keeps.

    Attributes:
        measure: the entropy.
        since: index of the first point on the level.
        start: the entropy's highest value at first.
        level: the level.
        return_does: "does not rise" or "hardly rises"; empty where no return is logged.
    """

    measure: Measure
    since: int
    start: float
    level: float
    return_does: str

    @property
    def step(self) -> int:
        """The first step on the level."""
        return int(self.measure.series.step[self.since])

    @property
    def is_at_start(self) -> bool:
        """Whether the level is the one that it began at."""
        return self.level > HIGH * self.start

    @property
    def as_choice(self) -> str:
        """What the level is as a uniform choice, as the end of a sentence; empty where it is none."""
        k = round(math.exp(self.level)) if self.level < 10 else 0  # noqa: PLR2004 - e^10 equally likely actions say nothing
        if k <= 1 or abs(math.log(k) - self.level) >= min(_SAME * self.level, _NEAR_ONE_K / k):
            return ""
        return f"; that is ln {k}, a uniform choice among {k} actions"


def entropy_levels(seen: RunForDetectors) -> Iterator[EntropyLevel]:
    """Yield the entropies that keep one level, not near nothing, over 40 % of the run without a better return."""
    for measure in seen.finite(Quantity.ENTROPY):
        value = measure.series.value
        start = float(value[: max(3, len(value) // 20)].max())
        if len(value) < _FEWEST or start <= 0:
            continue
        level = float(np.median(value[-len(value) // 4 :]))
        since = settles_at(np.abs(value - level) < _FLAT * start)
        if since is None or len(value) - since < _LONG * len(value) or _still_moves(value[since:], start):
            continue
        step = int(measure.series.step[since])
        improved = improved_since(seen, step)
        is_uniform = level > _UNMOVED * start and since == 0 and not has_gained_much(seen)
        if level > _LOW * start and (improved is not True or hardly_improved_since(seen, step) or is_uniform):
            how = "" if improved is None else "hardly rises" if improved else "does not rise"
            yield EntropyLevel(measure, since, start, level, how)


def _still_moves(value: NDArray[np.float64], start: float) -> bool:
    means = window_means(value, 4)
    return float(np.ptp(means)) > _SAME * start
