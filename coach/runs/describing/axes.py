"""What the steps of each tag count: some runs log one tag against episodes and another against time steps.

Tags are held beside one another by the clock: where two were logged at one moment and their steps lie far apart,
they do not count the same thing, and must never be compared by step.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.readers.axis import STEP_COLUMN
from coach.runs.run import NoteKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from coach.runs.run import Run
    from coach.runs.series import Series

_LOOKED_AT = 33  # points of a tag
_TOLERANCE = 0.05
"""Of the steps of the axis: how far a tag's steps may lie from it at the same moment (editorial)."""
_STRIDES = 2.0
_FEWEST = 3
_ON_GRID = 0.95
_FAR_ENOUGH = 0.2  # of the axis: epochs from 0 to 9 lie on the grid of every axis of ones
_NAMES = (
    ("episode", r"episodes?|trajectory|trajectories"),
    ("epoch", r"epochs?"),
    ("iteration", r"training_iteration|iterations?|iters?|itr"),
    ("update", r"(?:n_)?updates?|optimi[sz]er_steps?"),
    ("row", r"rows?|lines?"),
    ("step", r"(?:global_|time_?|env_|total_)*steps?|(?:total_)?timesteps|frames?|\(?t\)?|totalenvinteracts"),
)
_WORD = re.compile(rf"^(?:{'|'.join(f'(?P<{name}>{words})' for name, words in _NAMES)})$")
_AGAINST = re.compile(r"(?:^|[/_. -])(?:by|per|vs|over|each|against)[/_. -]([a-z]+)$")
STEP, EPISODE, UNKNOWN = "step", "episode", "count"


class Axis(NamedTuple):
    """What some tags of a run are logged against.

    Attributes:
        name: step, episode, epoch, iteration, update or row; count where nothing tells.
        number: 0 for the axis that counts furthest, which is where time steps are; then 1 and so on.
        first: the first step of any tag on it.
        last: the last one.
        tags: what is logged against it, in the order of the log.
    """

    name: str
    number: int
    first: int
    last: int
    tags: tuple[str, ...]


def axes_of(run: Run) -> dict[str, Axis]:
    """Give the axis of each tag that has points."""
    series = {tag: each for tag, each in run.series.items() if len(each)}
    is_merged = any(note.kind is NoteKind.SAME_RUN for note in run.notes)
    has_one_column = bool(run.metadata.get(STEP_COLUMN)) and not is_merged
    found = [list(series)] if has_one_column and series else _grouped(series)
    groups = sorted(found, key=lambda tags: _last(series, tags), reverse=True)
    names = [_name(run, series, groups, number) for number in range(len(groups))]
    axes = [
        Axis(
            names[number],
            number,
            min(int(series[tag].step.min()) for tag in tags),
            _last(series, tags),
            tuple(tag for tag in series if tag in tags),
        )
        for number, tags in enumerate(groups)
    ]
    by_tag = {tag: axis for axis in axes for tag in axis.tags}
    return {tag: by_tag[tag] for tag in series}


def _last(series: Mapping[str, Series], tags: Sequence[str]) -> int:
    return max(int(series[tag].step.max()) for tag in tags)


def _grouped(series: Mapping[str, Series]) -> list[list[str]]:
    """Give the tags that count the same thing together."""
    groups: list[list[str]] = []
    left = list(series)
    while left:
        furthest = _last(series, left)
        far = [tag for tag in left if int(series[tag].step.max()) >= min(furthest, furthest / 2)]
        main = max(far, key=lambda tag: len(series[tag]))
        clock = _Clock.of(series[main])
        mine = [tag for tag in left if tag == main or _count_alike(clock, main, tag, series[tag])]
        groups.append(mine)
        left = [tag for tag in left if tag not in mine]
    return groups


def _count_alike(clock: _Clock, main: str, tag: str, series: Series) -> bool:
    """Give whether a tag counts what the main one counts: by the clock, and where it cannot tell by their names."""
    is_alike = clock.counts(series)
    if is_alike is not None:
        return is_alike
    says = [_against(each) or _begins_with(each) for each in (main, tag)]
    return "" in says or says[0] == says[1]


