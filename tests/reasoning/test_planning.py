"""Lookahead, dynamic programming and the plan tree, against an oracle that tries everything."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from coach.reasoning.advice import assess, recommend
from coach.reasoning.arrays import compile_problem, repair_cost, start
from coach.reasoning.belief import Belief, posterior
from coach.reasoning.information import mutual_information_bits
from coach.reasoning.lookahead import best_action, horizon, look_ahead
from coach.reasoning.policy import advised_plan, follow, optimal_plan
from coach.reasoning.problem import Cost, Experiment, Fix, Hypothesis, Problem
from coach.reasoning.repair import expected_cost_of_repair, lower_bound
from tests.benchmarks.random_problems import REGIMES, Regime, random_problem
from tests.reasoning.oracle import cost_of_tree, optimum
from tests.reasoning.worked import binary, problems, worked_session


def test_the_worked_session_has_its_known_optimum() -> None:
    plan = optimal_plan(worked_session())
    assert plan is not None
    assert plan.expected_cost == pytest.approx(42.7928, abs=1e-4)
    assert plan.tree.id == "histogram"
    assert advised_plan(worked_session()).expected_cost == pytest.approx(42.7928, abs=1e-4)


@pytest.mark.parametrize(("steps", "cost"), [(1, 43.5733), (2, 42.7928)])
def test_re_planning_so_many_steps_ahead_costs_what_is_known(steps: int, cost: float) -> None:
    problem = worked_session()
    arrays = compile_problem(problem, posterior(problem))
    policy = follow(arrays, lambda states: best_action(arrays, look_ahead(arrays, states, steps).values))
    assert policy.expected_cost == pytest.approx(cost, abs=1e-4)


@settings(max_examples=40, deadline=None)
@given(problems(hypotheses=3, experiments=3))
def test_dynamic_programming_finds_the_optimum(problem: Problem) -> None:
    plan = optimal_plan(problem)
    assert plan is not None
    assert plan.expected_cost == pytest.approx(optimum(problem), rel=1e-9, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_the_plan_tree_costs_exactly_what_is_said(problem: Problem) -> None:
    plan = advised_plan(problem)
    assert plan.tree.expected_cost == pytest.approx(plan.expected_cost, rel=1e-9, abs=1e-9)
    assert cost_of_tree(problem, plan.tree) == pytest.approx(plan.expected_cost, rel=1e-9, abs=1e-9)
    assert (plan.tree.action, plan.tree.id) == (recommend(problem).action, recommend(problem).id)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_bound_optimum_lookahead_and_repair_come_in_this_order(problem: Problem) -> None:
    belief = posterior(problem)
    arrays = compile_problem(problem, belief)
    by_steps = [float(look_ahead(arrays, start(arrays), steps).values.cost[0]) for steps in (3, 2, 1)]
    best = optimal_plan(problem)
    assert best is not None
    followed = follow(arrays, lambda states: best_action(arrays, look_ahead(arrays, states, 2).values))
    ascending = [
        lower_bound(problem, belief),
        best.expected_cost,
        *by_steps,
        expected_cost_of_repair(problem, belief).cost,
    ]
    assert all(low <= high + 1e-9 * max(1, high) for low, high in itertools.pairwise(ascending))
    assert followed.expected_cost <= by_steps[1] * (1 + 1e-9) + 1e-9


@settings(max_examples=60, deadline=None)
@given(problems())
def test_many_states_at_once_and_one_belief_agree_on_the_cost_of_repair(problem: Problem) -> None:
    belief = posterior(problem)
    arrays = compile_problem(problem, belief)
    together = repair_cost(arrays, arrays.weight[None, :])[0]
    assert together == pytest.approx(expected_cost_of_repair(problem, belief).cost, rel=1e-9, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(problems())
def test_a_free_experiment_never_makes_the_plan_dearer(problem: Problem) -> None:
    ids = problem.ids
    free = binary("free", Cost(), tuple(0.9 if at % 2 else 0.2 for at in range(len(ids))), ids)
    before, after = (
        optimal_plan(problem),
        optimal_plan(replace(problem, experiments=(*problem.experiments, free))),
    )
    assert before is not None
    assert after is not None
    assert after.expected_cost <= before.expected_cost + 1e-9


@settings(max_examples=40, deadline=None)
@given(problems())
def test_splitting_a_hypothesis_into_two_alike_changes_no_decision(problem: Problem) -> None:
    first = problem.hypotheses[0]
    halves = (replace(first, prior=first.prior / 2), replace(first, id="twin", prior=first.prior / 2))
    split = replace(
        problem,
        hypotheses=(*halves, *problem.hypotheses[1:]),
        experiments=tuple(
            replace(each, likelihood={**each.likelihood, "twin": each.row(first.id)})
            for each in problem.experiments
        ),
        evidence=tuple(
            replace(each, likelihood={**each.likelihood, "twin": each.of(first.id)})
            for each in problem.evidence
        ),
    )
    one, two = recommend(problem), recommend(split)
    assert one.expected_cost == pytest.approx(two.expected_cost, rel=1e-9, abs=1e-9)
    assert {a.id: a.plan_cost for a in one.alternatives}[two.id] == pytest.approx(one.expected_cost, rel=1e-9)


def test_the_test_that_tells_fixes_apart_beats_the_one_that_tells_more() -> None:
    """The first experiment tells more bits, yet it splits two causes with one and the same fix."""
    shared, alone = Fix("shared", Cost(human_h=10)), Fix("alone", Cost(human_h=10))
    ids = ("a", "b", "c", "other")
    problem = Problem(
        hypotheses=(Hypothesis("a", 0.4, shared), Hypothesis("b", 0.4, shared), Hypothesis("c", 0.2, alone)),
        service=Cost(human_h=1000),
        experiments=(
            binary("splits the shared", Cost(human_h=1), (1.0, 0.0, 0.5, 0.5), ids),
            binary("splits the fixes", Cost(human_h=1), (1.0, 1.0, 0.0, 0.5), ids),
        ),
    )
    belief = Belief({"a": 0.4, "b": 0.4, "c": 0.2, "other": 0.0})
    rows = [[each.row(h) for h in ids[:-1]] for each in problem.experiments]
    assert [mutual_information_bits((0.4, 0.4, 0.2), each) for each in rows] == pytest.approx(
        [0.8, 0.7219], abs=1e-4
    )
    repair = expected_cost_of_repair(problem, belief).cost
    assert repair == pytest.approx(12)
    assessed = [assess(problem, each, belief, fix_only=repair, bound=10) for each in problem.experiments]
    assert [repair - each.net_voi for each in assessed] == pytest.approx([13, 11])
    assert [each.eig_bits for each in assessed] == pytest.approx([0, 0.7219], abs=1e-4)


def test_a_hundred_hypotheses_are_advised_upon() -> None:
    ids = (*(f"h{at}" for at in range(100)), "other")
    problem = Problem(
        hypotheses=tuple(
            Hypothesis(each, 1 + at, Fix(each, Cost(human_h=5))) for at, each in enumerate(ids[:-1])
        ),
        other_prior=0.1,
        service=Cost(human_h=200),
        experiments=tuple(
            binary(f"t{t}", Cost(human_h=1), tuple(0.97 if (at >> t) % 2 else 0.03 for at in range(101)), ids)
            for t in range(7)
        ),
    )
    advice = recommend(problem)
    assert advice.action == "experiment"
    assert advice.lower_bound < advice.expected_cost < advice.fix_only


def test_free_and_useless_experiments_are_not_advised() -> None:
    problem = worked_session()
    useless = Experiment("shrug", Cost(), ("yes", "no"), {})
    advice = recommend(replace(problem, experiments=(useless,)))
    assert advice.action == "fix"


def test_noise_free_experiments_leave_branches_of_probability_zero_and_no_number_that_is_none() -> None:
    ids = ("a", "b", "other")
    problem = Problem(
        hypotheses=tuple(Hypothesis(each, 1, Fix(each, Cost(human_h=9))) for each in ids[:-1]),
        other_prior=0.05,
        service=Cost(human_h=100),
        experiments=(
            binary("says a", Cost(human_h=1), (1.0, 0.0, 0.0), ids),
            binary("says b", Cost(human_h=1), (0.0, 1.0, 0.0), ids),
        ),
    )
    plan = advised_plan(problem)
    assert plan.expected_cost == pytest.approx(optimum(problem))
    assert cost_of_tree(problem, plan.tree) == pytest.approx(plan.expected_cost)


@pytest.mark.parametrize("regime", REGIMES[:3], ids=lambda regime: regime.name)
def test_a_problem_too_large_to_plan_to_its_end_is_advised_by_looking_ahead_and_its_plan_is_exact(
    regime: Regime,
) -> None:
    problem = random_problem(np.random.default_rng(11), regime, hypotheses=7, experiments=7)
    advice, plan, best = recommend(problem), advised_plan(problem), optimal_plan(problem)
    assert best is not None
    assert not advice.is_optimal
    assert (plan.tree.action, plan.tree.id) == (advice.action, advice.id)
    assert cost_of_tree(problem, plan.tree) == pytest.approx(plan.expected_cost)
    assert best.expected_cost <= plan.expected_cost * (1 + 1e-9)
    assert plan.expected_cost <= best.expected_cost * 1.03
    assert plan.expected_cost <= advice.expected_cost * (1 + 1e-9)


def test_small_problems_are_planned_to_their_end_and_large_ones_two_steps_at_least() -> None:
    assert horizon([1] * 5 + [2] * 6) == 11
    assert horizon([1] * 5 + [3] * 5) == 10
    assert horizon([1] * 8 + [2] * 8) == 4
    assert horizon([1] * 12 + [2] * 12) == 3
    assert horizon([1] * 100 + [4] * 20) == 2
    assert horizon([1] * 500 + [2] * 20) == 1


def test_a_problem_too_large_for_dynamic_programming_says_so_by_none() -> None:
    ids = (*(f"h{at}" for at in range(12)), "other")
    problem = Problem(
        hypotheses=tuple(Hypothesis(each, 1, Fix(each, Cost(human_h=5))) for each in ids[:-1]),
        service=Cost(human_h=60),
        experiments=tuple(binary(f"t{t}", Cost(human_h=1), (0.5,) * 13, ids) for t in range(12)),
    )
    assert optimal_plan(problem) is None
