"""Outcomes of looks, counted over seeds for which the complaint of the family is true."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count, islice
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tools.fault_lab.family import Cause, Family, Trained

SEEDS = 20
"""How many seeds of a cause are counted."""
MOST_TRIED = 400
"""How many are tried for them; a cause that complains less often is none of this family."""
FIRST_CASE_SEED = 1000
"""Seeds from here on are for cases, so that no case was among those counted."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What the seeds of one cause showed.

    Attributes:
        seeds: how many were counted.
        tried: how many were trained until that many complained.
        looks: how often each outcome came out, by look, in the order of its outcomes.
    """

    seeds: int
    tried: int
    looks: Mapping[str, tuple[int, ...]]

    @property
    def complaining(self) -> float:
        """Share of the trainings with this cause that give reason for the report."""
        return self.seeds / self.tried


def complaining_seeds(family: Family, cause: Cause, first: int = 0) -> Iterator[tuple[int, int, Trained]]:
    """Give seed, number of seeds tried so far, and training, for each training that is complained about.

    Raises:
        ValueError: too few of them are.
    """
    settings = family.settings(cause.id)
    for tried in count(1):
        if tried > MOST_TRIED:
            raise ValueError(
                f"{family.id}, {cause.id}: too few of {MOST_TRIED} trainings give reason to complain"
            )
        seed = first + tried - 1
        with np.errstate(all="ignore"):
            trained = family.train(settings, seed)
        if family.complains(trained):
            yield seed, tried, trained


def counted(family: Family, cause: Cause, seeds: int = SEEDS) -> Counted:
    """Count every look over the first seeds that are complained about."""
    settings = family.settings(cause.id)
    found = {look.id: [0] * len(look.outcomes) for look in family.looks}
    tried = 0
    for seed, tried, trained in islice(complaining_seeds(family, cause), seeds):  # noqa: B007 - used after the last
        for look in family.looks:
            with np.errstate(all="ignore"):
                seen = look.see(settings, seed, trained)
            found[look.id][list(look.outcomes).index(seen.outcome)] += 1
    return Counted(seeds, tried, {name: tuple(counts) for name, counts in found.items()})
