"""A cause found later, priors restated, a fix that failed, a catch-all that learns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.errors import BeliefError
from coach.reasoning.belief import posterior
from coach.reasoning.confusion import confusion
from coach.reasoning.problem import OTHER_PRIOR_FLOOR, Cost, Fix, Problem
from coach.reasoning.revision import failed_fix, other_prior_learned, retro_split, revised
from tests.reasoning.test_confusion import surprised
from tests.reasoning.worked import worked_session

NEW_FIX = Fix("new", Cost(human_h=4))


def with_newcomer(share: float = 0.5) -> Problem:
    return retro_split(
        surprised(),
        hypothesis_id="new",
        fix=NEW_FIX,
        likelihood={"probe: four": 0.7},
        share=share,
    )


def test_a_newcomer_takes_half_of_the_catch_all_and_answers_for_the_past() -> None:
    found = posterior(with_newcomer()).probability
    assert found == pytest.approx(
        {"a": 0.0720, "b": 0.0925, "c": 0.1028, "new": 0.5398, "other": 0.1928}, abs=1e-4
    )


def test_a_newcomer_that_explains_the_surprise_leaves_less_confusion() -> None:
    assert len(confusion(with_newcomer()).reasons) < len(confusion(surprised()).reasons)


def test_the_catch_all_keeps_its_floor_whatever_is_split_off() -> None:
    assert with_newcomer(share=0.99).other_prior == OTHER_PRIOR_FLOOR


def test_a_newcomer_that_does_not_answer_for_the_past_is_refused() -> None:
    with pytest.raises(BeliefError, match="probe: four"):
        retro_split(surprised(), hypothesis_id="new", fix=NEW_FIX, likelihood={})
    with pytest.raises(BeliefError, match="share"):
        with_newcomer(share=1.0)


def test_a_newcomer_brings_its_rows_for_open_experiments() -> None:
    problem = replace(worked_session(), evidence=())
    split = retro_split(
        problem, hypothesis_id="new", fix=NEW_FIX, likelihood={}, rows={"histogram": (0.2, 0.8)}
    )
    assert split.experiments[0].row("new") == (0.2, 0.8)
    assert split.experiments[1].row("new") == (0.5, 0.5)


def test_restated_priors_are_normalised_with_the_catch_all() -> None:
    restated = revised(surprised(), {"a": 0.1, "other": 0.4})
    assert restated.prior == pytest.approx({"a": 0.1, "b": 0.3, "c": 0.2, "other": 0.4})
    with pytest.raises(BeliefError, match="'ghost'"):
        revised(surprised(), {"ghost": 0.5})


def test_a_failed_fix_all_but_rules_its_hypotheses_out() -> None:
    problem = worked_session()
    after = replace(problem, evidence=(*problem.evidence, failed_fix(problem, "normalization")))
    assert posterior(after).probability["normalization"] < 0.001
    with pytest.raises(BeliefError, match="'ghost'"):
        failed_fix(problem, "ghost")


@pytest.mark.parametrize(
    ("outside", "closed", "prior"),
    [(0, 0, 0.3), (4, 10, 0.367), (1, 10, 0.167), (10, 30, 0.329), (0, 1000, 0.05)],
)
def test_the_catch_all_learns_from_closed_sessions(outside: int, closed: int, prior: float) -> None:
    assert other_prior_learned(outside, closed) == pytest.approx(prior, abs=5e-4)


def test_more_misses_than_sessions_are_no_count() -> None:
    with pytest.raises(BeliefError):
        other_prior_learned(3, 2)
