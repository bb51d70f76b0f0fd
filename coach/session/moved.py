"""What the newest result moved: the beliefs before it and now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.beliefs import belief_rows
from coach.session.exhibit import Bar, Bars, Say
from coach.session.experiments import newest_result
from coach.session.fold import fold
from coach.session.misfit import came_out, is_unlisted

if TYPE_CHECKING:
    from coach.session.exhibit import Exhibit
    from coach.session.experiments import CommitmentView
    from coach.session.fold import Session

LEAST = 0.005
"""Change of a probability from which it is shown."""
SHOWN = 4
"""Explanations that are shown, those that moved most (editorial)."""


def moved(session: Session) -> tuple[Exhibit, ...]:
    """Give what came of the newest result and what it moved; nothing while there is none that says something."""
    newest = newest_result(session)
    if newest is None or newest.result is None or newest.committed.action not in ("experiment", "fix"):
        return ()
    said = f"“{newest.committed.question}”: {_outcome(session, newest)}"
    rows = _rows(session, newest)
    if rows:
        return (Say(f"Result: {said}"), Bars("What it moved (┃ before)", rows))
    return (Say(f"Result: {said} It moved no belief."),)


def _outcome(session: Session, newest: CommitmentView) -> str:
    if is_unlisted(session, newest):
        return "none of the outcomes that were listed."
    outcome = came_out(newest.result.outcome) if newest.result else ""
    return f"{outcome.rstrip('.')}."


def _rows(session: Session, newest: CommitmentView) -> tuple[Bar, ...]:
    at = next(at for at, event in enumerate(session.active) if event.body == newest.result)
    before = {row.id: row.posterior for row in belief_rows(fold(session.active[:at]))}
    changed = [
        (abs(row.posterior - before[row.id]), row)
        for row in belief_rows(fold(session.active[: at + 1]))
        if row.id in before and abs(row.posterior - before[row.id]) >= LEAST
    ]
    most = sorted(changed, key=lambda pair: -pair[0])[:SHOWN]
    rows = sorted((row for _, row in most), key=lambda row: -row.posterior)
    return tuple(Bar(row.label, row.posterior, before[row.id]) for row in rows)
