"""Checking many sessions of a journal: one walk is held at a time, and what surprises most comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.desk.archived_runs import tell_all
from coach.desk.checking import check_walk, is_checkable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from coach.desk.checking import CheckReport
    from coach.desk.stamp import Stamp
    from coach.desk.walk import Walk
    from coach.journal.journal import Journal


def check_sessions(
    journal: Journal,
    walk_of: Callable[[str], Walk],
    stamp: Stamp,
    session_ids: Sequence[str],
    *,
    all_sessions: bool,
) -> tuple[CheckReport, ...]:
    """Check the sealed predictions of the named sessions, or of every open one; the largest surprise first.

    Args:
        journal: where the sessions are kept.
        walk_of: opens the walk of a session's whole id.
        stamp: the clock, and who asks.
        session_ids: ids or beginnings of ids; empty means every session that sealed something.
        all_sessions: closed ones too, where none is named.

    Raises:
        JournalError: a session cannot be found, read or written.
    """
    tell_all(journal.root)
    found = [journal.resolve(each) for each in session_ids] or [
        summary.session
        for summary in journal.listing().sealed()
        if summary.method != "log" and (all_sessions or summary.status != "closed")
    ]

    def reports() -> Iterator[CheckReport]:
        for each in found:
            walk = walk_of(each)
            if session_ids or is_checkable(walk.session, closed=all_sessions):
                yield check_walk(walk, now=stamp.now(), root=journal.root)

    return tuple(sorted(reports(), key=lambda report: -report.surprise))
