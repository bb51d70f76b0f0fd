"""What "something else" is made of: the catalogue's causes that nobody listed, and a share for what nobody knows.

The catch-all expects a symptom as its parts do, and its parts are updated as it is (engine.md 5.1). A flat likelihood
would let it win whenever the causes on the list left a symptom at its small base rate.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

UNKNOWN = 0.2
"""Share of "something else" that no catalogue holds, to begin with (editorial)."""


class Told(NamedTuple):
    """What the catalogue says of one piece of evidence.

    Attributes:
        base: P(it is seen) whatever the cause, in (0, 1).
        modes: P(it is seen | failure mode) where the catalogue states it, by failure mode id.
    """

    base: float
    modes: Mapping[str, float]


class Composition(NamedTuple):
    """What "something else" is made of after some evidence.

    Attributes:
        likelihood: P(evidence | something else), one number a piece, each given those before it.
        share: of each part, by failure mode id; with `unknown` they sum to 1.
        unknown: share of what nobody knows.
    """

    likelihood: tuple[float, ...]
    share: Mapping[str, float]
    unknown: float


def composition(
    weights: Mapping[str, float], told: Sequence[Told], unknown: float = UNKNOWN
) -> Composition | None:
    """Give what the catch-all expects and consists of; None where no catalogued cause is left in it.

    Args:
        weights: relative prior weights of the catalogued causes that nobody listed, by id.
        told: what the catalogue says of each piece of evidence, in order.
        unknown: share of what no catalogue holds, before the evidence.
    """
    total = math.fsum(weights.values())
    if total <= 0:
        return None
    share = {each: (1 - unknown) * weight / total for each, weight in weights.items()}
    likelihood = []
    for each in told:
        after = {part: p * each.modes.get(part, each.base) for part, p in share.items()}
        seen = math.fsum((*after.values(), unknown * each.base))
        likelihood.append(seen)
        share = {part: p / seen for part, p in after.items()}
        unknown *= each.base / seen
    return Composition(tuple(likelihood), share, unknown)
