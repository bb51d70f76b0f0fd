"""Points and the part of the plane they are drawn in: what lies in each column of dots, before any dot is set.

A column holds the whole range of the points that fall into it, so that a spike of one step in a million is seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from coach.tui.plot_settings import Span

HIGHEST = 1e300


class Curve(NamedTuple):
    """One run's values of the tag: `step`, `value`, `segment` are parallel arrays [point].

    Attributes:
        is_lettered: the letter stands at its end.
    """

    letter: str
    style: str
    step: NDArray[np.int64]
    value: NDArray[np.float64]
    segment: NDArray[np.int32]
    is_front: bool = True
    is_lettered: bool = True


class Piece(NamedTuple):
    """A stretch without a restart as it is drawn: float64[point] each; `inside` leaves out where it is cut off."""

    step: NDArray[np.float64]
    height: NDArray[np.float64]
    inside: NDArray[np.bool_]


class Frame(NamedTuple):
    """What is shown of the plane: steps from `left` to `right`, values from `low` to `high`."""

    left: float
    right: float
    low: float
    high: float
    is_log: bool


def whole_span(curves: Iterable[Curve]) -> tuple[float, float]:
    """Give the first and the last step of the curves, 0 and 0 where there is none."""
    ends = [(float(curve.step.min()), float(curve.step.max())) for curve in curves if len(curve.step)]
    return min((left for left, _ in ends), default=0.0), max((right for _, right in ends), default=0.0)


def pieces(curve: Curve, span: Span, *, is_log: bool) -> list[Piece]:
    """Give what is drawn of a curve, each restart on its own: nothing joins two segments."""
    import numpy as np  # noqa: PLC0415 - only a curve needs it

    shown = is_drawn(curve, is_log=is_log)
    found = []
    for segment in np.unique(curve.segment[shown]):
        here = shown & (curve.segment == segment)
        found.append(
            _cut(curve.step[here].astype(np.float64), heights(curve.value[here], is_log=is_log), span)
        )
    return found


def is_drawn(curve: Curve, *, is_log: bool) -> NDArray[np.bool_]:
    """Give which points can be drawn: finite ones, on a log scale those above zero."""
    import numpy as np  # noqa: PLC0415 - only a curve needs it

    finite: NDArray[np.bool_] = np.isfinite(curve.value)
    return finite & (curve.value > 0) if is_log else finite


def heights(value: NDArray[np.float64], *, is_log: bool) -> NDArray[np.float64]:
    """Give the values as they are drawn: their logarithm, or clipped so that no difference overflows."""
    import numpy as np  # noqa: PLC0415 - only a curve needs it

    drawn: NDArray[np.float64] = np.log10(value) if is_log else np.clip(value, -HIGHEST, HIGHEST)
    return drawn


def _cut(step: NDArray[np.float64], height: NDArray[np.float64], span: Span) -> Piece:
    """Give the points inside the span, and where the line between points enters and leaves it."""
    import numpy as np  # noqa: PLC0415 - only a curve needs it

    inside = (step >= span.left) & (step <= span.right)
    if inside.all():
        return Piece(step, height, inside)
    first, last = step.min(), step.max()
    entry, leave = ([edge] if first < edge < last else [] for edge in span)
    kept = np.concatenate([np.zeros(len(entry)), np.ones(int(inside.sum())), np.zeros(len(leave))])
    return Piece(
        np.concatenate([entry, step[inside], leave]),
        np.concatenate([np.interp(entry, step, height), height[inside], np.interp(leave, step, height)]),
        kept.astype(np.bool_),
    )


def frame_of(drawn: Sequence[Piece], span: Span, *, is_log: bool) -> Frame | None:
    """Give the frame that holds every point inside the span; None where nothing is drawn.

    Where the line only passes through, it holds the line.
    """
    import numpy as np  # noqa: PLC0415 - only a curve needs it

    inside = [piece.height[piece.inside] for piece in drawn]
    values = np.concatenate(inside) if inside else np.empty(0)
    if not len(values) and drawn:
        values = np.concatenate([piece.height for piece in drawn])
    if not len(values):
        return None
    low, high = float(values.min()), float(values.max())
    room = (high - low) * 0.02 or abs(high) * 0.1 or 1.0
    return Frame(span.left, span.right, low - room, high + room, is_log)


def columns_of(
    step: NDArray[np.float64] | NDArray[np.int64], frame: Frame, columns: int
) -> NDArray[np.int64]:
    """Give the column of dots each step falls into."""
    import numpy as np  # noqa: PLC0415 - only a curve needs it

    span = (frame.right - frame.left) or 1.0
    place = np.round((step - frame.left) / span * (columns - 1))
    return np.clip(place, 0, columns - 1).astype(np.int64)


def ranges(
    step: NDArray[np.float64] | NDArray[np.int64], value: NDArray[np.float64], frame: Frame, columns: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the lowest and highest value in each column of dots, joined to the column before; NaN where none is.

    Returns:
        low, high: float64[column].
    """
    import numpy as np  # noqa: PLC0415 - only a curve needs it

    low, high = np.full(columns, np.nan), np.full(columns, np.nan)
    if not len(step):
        return low, high
    place = columns_of(step, frame, columns)
    order = np.argsort(place, kind="stable")
    place, value = place[order], value[order]
    taken, starts = np.unique(place, return_index=True)
    low[taken], high[taken] = np.minimum.reduceat(value, starts), np.maximum.reduceat(value, starts)
    between = np.arange(taken[0], taken[-1] + 1)
    ends = np.append(starts[1:], len(value)) - 1
    line = np.interp(between, np.ravel([taken, taken], "F"), np.ravel([value[starts], value[ends]], "F"))
    low[between] = np.fmin(low[between], line)
    high[between] = np.fmax(high[between], line)
    return joined(low, high)


def joined(
    low: NDArray[np.float64], high: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the ranges of columns stretched until each touches the one before."""
    import numpy as np  # noqa: PLC0415 - only a curve needs it

    taken = np.flatnonzero(np.isfinite(low))
    low, high = low.copy(), high.copy()
    low[taken[1:]] = np.minimum(low[taken[1:]], high[taken[:-1]])
    high[taken[1:]] = np.maximum(high[taken[1:]], low[taken[:-1]])
    return low, high


def running_mean(piece: Piece, frame: Frame, columns: int, share: float) -> NDArray[np.float64]:
    """Give the mean of all points within half of `share` of the steps to either side, in each column of dots.

    It does not lag behind, as an exponential mean does, so an onset stays where it is. Worked out column by
    column: no sum runs over more than the mean itself covers, so one huge value spoils nothing further on.

    Returns:
        float64[column], NaN before the first point and after the last one.
    """
    import numpy as np  # noqa: PLC0415 - only a curve needs it

    mean = np.full(columns, np.nan)
    step, height = piece.step[piece.inside], piece.height[piece.inside]
    if not len(step):
        return mean
    place = columns_of(step, frame, columns)
    count = np.bincount(place, minlength=columns) / len(step)
    total = np.bincount(place, weights=height / len(step), minlength=columns)
    kernel = np.ones(2 * round(share * columns / 2) + 1)
    near = len(kernel) // 2
    counts, totals = (np.convolve(each, kernel)[near : near + columns] for each in (count, total))
    known = np.flatnonzero(counts > 0.5 / len(step))
    between = np.arange(place.min(), place.max() + 1)
    mean[between] = np.interp(between, known, totals[known] / counts[known])
    return mean
