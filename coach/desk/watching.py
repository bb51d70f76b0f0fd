"""Reads the growing logs of a session's run, again and again, and gives what is to be told."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from coach.desk.checking import check_walk
from coach.desk.evidence import folder
from coach.desk.read_logs import read_logs
from coach.errors import RunReadError, UsageError
from coach.session.event.evidence import RunsLinked
from coach.session.event.watching import StopAsked
from coach.session.launches import ending
from coach.session.watching import LogsHold, Tiding, WatchedClaim, WatchedSymptom, tidings, to_be_stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from coach.desk.walk import Walk
    from coach.runs import Run
    from coach.runs.series import Series
    from coach.session.watching import Caps

IDLE = 100.0
"""A watcher rests so many times as long as its last look kept the processor busy: at most one part in a hundred."""
ANEW = timedelta(minutes=10)
"""Logs that did not grow are looked at again after this: a silence may have become an end (editorial)."""


class Look(NamedTuple):
    """One look: what the logs hold, what is told for the first time, and how long it kept the processor busy."""

    logs: LogsHold
    fresh: tuple[Tiding, ...]
    busy_s: float


class WatchedCurve(NamedTuple):
    """What a sealed claim watches: its quantity in each run that logs it, and the value at which it is decided."""

    tag: str
    threshold: float
    role: str
    series: tuple[Series, ...]


class Watcher:
    """Watches the run of one session.

    Args:
        walk: the session.
        root: folder of its journal.
        now: the clock.
        caps: hours and money.
        detectors: ids of the detectors that are told of; None is every one that is alarmed.
        keeps_curves: whether what the tripwires watch is kept after a look, to be drawn.

    Raises:
        UsageError: no log folder is linked to the session.
    """

    def __init__(
        self,
        walk: Walk,
        root: Path,
        *,
        now: Callable[[], datetime],
        caps: Caps,
        detectors: frozenset[str] | None = None,
        keeps_curves: bool = False,
    ) -> None:
        self.walk = walk
        self.curves: tuple[WatchedCurve, ...] = ()
        self._keeps_curves = keeps_curves
        self._root, self._now, self._caps, self._detectors = root, now, caps, detectors
        self._told: set[str] = set()
        self._stamp: int | None = None
        self._read_at: datetime | None = None
        self._logs = LogsHold()
        if not self._paths():
            raise UsageError(
                "no log folder is linked to this session",
                hint=f"Name it: coach premortem LOGDIR, or coach resume {walk.session_id}.",
            )

    def look(self) -> Look:
        """Look at the logs, reading no more of them than has grown.

        Raises:
            JournalError: what was found out could not be written.
        """
        begun = time.process_time()
        self.walk.refresh()
        now = self._now()
        stamp = hash((*_files(self._paths()), ending(self.walk.session)))
        if stamp != self._stamp or self._read_at is None or now - self._read_at > ANEW:
            self._logs = self._read(now)
            self._stamp, self._read_at = stamp, now
        all_told = tidings(self.walk.session, self._logs, now, local_zone(now), self._caps)
        fresh = tuple(each for each in all_told if each.key not in self._told)
        self._told.update(each.key for each in fresh)
        fresh += self._stopped()
        return Look(self._logs, fresh, time.process_time() - begun)

    def _stopped(self) -> tuple[Tiding, ...]:
        """Ask to stop what is to be stopped, each run once, and give what came of it."""
        found = []
        for run in to_be_stopped(self.walk.session, self._logs):
            from coach.archive.places import run_folder  # noqa: PLC0415 - seldom
            from coach.archive.record import ArchivedRun  # noqa: PLC0415 - as above
            from coach.archive.stopping import stop  # noqa: PLC0415 - as above

            self.walk.append((StopAsked(run=run, tripwires=tuple(each.id for each in self._logs.fired)),))
            try:
                says = stop(ArchivedRun.read(run_folder(self._root, run)))
            except UsageError:
                says = f"{run} is archived in another journal; stop it there"
            found.append(Tiding(f"stopped {run}", "stopped", says))
        return tuple(found)

    def _paths(self) -> tuple[str, ...]:
        linked = self.walk.session.all(RunsLinked)
        launched = [body.path for body in linked if body.role == "launched"]
        return tuple(dict.fromkeys(launched or [body.path for body in linked if body.role == "evidence"]))

    def _read(self, now: datetime) -> LogsHold:
        report = check_walk(self.walk, now=now, root=self._root)
        claims = tuple(
            WatchedClaim(each.prediction, each.text, "tripwire", each.held, each.says)
            if each.role == "tripwire"
            else WatchedClaim(each.prediction, each.text, "success", each.held, each.says)
            for each in report.claims
        )
        try:
            runs = _latest(read_logs(self._paths(), self._root))
        except RunReadError as error:
            return LogsHold(claims=claims, problem=str(error))
        if not runs:
            return LogsHold(claims=claims, problem="nothing there could be read as a run log yet")
        if self._keeps_curves:
            self.curves = tuple(_curves(claims, runs))
        known = ending(self.walk.session)
        how = _ending(runs, now) if known is None else known
        return _timed(LogsHold(claims=claims, symptoms=self._seen(runs), ending=how), runs)

    def _seen(self, runs: Sequence[Run]) -> tuple[WatchedSymptom, ...]:
        from coach.runs.detectors.detect import detect  # noqa: PLC0415 - loads numpy

        return tuple(
            WatchedSymptom(each.detector, each.tag, each.says)
            for run in runs
            for each in detect(run)
            if (each.severity == "alarm" if self._detectors is None else each.detector in self._detectors)
        )


def _curves(claims: Sequence[WatchedClaim], runs: Sequence[Run]) -> Iterator[WatchedCurve]:
    """Give what the claims watch, tripwires first."""
    from coach.prediction import looks_like_prediction, parse_prediction  # noqa: PLC0415 - only what is drawn

    for each in sorted(claims, key=lambda claim: claim.role != "tripwire"):
        if looks_like_prediction(each.text):
            claim = parse_prediction(each.text)
            found = tuple(run.series[claim.tag] for run in runs if claim.tag in run.series)
            yield WatchedCurve(claim.tag, claim.threshold, each.role, found)


def local_zone(now: datetime) -> tzinfo:
    """Give the zone in which people here speak of times of day."""
    return now.astimezone().tzinfo or UTC


def _files(paths: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Give name, size and time of every file below some paths; what cannot be looked at is passed over."""
    for path in paths:
        place = os.fspath(folder(path))
        found = [(top, name) for top, _, names in os.walk(place) for name in names]
        for top, name in found or [os.path.split(place)]:
            whole = os.path.join(top, name)  # noqa: PTH118 - thousands of paths cost more than their names
            try:
                about = os.stat(whole)  # noqa: PTH116 - as above
            except OSError:
                continue
            yield whole, about.st_size, about.st_mtime_ns


