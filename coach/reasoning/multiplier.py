"""By how much hours come out longer than they were estimated: twice to begin with, then one's own."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from coach.errors import BeliefError

if TYPE_CHECKING:
    from collections.abc import Sequence

AT_START: Final = 2.0
"""What an estimate is multiplied by before anything was learned (Rahtz 2018: double side-project estimates)."""
WORTH: Final = 3
"""How many estimates that start is worth (editorial)."""
SPREAD: Final = 0.7
"""Standard deviation of the logarithm of one ratio before anything was learned (editorial): half to twice."""
_NORMAL: Final = 1.6448536269514722


class Multiplier(NamedTuple):
    """Actual over estimated hours, with the 90 % interval of its middle.

    Attributes:
        estimates: how many it was learned from.
    """

    value: float
    low: float
    high: float
    estimates: int


def multiplier(ratios: Sequence[float]) -> Multiplier:
    """Give the multiplier learned from some ratios of actual to estimated hours.

    The mean of their logarithms, with `WORTH` ratios of `AT_START` beside them: the median of a lognormal whose
    spread starts at `SPREAD` with the same weight.

    Raises:
        BeliefError: a ratio is not above 0.
    """
    if any(not 0 < each < math.inf for each in ratios):
        raise BeliefError("a ratio of hours is above 0")
    logs = [math.log(each) for each in ratios]
    weight = WORTH + len(logs)
    middle = (WORTH * math.log(AT_START) + math.fsum(logs)) / weight
    squares = math.fsum((each - middle) ** 2 for each in logs)
    squares += WORTH * (SPREAD**2 + (math.log(AT_START) - middle) ** 2)
    off = _NORMAL * math.sqrt(squares / weight / weight)
    return Multiplier(math.exp(middle), math.exp(middle - off), math.exp(middle + off), len(logs))
