"""Whether the agent still gets better: what tells a deterministic optimum from a collapsed policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import noise, window_means
from coach.runs.quantities import Quantity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors

_FEWEST = 6
_CLEARLY = 2.0  # standard errors
_MATTERS = 0.2  # of the level
_MUCH = 0.5  # of the level at first
_FIRST = 3  # points; a single odd one does not count
_HARDLY = 0.5  # of the spread of the points; a straight rise gains over two
_NEAR = 0.1  # of the rise
_LUCK = 3.0  # standard errors by which the best of ten windows may lie over another
_MOST_AT_LAST, _MOST_LATELY = 0.5, 0.25  # of the rise
_STILL = 0.02  # of the rise: how far the points of a return that stands still lie apart
_FEWEST_OF_START = 8  # points of a first window that tell how much it varies


def main_return(seen: RunForDetectors) -> Measure | None:
    """Give the return with the most points, training before evaluation; None where none is logged."""
    found = seen.finite(Quantity.RETURN, Quantity.EVAL_RETURN, Quantity.RATING)
    return max(found, key=lambda measure: len(measure.series), default=None)


def improved_since(seen: RunForDetectors, step: int, tag: str = "") -> bool | None:
    """Give whether the return rose clearly after a step and has kept the gain; None where nobody can tell.

    Compared are the mean of the first and of the last third after the step, against their standard error.

    Args:
        seen: the run.
        step: the step.
        tag: the one whose steps are meant; without it those that count furthest.
    """
    value = _since(seen, step, tag)
    if value is None:
        return None
    gain = _gain(value)
    return bool(gain > _CLEARLY * noise(value) * np.sqrt(2 / (len(value) // 3)) and gain > 0)


def hardly_improved_since(seen: RunForDetectors, step: int) -> bool:
    """Give whether what the return gained after a step, clear or not, is little against how its points vary."""
    value = _since(seen, step, "")
    return value is not None and _gain(value) < _HARDLY * float(value.std())


def rose_since(seen: RunForDetectors, step: int) -> bool:
    """Give whether the return rose after a step, clearly and by more than next to nothing."""
    return bool(improved_since(seen, step)) and not hardly_improved_since(seen, step)


def has_gained_much(seen: RunForDetectors) -> bool:
    """Give whether the return rose by half of the size it had at first, or more."""
    measure = main_return(seen)
    if measure is None or len(measure.series) < _FEWEST:
        return False
    value = measure.series.value
    tenth = max(_FIRST, len(value) // 10)
    first, last = float(np.median(value[:tenth])), float(np.median(value[-tenth:]))
    return last - first > _MUCH * abs(first)


def _since(seen: RunForDetectors, step: int, tag: str) -> NDArray[np.float64] | None:
    measure = main_return(seen)
    if measure is None:
        return None
    since = seen.step_of(measure.tag, tag or seen.furthest, step)
    value = measure.series.value[measure.series.step >= since]
    return value if len(value) >= _FEWEST else None


def _gain(value: NDArray[np.float64]) -> float:
    third = len(value) // 3
    return float(value[-third:].mean() - value[:third].mean())


def is_near_its_best(seen: RunForDetectors) -> bool | None:
    """Give whether the run ends near its best window after a rise that matters; None where nobody can tell.

    A rise matters when it is clear against the noise and at least a fifth of the level. It is counted from the first
    window or from the first points, which is where a task begins that is solved within a window.
    """
    measure = main_return(seen)
    if measure is None or len(measure.series) < _FEWEST:
        return None
    value = measure.series.value
    windows = window_means(value, min(10, len(value) // 2))
    best, a_window = float(windows.max()), len(windows) / len(value)
    starts = ((float(windows[0]), a_window), (float(np.median(value[:_FIRST])), 1 / _FIRST))
    varies = _noise_with_that_of_the_start(value, len(windows))
    for start, of_start in starts:
        rise, error = best - start, varies * np.sqrt(a_window + of_start)
        matters = rise > 2 * _CLEARLY * error and rise > _MATTERS * max(abs(start), abs(best))
        if matters and _is_near(windows, rise, noise(value) * float(np.sqrt(a_window))):
            return True
    return False


def _noise_with_that_of_the_start(value: NDArray[np.float64], windows: int) -> float:
    """Give the noise of a return, or of its first window where that is larger: a run may vary less and less.

    The largest jump within the first window is a rise and no noise; a median of the jumps would be nothing where
    rewards are rare.
    """
    first = value[: len(value) // windows]
    if len(first) < _FEWEST_OF_START:
        return noise(value)
    jumps = np.sort(np.abs(np.diff(first)))[:-1]
    return max(noise(value), float(np.sqrt((jumps**2).mean() / 2)))


def _is_near(windows: NDArray[np.float64], rise: float, error: float) -> bool:
    """Give whether the last window is near the best one, or both it and the last three by what luck explains."""
    last = float(windows.max() - windows[-1])
    lately = float(windows.max() - windows[-3:].mean())
    is_luck = last <= min(_LUCK * error * float(np.sqrt(2)), _MOST_AT_LAST * rise) and lately <= min(
        _LUCK * error * float(np.sqrt(4 / 3)), _MOST_LATELY * rise
    )
    return is_luck or last <= _NEAR * rise


def has_settled_at_its_best(seen: RunForDetectors) -> bool:
    """Give whether the return ends near its best window after a rise that matters, and stood still there at last."""
    measure = main_return(seen)
    if measure is None or not is_near_its_best(seen):
        return False
    value = measure.series.value
    late = value[-max(3, len(value) // 5) :]
    return float(np.ptp(late)) <= _STILL * float(np.ptp(value))
