"""Causes in which nothing is wrong: they cost next to nothing to check and come first where they fit."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from coach.session.inside import LIKELY, RISEN
from coach.session.triage.known import known_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from coach.session.failure_mode import FailureMode
    from coach.session.step import Place

EXPECTED = 0.5
"""P(seen | failure mode) from which a symptom that is there is the failure mode's own (editorial)."""


def fitting(place: Place, exclude: Collection[str] = ()) -> tuple[FailureMode, ...]:
    """Give the innocent causes that fit what was seen, the likeliest first.

    One fits where it is at least as likely as what is named of "something else" and what is known has made it likelier,
    or where a symptom of its own is there, which it expects clearly more often than others do.
    """
    catalogue = place.catalogue
    innocent = [mode for mode in catalogue.failure_modes if mode.innocent and mode.id not in exclude]
    if not innocent:
        return ()
    known = known_of(place)
    now = catalogue.shares(known.evidence, known.classes, known.words)
    total = math.fsum(mode.weight for mode in catalogue.failure_modes)
    rates = catalogue.base_rates

    def shows(mode: FailureMode) -> bool:
        own = (each for each in known.evidence.seen if mode.symptoms.get(each, 0.0) >= EXPECTED)
        return any(mode.symptoms[each] >= RISEN * rates.get(each, 1.0) for each in own)

    found = [
        mode for mode in innocent if shows(mode) or now[mode.id] >= max(LIKELY, RISEN * mode.weight / total)
    ]
    return tuple(sorted(found, key=lambda mode: -now[mode.id]))
