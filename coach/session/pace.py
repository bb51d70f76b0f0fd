"""The pace of the method follows the price of a run (Rahtz 2018: think more when evidence is dear)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from coach.session.event.common import PaceChosen, RunLengthGiven

if TYPE_CHECKING:
    from coach.session.fold import Session

Pace = Literal["short", "standard", "full"]

SHORT_RUN_H = 5 / 60
"""Under this, trying is cheaper than thinking (editorial)."""
LONG_RUN_H = 1.0
"""Over this, the full method with its gates and its timer (editorial)."""


def pace(session: Session) -> Pace:
    """Give how much method a session's run length is worth."""
    length = session.last(RunLengthGiven)
    hours = length.hours if length else LONG_RUN_H
    if hours < SHORT_RUN_H:
        chosen = session.last(PaceChosen)
        return "short" if chosen is None or chosen.form == "short" else "standard"
    return "full" if hours > LONG_RUN_H else "standard"


def run_hours(session: Session) -> float:
    """Give the length of one run in hours; an hour until the person has said."""
    length = session.last(RunLengthGiven)
    return length.hours if length else LONG_RUN_H
