"""The guided case: every question has its answer, and it ends where a person would want it to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.advice import advise
from coach.session.event.common import Closed
from coach.session.form import GoOn, ReadLogs
from coach.session.hypotheses import hypotheses

if TYPE_CHECKING:
    from coach.desk.coach import Coach
    from coach.desk.walk import Walk


def one_step(walk: Walk) -> bool:
    """Answer as the case suggests; gives False where it suggests nothing."""
    form = walk.question.form
    suggestion = walk.suggestion()
    if isinstance(form, ReadLogs):
        walk.perform()
    elif suggestion is not None:
        walk.answer_data(suggestion.data)
    elif isinstance(form, GoOn):
        walk.answer_text("")
    else:
        return False
    return True


def test_the_guided_case_can_be_followed_to_its_end(coach: Coach) -> None:
    walk = coach.begin("stuck", guided=True)
    while walk.position.step is not None:
        assert one_step(walk), walk.question.key
    assert walk.session.last(Closed) == Closed(ending="solved")


def test_the_guided_case_advises_a_look_before_any_run(coach: Coach) -> None:
    walk = coach.begin("stuck", guided=True)
    while not walk.question.key.startswith("commitment."):
        assert one_step(walk), walk.question.key
    advice = advise(walk.session)
    assert advice is not None
    assert advice.action == "experiment:value-gradient-beside-policy-gradient"
    assert "22 min" in advice.sentence


def test_the_guided_case_holds_no_cause_twice(coach: Coach) -> None:
    walk = coach.begin("stuck", guided=True)
    while not walk.question.key.startswith("commitment."):
        assert one_step(walk), walk.question.key
    meant = [view.failure_mode or view.text for view in hypotheses(walk.session)]
    assert "lr-too-high" in meant
    assert len(set(meant)) == len(meant)


def test_the_favourite_of_the_guided_case_loses_to_what_the_evidence_speaks_for(coach: Coach) -> None:
    walk = coach.begin("stuck", guided=True)
    while not walk.question.key.startswith("commitment."):
        assert one_step(walk), walk.question.key
    rows = walk.beliefs()
    assert rows[0].id == "reward-scale"
    favourite = next(row for row in rows if row.is_favourite)
    assert favourite.posterior < favourite.prior


def test_every_suggestion_says_why(coach: Coach) -> None:
    walk = coach.begin("stuck", guided=True)
    while walk.position.step is not None:
        suggestion = walk.suggestion()
        assert suggestion is None or suggestion.says
        assert one_step(walk), walk.question.key


def test_an_ordinary_session_gets_no_suggestions(coach: Coach) -> None:
    assert coach.begin("stuck", playbook="deep-learning").suggestion() is None
