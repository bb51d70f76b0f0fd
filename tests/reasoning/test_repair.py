"""What it costs to fix without testing, and what nobody can beat."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings

from coach.reasoning.belief import posterior
from coach.reasoning.problem import Cost, Problem
from coach.reasoning.repair import (
    best_repair,
    cost_of_order,
    evpi,
    expected_cost_of_repair,
    lower_bound,
    most_likely_first,
    repair_options,
)
from tests.reasoning.worked import problems, worked_session


def test_the_worked_session_has_its_known_costs() -> None:
    problem = worked_session()
    belief = posterior(problem)
    assert expected_cost_of_repair(problem, belief).cost == pytest.approx(49.5887, abs=1e-4)
    assert lower_bound(problem, belief) == pytest.approx(24.2399, abs=1e-4)
    assert evpi(problem, belief) == pytest.approx(25.3488, abs=1e-4)


@pytest.mark.parametrize(("outcome", "cost"), [("+", 35.1541), ("-", 51.1530)])
def test_the_worked_session_after_its_histogram(outcome: str, cost: float) -> None:
    problem = worked_session()
    seen = (*problem.evidence, problem.experiments[0].observed(outcome))
    after = replace(problem, evidence=seen)
    assert expected_cost_of_repair(after, posterior(after)).cost == pytest.approx(cost, abs=1e-4)


@settings(max_examples=80, deadline=None)
@given(problems())
def test_no_order_of_any_fixes_beats_the_best_repair(problem: Problem) -> None:
    options = repair_options(problem, posterior(problem))
    every = [
        cost_of_order([(each.probability, each.hours) for each in order], problem.service_hours)
        for size in range(len(options) + 1)
        for order in permutations(options, size)
    ]
    best = best_repair(options, problem.service_hours)
    assert best.cost == pytest.approx(min(every), abs=1e-9)
    assert 0 <= best.residual <= 1


@settings(max_examples=80, deadline=None)
@given(problems())
def test_knowing_the_cause_is_never_dearer_than_repair_and_habit_never_cheaper(problem: Problem) -> None:
    belief = posterior(problem)
    repair = expected_cost_of_repair(problem, belief)
    assert lower_bound(problem, belief) <= repair.cost + 1e-9
    assert repair.cost <= most_likely_first(problem, belief) + 1e-9
    assert evpi(problem, belief) >= 0


def test_free_fixes_come_first_and_huge_costs_stay_finite() -> None:
    hypotheses = tuple(
        replace(each, fix=replace(each.fix, cost=Cost(human_h=hours)))
        for each, hours in zip(worked_session().hypotheses, (0, 1e12, 1, 1, 1), strict=True)
    )
    problem = replace(worked_session(), hypotheses=hypotheses, service=Cost(human_h=1e12))
    repair = expected_cost_of_repair(problem, posterior(problem))
    assert repair.order[0] == "normalization"
    assert 0 < repair.cost < 1e13