def _latest(runs: Sequence[Run]) -> Sequence[Run]:
    from coach.runs.reading.trainings import latest_trainings  # noqa: PLC0415 - loads numpy

    return latest_trainings(runs)


def _timed(logs: LogsHold, runs: Sequence[Run]) -> LogsHold:
    """Add when the runs began, their newest record, and their usual gap: that of the series with the most points."""
    from coach.runs.describing.run_state import clocks, planned, usual_gap  # noqa: PLC0415 - loads numpy

    times = [clock for run in runs for clock in clocks(run)]
    if not times:
        return logs
    began, newest = min(clock[0] for clock in times), max(clock[-1] for clock in times)
    gap = usual_gap([max(times, key=len)])
    plans = [plan.done / plan.planned for run in runs if (plan := planned(run)) is not None and plan.planned]
    return logs._replace(
        began=datetime.fromtimestamp(began, UTC),
        newest=datetime.fromtimestamp(newest, UTC),
        usual_gap=timedelta(seconds=gap) if gap else None,
        share=min(plans) if plans and min(plans) > 0 else None,
    )


def _ending(runs: Sequence[Run], now: datetime) -> str:
    """Give how the runs ended, in words; empty while one of them goes on."""
    from coach.runs.describing.run_state import RunState, standing  # noqa: PLC0415 - loads numpy

    found = [(run.name, standing(run, now.timestamp())) for run in runs]
    if any(
        each.state is RunState.GOING or not run.points for run, (_, each) in zip(runs, found, strict=True)
    ):
        return ""
    return "; ".join(
        f"{name} is silent, and {each.says}"
        if each.state is RunState.UNKNOWN
        else f"{name} {each.state.value.replace('-', ' ')}: {each.says}"
        for name, each in found
    )
