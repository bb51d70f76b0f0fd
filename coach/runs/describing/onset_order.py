"""What moved first: the change points of all tags in order, and those that share a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.beginning import step_explains
from coach.runs.describing.change_point import change_point, change_range
from coach.runs.describing.runaway import runaway
from coach.runs.describing.settling import rest_of_settling
from coach.runs.describing.trend import window_means

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import RunForDetectors

_FAR = 100.0  # times its size before: beside the end of such a growth its beginning is no change of level (editorial)
_TOGETHER = 0.005  # of the run's steps
_SAME_SIZE = 1e-12
_MOST_MEANS = 200


class Change(NamedTuple):
    """A lasting change of level of one tag.

    `step` is the first step after it, `earliest` and `latest` bound it with 95 % confidence; `before` and `after`
    are the medians on both sides; `axis` is what the steps count.
    """

    tag: str
    step: int
    earliest: int
    latest: int
    before: float
    after: float
    axis: str


def onset_order(seen: RunForDetectors) -> tuple[Change, ...]:
    """Give the change of each tag that has one, the earliest first; by the clock where tags count different things."""
    found: list[tuple[float, Change]] = []
    has_one_axis = len({axis.number for axis in seen.axes.values()}) == 1
    for tag, series in seen.timelines.items():
        is_finite = np.isfinite(series.value)
        timeline = series if is_finite.all() else series.where(is_finite)
        change = _change(timeline.value)
        if change is not None:
            at, first, last = change
            before, after = float(np.median(timeline.value[:at])), float(np.median(timeline.value[at:]))
            step, axis = timeline.step, seen.axes[tag].name
            moved = Change(tag, int(step[at]), int(step[first]), int(step[last]), before, after, axis)
            found.append((float(step[at] if has_one_axis else timeline.wall_time[at]), moved))
    return tuple(change for _, change in sorted(found, key=lambda each: (each[0], each[1].tag)))


def _change(value: NDArray[np.float64]) -> tuple[int, int, int] | None:
    """Give the first point after a lasting change and the range of it; what grows without end changes at its bend."""
    at = change_point(value)
    if at is None:
        return None
    growth = runaway(value)
    if growth is not None and growth.factor >= _FAR and growth.at:
        return growth.at + 1, growth.first, growth.last + 1
    if _settles(value):
        return None
    return at, *change_range(value, at)


def _settles(value: NDArray[np.float64]) -> bool:
    """Give whether a course that slows down by itself describes a series better than one step does."""
    means = window_means(value, min(len(value), _MOST_MEANS))
    rest = float(((means - means.mean()) ** 2).sum()) * (1 - step_explains(means))
    return rest_of_settling(means) < rest


def shared_moments(changes: Sequence[Change], steps: int, fewest: int = 3) -> tuple[tuple[Change, ...], ...]:
    """Give the groups of at least `fewest` changes that lie within half a percent of the run of one another.

    Args:
        changes: by step, of tags that count the same thing.
        steps: from the run's first step to its last.
        fewest: changes that make a group.
    """
    groups: list[list[Change]] = []
    for change in changes:
        if groups and change.step - groups[-1][0].step <= _TOGETHER * steps:
            groups[-1].append(change)
        else:
            groups.append([change])
    return tuple(tuple(group) for group in groups if _sources(group) >= fewest)


def _sources(group: Sequence[Change]) -> int:
    """Give how many different things changed: one quantity under two names has the same numbers."""
    kept: list[Change] = []
    for change in group:
        size = abs(change.after - change.before)
        if not any(abs(abs(each.after - each.before) - size) <= _SAME_SIZE * size for each in kept):
            kept.append(change)
    return len(kept)
