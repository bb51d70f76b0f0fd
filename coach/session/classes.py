"""What the run did, as classes of trouble: those the person named, and those that are plain from what they saw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.asking import stated
from coach.session.event.common import Classified
from coach.session.observations import symptom_evidence

if TYPE_CHECKING:
    from coach.session.fold import Session
    from coach.session.step import Place

TICKED = 2
"""Classes that are ticked at most (editorial)."""


def classes_of(session: Session) -> tuple[str, ...]:
    """Give the ids of the symptom classes that the person named; none while they named none."""
    said = session.last(Classified)
    return said.classes if said else ()


def plain_classes(place: Place) -> tuple[str, ...]:
    """Give the classes whose words stand in what the person saw, or else in what symptoms are called that are there."""
    observed = stated(place.session, "observed")
    named = place.words.classes(observed)
    if named:
        return named[:TICKED]
    known = place.catalogue.symptoms
    said = [
        text
        for each in sorted(symptom_evidence(place.session).seen)
        if each in known and known[each].kind == "symptom"
        for text in (known[each].says, *known[each].aliases)
    ]
    return place.words.classes("\n".join(said))[:TICKED]
