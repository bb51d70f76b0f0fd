"""What counts as a problem: every number that cannot be a belief or a cost is named."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from coach.errors import BeliefError
from coach.reasoning.problem import Cost, CostWeights, Evidence, Experiment, Fix, Hypothesis, Problem
from tests.reasoning.worked import worked_session

if TYPE_CHECKING:
    from collections.abc import Callable

FIX = Fix("f", Cost(human_h=1))


def of(*hypotheses: Hypothesis, other_prior: float = 0.3) -> Problem:
    return Problem(hypotheses=hypotheses, other_prior=other_prior, service=Cost(human_h=8))


def test_priors_are_weights_that_leave_the_catch_all_its_share() -> None:
    problem = of(Hypothesis("a", 3, FIX), Hypothesis("b", 1, FIX), other_prior=0.2)
    assert problem.prior == pytest.approx({"a": 0.6, "b": 0.2, "other": 0.2})


def test_costs_add_up_and_become_hours_of_own_time() -> None:
    cost = Cost(wall_h=10, dollars=20) + Cost(human_h=1)
    assert CostWeights().hours(cost) == pytest.approx(11.5)
    assert CostWeights(wall_weight=0.1, dollars_per_hour=20).hours(cost) == pytest.approx(3)


def test_a_missing_row_and_the_catch_all_row_are_uniform() -> None:
    experiment = Experiment("t", Cost(), ("x", "y", "z", "w"), {})
    assert experiment.row("other") == (0.25,) * 4
    assert Evidence("e", {}, outcome_count=4).of("other") == 0.25


@pytest.mark.parametrize(
    ("build", "named"),
    [
        (of, "no hypothesis"),
        (lambda: of(Hypothesis("a", 1, FIX), Hypothesis("a", 1, FIX)), "'a'"),
        (lambda: of(Hypothesis("other", 1, FIX)), "'other'"),
        (lambda: of(Hypothesis("a", -1, FIX)), "'a'"),
        (lambda: of(Hypothesis("a", float("nan"), FIX)), "'a'"),
        (lambda: of(Hypothesis("a", 0, FIX)), "sum to 0"),
        (lambda: of(Hypothesis("a", 1, FIX), other_prior=0.04), "catch-all"),
        (lambda: of(Hypothesis("a", 1, FIX), other_prior=1.0), "catch-all"),
        (lambda: of(Hypothesis("a", 1, FIX), Hypothesis("b", 1, Fix("f", Cost(human_h=2)))), "'f'"),
        (lambda: Cost(wall_h=-1), "wall_h"),
        (lambda: Cost(dollars=float("nan")), "dollars"),
        (lambda: Cost(human_h=1e301), "human_h"),
        (lambda: CostWeights(dollars_per_hour=0), "dollars_per_hour"),
        (lambda: CostWeights(wall_weight=-1), "wall_weight"),
        (lambda: Experiment("t", Cost(), ("x",), {}), "'t'"),
        (lambda: Experiment("t", Cost(), ("x", "x"), {}), "'x'"),
        (lambda: Experiment("t", Cost(), ("x", "y"), {"a": (1.0,)}), "'a'"),
        (lambda: Experiment("t", Cost(), ("x", "y"), {"a": (0.5, 0.6)}), "'a'"),
        (lambda: Experiment("t", Cost(), ("x", "y"), {"a": (1.5, -0.5)}), "'a'"),
        (lambda: Evidence("e", {"a": 1.2}), "'a'"),
        (lambda: Evidence("e", {}, outcome_count=1), "'e'"),
        (lambda: replace(worked_session(), evidence=(Evidence("e", {"ghost": 0.5}),)), "'ghost'"),
        (
            lambda: replace(
                worked_session(), experiments=(Experiment("t", Cost(), ("x", "y"), {"ghost": (0.5, 0.5)}),)
            ),
            "'ghost'",
        ),
        (lambda: replace(worked_session(), evidence=(Evidence("e", {}), Evidence("e", {}))), "'e'"),
        (lambda: replace(worked_session(), experiments=worked_session().experiments[:1] * 2), "'histogram'"),
        (lambda: worked_session().experiments[0].observed("?"), "'?'"),
    ],
)
def test_numbers_that_cannot_be_beliefs_are_named(build: Callable[[], object], named: str) -> None:
    with pytest.raises(BeliefError) as caught:
        build()
    assert named in caught.value.message


def test_an_observed_outcome_is_the_evidence_its_column_says() -> None:
    seen = worked_session().experiments[0].observed("+")
    assert seen.of("normalization") == 0.97
    assert seen.of("other") == 0.5
