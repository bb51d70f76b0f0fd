"""The runs that were launched with their archive for a session, and where a session's runs log."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.session.event.evidence import RunsLinked
from coach.session.event.launch import CommandPlanned, RunEnded, RunStarted
from coach.session.event.premortem import LaunchDecided

if TYPE_CHECKING:
    from datetime import datetime

    from coach.session.fold import Session


class Launch(NamedTuple):
    """One launched run; `ended` is None while nothing is known of its end."""

    at: datetime
    started: RunStarted
    ended: RunEnded | None


def launches(session: Session) -> tuple[Launch, ...]:
    """Give the launched runs, oldest first; of what was said twice of one the last counts."""
    ended = {body.run: body for body in session.all(RunEnded)}
    found = {
        body.run: Launch(event.at, body, ended.get(body.run)) for event, body in session.entries(RunStarted)
    }
    return tuple(found.values())


def command_to_launch(session: Session) -> CommandPlanned | None:
    """Give the command of a pre-mortem once it says launch; None before, and once a run has started."""
    decided = session.last(LaunchDecided)
    if decided is None or not decided.go or launches(session):
        return None
    return session.last(CommandPlanned)


def log_paths(session: Session) -> tuple[str, ...]:
    """Give where the run that a session is about logs: over all seeds of the newest launch, or as was last linked.

    What somebody linked by hand after that launch comes before it.
    """
    newest = _newest(session)
    linked = [(event.at, body.path) for event, body in session.entries(RunsLinked) if body.role == "launched"]
    logs = dict.fromkeys(each.ended.logs for each in newest if each.ended is not None and each.ended.logs)
    by_hand = [path for at, path in linked if newest and at > newest[0].at and path not in logs]
    if logs and not by_hand:
        return tuple(logs)
    return (linked[-1][1],) if linked else ()


def have_ended(session: Session) -> bool:
    """True when the runs whose logs are read were launched with their archive, and all of them have ended."""
    newest = _newest(session)
    logs = [each.ended.logs for each in newest if each.ended is not None]
    return bool(newest) and len(logs) == len(newest) and set(log_paths(session)) <= set(logs)


def ending(session: Session) -> str | None:
    """Give how the runs that were launched last ended, in words.

    Empty while one of them goes on; None where the session's runs were not launched with their archive.
    """
    newest = _newest(session)
    if any(each.ended is None for each in newest):
        return ""
    if not have_ended(session):
        return None
    return "; ".join(_how(each.ended) for each in newest if each.ended is not None)


def under_way(session: Session) -> tuple[str, ...]:
    """Give the ids of the runs that were launched last and of whose end nothing is known."""
    return tuple(each.started.run for each in _newest(session) if each.ended is None)


def _how(ended: RunEnded) -> str:
    how = ended.signal or ("nobody saw how" if ended.exit_status is None else f"exit {ended.exit_status}")
    return f"{ended.run} ended ({how})"


def _newest(session: Session) -> tuple[Launch, ...]:
    """Give the runs that were launched last: one, or those of several seeds that were launched together."""
    found = launches(session)
    last = found[-1].started if found else None
    return tuple(
        each
        for each in found
        if last is not None
        and (each.started.run == last.run or (last.batch and each.started.batch == last.batch))
    )
