"""How much seeds say, how many are needed, and when to stop."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.errors import BeliefError
from coach.reasoning.advice import assess
from coach.reasoning.belief import Belief
from coach.reasoning.problem import Cost, Fix, Hypothesis, Problem
from coach.reasoning.seeds import (
    SeedRun,
    evidence_of_runs,
    metric_experiments,
    nats_per_seed,
    seeds_for_bayes_factor,
    seeds_for_bayes_factor_of_shift,
    success_experiments,
    unlucky_seed,
)
from coach.reasoning.stopping import (
    FixedDesign,
    SequentialBounds,
    expected_runs,
    fixed_design,
    sequential_bounds,
    verdict,
)


@pytest.mark.parametrize(
    ("successes", "runs", "factor", "word"),
    [(1, 1, 2.7, "bare mention"), (0, 1, 0.15, "positive"), (3, 3, 19.7, "positive")],
)
def test_one_good_run_is_a_bare_mention(successes: int, runs: int, factor: float, word: str) -> None:
    found = evidence_of_runs(successes, runs, if_works=0.9, if_not=1 / 3)
    assert found.bayes_factor == pytest.approx(factor, rel=0.01)
    assert found.word == word
    assert ("a bare mention for" in found.says) == (runs == successes == 1)


def test_what_a_seed_tells_and_how_many_reach_a_bayes_factor() -> None:
    assert nats_per_seed(0.9, 1 / 3) == pytest.approx(0.704, abs=1e-3)
    assert nats_per_seed(1 / 3, 0.9) == pytest.approx(0.934, abs=1e-3)
    needed = [
        seeds_for_bayes_factor(factor, *rates)
        for factor in (20, 150)
        for rates in ((0.9, 1 / 3), (1 / 3, 0.9))
    ]
    assert needed == pytest.approx([4.3, 3.2, 7.1, 5.4], abs=0.06)
    shifts = [seeds_for_bayes_factor_of_shift(20, shift) for shift in (0.5, 1, 2)]
    assert shifts == pytest.approx([24, 6, 1.5], abs=0.05)


def test_the_worth_of_seeds_does_not_fall_evenly() -> None:
    fixes = {each: Fix(each, Cost(human_h=10)) for each in ("a", "b")}
    problem = Problem(
        hypotheses=(Hypothesis("a", 0.7, fixes["a"]), Hypothesis("b", 0.3, fixes["b"])),
        service=Cost(human_h=1000),
    )
    belief = Belief({"a": 0.7, "b": 0.3, "other": 0.0})
    seeds = success_experiments(SeedRun("seeds", Cost()), {"a": 0.65, "b": 0.35}, counts=range(1, 6))
    gains = [assess(problem, each, belief, fix_only=13, bound=10).net_voi for each in seeds]
    assert gains == pytest.approx([0, 0.41, 0.5238, 0.8036, 0.9071], abs=1e-4)


def test_the_catch_all_expects_every_count_of_successes_alike() -> None:
    one, two, three, five = success_experiments(SeedRun("seeds", Cost(wall_h=10, dollars=5)), {"a": 0.9})
    assert three.row("other") == (0.25,) * 4
    assert [each.id for each in (one, two, three, five)] == [f"seeds x {k}" for k in (1, 2, 3, 5)]
    assert sum(five.row("a")) == pytest.approx(1)
    assert three.cost == Cost(wall_h=30, dollars=15)
    at_once = success_experiments(SeedRun("seeds", Cost(wall_h=10, dollars=5), in_parallel=True), {"a": 0.9})
    assert at_once[2].cost == Cost(wall_h=10, dollars=15)


def test_averages_of_more_seeds_fall_closer_to_what_is_expected() -> None:
    run = SeedRun("return", Cost(wall_h=1))
    experiments = metric_experiments(run, {"works": 20.0, "broken": 10.0}, sd=6, cuts=(12, 18))
    assert experiments[0].outcomes == ("under 12", "12 to 18", "18 or more")
    top = [each.row("works")[2] for each in experiments]
    assert top == sorted(top)
    assert all(sum(each.row("broken")) == pytest.approx(1) for each in experiments)
    with pytest.raises(BeliefError, match="ascend"):
        metric_experiments(run, {}, sd=1, cuts=(2, 1))
    with pytest.raises(BeliefError, match="spread"):
        metric_experiments(run, {}, sd=0, cuts=(1,))


def test_bad_luck_is_a_hypothesis_whose_fix_is_to_run_again() -> None:
    luck = unlucky_seed(0.05, Cost(wall_h=10))
    assert luck.fix.cost.wall_h == 10


@pytest.mark.parametrize(
    ("rates", "strict", "loose"),
    [
        ((0.95, 0.2), (4, 3), (2, 2)),
        ((0.9, 1 / 3), (7, 5), (5, 4)),
        ((0.9, 0.5), (13, 10), (7, 6)),
        ((0.9, 0.7), (41, 34), (21, 18)),
        ((0.7, 0.5), (67, 41), (28, 18)),
    ],
)
def test_a_fixed_number_of_runs_keeps_both_errors_in_bounds(
    rates: tuple[float, float], strict: tuple[int, int], loose: tuple[int, int]
) -> None:
    works, not_ = rates
    assert fixed_design(if_works=works, if_not=not_, false_accept=0.05, missed=0.05) == FixedDesign(*strict)
    assert fixed_design(if_works=works, if_not=not_, false_accept=0.1, missed=0.2) == FixedDesign(*loose)


BOUNDS = sequential_bounds(false_accept=0.05, missed=0.05)


@pytest.mark.parametrize(
    ("rates", "runs_if_works", "runs_if_not"),
    [((0.9, 1 / 3), 3.76, 2.84), ((0.9, 0.5), 7.2, 5.2), ((0.9, 0.7), 22.8, 17.3), ((0.7, 0.5), 32.2, 30.4)],
)
def test_the_sequential_test_needs_few_runs(
    rates: tuple[float, float], runs_if_works: float, runs_if_not: float
) -> None:
    works, not_ = rates
    found = [expected_runs(if_works=works, if_not=not_, bounds=BOUNDS, works=each) for each in (True, False)]
    assert found == pytest.approx([runs_if_works, runs_if_not], abs=0.06)


@pytest.mark.parametrize(("truth", "average"), [(0.9, 4.1), (1 / 3, 3.9)])
def test_simulated_sequential_tests_stop_after_about_four_runs(truth: float, average: float) -> None:
    chance = np.random.default_rng(7)
    assert sum(_runs_until_stopped(chance, truth, BOUNDS) for _ in range(3000)) / 3000 == pytest.approx(
        average, abs=0.25
    )


def _runs_until_stopped(chance: np.random.Generator, truth: float, bounds: SequentialBounds) -> int:
    successes = 0
    for runs in itertools.count(1):
        successes += chance.random() < truth
        if verdict(successes, runs - successes, if_works=0.9, if_not=1 / 3, bounds=bounds) != "go on":
            return runs
    raise AssertionError


@pytest.mark.parametrize(
    ("successes", "failures", "said"), [(0, 0, "go on"), (4, 0, "works"), (0, 2, "does not work")]
)
def test_the_sequential_test_says_what_it_found(successes: int, failures: int, said: str) -> None:
    assert verdict(successes, failures, if_works=0.9, if_not=1 / 3, bounds=BOUNDS) == said


def test_rates_that_cannot_be_told_apart_are_refused() -> None:
    with pytest.raises(BeliefError, match="told apart"):
        fixed_design(if_works=0.5, if_not=0.5, false_accept=0.05, missed=0.05)
    with pytest.raises(BeliefError, match="more than 500"):
        fixed_design(if_works=0.51, if_not=0.5, false_accept=0.05, missed=0.05)
    with pytest.raises(BeliefError, match="error rates"):
        sequential_bounds(false_accept=0.5, missed=0.05)


@settings(max_examples=50, deadline=None)
@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_a_seed_never_tells_less_than_nothing(truth: float, rival: float) -> None:
    assert nats_per_seed(truth, rival) >= -1e-12
