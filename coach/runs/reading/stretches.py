"""What a run wrote between two restarts, and which of those stretches make up one training."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from coach.runs.series import Series

_NEAR = 0.02
"""Of the steps a training has covered: how far from its first step another one may begin (editorial)."""
_FEWEST = 3
_ENOUGH = 10
"""Points from which on a stretch from the start is a training, however long the others are (editorial)."""
_BESIDE = 1 / 3
"""Of the longest training's points: a shorter one is a training too where all of them are short (editorial)."""
_A_DATE = 1e8  # seconds; a clock that counts from the start of the run stays below
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


class Stretches:
    """The segments of a run with the extent of each tag in them."""

    def __init__(self, series: Mapping[str, Series]) -> None:
        self._extents: dict[int, dict[str, Extent]] = {}
        for tag, each in series.items():
            if len(each):
                for segment, extent in _extents(each):
                    self._extents.setdefault(segment, {})[tag] = extent

    def segments(self) -> list[int]:
        """Give the numbers of the segments, in written order."""
        return sorted(self._extents)

    def of(self, segments: Iterable[int]) -> dict[str, Extent]:
        """Give the extent of each tag over some segments together."""
        found: dict[str, Extent] = {}
        for segment in segments:
            for tag, each in self._extents.get(segment, {}).items():
                earlier = found.get(tag)
                found[tag] = each if earlier is None else earlier.and_then(each)
        return found

    def points(self, segments: Iterable[int]) -> int:
        """Give the points of the tag that has most of them."""
        return max((each.points for each in self.of(segments).values()), default=0)

    def joint(self, before: Sequence[int], segment: int) -> tuple[Extent, Extent] | None:
        """Give the extents before a segment and in it, of the tag with most points there; None without a common tag."""
        earlier, here = self.of(before), self._extents[segment]
        shared = [tag for tag in here if tag in earlier]
        if not shared:
            return None
        tag = max(shared, key=lambda each: (here[each].points, earlier[each].points))
        return earlier[tag], here[tag]


def _extents(series: Series) -> Iterable[tuple[int, Extent]]:
    starts = np.flatnonzero(np.diff(series.segment, prepend=series.segment[0] - 1))
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


def trainings_in(stretches: Stretches, files: Sequence[Path]) -> Trainings:
    """Give the trainings: a stretch that goes back to the start, and is no mere handful, begins another one.

    Args:
        stretches: of one run.
        files: the file each segment begins in, by number.
    """
    chains: list[list[int]] = []
    for segment in stretches.segments():
        is_one_file = bool(chains) and files[chains[-1][-1]] == files[segment]
        if chains and not _begins_anew(stretches.joint(chains[-1], segment), is_one_file=is_one_file):
            chains[-1].append(segment)
        else:
            chains.append([segment])
    sizes = [stretches.points(chain) for chain in chains]
    is_real = [size >= _FEWEST and (size >= _ENOUGH or size >= _BESIDE * max(sizes)) for size in sizes]
    trainings: list[list[int]] = []
    aside: set[int] = set()
    waiting: list[int] = []
    for chain, real in zip(chains, is_real, strict=True):
        if real:
            trainings.append([*waiting, *chain])
            waiting = []
        elif trainings:
            trainings[-1] += chain
            aside.update(chain)
        else:
            waiting += chain
    if waiting:
        trainings.append(waiting)
    for training in trainings:
        aside.update(_handfuls(stretches, training, aside))
    return Trainings(trainings, frozenset(aside))


def _begins_anew(joint: tuple[Extent, Extent] | None, *, is_one_file: bool) -> bool:
    """Give whether a stretch goes back to the start, or as near to it as its first point can be."""
    if joint is None:
        return False
    before, here = joint
    if _A_DATE < here.began < before.ended and is_one_file:
        return False  # what a file holds twice was copied, since its clock went back as well
    covered = before.high - before.low
    between = covered / (before.points - 1) if before.points > 1 else 0.0
    return here.low <= before.high and here.low <= before.low + max(between, _NEAR * covered)


def _handfuls(stretches: Stretches, training: Sequence[int], aside: Iterable[int]) -> set[int]:
    """Give the segments whose few points, and those that go on from them, would roll back far more."""
    found = set(aside)
    for at, segment in enumerate(training):
        before = [each for each in training[:at] if each not in found]
        joint = stretches.joint(before, segment) if before and segment not in found else None
        if joint is None or joint[1].low > joint[0].high:
            continue
        earlier, here = joint
        going_on = [segment]
        for later in training[at + 1 :]:
            follows = stretches.joint([segment], later)
            if follows is None or follows[1].low <= here.low:
                break
            going_on.append(later)
        share = (earlier.high - here.low + 1) / (earlier.high - earlier.low + 1)
        if stretches.points(going_on) < _HANDFUL * share * earlier.points:
            found.add(segment)
    return found
