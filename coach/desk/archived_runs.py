"""Tells a session of the runs that were launched for it: that they started, how they ended, where they log."""

from __future__ import annotations

import shlex
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from coach.archive.places import LINK, START, run_folders, write_json
from coach.archive.record import ArchivedRun
from coach.desk.stamp import COACH, Stamp, who_am_i
from coach.errors import CoachError
from coach.journal.journal import Journal
from coach.session.event.common import Sealed
from coach.session.event.evidence import RunsLinked
from coach.session.event.launch import RunEnded, RunStarted
from coach.session.fold import fold
from coach.session.launches import launches
from coach.session.seal_chain import links
from coach.session.witness import held_at

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.session.event import Body
    from coach.session.fold import Session

_PATIENCE_S = 30.0


def tell(root: Path, folder: Path) -> None:
    """Write into the session of a run what is known by now and not there yet; may be called again at any time.

    Raises:
        CoachError: the session cannot be found or written.
        OSError: the run's folder cannot be written.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - nothing is written without it

    with suppress(Timeout), FileLock(folder / ".lock", timeout=_PATIENCE_S):
        run = ArchivedRun.read(folder)
        if not run.start or run.link.get("told") == "end":
            return
        journal = Journal.at(root)
        link = dict(run.link) or {
            "session": _session_of(run, journal),
            "logs": "",
            "found_by": "",
            "told": "",
        }
        session_id = link["session"]
        if session_id:
            _anchor(run, journal, session_id)
        if run.end:
            from coach.desk.found_logs import found_logs  # noqa: PLC0415 - loads the readers

            found = found_logs(run, root)
            link |= {"logs": found.path if found else "", "found_by": found.by if found else ""}
        if session_id:
            _append(journal, session_id, run, link)
        write_json(folder / LINK, {**link, "told": "end" if run.end else "start"})


def tell_all(root: Path) -> None:
    """Tell of every run that has ended and whose session has not heard: its recorder was killed, or is not done yet."""
    for folder in run_folders(root):
        run = ArchivedRun.read(folder)
        if run.start and run.link.get("told") != "end" and (run.end or not run.link):
            with suppress(CoachError, OSError):
                tell(root, folder)


def attach(root: Path, folder: Path, session_id: str) -> ArchivedRun:
    """Tie an archived run to a session that it was not launched for, or not known to be.

    Raises:
        CoachError: the session cannot be written.
    """
    run = ArchivedRun.read(folder)
    journal = Journal.at(root)
    _append(journal, session_id, run, {"logs": run.link.get("logs", "")})
    write_json(folder / LINK, {**run.link, "session": session_id})
    return ArchivedRun.read(folder)


def _session_of(run: ArchivedRun, journal: Journal) -> str:
    """Give the session a run was launched for: the one that was named, or the only one that waits for a run."""
    if run.start.get("session"):
        return journal.resolve(run.start["session"])
    waiting = [each for each in journal.summaries() if each.status == "waiting" and not each.guided]
    if len(waiting) != 1:
        return ""
    session_id = waiting[0].session
    return "" if launches(fold(journal.load(session_id))) else session_id


def _anchor(run: ArchivedRun, journal: Journal, session_id: str) -> None:
    """Keep in the run's own record which session it is for, and the newest seal that was there when it started."""
    if run.link:
        return
    events = journal.load(session_id)
    started = datetime.fromisoformat(run.start["started_at"])
    digests = [body.digest for event, body in fold(events).entries(Sealed) if event.at <= started]
    seals = held_at(links(session_id, events), started)
    write_json(
        run.folder / START,
        {**run.start, "session": session_id, "seal": digests[-1] if digests else None, "seals": seals},
    )


def _append(journal: Journal, session_id: str, run: ArchivedRun, link: dict[str, str]) -> None:
    events = journal.load(session_id)
    session = fold(events)
    known = {each.started.run: each for each in launches(session)}
    if run.id not in known:
        made = Stamp(by=run.start.get("by") or who_am_i()).events((_started(run),), after=events)
        events = journal.append(session_id, made)
    if run.end and (run.id not in known or known[run.id].ended is None):
        bodies = _ended(run, session, link["logs"])
        journal.append(session_id, Stamp(by=COACH).events(bodies, after=events))


def _started(run: ArchivedRun) -> RunStarted:
    first = next(iter(run.code), {})
    return RunStarted(
        run=run.id,
        command=shlex.join(run.start["command"]),
        seed=run.start.get("seed", ""),
        batch=run.start.get("batch", ""),
        commit=first.get("commit") or "",
        differs=bool(first.get("files") or first.get("deleted")),
    )


def _ended(run: ArchivedRun, session: Session, logs: str) -> Sequence[Body]:
    ended = RunEnded(
        run=run.id,
        exit_status=run.end.get("exit_status"),
        signal=run.end.get("signal") or "",
        hours=run.end.get("hours"),
        peak_memory_bytes=run.end.get("peak_memory_bytes"),
        logs=logs,
    )
    linked = [body.path for body in session.all(RunsLinked) if body.role == "launched"]
    if not logs or logs in linked:
        return (ended,)
    return (RunsLinked(role="launched", path=logs), ended)