class _Clock(NamedTuple):
    """Which step was reached when: int64[point] and float64[point], by wall time, and the steps between two points."""

    step: NDArray[np.int64]
    wall_time: NDArray[np.float64]
    stride: float

    @classmethod
    def of(cls, series: Series) -> _Clock:
        known = np.isfinite(series.wall_time)
        timed = series if known.all() else series.where(known)
        step, wall = timed.step, timed.wall_time
        if not (wall[1:] >= wall[:-1]).all():
            order = np.argsort(wall, kind="stable")
            step, wall = step[order], wall[order]
        return cls(step, wall, _stride(series.step))

    def at(self, wall_time: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the steps reached at some moments."""
        return np.interp(wall_time, self.wall_time, self.step)

    def counts(self, series: Series) -> bool | None:
        """Give whether a tag is logged against these steps too; None where no clock and no points tell."""
        low, high = int(self.step.min(initial=0)), int(self.step.max(initial=0))
        known = np.flatnonzero(np.isfinite(series.wall_time))
        if len(known) < _FEWEST or len(self.step) < _FEWEST or self._is_one_moment(series.wall_time[known]):
            return None
        chosen = known[np.linspace(0, len(known) - 1, min(_LOOKED_AT, len(known))).astype(np.int64)]
        step = series.step[chosen]
        if (step == step[0]).all():
            return None
        near = _TOLERANCE * (high - low)
        if abs(int(step.min()) - low) <= near and abs(int(step.max()) - high) <= near:
            return True
        near += _STRIDES * (self.stride + _stride(series.step))
        if (np.abs(step - self.at(series.wall_time[chosen])) <= near).mean() >= 0.5:  # noqa: PLR2004 - most of them
            return True
        is_far = int(step.max()) >= _FAR_ENOUGH * high
        return bool(is_far and np.isin(step, self.step).mean() >= _ON_GRID)

    def _is_one_moment(self, wall_time: NDArray[np.float64]) -> bool:
        """Give whether the points were written at one time, as a history is that is handed in at the end."""
        return float(np.ptp(wall_time)) <= _TOLERANCE * float(np.ptp(self.wall_time))


def _stride(step: NDArray[np.int64]) -> float:
    forward = np.diff(step)
    forward = forward[forward > 0]
    return float(np.median(forward)) if len(forward) else 0.0


def _name(run: Run, series: Mapping[str, Series], groups: Sequence[Sequence[str]], number: int) -> str:
    tags = groups[number]
    told = run.metadata.get(STEP_COLUMN, "")
    if told and len(tags) == max(map(len, groups)):
        return _of_word(told) or STEP
    return (
        _by_counter(series, tags)
        or _by_words(series, tags, is_alone=len(groups) == 1)
        or (UNKNOWN if number else STEP)
    )


def _of_word(text: str) -> str:
    """Give what a word counts; empty where it names no count."""
    words = text.strip().lower().replace(" ", "_").rsplit("/", 1)[-1]
    found = _WORD.match(words)
    return (found.lastgroup or "") if found else ""


def _by_counter(series: Mapping[str, Series], tags: Sequence[str]) -> str:
    """Give what a logged counter says the axis counts, whose values are its steps at the same moments."""
    clock = _Clock.of(max((series[tag] for tag in tags), key=len))
    for tag, each in series.items():
        name = _of_word(tag)
        if not name or len(each) < _FEWEST or not np.isfinite(each.value).all():
            continue
        if tag in tags:
            off = np.abs(each.value - each.step)
        elif len(clock.step) >= _FEWEST and np.isfinite(each.wall_time).all():
            off = np.abs(each.value - clock.at(each.wall_time)) - clock.stride
        else:
            continue
        if float(np.ptp(each.value)) > 0 and (off <= 1.0).mean() >= _ON_GRID:
            return name
    return ""


def _by_words(series: Mapping[str, Series], tags: Sequence[str], *, is_alone: bool) -> str:
    """Give what most tags say they are logged against: `Return/episode`, `loss vs epoch`, `epoch_loss`."""
    found = [_against(tag) for tag in tags]
    by_ones = max(_stride(series[tag].step) for tag in tags) <= 1
    if by_ones and (not is_alone or all(map(_begins_with, tags))):
        found = [each or _begins_with(tag) for each, tag in zip(found, tags, strict=True)]
    best = max(dict.fromkeys(found), key=found.count)
    return best if 2 * found.count(best) >= len(found) else ""


def _against(tag: str) -> str:
    plain = tag.strip().lower()
    found = _AGAINST.search(plain)
    return _of_word(found[1]) if found else _of_word(plain) if "/" in plain else ""


def _begins_with(tag: str) -> str:
    return _of_word(re.split(r"[/_. ]", tag.strip().lower(), maxsplit=1)[0])
