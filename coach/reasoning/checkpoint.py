"""Runs that tell early: what a run costs on average when one looks at agreed times and stops it once one knows."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from coach.errors import BeliefError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.reasoning.problem import Cost

_ROUNDING = 1e-9


class Checkpoint(NamedTuple):
    """An agreed time to look: the hour, and P(the outcome becomes clear just then)."""

    hour: float
    probability: float


def expected_cost_with_checkpoints(full: Cost, checkpoints: Sequence[Checkpoint]) -> Cost:
    """Give the average cost of a run that is stopped at the first checkpoint that settles it.

    Waiting and money shrink with the hours run; hours of attention do not.

    Raises:
        BeliefError: a checkpoint lies outside the run, or their probabilities sum to more than 1.
    """
    if any(not 0 <= at.hour <= full.wall_h or not 0 <= at.probability <= 1 for at in checkpoints):
        raise BeliefError(
            f"a checkpoint lies outside the run of {full.wall_h:g} h or has no probability",
            hint="Give an hour within the run and the chance that you would know then.",
        )
    early = math.fsum(at.probability for at in checkpoints)
    if early > 1 + _ROUNDING:
        raise BeliefError(
            f"the chances to know early sum to {early:g}", hint="They are exclusive: at most 1."
        )
    hours = math.fsum(at.probability * at.hour for at in checkpoints) + max(0.0, 1 - early) * full.wall_h
    share = hours / full.wall_h if full.wall_h > 0 else 1.0
    return replace(full, wall_h=hours, dollars=full.dollars * share)
