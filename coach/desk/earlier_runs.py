"""What runs before this one logged: read before a pre-mortem's first page, kept in its session."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from coach.desk.ended import are_over
from coach.desk.evidence import folder
from coach.desk.read_logs import read_logs
from coach.errors import RunReadError
from coach.session.event.common import Sealed
from coach.session.event.evidence import RunsLinked
from coach.session.event.premortem import EarlierRunsRead, EarlierTag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from coach.runs import Run
    from coach.session.fold import Session

    Progress = Callable[[int, int, str], None]
    Cancelled = Callable[[], bool]

MOST_FOLDERS = 4
"""Neighbouring folders that are read, the newest first (editorial)."""
MOST_TAGS = 400
"""Tags that are kept (editorial): more are the weights and gradients of single layers."""
_STEM = re.compile(r"[A-Za-z]+")


class ReadEarlier(NamedTuple):
    """What is to be kept in a session, in the turn that named the folder."""

    bodies: tuple[EarlierRunsRead, ...] = ()
    turn: str = ""


class EarlierRuns(NamedTuple):
    """Looks for the runs at the place of a planned run, or else beside it.

    Attributes:
        root: the folder of the journal.
        speaks_for: gives why runs speak for playbooks, by the playbooks' ids.
        progress: told before each run.
        cancelled: asked before each run.
    """

    root: Path
    speaks_for: Callable[[Sequence[Run]], dict[str, str]]
    progress: Progress | None
    cancelled: Cancelled

    def told(self, session: Session, now: datetime) -> ReadEarlier:
        """Give what they logged; nothing where that is known, or the session is no pre-mortem.

        Of a run that is still going only the names are told: its values may be those that are to be predicted.
        """
        named = _named(session)
        if named is None:
            return ReadEarlier()
        path, turn = named
        runs = self._runs(folder(path))
        if self.cancelled():
            return ReadEarlier()
        told = _told(path, runs, now).model_copy(update={"speaks_for": self.speaks_for(runs)})
        return ReadEarlier((told,), turn)

    def over(self, session: Session, now: datetime) -> tuple[Run, ...]:
        """Give those of them that are over, to hold a claim against while it is made."""
        linked = [body.path for body in session.all(RunsLinked) if body.role == "launched"]
        runs = self._runs(folder(linked[-1])) if linked else []
        return tuple(run for run in runs if are_over([run], now, run_hours=0.0))

    def _runs(self, place: Path) -> list[Run]:
        """Give the runs below a folder, or where there are none, those of its neighbours."""
        for paths in ([place], _neighbours(place)):
            found = [run for path in paths for run in self._read(path) if run.points]
            if found or self.cancelled():
                return found
        return []

    def _read(self, path: Path) -> tuple[Run, ...]:
        try:
            return read_logs([str(path)], self.root, progress=self.progress, cancelled=self.cancelled)
        except RunReadError:
            return ()


def _named(session: Session) -> tuple[str, str] | None:
    """Give the folder that the run will log to and the turn that named it, until it was looked at or sealed."""
    if session.method != "premortem" or session.is_closed or session.last(Sealed) is not None:
        return None
    linked = [(event, body) for event, body in session.entries(RunsLinked) if body.role == "launched"]
    known = {body.path for body in session.all(EarlierRunsRead)}
    if not linked or linked[-1][1].path in known:
        return None
    return linked[-1][1].path, linked[-1][0].turn


def _neighbours(place: Path) -> list[Path]:
    """Give the folders beside one that are named alike, the newest first: ppo_17 beside ppo_18."""
    stem = _STEM.match(place.name)
    if stem is None:
        return []
    try:
        beside = [
            each
            for each in place.parent.iterdir()
            if each != place and each.is_dir() and not each.is_symlink() and _is_alike(each.name, stem[0])
        ]
        return sorted(beside, key=lambda each: -each.stat().st_mtime)[:MOST_FOLDERS]
    except OSError:
        return []


def _is_alike(name: str, stem: str) -> bool:
    own = _STEM.match(name)
    return own is not None and own[0].casefold() == stem.casefold()


def _told(path: str, runs: Sequence[Run], now: datetime) -> EarlierRunsRead:
    from coach.desk.case import described  # noqa: PLC0415 - only where logs were read

    ended = [run for run in runs if are_over([run], now, run_hours=0.0)]
    hours = max((run.wall_hours for run in ended if run.wall_hours), default=None)
    return EarlierRunsRead(
        path=path,
        runs=len(runs),
        says=described(runs, now.timestamp()).what if runs else (),
        hours=hours,
        tags=tuple(_tags(runs, {id(run) for run in ended}))[:MOST_TAGS],
    )


def _tags(runs: Sequence[Run], ended: set[int]) -> Iterator[EarlierTag]:
    from coach.runs.quantities import meanings_of  # noqa: PLC0415 - only where logs were read

    for tag in dict.fromkeys(tag for run in runs for tag in run.series):
        holders = [run for run in runs if tag in run.series]
        meaning = next((found for run in holders if (found := meanings_of(run).get(tag)) is not None), None)
        last = [value for run in holders if id(run) in ended and math.isfinite(value := _last(run, tag))]
        yield EarlierTag(
            tag=tag,
            quantity="" if meaning is None else meaning.quantity.value,
            turned=meaning is not None and meaning.sign < 0,
            runs=len(holders),
            low=min(last, default=None),
            high=max(last, default=None),
        )


def _last(run: Run, tag: str) -> float:
    """Give the last number of a series; NaN where there is none."""
    values = run.series[tag].value
    return float(values[-1]) if len(values) else math.nan
