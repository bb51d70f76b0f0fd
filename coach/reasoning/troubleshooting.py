"""Fixes that do not always work: the best order to try them in.

Each action succeeds with its own probability under each cause; the cause is exclusive. Jensen and Nielsen
(2007), Bayesian Networks and Decision Graphs, troubleshooting.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from coach.errors import BeliefError

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_ACTIONS: Final = 12
_GONE: Final = 1e-15


@dataclass(frozen=True, slots=True)
class RepairAction:
    """Something to try: its price in hours, and P(it works | cause) in the order of the causes."""

    id: str
    hours: float
    works: tuple[float, ...]


class RepairSequence(NamedTuple):
    """An order of actions.

    Attributes:
        cost: expected hours, the service included.
        order: ids of the actions, in order.
        residual: P(none of them works).
    """

    cost: float
    order: tuple[str, ...]
    residual: float


def probability_per_hour(prior: Sequence[float], action: RepairAction) -> float:
    """Give P(the action works) per hour, before anything was tried."""
    return math.fsum(p * works for p, works in zip(prior, action.works, strict=True)) / action.hours


def sequence_cost(
    prior: Sequence[float], actions: Sequence[RepairAction], service_hours: float = math.inf
) -> RepairSequence:
    """Give the expected cost of trying actions in the order given, then the service where anything is left."""
    weight, cost = list(prior), 0.0
    for action in actions:
        cost += math.fsum(weight) * action.hours
        weight = [w * (1 - works) for w, works in zip(weight, action.works, strict=True)]
    left = math.fsum(weight)
    return RepairSequence(cost + _serviced(left, service_hours), tuple(each.id for each in actions), left)


def best_sequence(
    prior: Sequence[float], actions: Sequence[RepairAction], service_hours: float = math.inf
) -> RepairSequence:
    """Give the order (and the cut to the service) of least expected cost, by dynamic programming over sets.

    Raises:
        BeliefError: there are more than `MOST_ACTIONS` actions.
    """
    if len(actions) > MOST_ACTIONS:
        raise BeliefError(
            f"{len(actions)} actions are too many to order exactly", hint=f"Keep {MOST_ACTIONS}."
        )
    everything = 2 ** len(actions) - 1
    cost: dict[int, float] = {}
    choice: dict[int, int | None] = {}
    for tried in range(everything, -1, -1):
        left = _left(prior, actions, tried)
        cost[tried], choice[tried] = _serviced(left, service_hours), None
        for at, action in enumerate(actions):
            if not tried >> at & 1 and left > _GONE:
                price = left * action.hours + cost[tried | 1 << at]
                if price < cost[tried]:
                    cost[tried], choice[tried] = price, at
    order: list[RepairAction] = []
    tried = 0
    while (at_next := choice[tried]) is not None:
        order.append(actions[at_next])
        tried |= 1 << at_next
    return sequence_cost(prior, order, service_hours)


def greedy_sequence(
    prior: Sequence[float], actions: Sequence[RepairAction], service_hours: float = math.inf
) -> RepairSequence:
    """Give the order by probability per hour, computed once: a rule of thumb, not always the best."""
    order = sorted(actions, key=lambda action: -probability_per_hour(prior, action))
    return sequence_cost(prior, order, service_hours)


def _left(prior: Sequence[float], actions: Sequence[RepairAction], tried: int) -> float:
    done = [action for at, action in enumerate(actions) if tried >> at & 1]
    return math.fsum(p * math.prod(1 - action.works[at] for action in done) for at, p in enumerate(prior))


def _serviced(left: float, service_hours: float) -> float:
    return left * service_hours if left > _GONE else 0.0
