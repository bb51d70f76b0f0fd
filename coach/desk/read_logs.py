"""Logs read for a journal: kept in its cache, with what was said there of their tags."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from coach.desk.evidence import folder, found_symptoms, linked
from coach.errors import RunReadError
from coach.session.event.common import PlaybookChosen
from coach.session.event.evidence import RunsLinked, SymptomSeen
from coach.session.observations import symptoms

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from coach.desk.case_desk import CaseDesk
    from coach.runs.run import Run
    from coach.session.catalogue import Catalogue
    from coach.session.event import Body
    from coach.session.fold import Session
    from coach.session.step import Place


def read_logs(
    paths: Sequence[str],
    root: Path,
    *,
    progress: Callable[[int, int, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    processes: int = 1,
) -> tuple[Run, ...]:
    """Give the runs below some paths, as a session names them; see `coach.runs.read_runs`.

    Args:
        paths: folders or files.
        root: the folder of the journal.
        progress: told before each run.
        cancelled: asked before each run.
        processes: how many may read at once.

    Raises:
        RunReadError: a path does not exist or cannot be opened.
        JournalError: the journal's file of tags cannot be read.
    """
    from coach.desk.tags import as_stated  # noqa: PLC0415 - a walk is opened without the logs' libraries
    from coach.runs.reading.read import read_runs  # noqa: PLC0415 - as above

    runs = read_runs(
        [folder(path) for path in paths],
        cache_dir=root / "cache" / "runs",
        progress=progress,
        cancelled=cancelled,
        processes=processes,
    )
    return as_stated(runs, root)


def named_in_vain(session: Session, path: str) -> tuple[str, ...]:
    """Give the ids of the entries that name a log folder of which nothing was read."""
    return tuple(
        event.id
        for event, body in session.entries(RunsLinked)
        if body.path == path and body.role == "evidence" and not body.runs and not body.notes
    )


def read_linked(session: Session, root: Path) -> tuple[Run, ...]:
    """Give the runs that a session links, read; an unreadable folder gives none."""
    found: list[Run] = []
    for path in dict.fromkeys(body.path for body in session.all(RunsLinked) if body.runs):
        with suppress(RunReadError):
            found += read_logs([path], root)
    return tuple(found)


def what_stands_out(
    path: str,
    place: Place,
    root: Path,
    now: datetime,
    *,
    desk: CaseDesk,
    progress: Callable[[int, int, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[Body, ...]:
    """Read the logs below a path and give what a session keeps of them; nothing where the reading was cancelled.

    Args:
        path: a folder or file.
        place: what the session is and knows.
        root: the folder of the journal.
        now: the moment.
        desk: gives what the detectors see in each run, and why runs speak for playbooks.
        progress: told before each run.
        cancelled: asked before each run.

    Raises:
        RunReadError: the path does not exist or cannot be opened.
    """
    from coach.runs.reading.read_many import most_processes  # noqa: PLC0415 - as above

    session = place.session
    archived = [body.path for body in session.all(RunsLinked) if body.role == "archive"]
    runs, archive = (
        read_logs(paths, root, progress=progress, cancelled=cancelled, processes=most_processes())
        if paths
        else ()
        for paths in ([path], archived)
    )
    if cancelled is not None and cancelled():
        return ()
    found = found_symptoms(
        runs, archive, {view.seen.symptom for view in symptoms(session)}, detected=desk.look(path, runs)
    )
    seen = (_as_catalogued(body, place.catalogue) for body in found.bodies)
    read = linked(path, runs, "evidence", now, found.not_seen)
    return (read.model_copy(update={"speaks_for": desk.speaks_for(runs)}), *seen)


def read_before_the_playbook(place: Place) -> tuple[str, tuple[Body, ...]]:
    """Give the turn in which the playbook was chosen, and the symptoms read before it that it puts to another event."""
    chosen = [event for event, _ in place.session.entries(PlaybookChosen)]
    if not chosen:
        return "", ()
    seen = {body.symptom: (event.at, body) for event, body in place.session.entries(SymptomSeen)}
    earlier = [body for at, body in seen.values() if at < chosen[-1].at]
    now = (_as_catalogued(body, place.catalogue) for body in earlier)
    return chosen[-1].turn, tuple(new for new, old in zip(now, earlier, strict=True) if new != old)


def _as_catalogued(body: SymptomSeen, catalogue: Catalogue) -> SymptomSeen:
    known = catalogue.symptoms.get(body.detector)
    return body.model_copy(update={"event": known.event if known else ""})
