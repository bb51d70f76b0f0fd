"""Two people's beliefs."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.errors import BeliefError
from coach.reasoning.belief import posterior
from coach.reasoning.cells import Cell, with_cell
from coach.reasoning.pooling import (
    cost_of_following,
    differences,
    disagreement_bits,
    linear_pool,
    log_pool,
    notches_apart,
    skill_weights,
    stakes,
)
from coach.reasoning.problem import Cost, Evidence, Experiment, Fix, Hypothesis, Problem
from coach.reasoning.robustness import advised
from tests.reasoning import oracle
from tests.reasoning.test_robustness import NARROW
from tests.reasoning.worked import worked_session

ONE = {"a": 0.6, "b": 0.3, "c": 0.1}
TWO = {"a": 0.2, "b": 0.3, "c": 0.5}


def test_two_beliefs_pooled_both_ways() -> None:
    assert linear_pool((ONE, TWO)) == pytest.approx({"a": 0.4, "b": 0.3, "c": 0.3})
    assert log_pool((ONE, TWO)) == pytest.approx({"a": 0.39816, "b": 0.34482, "c": 0.25701}, abs=1e-5)
    assert disagreement_bits((ONE, TWO)) == pytest.approx(0.180482, abs=1e-6)


def test_two_who_agree_pool_to_what_they_say() -> None:
    assert log_pool((ONE, ONE)) == pytest.approx(ONE)
    assert disagreement_bits((ONE, ONE)) == pytest.approx(0)


def test_beliefs_over_different_lists_are_not_pooled() -> None:
    with pytest.raises(BeliefError, match="same hypotheses"):
        linear_pool((ONE, {"a": 1.0}))
    with pytest.raises(BeliefError, match="ruled out"):
        log_pool(({"a": 1.0, "b": 0.0}, {"a": 0.0, "b": 1.0}))


def test_the_crux_is_the_number_that_changes_the_advice() -> None:
    cell = Cell("experiment", "barely pays", "a", "yes")
    idle = Cell("experiment", "barely pays", "b", "yes")
    theirs = with_cell(with_cell(NARROW, cell, 0.5), idle, 0.3)
    crux, other = differences(NARROW, theirs)
    assert crux.cell == cell
    assert crux.regret > 0
    assert (crux.notches, other.notches) == (1, 0)
    assert other.regret == 0


def test_two_who_state_the_same_have_nothing_to_talk_about() -> None:
    assert differences(worked_session(), worked_session()) == ()


@given(st.floats(0.001, 0.999), st.floats(0.001, 0.999))
def test_notches_count_words_and_do_not_depend_on_who_speaks_first(one: float, two: float) -> None:
    assert notches_apart(one, two) == notches_apart(two, one)
    assert 0 <= notches_apart(one, two) <= 6


def small(**priors: float) -> Problem:
    """Give two causes and a look that tells them apart, small enough to try every plan."""
    return Problem(
        hypotheses=tuple(
            Hypothesis(id=each, prior=p, fix=Fix(id=each, cost=Cost(human_h=hours)))
            for (each, p), hours in zip(priors.items(), (2.0, 9.0), strict=True)
        ),
        other_prior=0.1,
        service=Cost(human_h=30.0),
        experiments=(
            Experiment(
                id="look",
                cost=Cost(human_h=1.0),
                outcomes=("yes", "no"),
                likelihood={"a": (0.9, 0.1), "b": (0.2, 0.8), "other": (0.5, 0.5)},
            ),
        ),
        evidence=(Evidence(id="seen", likelihood={"a": 0.5, "b": 0.5, "other": 0.5}),),
    )


def cost_of_beginning_with(problem: Problem, action: str, each: str) -> float:
    """Give the least expected cost of a plan that begins so, by trying everything that may follow."""
    weight = dict(posterior(problem).probability)
    if action == "service":
        return problem.service_hours
    if action == "fix":
        rest = oracle.best(problem, oracle.without(problem, weight, each), frozenset(), frozenset({each}))
        return problem.hours(next(fix.cost for fix in problem.fixes if fix.id == each)) + rest
    found = next(e for e in problem.experiments if e.id == each)
    return problem.hours(found.cost) + sum(
        oracle.best(problem, oracle.seen(problem, weight, each, at), frozenset({each}), frozenset())
        for at in range(len(found.outcomes))
    )


@given(st.floats(0.05, 0.85), st.floats(0.05, 0.85), st.floats(0.05, 0.95), st.floats(0.05, 0.95))
@settings(max_examples=25, deadline=None)
def test_what_hangs_on_each_number_is_what_trying_every_plan_says(
    one: float, two: float, seen: float, also: float
) -> None:
    mine, theirs = small(a=one, b=0.9 - one), small(a=two, b=0.9 - two)
    cell = Cell("evidence", "seen", "a")
    mine, theirs = with_cell(mine, cell, seen), with_cell(theirs, cell, also)
    for stake in stakes(mine, theirs):
        lost = []
        for own, number in ((mine, stake.two), (theirs, stake.one)):
            advice = advised(own)
            swapped = with_cell(own, stake.cell, number)
            begun = cost_of_beginning_with(swapped, advice.action, advice.id)
            lost.append(begun - oracle.optimum(swapped))
        assert stake.hours == pytest.approx(max(lost), abs=1e-6)


def test_a_prior_is_swapped_with_the_others_sharing_what_is_left() -> None:
    problem = small(a=0.6, b=0.3)
    changed = with_cell(problem, Cell("prior", "prior", "a"), 0.2)
    assert changed.prior == pytest.approx({"a": 0.2, "b": 0.6, "other": 0.2})


def test_something_else_keeps_its_floor_when_another_prior_takes_nearly_all() -> None:
    changed = with_cell(small(a=0.3, b=0.6), Cell("prior", "prior", "a"), 0.99)
    assert changed.other_prior == 0.05


def test_something_else_can_be_swapped_as_well() -> None:
    changed = with_cell(small(a=0.3, b=0.6), Cell("prior", "prior", "other"), 0.4)
    assert changed.prior == pytest.approx({"a": 0.2, "b": 0.4, "other": 0.4})


def test_numbers_that_both_state_alike_hang_on_nothing() -> None:
    assert stakes(small(a=0.6, b=0.3), small(a=0.6, b=0.3)) == ()


def test_what_anothers_next_step_costs_is_nothing_where_it_is_ones_own() -> None:
    problem = small(a=0.6, b=0.3)
    own = advised(problem)
    assert cost_of_following(own, problem, own) == 0


def test_weights_by_skill_are_drawn_towards_equal() -> None:
    assert skill_weights({"ana": (0.8, 0.5, 0.4), "ben": (0.2, 0.5, 0.4)}) == pytest.approx(
        {"ana": 0.526634, "ben": 0.473366}, abs=1e-6
    )


def test_a_pool_with_weights_by_hand() -> None:
    assert linear_pool((ONE, TWO), (3, 1)) == pytest.approx({"a": 0.5, "b": 0.3, "c": 0.2})
    raw = {each: ONE[each] ** 0.75 * TWO[each] ** 0.25 for each in ONE}
    assert log_pool((ONE, TWO), (3, 1)) == pytest.approx({k: v / sum(raw.values()) for k, v in raw.items()})


def test_a_weight_of_nothing_or_too_few_weights_are_refused() -> None:
    for weights in ((1.0, 0.0), (1.0,), (1.0, float("nan"))):
        with pytest.raises(BeliefError, match="weight"):
            log_pool((ONE, TWO), weights)
    for given_ in ({}, {"ana": ()}, {"ana": (0.5,), "ben": (0.5, 0.5)}):
        with pytest.raises(BeliefError, match="same judgements"):
            skill_weights(given_)


CHANCES = st.floats(1e-6, 1.0)
RECORDS = st.integers(1, 12).flatmap(
    lambda n: st.tuples(*(st.lists(CHANCES, min_size=n, max_size=n) for _ in range(3)))
)


@given(RECORDS)
def test_weights_by_skill_sum_to_one_and_the_better_record_never_counts_less(
    records: tuple[list[float], ...],
) -> None:
    weights = skill_weights(dict(zip("abc", records, strict=True)))
    assert sum(weights.values()) == pytest.approx(1)
    assert all(each > 0 for each in weights.values())
    log_scores = {name: -math.fsum(map(math.log, each)) for name, each in zip("abc", records, strict=True)}
    for one in "abc":
        for two in "abc":
            if log_scores[one] < log_scores[two]:
                assert weights[one] >= weights[two]


@given(st.lists(CHANCES, min_size=1, max_size=12))
def test_equal_records_count_the_same(record: list[float]) -> None:
    assert skill_weights({"a": record, "b": record}) == pytest.approx({"a": 0.5, "b": 0.5})


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99), st.floats(0.05, 20), st.floats(0.1, 10))
def test_a_weighted_pool_lies_between_and_only_ratios_of_weights_count(
    one: float, two: float, weight: float, scale: float
) -> None:
    beliefs = ({"y": one, "n": 1 - one}, {"y": two, "n": 1 - two})
    for pool in (log_pool, linear_pool):
        found = pool(beliefs, (weight, 1.0))["y"]
        assert min(one, two) - 1e-9 <= found <= max(one, two) + 1e-9
        assert found == pytest.approx(pool(beliefs, (scale * weight, scale))["y"])
        assert pool(beliefs, (weight, weight)) == pytest.approx(pool(beliefs))
