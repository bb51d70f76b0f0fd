"""What the arithmetic takes for granted, and what follows when a person changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.errors import AnswerError
from coach.reasoning.belief import posterior
from coach.session.advice import advise
from coach.session.event.assumption import EvidenceGrouped, RepairShared
from coach.session.event.hypothesis import LikelihoodsGiven
from coach.session.exhibit import Grid, Say, laid_open
from coach.session.hypotheses import hypotheses
from coach.session.problem import problem_of
from coach.session.step import Place
from coach.session.stuck.revising import tables
from tests.session.test_stuck import at_decision, forecast_all

if TYPE_CHECKING:
    from coach.reasoning.problem import Problem
    from tests.session.rehearsal import Rehearsal

IDS = ("rewards-are-not-scaled", "learning-rate", "bad-luck", "reward-scale")


def asked_again(**worth: str) -> Rehearsal:
    walk = at_decision()
    walk.says("commitment.decision-1", "assumptions")
    walk.says("assumptions.worth-1", {"waiting": "1", "money": "40", "faults": "one"} | worth)
    walk.says("assumptions.same-repair-1", "none")
    walk.says("assumptions.same-evidence-1", "none")
    return walk


def told(walk: Rehearsal) -> str:
    advice = advise(walk.session)
    assert advice is not None
    return " ".join(each.text for each in laid_open(advice.exhibits) if isinstance(each, Say))


def test_the_assumptions_are_asked_about_on_request_and_lead_back_to_the_decision() -> None:
    walk = asked_again()
    assert walk.question.key == "commitment.decision-1"
    walk.says("commitment.decision-1", "assumptions")
    assert walk.question.key == "assumptions.worth-2"


def test_an_hour_of_waiting_that_is_slept_through_makes_long_runs_cheap() -> None:
    dear, cheap = problem_of(at_decision().session), problem_of(asked_again(waiting="0.1").session)
    assert dear is not None
    assert cheap is not None
    fix = dear.fixes[0].cost
    assert dear.hours(fix) - cheap.hours(fix) == pytest.approx(0.9 * fix.wall_h)
    assert "An hour of waiting counts as 0.1 h of your own" in told(asked_again(waiting="0.1"))


def test_an_hour_of_ones_own_is_worth_something() -> None:
    walk = at_decision()
    walk.says("commitment.decision-1", "assumptions")
    with pytest.raises(AnswerError):
        walk.says("assumptions.worth-1", {"waiting": "1", "money": "0", "faults": "one"})


def test_one_fault_is_assumed_until_somebody_says_several() -> None:
    assert "several things" not in told(at_decision())
    assert "several things" in told(asked_again(faults="several"))


def test_with_several_faults_every_explanation_has_a_chance_of_its_own() -> None:
    advice = advise(asked_again(faults="several").session)
    assert advice is not None
    grids = {each.title: each for each in advice.exhibits if isinstance(each, Grid)}
    there = grids["How likely each is there, alone or with others"]
    assert len(there.rows) == len(IDS) + 1


def test_a_repair_that_did_not_help_leaves_only_what_it_would_not_have_mended() -> None:
    walk = asked_again(faults="several")
    walk.says("commitment.decision-1", "fix:rewards-are-not-scaled")
    walk.says("commitment.prediction-c1", {"you": ["80%"]})
    walk.says("commitment.seal-c1", "")
    walk.says("result.c1", {"outcome": "not-fixed"})
    assert "one more repair is enough" in told(walk)


def test_explanations_with_one_repair_are_one_decision() -> None:
    walk = at_decision()
    walk.add(RepairShared(hypotheses=("rewards-are-not-scaled", "reward-scale")))
    forecast_all(walk)
    problem = problem_of(walk.session)
    assert problem is not None
    assert problem.members["rewards-are-not-scaled"] == ("rewards-are-not-scaled", "reward-scale")
    step = walk.position.step
    assert step is not None
    repairs = [each for each in step.question.form.options if each.id.startswith("fix:")]  # type: ignore[union-attr]
    assert next(each.text for each in repairs) == "repair: rewards are not scaled / Rewards of the wrong size"
    assert len(repairs) == len(hypotheses(walk.session)) - 1


def test_a_shared_repair_that_fails_speaks_against_all_that_it_would_have_mended() -> None:
    walk = at_decision()
    walk.add(RepairShared(hypotheses=("rewards-are-not-scaled", "reward-scale")))
    forecast_all(walk)
    before = posterior(_problem(walk)).probability
    walk.says("commitment.decision-1", "fix:rewards-are-not-scaled")
    walk.says("commitment.prediction-c1", {"you": ["80%"]})
    walk.says("commitment.seal-c1", "")
    walk.says("result.c1", {"outcome": "not-fixed"})
    after = posterior(_problem(walk)).probability
    assert after["reward-scale"] < before["reward-scale"] / 5
    assert after["rewards-are-not-scaled"] < before["rewards-are-not-scaled"] / 5


def test_evidence_that_says_the_same_thing_moves_belief_less_than_two_pieces() -> None:
    apart, together = at_decision(), at_decision()
    first = "rewards-are-not-scaled"
    for walk in (apart, together):
        walk.add(LikelihoodsGiven(evidence="accuracy-is-fine", probability={first: 0.875}))
    together.add(EvidenceGrouped(evidence=("explained-variance-train", "accuracy-is-fine")))
    moved = posterior(_problem(apart)).probability[first]
    assert posterior(_problem(together)).probability[first] < moved


def test_one_alone_shares_nothing() -> None:
    walk = at_decision()
    walk.says("commitment.decision-1", "assumptions")
    walk.says("assumptions.worth-1", {"waiting": "1", "money": "40", "faults": "one"})
    with pytest.raises(AnswerError, match="two or more"):
        walk.says("assumptions.same-repair-1", ["learning-rate"])


def test_the_assumptions_are_among_the_tables() -> None:
    walk = at_decision()
    keys = [step.question.key for step in tables(Place(walk.session, walk.catalogue))]
    assert keys[-3:] == ["assumptions.worth", "assumptions.same-repair", "assumptions.same-evidence"]


def _problem(walk: Rehearsal) -> Problem:
    problem = problem_of(walk.session)
    assert problem is not None
    return problem
