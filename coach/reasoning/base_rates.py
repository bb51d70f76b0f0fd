"""Base rates of causes, learned from how often each came: a Dirichlet update of the catalogue's shares."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from coach.errors import BeliefError

if TYPE_CHECKING:
    from collections.abc import Mapping

WORTH: Final = 20.0
"""How many sessions the catalogue's own shares are worth (editorial)."""


def learned_shares(
    weights: Mapping[str, float], times: Mapping[str, int], worth: float = WORTH
) -> dict[str, float]:
    """Give the share of each cause after so many sessions ended with it; without any, the catalogue's own.

    The mean of a Dirichlet with `worth` times the catalogue's shares, updated by counting.

    Args:
        weights: relative weights of the catalogue, above 0, by cause.
        times: how often each cause came; those that are not in the catalogue are left out.
        worth: how many sessions the catalogue counts for.

    Raises:
        BeliefError: there is no weight, or a count is below 0.
    """
    total = math.fsum(weights.values())
    known = {cause: times.get(cause, 0) for cause in weights}
    if total <= 0 or any(each < 0 for each in known.values()):
        raise BeliefError("shares need weights above 0 and counts from 0 up")
    count = sum(known.values())
    return {
        cause: (worth * weight / total + known[cause]) / (worth + count) for cause, weight in weights.items()
    }
