"""Where a straight course bends into another one: the beginning of a growth, which no shift of level can date."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FEWEST = 10
_CRITICAL = 7.35  # as for a change of level: Hansen 2000, table I
_FEWEST_CURVED = 16
_MOST_PLACES = 64
_CURVED = 8.0  # residual variances that the curvature must explain: p < 0.01 (F of 1 and many)
_NO_BETTER = (
    4.0  # residual variances that a slope before the bend may explain by chance: p > 0.05 (F of 1 and many)
)
_CLEARLY = 30.0  # how many residual variances a bend must explain (editorial)


class Bend(NamedTuple):
    """Where two lines meet.

    Attributes:
        at: the last point before the bend.
        first: the first point at which it may lie, with 95 % confidence.
        last: the last such point.
        before: slope per point before it.
        after: slope per point after it.
        explains: share of the sum of squares that the two lines explain.
    """

    at: int
    first: int
    last: int
    before: float
    after: float
    explains: float


def bend(values: NDArray[np.float64]) -> Bend | None:
    """Give where a series is best described as two straight lines that meet; None where one line does as well.

    Two lines are fitted to all points for every place at which they could meet, by least squares.

    Args:
        values: float64[point], finite; the logarithm of what grows by a factor.
    """
    n = len(values)
    if n < _FEWEST or np.ptp(values) == 0:
        return None
    x = np.asarray(np.arange(n) - (n - 1) / 2, dtype=np.float64)
    spread_x = float((x**2).sum())
    slope = float((x * values).sum()) / spread_x
    rest = np.asarray(values - values.mean() - slope * x, dtype=np.float64)
    explained, own, with_x = _hinges(rest, x, spread_x)
    best = int(np.argmax(explained))
    variance = max(float((rest**2).sum()) - float(explained[best]), 0.0) / (n - 3)
    # Also false where squares of huge values overflowed.
    if not explained[best] > max(_CLEARLY * variance, 0.0) or not np.isfinite(explained[best]):
        return None
    possible = np.flatnonzero(explained[best] - explained <= _CRITICAL * variance) + 1
    change = float(np.sqrt(explained[best] / own[best])) * float(np.sign(_onto(rest)[best]))
    before = slope - change * float(with_x[best]) / spread_x
    explains = 1 - variance * (n - 3) / float(((values - values.mean()) ** 2).sum())
    return Bend(best + 1, int(possible[0]), int(possible[-1]), before, before + change, explains)


def level_bend(values: NDArray[np.float64], straight: Bend) -> Bend:
    """Give the bend of a level course, where that describes the values before it as well as any other line does.

    One parameter less to fit leaves less of the place to chance. How well is an F test's question.

    Args:
        values: float64[point], the same of which the straight bend was given.
        straight: the bend of two lines.
    """
    n = len(values)
    rest = np.asarray(values - values.mean(), dtype=np.float64)
    left = np.arange(n - 2, 0, -1, dtype=np.float64)  # points after each place
    own = left * (left + 1) * (2 * left + 1) / 6 - (left * (left + 1) / 2) ** 2 / n
    onto = _onto(rest)
    explained = onto**2 / own
    best = int(np.argmax(explained))
    total = float((rest**2).sum())
    variance = (1 - straight.explains) * total / (n - 3)
    if not straight.explains * total - float(explained[best]) <= _NO_BETTER * variance:
        return straight
    possible = np.flatnonzero(explained[best] - explained <= _CRITICAL * variance) + 1
    after = float(onto[best] / own[best])
    return Bend(best + 1, int(possible[0]), int(possible[-1]), 0.0, after, float(explained[best]) / total)


def curved_bend(values: NDArray[np.float64], straight: Bend) -> Bend:
    """Give the bend where the course after it curves, as what decays to a level does; the straight one elsewhere.

    A line up to a place and a parabola from there on are fitted, for places around the straight bend; the curvature has
    to explain a good deal more (an F test of one more parameter).

    Args:
        values: float64[point], the same of which the straight bend was given.
        straight: the bend of two lines.
    """
    n = len(values)
    if n < _FEWEST_CURVED:
        return straight
    reach = max(_MOST_PLACES // 2, n // 4)
    low, high = max(4, straight.at - reach), min(n - 5, straight.at + reach)
    places = np.unique(np.linspace(low, high, min(_MOST_PLACES, high - low + 1)).astype(np.int64))
    fits = [_line_and_parabola(values, int(place)) for place in places]
    rests = np.array([rest for rest, _, _ in fits])
    best = int(np.argmin(rests))
    rest, before, after = fits[best]
    total = float(((values - values.mean()) ** 2).sum())
    variance = rest / (n - 5)
    gain = (1 - straight.explains) * total - rest
    if not gain > _CURVED * variance or after * straight.after <= 0:
        return straight
    possible = places[rests - rest <= _CRITICAL * variance]
    return Bend(int(places[best]), int(possible[0]), int(possible[-1]), before, after, 1 - rest / total)


def _line_and_parabola(values: NDArray[np.float64], place: int) -> tuple[float, float, float]:
    """Give the residual sum of squares, the slope per point before a place, and the slope just after it."""
    x = np.arange(len(values), dtype=np.float64) / len(values)
    past = np.maximum(0.0, x - x[place])
    columns = np.column_stack((np.ones_like(x), x, past, past**2))
    found = np.linalg.lstsq(columns, values, rcond=None)[0]
    rest = float(((values - columns @ found) ** 2).sum())
    return rest, float(found[1]) / len(values), float(found[1] + found[2]) / len(values)


def _hinges(
    rest: NDArray[np.float64], x: NDArray[np.float64], spread_x: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Give for each place from the second point to the last but one what a bend there explains of the residuals.

    Returns:
        float64[place] each: sum of squares explained; the hinge's own sum of squares beside a line; its product with x.
    """
    n = len(x)
    place = np.arange(1, n - 1)
    left = (n - 1 - place).astype(np.float64)  # points after it
    total = left * (left + 1) / 2
    squares = left * (left + 1) * (2 * left + 1) / 6
    with_x = x[place] * total + squares
    own = squares - total**2 / n - with_x**2 / spread_x
    return _onto(rest) ** 2 / own, own, with_x


def _onto(rest: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give float64[place]: the sum of (i - place) * rest[i] over the points i after each place."""
    after = np.cumsum(rest[::-1])[::-1]  # sum of rest from i on
    twice = np.cumsum(after[::-1])[::-1]
    return np.asarray(twice[2:], dtype=np.float64)
