"""Where the steps of one file say that the run was started again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from coach.runs.readers.columns import Columns

_FEW = 10
_OFTEN = 0.02
"""Steps back, as a share of the points, beyond which they are points out of turn and no restarts (editorial)."""
_LARGE = 0.01  # of the largest step: more than environments that report out of turn
_NEAR = 0.02  # of the steps reached
_FULL = 0.1  # of the steps of the whole file
_FEWEST_COUNTED = 5
_FEWEST_BEFORE = 3
_FAR = 10.0  # usual steps (editorial)


class Numbered(NamedTuple):
    """The points of each tag numbered by segment, int32[point], and the tags whose steps jump back and forth."""

    segment: dict[str, NDArray[np.int32]]
    disordered: list[str]


class Restarts(NamedTuple):
    """int64[restart], the point each begins at; and whether there are too many steps back to be restarts."""

    at: NDArray[np.int64]
    is_disordered: bool


def numbered(columns: Mapping[str, Columns], rows: Mapping[str, NDArray[np.int64]]) -> Numbered:
    """Number the points of one file by segment: rows of a table all alike, tags of events by their wall times.

    Args:
        columns: the points by tag.
        rows: int64[point] by tag, increasing: the row of the file each point stands in; empty where it has no rows.
    """
    if rows:
        return _by_row(columns, rows)
    own = {tag: restarts_in(each.step) for tag, each in columns.items()}
    moments = _moments(columns, own)
    segment = {tag: _numbers(each, own[tag].at, moments) for tag, each in columns.items()}
    return Numbered(segment, [tag for tag, found in own.items() if found.is_disordered])


def restarts_in(step: NDArray[np.int64]) -> Restarts:
    """Give where one sequence of steps was started again.

    Args:
        step: int64[point], in written order.
    """
    back = np.flatnonzero(step[1:] < step[:-1]) + 1
    if not len(back):
        return Restarts(back, is_disordered=False)
    fall = step[back - 1] - step[back]
    reached = np.maximum.accumulate(step)[back - 1] - int(step[0])
    is_to_start = (step[back] - int(step[0]) <= _NEAR * reached) & (2 * fall >= reached)
    is_full = is_to_start & (fall >= _FULL * float(np.ptp(step)))
    if int((~is_full).sum()) > max(_FEW, _OFTEN * len(step)):
        return Restarts(back[is_full], is_disordered=True)
    is_restart = ~_is_one_point_out_of_turn(step, back)
    back, fall, is_full = back[is_restart], fall[is_restart], is_full[is_restart]
    if not len(back):
        return Restarts(back, is_disordered=False)
    is_large = fall >= max(1.0, _LARGE * float(np.abs(step).max()))
    again = [
        large or _is_written_again(step, at, end)
        for at, end, large in zip(
            back.tolist(), [*back[1:].tolist(), len(step)], (is_large | is_full).tolist(), strict=True
        )
    ]
    return Restarts(back[np.array(again, dtype=np.bool_)], is_disordered=False)


def _is_one_point_out_of_turn(step: NDArray[np.int64], back: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Give bool[step back], true where the steps go on as if one damaged point, far too low or high, were not there."""
    following = np.minimum(back + 1, len(step) - 1)
    is_low = (back + 1 < len(step)) & (step[following] > step[back - 1])
    before = np.maximum(back - 2, 0)
    leap = step[back - 1] - step[before]
    usual = np.median(np.diff(step)[np.diff(step) > 0]) if (np.diff(step) > 0).any() else 0.0
    is_high = (step[back] > step[before]) & (leap > _FAR * usual)
    return np.asarray((back >= _FEWEST_BEFORE) & (is_low | is_high), dtype=np.bool_)


def _is_written_again(step: NDArray[np.int64], at: int, end: int) -> bool:
    """Give whether a small step back lands on a step that was written before, and comes by where it fell from."""
    past = step[at:end][step[at:end] >= step[at - 1]]
    return bool((step[:at] == step[at]).any()) and (not len(past) or int(past[0]) == int(step[at - 1]))


def _numbers(
    columns: Columns, own: NDArray[np.int64], moments: NDArray[np.float64] | None
) -> NDArray[np.int32]:
    """Give int32[point]: by the tag's own steps where they show every restart, and else by its wall times."""
    if moments is not None and len(own) != len(moments):
        return np.searchsorted(moments, columns.wall_time, side="right").astype(np.int32)
    segment = np.zeros(len(columns.step), dtype=np.int32)
    if len(own):
        segment[own] = 1
        segment = np.cumsum(segment, dtype=np.int32)
    return segment


def _moments(columns: Mapping[str, Columns], own: Mapping[str, Restarts]) -> NDArray[np.float64] | None:
    """Give the wall times of the restarts that any tag shows, each once; None where no clock tells them."""
    gaps: list[tuple[float, float]] = []
    for tag, found in own.items():
        wall = columns[tag].wall_time
        gaps.extend(zip(wall[found.at - 1].tolist(), wall[found.at].tolist(), strict=True))
    if not all(before < after for before, after in gaps):  # NaN is never smaller
        return None
    moments: list[tuple[float, float]] = []
    for before, after in sorted(gaps, key=lambda gap: gap[1]):
        if moments and before < moments[-1][1]:
            moments[-1] = (max(before, moments[-1][0]), moments[-1][1])
        else:
            moments.append((before, after))
    return np.array([after for _, after in moments])


def _by_row(columns: Mapping[str, Columns], rows: Mapping[str, NDArray[np.int64]]) -> Numbered:
    last = max((int(row[-1]) for row in rows.values() if len(row)), default=-1)
    step, is_written = np.zeros(last + 1, dtype=np.int64), np.zeros(last + 1, dtype=np.bool_)
    for tag, row in rows.items():
        step[row] = columns[tag].step
        is_written[row] = True
    written = np.flatnonzero(is_written)
    found = restarts_in(step[written])
    begun = written[found.at]
    repeated = written[1:][np.diff(step[written]) == 0]
    if 0 < len(repeated) <= _FEW:
        counters = [(rows[tag], columns[tag].value) for tag in rows]
        begun = np.union1d(begun, _counted_anew(counters, begun, repeated))
    segment = {tag: np.searchsorted(begun, row, side="right").astype(np.int32) for tag, row in rows.items()}
    return Numbered(segment, list(columns) if found.is_disordered else [])


def _counted_anew(
    counters: Iterable[tuple[NDArray[np.int64], NDArray[np.float64]]],
    begun: NDArray[np.int64],
    repeated: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Give the rows that repeat a step and at which something that only ever grows begins at its first value again."""
    restarts = [np.zeros(0, dtype=np.int64)]
    for row, value in counters:
        with np.errstate(invalid="ignore"):
            grown = np.diff(value)  # of infinities, nothing
        falls = np.flatnonzero(grown < 0) + 1
        if not 0 < len(falls) <= _FEW + len(begun) or len(grown) < _FEWEST_COUNTED:
            continue
        is_anew = value[falls] <= value[0] + 2 * float(np.median(grown))
        if is_anew.all() and np.isin(row[falls], np.union1d(begun, repeated)).all():
            restarts.append(np.intersect1d(row[falls], repeated))
    return np.concatenate(restarts)
