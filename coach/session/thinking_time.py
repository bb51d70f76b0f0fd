"""How long somebody has been thinking about a session, by when its answers were confirmed."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.session.fold import Session

BREAK = timedelta(minutes=15)
"""Time between two answers from which somebody was elsewhere, which counts for nothing (editorial)."""


def minutes_thought(session: Session, now: datetime) -> int:
    """Give the whole minutes thought until now, breaks between answers left out; what was taken back took time too."""
    moments = [*(event.at for event in session.events), now]
    gaps = (after - before for before, after in pairwise(moments))
    return int(sum((gap for gap in gaps if timedelta() <= gap < BREAK), timedelta()).total_seconds() // 60)
