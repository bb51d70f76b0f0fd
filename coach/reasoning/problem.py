"""What the engine reasons about: exclusive hypotheses with a catch-all, experiments, evidence, costs.

`Problem` is the one input of every function in this room. Hypotheses are exclusive; the catch-all "other"
stands for every cause nobody has named and is always there.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from coach.errors import BeliefError
from coach.reasoning.hours import DOLLARS_PER_HOUR
from coach.reasoning.scale import IMPOSSIBLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

OTHER: Final = "other"
"""The id of the catch-all."""
OTHER_PRIOR_DEFAULT: Final = 0.30
"""Mean of Beta(1.5, 3.5): how often the cause is not on the list, before anything was learned."""
OTHER_PRIOR_FLOOR: Final = 0.05
"""The catch-all never gets less than this."""
LARGEST_COST_H: Final = 1e300
"""No cost and no sum of costs counts for more hours than this, so that sums over a whole problem stay finite."""
ROW_TOLERANCE: Final = 1e-6
_FEWEST_OUTCOMES: Final = 2


@dataclass(frozen=True, slots=True)
class Cost:
    """What an action costs: hours of waiting, money, hours of attention."""

    wall_h: float = 0.0
    dollars: float = 0.0
    human_h: float = 0.0

    def __post_init__(self) -> None:
        for name in ("wall_h", "dollars", "human_h"):
            value = getattr(self, name)
            if not (0 <= value <= LARGEST_COST_H):
                raise BeliefError(f"a cost cannot have {name} = {value}", hint="Give a number from 0 up.")

    def __add__(self, more: Cost) -> Cost:
        sums = (self.wall_h + more.wall_h, self.dollars + more.dollars, self.human_h + more.human_h)
        return Cost(*(min(LARGEST_COST_H, each) for each in sums))


@dataclass(frozen=True, slots=True)
class CostWeights:
    """What the user's hours are worth, so that a cost becomes one number of hours.

    Attributes:
        wall_weight: hours of own time that one hour of waiting is worth.
        dollars_per_hour: what one hour of own time is worth.
    """

    wall_weight: float = 1.0
    dollars_per_hour: float = DOLLARS_PER_HOUR

    def __post_init__(self) -> None:
        if not (0 <= self.wall_weight <= LARGEST_COST_H):
            raise BeliefError(f"wall_weight cannot be {self.wall_weight}", hint="Give a number from 0 up.")
        if not (0 < self.dollars_per_hour <= LARGEST_COST_H):
            raise BeliefError(f"dollars_per_hour cannot be {self.dollars_per_hour}", hint="Give more than 0.")

    def hours(self, cost: Cost) -> float:
        """Give a cost as hours of own time, `LARGEST_COST_H` at most."""
        waited, paid = self.wall_weight * cost.wall_h, cost.dollars / self.dollars_per_hour
        return min(LARGEST_COST_H, waited + paid + cost.human_h)


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that removes the fault, with the run that verifies it in its cost."""

    id: str
    cost: Cost


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One named cause; `prior` is a relative weight. Hypotheses with the same fix are one decision class."""

    id: str
    prior: float
    fix: Fix


@dataclass(frozen=True, slots=True)
class Experiment:
    """Something to try: what it costs, what could come out, and how likely that is under each hypothesis.

    Attributes:
        likelihood: P(outcome | hypothesis) by hypothesis id, in the order of `outcomes`; a missing row is
            uniform, and so is the catch-all's.
    """

    id: str
    cost: Cost
    outcomes: tuple[str, ...]
    likelihood: Mapping[str, tuple[float, ...]]

    def __post_init__(self) -> None:
        if len(self.outcomes) < _FEWEST_OUTCOMES:
            raise BeliefError(
                f"experiment {self.id!r} needs two outcomes or more", hint="Name what could come out."
            )
        _require_unique(self.outcomes, f"experiment {self.id!r} has outcomes with the same name")
        for hypothesis_id, row in self.likelihood.items():
            _require_row(row, len(self.outcomes), f"experiment {self.id!r}, hypothesis {hypothesis_id!r}")

    def row(self, hypothesis_id: str) -> tuple[float, ...]:
        """Give P(outcome | hypothesis) for each outcome; uniform where nobody said."""
        count = len(self.outcomes)
        return self.likelihood.get(hypothesis_id) or (1 / count,) * count

    def column(self, outcome: str, hypothesis_ids: Iterable[str]) -> dict[str, float]:
        """Give P(this outcome | hypothesis) for each hypothesis id.

        Raises:
            BeliefError: no outcome has this name.
        """
        if outcome not in self.outcomes:
            known = ", ".join(self.outcomes)
            raise BeliefError(
                f"experiment {self.id!r} has no outcome {outcome!r}", hint=f"Its outcomes: {known}."
            )
        at = self.outcomes.index(outcome)
        return {each: self.row(each)[at] for each in hypothesis_ids}

    def observed(self, outcome: str) -> Evidence:
        """Give the evidence that this outcome is.

        Raises:
            BeliefError: no outcome has this name.
        """
        return Evidence(
            id=f"{self.id}: {outcome}",
            likelihood=self.column(outcome, self.likelihood),
            outcome_count=len(self.outcomes),
            rows=self.likelihood,
            seen_at=self.outcomes.index(outcome),
        )


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that was seen, and how likely that was under each hypothesis.

    Attributes:
        likelihood: P(what was seen | hypothesis) by id; missing ones, the catch-all's too, are 1/outcome_count.
        outcome_count: how many different things could have been seen.
        group: observations of one underlying run share a group; a group counts as one observation.
        rows: P(every outcome | hypothesis) where the whole table is known; it sharpens the measure of surprise.
        seen_at: which column of `rows` was seen.
    """

    id: str
    likelihood: Mapping[str, float]
    outcome_count: int = 2
    group: str = ""
    rows: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    seen_at: int = 0

    def __post_init__(self) -> None:
        if self.outcome_count < _FEWEST_OUTCOMES:
            raise BeliefError(f"evidence {self.id!r} needs an outcome_count of 2 or more")
        for hypothesis_id, value in self.likelihood.items():
            if not (0 <= value <= 1):
                raise BeliefError(
                    f"evidence {self.id!r}, hypothesis {hypothesis_id!r}: {value} is not a probability",
                    hint="Give a number between 0 and 1.",
                )

    def of(self, hypothesis_id: str) -> float:
        """Give P(what was seen | hypothesis), never under `IMPOSSIBLE`."""
        return max(IMPOSSIBLE, self.likelihood.get(hypothesis_id, 1 / self.outcome_count))

    @property
    def largest_log_ratio(self) -> float:
        """The logarithm of the largest likelihood ratio between two hypotheses, in nats, from 0 up."""
        given = [max(IMPOSSIBLE, each) for each in (*self.likelihood.values(), 1 / self.outcome_count)]
        return math.log(max(given) / min(given))


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Everything a recommendation follows from.

    Attributes:
        hypotheses: exclusive named causes; their priors are normalised to 1 - other_prior.
        other_prior: P(the cause is none of them) before the evidence, in [.05, 1).
        service: the action that always works, such as rebuilding from a known-good implementation.
    """

    hypotheses: tuple[Hypothesis, ...]
    other_prior: float = OTHER_PRIOR_DEFAULT
    service: Cost
    weights: CostWeights = CostWeights()
    experiments: tuple[Experiment, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    def __post_init__(self) -> None:
        self._require_hypotheses()
        if not (OTHER_PRIOR_FLOOR <= self.other_prior < 1):
            raise BeliefError(
                f"the catch-all's prior is {self.other_prior}, not between {OTHER_PRIOR_FLOOR} and 1",
                hint="Leave room for a cause that is not on the list.",
            )
        _require_unique((each.id for each in self.experiments), "two experiments have the same id")
        _require_unique((each.id for each in self.evidence), "two pieces of evidence have the same id")
        known = set(self.ids)
        for experiment in self.experiments:
            _require_known(experiment.likelihood, known, f"experiment {experiment.id!r}")
        for evidence in self.evidence:
            _require_known(evidence.likelihood, known, f"evidence {evidence.id!r}")

    def _require_hypotheses(self) -> None:
        if not self.hypotheses:
            raise BeliefError("there is no hypothesis yet", hint="Name at least one possible cause.")
        _require_unique((each.id for each in self.hypotheses), "two hypotheses have the same id")
        for each in self.hypotheses:
            if each.id == OTHER:
                raise BeliefError(f"{OTHER!r} is the catch-all's id", hint="Give the hypothesis another id.")
            if not (0 <= each.prior < math.inf):
                raise BeliefError(
                    f"hypothesis {each.id!r} has the prior {each.prior}", hint="Give a weight from 0 up."
                )
        if not 0 < sum(each.prior for each in self.hypotheses) < math.inf:
            raise BeliefError("the priors of the hypotheses sum to 0", hint="Give at least one a weight.")
        costs: dict[str, Cost] = {}
        for each in self.hypotheses:
            if costs.setdefault(each.fix.id, each.fix.cost) != each.fix.cost:
                raise BeliefError(
                    f"fix {each.fix.id!r} has two different costs", hint="Give a shared fix one cost."
                )

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the hypotheses in order, then the catch-all."""
        return (*(each.id for each in self.hypotheses), OTHER)

    @property
    def prior(self) -> dict[str, float]:
        """P(h) before the evidence, by id, in the order of `ids`; sums to 1."""
        total = sum(each.prior for each in self.hypotheses)
        named = {each.id: (1 - self.other_prior) * each.prior / total for each in self.hypotheses}
        return {**named, OTHER: self.other_prior}

    @property
    def fixes(self) -> tuple[Fix, ...]:
        """The different fixes, in order of first appearance."""
        return tuple({each.fix.id: each.fix for each in self.hypotheses}.values())

    @property
    def members(self) -> dict[str, tuple[str, ...]]:
        """Ids of the hypotheses each fix removes, by fix id."""
        members: dict[str, list[str]] = {}
        for each in self.hypotheses:
            members.setdefault(each.fix.id, []).append(each.id)
        return {fix_id: tuple(ids) for fix_id, ids in members.items()}

    @property
    def service_hours(self) -> float:
        """Cost of the service action in hours of own time."""
        return self.weights.hours(self.service)

    def hours(self, cost: Cost) -> float:
        """Give a cost in hours of own time."""
        return self.weights.hours(cost)


def _require_unique(names: Iterable[str], message: str) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise BeliefError(f"{message}: {', '.join(map(repr, twice))}", hint="Give each its own id.")


def _require_known(named: Iterable[str], known: set[str], place: str) -> None:
    unknown = [name for name in named if name not in known]
    if unknown:
        raise BeliefError(
            f"{place} names {', '.join(map(repr, unknown))}, which is no hypothesis",
            hint=f"Known ids: {', '.join(sorted(known))}.",
        )


def _require_row(row: tuple[float, ...], outcome_count: int, place: str) -> None:
    if len(row) != outcome_count:
        raise BeliefError(
            f"{place}: {len(row)} numbers for {outcome_count} outcomes", hint="Give one for each outcome."
        )
    if not all(0 <= value <= 1 for value in row):
        raise BeliefError(f"{place}: a probability lies outside 0 to 1", hint="Give numbers between 0 and 1.")
    if abs(sum(row) - 1) > ROW_TOLERANCE:
        raise BeliefError(f"{place}: the row sums to {sum(row):.6g}", hint="A row must sum to 1.")
