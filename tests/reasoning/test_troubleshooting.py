"""Fixes that do not always work."""

from __future__ import annotations

import pytest

from coach.errors import BeliefError
from coach.reasoning.troubleshooting import (
    RepairAction,
    best_sequence,
    greedy_sequence,
    probability_per_hour,
    sequence_cost,
)

IRREGULARITIES = (0.8, 0.15, 0.05)
ACTIONS = (
    RepairAction("A1", 1, (1, 0, 0)),
    RepairAction("A2", 2, (0, 0.95, 0)),
    RepairAction("A3", 25, (0.99, 0.99, 0)),
    RepairAction("A4", 500, (1, 1, 1)),
)


def test_computer_irregularities() -> None:
    """Program, virus, hardware: an exercise in Jensen and Nielsen (2007)."""
    best = best_sequence(IRREGULARITIES, ACTIONS)
    assert best.order == ("A1", "A2", "A3", "A4")
    assert best.cost == pytest.approx(27.875, abs=1e-4)
    assert greedy_sequence(IRREGULARITIES, ACTIONS).order == best.order
    a1, a2, a3, a4 = ACTIONS
    assert sequence_cost(IRREGULARITIES, (a2, a1, a3, a4)).cost == pytest.approx(29.3325, abs=1e-4)
    assert sequence_cost(IRREGULARITIES, (a4, a1, a2, a3)).cost == pytest.approx(500)


def test_a_light_print() -> None:
    """Four faults, three repairs that work nine times in ten, a service call."""
    prior = (0.4, 0.3, 0.2, 0.1)
    actions = (
        RepairAction("A1", 5, (0.9, 0, 0, 0)),
        RepairAction("A2", 15, (0.9, 0.9, 0, 0)),
        RepairAction("A3", 1, (0, 0, 0.9, 0)),
    )
    assert [probability_per_hour(prior, each) for each in actions] == pytest.approx((0.072, 0.042, 0.18))
    planned = greedy_sequence(prior, actions, service_hours=30)
    assert planned.order == ("A3", "A1", "A2")
    assert planned.cost == pytest.approx(16.62, abs=1e-4)
    assert planned.residual == pytest.approx(0.154, abs=1e-4)
    assert best_sequence(prior, actions, service_hours=30).cost <= planned.cost


def test_actions_that_never_pay_are_left_to_the_service() -> None:
    assert best_sequence((1.0,), (RepairAction("a", 50, (0.1,)),), service_hours=3) == (3.0, (), 1.0)


def test_too_many_actions_are_refused() -> None:
    with pytest.raises(BeliefError, match="13 actions"):
        best_sequence((1.0,), tuple(RepairAction(str(at), 1, (0.5,)) for at in range(13)))
