"""What a session knows of its run, as triage takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.classes import classes_of
from coach.session.observations import in_own_words, symptom_evidence
from coach.session.triage.causes import Shown

if TYPE_CHECKING:
    from coach.session.step import Place


def known_of(place: Place) -> Shown:
    """Give what is known of the run: symptoms, the classes it was put in, and its owner's words."""
    session = place.session
    return Shown(
        evidence=symptom_evidence(session),
        classes=classes_of(session),
        words=place.words.scores(in_own_words(session)),
    )
