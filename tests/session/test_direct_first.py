"""Of looks that are as good as one another, the one that can confirm the likeliest cause is advised."""

from __future__ import annotations

from coach.reasoning.advice import recommend
from coach.reasoning.belief import posterior
from coach.reasoning.problem import OTHER, Cost, Experiment, Fix, Hypothesis, Problem
from coach.session.direct_first import can_confirm, direct_first

SPLITS = Experiment(
    "splits",
    Cost(human_h=0.05),
    ("one", "other"),
    {"a": (0.5, 0.5), "b": (0.98, 0.02), "c": (0.02, 0.98)},
)


def is_it_a(expected: float = 0.75, elsewhere: float = 0.4, hours: float = 1.0) -> Experiment:
    """Give a look with P(yes) where it is the cause, and under the other ones."""
    others = dict.fromkeys(("b", "c", OTHER), (elsewhere, 1 - elsewhere))
    return Experiment(
        "is it a", Cost(human_h=hours), ("yes", "no"), {"a": (expected, 1 - expected), **others}
    )


def posed(*experiments: Experiment, repair_h: float = 20.0) -> Problem:
    """Give three causes, the first the likeliest, whose repairs take as long."""
    causes = {"a": 0.4, "b": 0.2, "c": 0.35}
    return Problem(
        hypotheses=tuple(
            Hypothesis(each, p, Fix(each, Cost(human_h=repair_h))) for each, p in causes.items()
        ),
        other_prior=0.05,
        service=Cost(human_h=60.0),
        experiments=experiments,
    )


def steps(problem: Problem) -> tuple[str, str]:
    """Give what the plan alone begins with, and what is advised."""
    plan = recommend(problem)
    return plan.id, direct_first(problem, posterior(problem).probability, plan).id


def test_an_outcome_can_confirm_what_expects_it_and_the_others_do_not() -> None:
    now = posterior(posed(SPLITS)).probability

    assert can_confirm(is_it_a(0.9, 0.1), "a", now)
    assert not can_confirm(is_it_a(0.9, 0.8), "a", now)
    assert not can_confirm(is_it_a(0.6, 0.1), "a", now)
    assert not can_confirm(SPLITS, "a", now)


def test_what_can_confirm_the_likeliest_cause_comes_before_what_is_hardly_better() -> None:
    assert steps(posed(SPLITS, is_it_a())) == ("splits", "is it a")


def test_what_costs_clearly_more_does_not_come_first_for_confirming() -> None:
    assert steps(posed(SPLITS, is_it_a(hours=2.0))) == ("splits", "splits")


def test_a_repair_that_no_look_would_pay_for_stays_first() -> None:
    assert steps(posed(SPLITS, is_it_a(), repair_h=0.04)) == ("a", "a")


def test_the_plan_is_priced_as_the_best_that_begins_so_and_the_rest_keep_their_order() -> None:
    problem = posed(SPLITS, is_it_a())
    plan = recommend(problem)
    advised = direct_first(problem, posterior(problem).probability, plan)

    assert advised.expected_cost == next(each.plan_cost for each in plan.alternatives if each.id == "is it a")
    assert [each.id for each in advised.alternatives[:2]] == ["is it a", "splits"]
    assert not advised.is_optimal
