"""A run as it was read: what it is, what it logged, and what the reader has to say about the files."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from coach.runs.series import Series

_A_DATE = 1e8  # seconds since 1970; a clock that counts from the start of a run stays below
_SECONDS_PER_HOUR = 3600.0
_TOLD_SECONDS = ("summary/train_runtime", "finished_after", "runtime")
"""What a log states of its duration besides a clock: the Trainer's summary, W&B on leaving, W&B's summary."""


class NoteKind(StrEnum):
    """What a reader can have to say about a file."""

    TRUNCATED_TAIL = "truncated-tail"
    CORRUPT_RECORD = "corrupt-record"
    POINTER_FILE = "pointer-file"
    EMPTY = "empty"
    NO_SCALARS = "no-scalars"
    RESTART = "restart"
    RESTART_OVERLAP = "restart-overlap"
    STEP_DISORDER = "step-disorder"
    NON_FINITE = "non-finite"
    UNREADABLE = "unreadable"
    NOT_A_LOG = "not-a-log"
    OTHER_RECORDS = "other-records"
    UNDECODABLE_NAME = "undecodable-name"
    LINK_SKIPPED = "link-skipped"
    MASKED_NAN = "masked-nan"
    SAME_RUN = "same-run"
    TRAININGS = "trainings"
    AXIS = "axis"
    ERROR_AT_END = "error-at-end"
    MISSING_ROWS = "missing-rows"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing a reader noticed about a file, in words a person can act on."""

    kind: NoteKind
    path: Path
    detail: str


class Training(NamedTuple):
    """Which of several trainings that were logged to one place a run is, counted from 1."""

    number: int
    of: int


class Cut(NamedTuple):
    """What one training is of a run that was read as a whole.

    Attributes:
        bounds: by tag, the first of its points and the one after the last; tags without points are left out.
        aside: segments of it that are a handful of points and do not count.
        segment: the one it begins with.
        files: number of files it was read from.
        notes: what is to be said about it alone.
    """

    bounds: Mapping[str, tuple[int, int]]
    aside: tuple[int, ...]
    segment: int
    files: int
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run: identity, metadata, series by tag, notes.

    Attributes:
        name: how people call it: its folder below the one that was asked for.
        path: folder or file it was read from; a hint only, since people move and rename runs.
        format: name of the reader.
        files: number of files it was read from.
        fingerprint: stays the same when the run is moved or goes on; kind, first file name, first wall time.
        tracker_id: the tracker's own id, empty where there is none.
        series: by tag, in order of first appearance.
        metadata: configuration and host as the log states them.
        stated: what a person said that tags stand for, by tag or pattern; see `coach.runs.quantities`.
        notes: everything the reader could not take silently.
        cuts: the trainings it is to be taken apart into; empty where it is one, and nothing of it is set aside.
        training: which of several it is; None where the place holds one training.
    """

    name: str
    path: Path
    format: str
    files: int
    fingerprint: str
    tracker_id: str = ""
    series: Mapping[str, Series] = field(default_factory=dict)
    metadata: Mapping[str, str] = field(default_factory=dict)
    stated: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    cuts: tuple[Cut, ...] = ()
    training: Training | None = None

    @property
    def points(self) -> int:
        """Number of values over all tags."""
        return sum(map(len, self.series.values()))

    @property
    def first_step(self) -> int | None:
        """Smallest step of any tag; None without points."""
        return min((int(series.step.min()) for series in self.series.values() if len(series)), default=None)

    @property
    def last_step(self) -> int | None:
        """Largest step of any tag; None without points."""
        return max((int(series.step.max()) for series in self.series.values() if len(series)), default=None)

    @property
    def hours(self) -> float | None:
        """Hours the run took: by its clock, or as the log states them; None where neither tells."""
        by_clock = self.wall_hours
        if by_clock:
            return by_clock
        for name in _TOLD_SECONDS:
            try:
                seconds = float(self.metadata.get(name, ""))
            except ValueError:
                continue
            if 0 < seconds < float("inf"):
                return seconds / _SECONDS_PER_HOUR
        return by_clock

    @property
    def wall_hours(self) -> float | None:
        """Hours logged, the pauses between segments left out; None where no wall time is logged.

        A single moment of a clock that counts from the start says how long it took to get there.
        """
        spans = wall_spans(self.series.values())
        seconds = sum(high - low for low, high in spans)
        if not seconds and spans and spans[-1][1] < _A_DATE:
            seconds = spans[-1][1]
        return seconds / _SECONDS_PER_HOUR if spans else None


def wall_spans(series: Iterable[Series]) -> list[tuple[float, float]]:
    """Give (first, last) wall time of each stretch that was logged without a restart, in seconds, in order."""
    import numpy as np  # noqa: PLC0415 - the catalogue of runs is imported without numpy

    by_segment: dict[int, tuple[float, float]] = {}
    for each in series:
        starts = np.flatnonzero(np.diff(each.segment, prepend=-1)).tolist()
        for start, end in pairwise([*starts, len(each)]):
            segment, seconds = each.segment[start], each.wall_time[start:end]
            known = seconds[np.isfinite(seconds)]
            if len(known):
                low, high = by_segment.get(int(segment), (np.inf, -np.inf))
                by_segment[int(segment)] = (min(low, float(known.min())), max(high, float(known.max())))
    spans: list[tuple[float, float]] = []
    for low, high in sorted(by_segment.values()):
        if spans and low <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(high, spans[-1][1]))
        else:
            spans.append((low, high))
    return spans
