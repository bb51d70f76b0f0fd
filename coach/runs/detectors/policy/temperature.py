"""The weight of the entropy, or temperature, from its beginning to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.quantities import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors

_FEWEST = 20
_STRAIGHT = 0.02  # of the start: how far a schedule may lie from a straight line


class Temperature(NamedTuple):
    """A coefficient that no schedule moves, with its level at the beginning and at the end; neither is under 0."""

    measure: Measure
    start: float
    end: float


def temperatures(seen: RunForDetectors) -> Iterator[Temperature]:
    """Yield the coefficients that are tuned: a straight descent, or one value all along, is a schedule's."""
    for measure in seen.finite(Quantity.ENTROPY_COEFFICIENT):
        value = measure.series.value
        if len(value) < _FEWEST or value.min() < 0:
            continue
        start = float(np.median(value[: max(3, len(value) // 50)]))
        end = float(np.median(value[-max(3, len(value) // 20) :]))
        if start > 0 and not _is_schedule(value, start):
            yield Temperature(measure, start, end)


def _is_schedule(value: NDArray[np.float64], start: float) -> bool:
    """Give whether the values lie on a straight line, from beginning to end or down to a floor."""
    moving = np.flatnonzero(value != value[-1])
    stretch = value[: int(moving[-1]) + 2] if len(moving) else value
    line = np.linspace(stretch[0], stretch[-1], len(stretch))
    return bool(np.abs(stretch - line).max() < _STRAIGHT * start)
