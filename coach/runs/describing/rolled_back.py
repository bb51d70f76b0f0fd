"""What a restart rolled back: the run as it stood then, since what went wrong there is why it was restarted."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from coach.runs.run import Run
    from coach.runs.series import Series
    from coach.runs.symptom import Symptom

_FEWEST = 10
"""Points of a tag that a stretch must have to be looked at for itself (editorial)."""
_MOST = 3
"""Stretches that are looked at, the longest first (editorial)."""
_ABOUT_THE_FILES = frozenset({"step-defects", "shared-change"})


@dataclass(frozen=True, slots=True)
class RolledBack:
    """The run as it stood before one of its restarts.

    Attributes:
        run: with the points written before the restart alone.
        segment: the one that the restart began.
        start: by tag, the step at which the restart went on; only tags that were rolled back.
    """

    run: Run
    segment: int
    start: dict[str, int]

    def symptoms(self, found: Sequence[Symptom], counting: Sequence[Symptom]) -> list[Symptom]:
        """Give those symptoms that began in the stretch rolled back and do not show on the line that counts.

        Args:
            found: what shows in the run as it stood.
            counting: what shows on the line that counts.
        """
        return [
            self._told(each)
            for each in found
            if each.detector not in _ABOUT_THE_FILES
            and self._began_here(each)
            and not any(self._is_the_same(each, other) for other in counting)
        ]

    def _began_here(self, symptom: Symptom) -> bool:
        start = self.start.get(symptom.tag)
        return start is not None and symptom.onset_step is not None and symptom.onset_step >= start

    def _is_the_same(self, one: Symptom, other: Symptom) -> bool:
        onset, start = other.onset_step, self.start[one.tag]
        return (one.detector, one.tag) == (other.detector, other.tag) and (onset is None or onset < start)

    def _told(self, symptom: Symptom) -> Symptom:
        start, reached = self.start[symptom.tag], int(self.run.series[symptom.tag].step.max())
        where = f"As the run stood at step {reached:,}, before a restart rolled it back to step {start:,}"
        return replace(
            symptom,
            id=f"{symptom.id}:rolled-back-{self.segment}",
            says=f"{where}: {symptom.says}",
            before_segment=self.segment,
        )


def rolled_back(run: Run) -> list[RolledBack]:
    """Give the longest stretches of a run that restarts rolled back, in order; none where they are short."""
    lost: defaultdict[int, dict[str, _Lost]] = defaultdict(dict)
    for tag, series in run.series.items():
        for segment, each in _lost(series):
            lost[segment][tag] = each
    points = {segment: max(each.points for each in by_tag.values()) for segment, by_tag in lost.items()}
    longest = sorted(points, key=lambda segment: points[segment], reverse=True)[:_MOST]
    return [_as_it_stood(run, each, lost[each]) for each in sorted(longest) if points[each] >= _FEWEST]


class _Lost(NamedTuple):
    points: int
    start: int


def _lost(series: Series) -> Iterator[tuple[int, _Lost]]:
    """Yield each segment that rolled back points, how many, and the step it began at."""
    if not len(series) or series.segment[0] == series.segment[-1]:
        return
    keep = ~np.isin(series.segment, [*series.aside])
    for at in (np.flatnonzero(np.diff(series.segment)) + 1).tolist():
        segment, start = int(series.segment[at]), int(series.step[at])
        if segment not in series.aside:
            is_lost = keep[:at] & (series.step[:at] >= start)
            if is_lost.any():
                yield segment, _Lost(int(is_lost.sum()), start)
                keep[:at] &= ~is_lost


def _as_it_stood(run: Run, segment: int, lost: Mapping[str, _Lost]) -> RolledBack:
    before = {tag: each.before(segment) for tag, each in run.series.items()}
    state = replace(run, series={tag: each for tag, each in before.items() if len(each)})
    return RolledBack(state, segment, {tag: each.start for tag, each in lost.items()})
