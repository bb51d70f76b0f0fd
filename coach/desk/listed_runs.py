"""Archived runs with the question each answers and what came of it, as their sessions say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.archive.places import run_folders
from coach.archive.record import ArchivedRun
from coach.errors import CoachError
from coach.journal.journal import Journal
from coach.session.causes import predictions
from coach.session.event.premortem import RunJudged
from coach.session.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coach.session.fold import Session


class ListedRun(NamedTuple):
    """A run, the question it answers, and what came of it; both empty where it belongs to no session."""

    run: ArchivedRun
    question: str
    came_of_it: str


def listed_runs(root: Path, *, most: int | None = None) -> tuple[ListedRun, ...]:
    """Give the archived runs of a journal, newest first."""
    journal = Journal.at(root)
    known: dict[str, tuple[str, str]] = {}
    found: list[ListedRun] = []
    for folder in run_folders(root)[:most]:
        run = ArchivedRun.read(folder)
        if run.session and run.session not in known:
            known[run.session] = _said(journal, run.session)
        found.append(ListedRun(run, *known.get(run.session, ("", ""))))
    return tuple(found)


def _said(journal: Journal, session_id: str) -> tuple[str, str]:
    from coach.journal.summarise import summarise  # noqa: PLC0415 - only runs with a session need it

    try:
        events = journal.load(session_id)
    except CoachError:
        return "", "its session cannot be read"
    session = fold(events)
    summary = summarise(session, session_id)
    return summary.question or summary.title, ", ".join(_came(session))


def _came(session: Session) -> Iterator[str]:
    """Give what came of the run that a session is about."""
    judged = session.last(RunJudged)
    if judged is not None:
        yield (
            f"failed: {judged.text}"
            if judged.failed and judged.text
            else "failed"
            if judged.failed
            else "did what it should"
        )
    views = predictions(session)
    held = [view.resolved.held if view.resolved is not None else None for view in views]
    if views:
        yield f"{held.count(True)} of {len(held)} predictions held, {held.count(False)} failed"
    if session.is_closed:
        yield "closed"
