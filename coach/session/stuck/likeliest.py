"""The catalogue's causes in the order of how well they explain a session: its class, its symptoms, and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.classes import classes_of
from coach.session.observations import in_own_words, symptom_evidence

if TYPE_CHECKING:
    from collections.abc import Collection

    from coach.session.failure_mode import FailureMode
    from coach.session.step import Place


def likeliest(place: Place, exclude: Collection[str] = ()) -> tuple[FailureMode, ...]:
    """Give the failure modes not in `exclude`, those that best explain what is known of the run first."""
    return place.catalogue.explaining(
        symptom_evidence(place.session),
        classes_of(place.session),
        exclude=exclude,
        words=place.words.scores(in_own_words(place.session)),
    )
