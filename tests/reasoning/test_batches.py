"""Several things at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from coach.errors import BeliefError
from coach.reasoning.advice import recommend
from coach.reasoning.batches import plan_batches
from coach.reasoning.checkpoint import Checkpoint, expected_cost_with_checkpoints
from coach.reasoning.problem import Cost, CostWeights, Problem
from tests.reasoning.worked import problems, worked_session


def test_a_batch_waits_for_its_longest_and_pays_for_all() -> None:
    batches = plan_batches(worked_session(), 2)
    both = next(each for each in batches if set(each.experiments) == {"three-seeds", "true-reward"})
    assert (both.wall_h, both.run_h) == (10, 20)
    assert both.cost == pytest.approx(10 + 20 / 40 + 0.8)


def test_a_batch_of_one_is_worth_what_the_experiment_alone_is() -> None:
    problem = worked_session()
    net = {each.id: each.net_voi for each in recommend(problem).ranking}
    fix_only = recommend(problem).fix_only
    for batch in plan_batches(problem, 1):
        assert batch.expected_cost == pytest.approx(fix_only - net[batch.experiments[0]], abs=1e-9)


def test_with_free_compute_two_at_once_are_no_worse_than_one() -> None:
    problem = replace(worked_session(), weights=CostWeights(wall_weight=1, dollars_per_hour=1e9))
    assert plan_batches(problem, 2)[0].expected_cost <= plan_batches(problem, 1)[0].expected_cost + 1e-9


def test_fixes_beside_experiments_are_offered_on_request() -> None:
    batches = plan_batches(worked_session(), 2, with_fixes=True)
    assert any(each.fixes and each.experiments for each in batches)
    assert not any(each.fixes for each in plan_batches(worked_session(), 2))


def test_growing_a_batch_comes_close_to_trying_every_one(monkeypatch: pytest.MonkeyPatch) -> None:
    best = plan_batches(worked_session(), 3)[0]
    monkeypatch.setattr("coach.reasoning.batches.EVERY_SET_UP_TO", 0)
    assert plan_batches(worked_session(), 3)[0].expected_cost <= best.expected_cost * 1.01


@settings(max_examples=30, deadline=None)
@given(problems())
def test_batches_are_ordered_and_cost_at_least_the_bound(problem: Problem) -> None:
    batches = plan_batches(problem, 2, with_fixes=True)
    costs = [each.expected_cost for each in batches]
    assert costs == sorted(costs)
    assert all(cost >= 0 for cost in costs)


def test_a_run_that_tells_early_costs_less() -> None:
    full = Cost(wall_h=10, dollars=20, human_h=1)
    early = expected_cost_with_checkpoints(full, (Checkpoint(2, 0.5), Checkpoint(5, 0.25)))
    assert early == Cost(wall_h=2 * 0.5 + 5 * 0.25 + 10 * 0.25, dollars=9.5, human_h=1)
    assert expected_cost_with_checkpoints(full, ()) == full


@pytest.mark.parametrize("checkpoints", [(Checkpoint(11, 0.5),), (Checkpoint(1, 0.7), Checkpoint(2, 0.7))])
def test_checkpoints_that_make_no_sense_are_refused(checkpoints: tuple[Checkpoint, ...]) -> None:
    with pytest.raises(BeliefError):
        expected_cost_with_checkpoints(Cost(wall_h=10), checkpoints)
