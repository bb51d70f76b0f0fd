"""The posterior over exclusive hypotheses and the catch-all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.errors import BeliefError
from coach.reasoning.belief import Belief, beliefs_before_each, posterior, posterior_after, update
from coach.reasoning.problem import OTHER, Cost, Evidence, Fix, Hypothesis, Problem
from tests.reasoning.worked import problems, worked_session

if TYPE_CHECKING:
    import random


def test_the_worked_session_has_its_known_posterior() -> None:
    known = (0.3226, 0.0403, 0.2823, 0.1633, 0.0706, 0.1210)
    assert tuple(posterior(worked_session()).probability.values()) == pytest.approx(known, abs=1e-4)


def test_the_catch_all_comes_last_and_ranking_is_by_probability() -> None:
    belief = posterior(worked_session())
    assert list(belief.probability)[-1] == "other"
    assert [each for each, _ in belief.ranked()][:2] == ["normalization", "rl-hyper"]


@settings(max_examples=60, deadline=None)
@given(problems(evidence=5), st.randoms(use_true_random=False))
def test_the_order_of_the_evidence_does_not_matter(problem: Problem, shuffler: random.Random) -> None:
    shuffled = list(problem.evidence)
    shuffler.shuffle(shuffled)
    again = posterior(replace(problem, evidence=tuple(shuffled))).probability
    assert again == pytest.approx(posterior(problem).probability, abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(problems(evidence=5))
def test_a_posterior_is_a_distribution_over_every_hypothesis_and_the_catch_all(problem: Problem) -> None:
    probability = posterior(problem).probability
    assert tuple(probability) == problem.ids
    assert sum(probability.values()) == pytest.approx(1, abs=1e-12)
    assert all(0 <= p <= 1 for p in probability.values())


def test_evidence_nobody_allows_leaves_a_belief_and_not_a_number_that_is_none() -> None:
    nobody = Evidence("cannot be", dict.fromkeys(worked_session().ids, 0.0))
    problem = replace(worked_session(), evidence=(nobody,))
    assert posterior(problem).probability == pytest.approx(problem.prior)


def test_a_thousand_observations_do_not_underflow() -> None:
    many = tuple(Evidence(f"e{at}", {"normalization": 0.02, "predictor": 0.01}) for at in range(1000))
    belief = posterior(replace(worked_session(), evidence=many))
    assert sum(belief.probability.values()) == pytest.approx(1)


def test_a_hundred_hypotheses_that_look_the_same_are_equally_likely() -> None:
    hypotheses = tuple(Hypothesis(f"h{at}", 1, Fix(f"f{at}", Cost(human_h=1))) for at in range(100))
    belief = posterior(Problem(hypotheses=hypotheses, other_prior=0.3, service=Cost(human_h=9)))
    assert belief.probability == pytest.approx({**{f"h{at}": 0.007 for at in range(100)}, "other": 0.3})


def test_a_group_of_observations_weighs_as_much_as_one() -> None:
    likelihood = {"normalization": 0.9, "predictor": 0.1}
    one = replace(worked_session(), evidence=(Evidence("a", likelihood),))
    both = (Evidence("a", likelihood, group="run 7"), Evidence("b", likelihood, group="run 7"))
    two = replace(worked_session(), evidence=both)
    assert posterior(two).probability == pytest.approx(posterior(one).probability)


def test_of_one_event_the_observation_that_tells_the_most_apart_counts() -> None:
    strong, weak = {"normalization": 0.9, "predictor": 0.05}, {"normalization": 0.3, "predictor": 0.6}
    alone = replace(worked_session(), evidence=(Evidence("strong", strong),))
    event = (Evidence("weak", weak, group="step 500"), Evidence("strong", strong, group="step 500"))
    for both in (event, event[::-1]):
        together = replace(worked_session(), evidence=both)
        assert posterior(together).probability == pytest.approx(posterior(alone).probability)


def test_an_update_with_an_outcome_nobody_allows_is_refused() -> None:
    with pytest.raises(BeliefError, match="not even the catch-all"):
        update(Belief({"a": 0.5, "other": 0.5}), {"a": 0.0, "other": 0.0})


def test_entropy_of_four_equals_is_two_bits() -> None:
    assert Belief(dict.fromkeys("abcd", 0.25)).entropy_bits() == pytest.approx(2)


def test_the_belief_before_each_piece_of_evidence_is_that_of_those_before_it() -> None:
    prior = {"a": 0.5, "b": 0.2, "c": 0.0, OTHER: 0.3}
    evidence = [
        Evidence(f"e{at}", {"a": 0.1 * at, "b": 0.9}, group="run" if at % 2 else "") for at in range(1, 7)
    ]
    found = list(beliefs_before_each(prior, evidence))
    assert found == [posterior_after(prior, evidence[:at]) for at in range(len(evidence))]
