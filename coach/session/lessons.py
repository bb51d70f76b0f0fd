"""Lessons that were written down at the close of earlier sessions, said again where a like one opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.exhibit import Say
from coach.session.step_builders import stated

if TYPE_CHECKING:
    from coach.session.exhibit import Exhibit
    from coach.session.step import Place

SHOWN = 3
"""Lessons that are said again (editorial)."""
ALIKE = 0.3
"""Nearness from which a session is like an earlier one (editorial)."""


def lessons(place: Place) -> tuple[Exhibit, ...]:
    """Give the lessons of sessions like this one, the most alike first; else the newest one alone."""
    session = place.session
    about = " ".join(
        filter(None, (session.title, stated(session, "question"), stated(session, "working-on")))
    )
    known = place.learned().lessons
    near = {each: place.words.alike(about, f"{each.about} {each.text}") for each in dict.fromkeys(known)}
    like = sorted((each for each in near if near[each] >= ALIKE), key=lambda each: -near[each])
    return tuple(
        Say(f"You wrote down at the close of “{each.about or 'an earlier session'}”: {each.text}")
        for each in (like[:SHOWN] or known[:1])
    )
