"""The lengths of episodes and answers, and what they were at first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.detectors.returns.progress import improved_since
from coach.runs.quantities import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors

_FEWEST = 15


class Lengths(NamedTuple):
    """A series of lengths, and the median of its first tenth."""

    measure: Measure
    start: float

    @property
    def now(self) -> float:
        """The median of the last five points."""
        return float(np.median(self.measure.series.value[-5:]))


def lengths_for_no_gain(seen: RunForDetectors) -> Iterator[Lengths]:
    """Yield the lengths of episodes and answers in a run whose return is known and not clearly better at its end."""
    for measure in seen.finite(Quantity.EPISODE_LENGTH, Quantity.COMPLETION_LENGTH):
        value = measure.series.value
        if len(value) < _FEWEST or improved_since(seen, int(measure.series.step[0])) is not False:
            continue
        yield Lengths(measure, float(np.median(value[: max(3, len(value) // 10)])))
