"""What a run wrote between two restarts, and which of those stretches make up one training."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from coach.runs.series import Series

_NEAR = 0.02
"""Of the steps a training has covered: how far from its first step another one may begin (editorial)."""
_FEWEST = 3
_ENOUGH = 10
"""Points from which on a stretch from the start is a training, however long the others are (editorial)."""
_BESIDE = 1 / 8
"""Of the longest training's points: a shorter one is a training too where all of them are short (editorial)."""
_A_DATE = 1e8  # seconds; a clock that counts from the start of the run stays below
_MOST_FOLLOWED = 20  # restarts
_HANDFUL = 0.05
"""Of the points it would roll back: what is fewer takes nothing away (editorial)."""


class Extent(NamedTuple):
    """Points of one tag in some segments: how many, the lowest and the highest step, the first and the last time."""

    points: int
    low: int
    high: int
    began: float
    ended: float

    def and_then(self, later: Extent) -> Extent:
        """Give the extent of both together."""
        return Extent(
            self.points + later.points,
            min(self.low, later.low),
            max(self.high, later.high),
            self.began,
            later.ended,
        )


class Stretch:
    """Segments that belong together, with the extent of each tag in them; grows segment by segment."""

    def __init__(self, extents: Mapping[str, Extent]) -> None:
        self.extents = dict(extents)

    def add(self, later: Stretch) -> None:
        """Take in what was written after it."""
        for tag, each in later.extents.items():
            earlier = self.extents.get(tag)
            self.extents[tag] = each if earlier is None else earlier.and_then(each)

    @property
    def points(self) -> int:
        """Points of the tag that has most of them."""
        return max((each.points for each in self.extents.values()), default=0)

    def joint(self, later: Stretch) -> tuple[Extent, Extent] | None:
        """Give the extents here and in a later stretch, of the tag with most points there; None without one."""
        shared = [tag for tag in later.extents if tag in self.extents]
        if not shared:
            return None
        tag = max(shared, key=lambda each: (later.extents[each].points, self.extents[each].points))
        return self.extents[tag], later.extents[tag]

    def begins_at_the_start(self, following: Stretch | None) -> bool:
        """Give whether every tag has its first point within one gap of step 0.

        A training that logs every 16,384 steps begins there; one resumed from later begins later. The gap of a single
        point is that up to the stretch after this one.
        """
        gaps = []
        for tag, each in self.extents.items():
            if each.points > 1:
                gaps.append((each.low, (each.high - each.low) / (each.points - 1)))
            elif following is not None and tag in following.extents:
                gaps.append((each.low, following.extents[tag].low - each.high))
        return bool(gaps) and all(low <= gap for low, gap in gaps)


def stretches_of(series: Mapping[str, Series]) -> dict[int, Stretch]:
    """Give the segments of a run by number, in written order."""
    found: defaultdict[int, dict[str, Extent]] = defaultdict(dict)
    for tag, each in series.items():
        if len(each):
            for segment, extent in _extents(each):
                found[segment][tag] = extent
    return {segment: Stretch(found[segment]) for segment in sorted(found)}


def _extents(series: Series) -> Iterator[tuple[int, Extent]]:
    last = int(series.segment[-1])
    starts = np.unique(np.searchsorted(series.segment, np.arange(int(series.segment[0]), last + 1)))
    lows = np.minimum.reduceat(series.step, starts).tolist()
    highs = np.maximum.reduceat(series.step, starts).tolist()
    ends = [*starts[1:].tolist(), len(series)]
    for at, end, low, high in zip(starts.tolist(), ends, lows, highs, strict=True):
        began, ended = float(series.wall_time[at]), float(series.wall_time[end - 1])
        yield int(series.segment[at]), Extent(end - at, low, high, began, ended)


class Trainings(NamedTuple):
    """The segments of each training, and those that are a handful of points and roll nothing back."""

    segments: list[list[int]]
    aside: frozenset[int]


def trainings_in(stretches: Mapping[int, Stretch], files: Sequence[Path]) -> Trainings:
    """Give the trainings: a stretch that goes back to the start, and is no mere handful, begins another one.

    Args:
        stretches: the segments of one run by number, in written order.
        files: the file each segment begins in, by number.
    """
    chains: list[tuple[list[int], Stretch]] = []
    following = [*stretches.values(), None][1:]
    for (segment, stretch), following_stretch in zip(stretches.items(), following, strict=True):
        if chains:
            segments, so_far = chains[-1]
            is_one_file = files[segments[-1]] == files[segment]
            joint = so_far.joint(stretch)
            is_first = joint is not None and stretch.begins_at_the_start(following_stretch)
            if not _begins_anew(joint, is_first=is_first, is_one_file=is_one_file):
                segments.append(segment)
                so_far.add(stretch)
                continue
        chains.append(([segment], Stretch(stretch.extents)))
    found = _with_handfuls(chains)
    aside = set(found.aside)
    for training in found.segments:
        aside |= _handfuls([(each, stretches[each]) for each in training if each not in aside])
    return Trainings(found.segments, frozenset(aside))


def _with_handfuls(chains: Sequence[tuple[list[int], Stretch]]) -> Trainings:
    """Give the trainings, each with the handfuls of points that were written after it, or before the first one."""
    most = max(stretch.points for _, stretch in chains)
    trainings: list[list[int]] = []
    aside: set[int] = set()
    waiting: list[int] = []
    for segments, stretch in chains:
        n = stretch.points
        if n >= _FEWEST and (n >= _ENOUGH or n >= _BESIDE * most):
            trainings.append([*waiting, *segments])
            waiting = []
        elif trainings:
            trainings[-1] += segments
            aside.update(segments)
        else:
            waiting += segments
    return Trainings([*trainings, waiting] if waiting else trainings, frozenset(aside))


def _begins_anew(joint: tuple[Extent, Extent] | None, *, is_first: bool, is_one_file: bool) -> bool:
    """Give whether a stretch goes back to the start, or as near to it as its first point can be."""
    if joint is None:
        return False
    before, here = joint
    if _A_DATE < here.began < before.ended and is_one_file:
        return False  # what a file holds twice was copied, since its clock went back as well
    covered = before.high - before.low
    between = covered / (before.points - 1) if before.points > 1 else 0.0
    is_near = here.low <= before.low + max(between, _NEAR * covered)
    return here.low <= before.high and (is_near or (is_first and not is_one_file))


def _handfuls(training: Sequence[tuple[int, Stretch]]) -> set[int]:
    """Give the segments whose few points, and those that go on from them, would roll back far more."""
    found: set[int] = set()
    line = Stretch({})
    for at, (segment, stretch) in enumerate(training):
        joint = line.joint(stretch)
        if (
            joint is not None
            and _would_roll_back(joint) > _points_from(training[at:], joint[1].low) / _HANDFUL
        ):
            found.add(segment)
        else:
            line.add(stretch)
    return found


def _would_roll_back(joint: tuple[Extent, Extent]) -> float:
    """Give how many points lie at or above the first step of a later stretch, were they spread evenly."""
    earlier, later = joint
    if later.low > earlier.high:
        return 0.0
    return earlier.points * (earlier.high - later.low + 1) / (earlier.high - earlier.low + 1)


def _points_from(stretches: Sequence[tuple[int, Stretch]], low: int) -> int:
    """Give the points of a stretch and of those that go on from it; a handful of stretches tells enough."""
    line = Stretch(stretches[0][1].extents)
    for _, later in stretches[1:_MOST_FOLLOWED]:
        joint = line.joint(later)
        if joint is not None and joint[1].low <= low:
            break
        line.add(later)
    return line.points
