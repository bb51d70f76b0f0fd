"""The catalogue's causes in the order of how well they explain a session: its class, its symptoms, and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.triage.known import known_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from coach.session.failure_mode import FailureMode
    from coach.session.step import Place


def likeliest(place: Place, exclude: Collection[str] = ()) -> tuple[FailureMode, ...]:
    """Give the failure modes not in `exclude`, those that best explain what is known of the run first."""
    known = known_of(place)
    return place.catalogue.explaining(known.evidence, known.classes, exclude=exclude, words=known.words)
