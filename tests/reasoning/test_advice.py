"""What to do next, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from coach.reasoning.advice import recommend
from coach.reasoning.problem import Cost, Problem
from tests.reasoning.worked import problems, worked_session


def test_the_worked_session_starts_with_the_histogram() -> None:
    advice = recommend(worked_session())
    assert (advice.action, advice.id) == ("experiment", "histogram")
    assert "histogram" in advice.why
    assert "30 min" in advice.why
    assert "from 49.6 h to 42.8 h" in advice.why
    assert advice.expected_cost == pytest.approx(42.7928, abs=1e-4)
    assert advice.is_optimal
    net = {each.id: each.net_voi for each in advice.ranking}
    assert net == pytest.approx(
        {
            "histogram": 5.7868,
            "three-seeds": -6.6931,
            "true-reward": -7.9740,
            "moving-dot": 0.6630,
            "diff": -0.9323,
        },
        abs=1e-4,
    )
    assert all(each.can_pay for each in advice.ranking)


def test_an_experiment_dearer_than_the_answer_is_worth_cannot_pay() -> None:
    problem = worked_session()
    dear = replace(problem.experiments[0], cost=Cost(human_h=25.4))
    advice = recommend(replace(problem, experiments=(dear,)))
    assert advice.action == "fix"
    assert not advice.ranking[0].can_pay
    assert "proven" in advice.proof


def test_with_no_fix_worth_trying_the_advice_is_to_rebuild() -> None:
    assert recommend(replace(worked_session(), service=Cost(human_h=0.2), experiments=())).action == "service"


@settings(max_examples=40, deadline=None)
@given(problems())
def test_the_advised_plan_lies_between_the_bound_and_fixing_without_testing(problem: Problem) -> None:
    advice = recommend(problem)
    assert advice.lower_bound - 1e-9 <= advice.expected_cost <= advice.fix_only + 1e-9
    assert len(advice.ranking) == len(problem.experiments)
