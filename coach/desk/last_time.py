"""What one run took, as it was said in an earlier session."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from coach.errors import JournalError
from coach.session.fold import fold
from coach.session.frame import last_time
from coach.session.step import LastTime

if TYPE_CHECKING:
    from coach.journal.journal import Journal

LOOKED_BACK = 5
"""Sessions in which the price of a run is looked up, the newest first (editorial)."""


def said_last_time(journal: Journal, session_id: str) -> LastTime:
    """Give what one run took in the newest of the last few other sessions that say so, but for guided ones."""
    others = (
        each
        for each in journal.listing()
        if each.session != session_id and each.method != "log" and not each.guided
    )
    for each in islice(others, LOOKED_BACK):
        try:
            said = last_time(fold(journal.load(each.session)))
        except JournalError:
            continue
        if said != LastTime():
            return said
    return LastTime()
