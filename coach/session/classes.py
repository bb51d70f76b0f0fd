"""What the run did, as classes of trouble: those the person named, and those that may be proposed before they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.event.common import Classified
from coach.session.likely_class import likely_class
from coach.session.step_builders import stated

if TYPE_CHECKING:
    from coach.session.fold import Session
    from coach.session.step import Place

TICKED = 2
"""Classes that are ticked at most (editorial)."""


def classes_of(session: Session) -> tuple[str, ...]:
    """Give the ids of the symptom classes that the person named; none while they named none."""
    said = session.last(Classified)
    return said.classes if said else ()


def proposed_classes(place: Place) -> tuple[str, ...]:
    """Give the classes whose words stand in what the person saw, or else the one that is clearly the likeliest."""
    named = place.words.classes(stated(place.session, "observed"))
    return named[:TICKED] or tuple(filter(None, (likely_class(place),)))
