"""What choices cost by what was known when they were made."""

from __future__ import annotations

import pytest

from coach.reasoning.advice import recommend
from coach.session.event.experiment import Committed
from coach.session.problem import problem_of
from coach.session.regret import NO_ACTION, NO_PROBLEM, regrets, wasted
from tests.session.rehearsal import Rehearsal
from tests.session.test_close import sentences, solved
from tests.session.test_stuck import at_decision


def chosen(action: str, target: str) -> Rehearsal:
    walk = at_decision()
    walk.add(Committed(commitment="c", action=action, target=target, question="now?", advised=""))
    return walk


def test_the_advised_action_costs_nothing_more_than_the_best_one() -> None:
    problem = problem_of(at_decision().session)
    assert problem is not None
    advice = recommend(problem)
    (found,) = regrets(chosen(advice.action, advice.id).session)
    assert found.hours == pytest.approx(0.0, abs=1e-6)
    assert wasted(chosen(advice.action, advice.id).session) == pytest.approx(0.0, abs=1e-6)


def test_rebuilding_at_once_costs_what_the_best_plan_would_have_saved() -> None:
    walk = chosen("service", "")
    problem = problem_of(at_decision().session)
    assert problem is not None
    (found,) = regrets(walk.session)
    assert found.hours == pytest.approx(problem.service_hours - recommend(problem).expected_cost, rel=1e-6)
    assert found.best


def test_every_choice_is_held_against_the_best_and_none_is_below_it() -> None:
    found = regrets(solved().session)
    assert len(found) == 2
    assert all(each.hours is not None and each.hours >= 0 for each in found)


def test_an_action_without_a_price_has_the_reason_why_nothing_is_worked_out() -> None:
    walk = chosen("try", "")
    (found,) = regrets(walk.session)
    assert (found.hours, found.why_not) == (None, NO_ACTION)
    assert wasted(walk.session) is None


def test_resting_is_no_choice_and_nothing_weighed_is_said() -> None:
    assert regrets(chosen("rest", "").session) == ()
    walk = Rehearsal("stuck")
    walk.add(Committed(commitment="c", action="fix", target="x", question="?", advised=""))
    assert [each.why_not for each in regrets(walk.session)] == [NO_PROBLEM]


def test_the_close_says_what_the_choices_cost_or_that_they_cost_nothing() -> None:
    said = sentences(solved())
    assert "By what was known each time, " in said
