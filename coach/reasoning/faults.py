"""Several faults at once: noisy-or symptoms over every set of faults, and repair by sets.

A symptom shows unless the leak and every present fault all fail to cause it:
`P(shown | F) = 1 - (1 - leak) prod_{i in F} (1 - strength_i)` (Pearl 1988, noisy-or). The leak plays the
catch-all: with no listed fault present, something else is broken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from coach.errors import BeliefError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

MOST_FAULTS: Final = 12
"""Every set of so many faults is 4096 rows."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that is present or not, whatever the others do: its prior, its fix and what that costs in hours."""

    id: str
    prior: float
    fix_id: str
    fix_hours: float


@dataclass(frozen=True, slots=True)
class Symptom:
    """Something that shows or not.

    Attributes:
        shown: whether it was seen.
        strength: P(this fault alone shows it) by fault id; a missing one never does.
        leak: P(it shows without any listed fault).
    """

    id: str
    shown: bool
    strength: Mapping[str, float]
    leak: float


class SetRepair(NamedTuple):
    """A plan of fixes when several faults may be present: its expected cost in hours and its order."""

    cost: float
    order: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class FaultSets:
    """The belief over every set of faults.

    Attributes:
        faults: the faults; bit i of a set's index says whether fault i is in it.
        probability: P(exactly this set | symptoms), float64[set], summing to 1.
        evidence_probability: P(the symptoms as they are).
    """

    faults: tuple[Fault, ...]
    probability: NDArray[np.float64]
    evidence_probability: float

    def marginal(self) -> dict[str, float]:
        """Give P(fault present | symptoms) by fault id; they need not sum to 1."""
        return {
            fault.id: float(self.probability[has_fault(len(self.faults), at)].sum())
            for at, fault in enumerate(self.faults)
        }

    def none_listed(self) -> float:
        """Give P(no listed fault is present | symptoms)."""
        return float(self.probability[0])

    def one_fix_is_enough(self, done: Collection[str] = ()) -> float:
        """Give P(a single fix, after those done, removes every fault that is present)."""
        fix_ids, by_fixes = self._fix_ids(), self._by_fixes()
        left = np.arange(len(by_fixes)) & ~_set_of(done, fix_ids)
        single = [1 << at for at in range(len(fix_ids))]
        return float(by_fixes[np.isin(left, single)].sum())

    def still_broken_after(self, done: Collection[str]) -> FaultSets:
        """Give the belief once these fixes were tried and the trouble is still there.

        Every set that they would have removed is out; what is left holds another fault, or one that is not listed.

        Raises:
            BeliefError: the fixes done would have removed everything that may be broken.
        """
        possible = np.zeros(len(self.probability), dtype=bool)
        possible[0] = True
        for at, fault in enumerate(self.faults):
            if fault.fix_id not in done:
                possible |= has_fault(len(self.faults), at)
        weight = np.where(possible, self.probability, 0.0)
        total = float(weight.sum())
        if total <= 0:
            raise BeliefError(
                "these repairs would have removed every fault that may be there",
                hint="Look for a cause that is not listed.",
            )
        return FaultSets(self.faults, weight / total, self.evidence_probability * total)

    def repair(self, service_hours: float, done: Collection[str] = ()) -> SetRepair:
        """Give the best order of the other fixes, with the cut to the service, by dynamic programming over sets.

        After each fix a run tells whether everything works now; it does once every present fault is fixed.

        Args:
            service_hours: what the action that always works costs.
            done: ids of the fixes that were tried already.
        """
        fix_ids = self._fix_ids()
        hours = [next(f.fix_hours for f in self.faults if f.fix_id == fix_id) for fix_id in fix_ids]
        broken = 1 - _sums_over_subsets(self._by_fixes(), len(fix_ids))
        cost = np.maximum(broken, 0.0) * service_hours
        choice = np.full(len(broken), -1)
        for tried in range(len(broken) - 2, -1, -1):
            for at, price in enumerate(hours):
                if not tried >> at & 1:
                    total = broken[tried] * price + cost[tried | 1 << at]
                    if total < cost[tried] - 1e-12:
                        cost[tried], choice[tried] = total, at
        order, start = [], _set_of(done, fix_ids)
        tried = start
        while choice[tried] >= 0:
            order.append(fix_ids[choice[tried]])
            tried |= 1 << int(choice[tried])
        return SetRepair(float(cost[start]), tuple(order))

    def _fix_ids(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(fault.fix_id for fault in self.faults))

    def _by_fixes(self) -> NDArray[np.float64]:
        """Give P(exactly these fixes are needed), float64[set of fixes]; the empty set stands for none listed."""
        fix_ids = self._fix_ids()
        needed = np.zeros(len(self.probability), dtype=np.intp)
        for at, fault in enumerate(self.faults):
            needed[has_fault(len(self.faults), at)] |= 1 << fix_ids.index(fault.fix_id)
        by_fixes = np.bincount(needed, weights=self.probability, minlength=2 ** len(fix_ids))
        return np.asarray(by_fixes, dtype=np.float64)


def fault_sets(faults: Sequence[Fault], symptoms: Sequence[Symptom]) -> FaultSets:
    """Give the belief over every set of faults after some symptoms.

    Raises:
        BeliefError: more than `MOST_FAULTS` faults, a prior that is none, or symptoms no set of faults
        allows.
    """
    if len(faults) > MOST_FAULTS:
        raise BeliefError(
            f"{len(faults)} faults at once are too many", hint=f"Keep the {MOST_FAULTS} likeliest."
        )
    weight = np.ones(2 ** len(faults))
    for at, fault in enumerate(faults):
        if not 0 <= fault.prior <= 1:
            raise BeliefError(f"fault {fault.id!r} has the prior {fault.prior}", hint="Give a probability.")
        weight *= np.where(has_fault(len(faults), at), fault.prior, 1 - fault.prior)
    for symptom in symptoms:
        shown = symptom_probability(faults, symptom)
        weight *= shown if symptom.shown else 1 - shown
    total = float(weight.sum())
    if total <= 0:
        raise BeliefError(
            "no set of faults allows these symptoms", hint="Look for a cause that is not listed."
        )
    return FaultSets(tuple(faults), weight / total, total)


def symptom_probability(faults: Sequence[Fault], symptom: Symptom) -> NDArray[np.float64]:
    """Give P(symptom shows | set of faults), float64[set].

    Raises:
        BeliefError: a strength or the leak is no probability.
    """
    if not all(0 <= value <= 1 for value in (symptom.leak, *symptom.strength.values())):
        raise BeliefError(f"symptom {symptom.id!r} has a strength outside 0 to 1", hint="Give probabilities.")
    missed = np.full(2 ** len(faults), 1 - symptom.leak)
    for at, fault in enumerate(faults):
        missed[has_fault(len(faults), at)] *= 1 - symptom.strength.get(fault.id, 0.0)
    return 1 - missed


def has_fault(count: int, at: int) -> NDArray[np.bool_]:
    """Give for every set of `count` faults whether fault `at` is in it, bool[set]."""
    has: NDArray[np.bool_] = (np.arange(2**count) >> at & 1).astype(bool)
    return has


def _set_of(done: Collection[str], fix_ids: Sequence[str]) -> int:
    return sum(1 << at for at, each in enumerate(fix_ids) if each in done)


def _sums_over_subsets(values: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Give, for each set, the sum over its non-empty subsets."""
    sums = values.copy()
    sums[0] = 0.0
    for at in range(count):
        has = has_fault(count, at)
        sums[has] += sums[np.flatnonzero(has) ^ (1 << at)]
    return sums
