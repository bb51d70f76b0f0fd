"""Events about what the arithmetic takes for granted, where a person changed it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from coach.session.value import Dollars, Hours, Value

LEAST_WORTH = 0.01
"""Dollars: nobody's hour is worth less, and nothing is divided by 0."""


class AssumptionsGiven(Value):
    """What an hour of waiting and of one's own time are worth, and whether several faults may be there at once."""

    kind: Literal["assumptions-given"] = "assumptions-given"
    wall_weight: Hours
    """Hours of one's own time that an hour of waiting is worth."""
    dollars_per_hour: Dollars = Field(ge=LEAST_WORTH)
    several_faults: bool


class RepairShared(Value):
    """One and the same change repairs all of these: they are one decision, whichever of them it is."""

    kind: Literal["repair-shared"] = "repair-shared"
    hypotheses: tuple[str, ...]


class EvidenceGrouped(Value):
    """These say the same thing in other words: together they count as one observation."""

    kind: Literal["evidence-grouped"] = "evidence-grouped"
    evidence: tuple[str, ...]
