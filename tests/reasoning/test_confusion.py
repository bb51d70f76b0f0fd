"""When no explanation on the list covers what was seen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from coach.reasoning.belief import posterior
from coach.reasoning.confusion import confusion
from coach.reasoning.problem import Cost, Evidence, Experiment, Fix, Hypothesis, Problem
from tests.reasoning.worked import problems, worked_session


def surprised() -> Problem:
    """Give three causes that all but rule out the outcome that was seen."""
    experiment = Experiment(
        "probe",
        Cost(human_h=1),
        ("one", "two", "three", "four"),
        {"a": (0.9, 0.05, 0.03, 0.02), "b": (0.1, 0.8, 0.07, 0.03), "c": (0.2, 0.7, 0.05, 0.05)},
    )
    return Problem(
        hypotheses=tuple(
            Hypothesis(each, prior, Fix(each, Cost(human_h=5)))
            for each, prior in (("a", 0.35), ("b", 0.30), ("c", 0.20))
        ),
        other_prior=0.15,
        service=Cost(human_h=40),
        evidence=(experiment.observed("four"),),
    )


def test_an_outcome_no_explanation_expects_confuses() -> None:
    found = confusion(surprised())
    assert found.triggered
    assert found.misfits[0].probability == pytest.approx(0.0635, abs=1e-4)
    assert found.surprisal_bits == pytest.approx(3.977, abs=1e-3)
    assert found.excess_bits == pytest.approx(2.388, abs=1e-3)
    assert found.misfits[0].best_named == pytest.approx(0.05)
    assert posterior(surprised()).probability["other"] == pytest.approx(0.5906, abs=1e-4)
    assert len(found.reasons) == 2
    assert found.reasons[0].startswith("No explanation on your list expects")


def test_the_worked_session_is_not_confused() -> None:
    assert not confusion(worked_session()).triggered


def test_evidence_every_hypothesis_calls_impossible_confuses() -> None:
    nobody = Evidence("cannot be", dict.fromkeys(worked_session().ids, 0.0))
    found = confusion(replace(worked_session(), evidence=(nobody,)))
    assert found.triggered
    assert "“cannot be”" in found.reasons[0]


def test_two_observations_that_fit_only_apart_are_a_conflict() -> None:
    one = Evidence("one", {"a": 0.97, "b": 0.01, "c": 0.01, "other": 0.01})
    two = Evidence("two", {"a": 0.01, "b": 0.97, "c": 0.97, "other": 0.01})
    found = confusion(replace(surprised(), evidence=(one, two)))
    assert found.conflict_nats > 2.302
    assert found.triggered


def test_without_evidence_there_is_nothing_to_be_confused_about() -> None:
    found = confusion(replace(surprised(), evidence=()))
    assert not found.triggered
    assert found.surprisal_bits == 0
    assert found.conflict_nats == pytest.approx(0, abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(problems(evidence=4))
def test_surprise_is_finite_whatever_was_seen(problem: Problem) -> None:
    found = confusion(problem)
    assert all(0 <= each.surprisal_bits < 20 for each in found.misfits)
    assert found.triggered == bool(found.reasons)


@pytest.mark.parametrize(("best", "confused"), [(0.3, False), (0.12, True)])
def test_a_rare_sign_that_a_cause_on_the_list_makes_twice_as_likely_is_no_riddle(
    best: float, confused: object
) -> None:
    """How often a sign is seen at all lies far under one half, so an even chance would be too much to ask."""
    sign = Evidence("swings", {"a": best, "b": 0.1, "c": 0.1, "other": 0.1})
    found = confusion(replace(surprised(), evidence=(sign,)))
    assert found.excess_bits > (0 if best > 0.2 else 2)
    assert found.triggered is confused


@pytest.mark.parametrize(("anyway", "confused"), [(0.12, False), (0.1, True)])
def test_what_says_nothing_of_any_cause_is_a_riddle_only_where_it_is_rare(
    anyway: float, confused: object
) -> None:
    """Under everything alike, what nobody listed included, it cannot speak for a cause that is not on the list."""
    sign = Evidence("swings", dict.fromkeys(("a", "b", "c", "other"), anyway))
    found = confusion(replace(surprised(), evidence=(sign,)))
    assert found.excess_bits > 2
    assert found.misfits[0].tells_nothing
    assert found.triggered is confused
