"""Which playbooks a walk uses: taken where it is clear, asked where it is not, changed at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.desk.guide import demo_logs
from coach.errors import AnswerError
from coach.session.event.common import PlaybookChosen
from coach.session.event.evidence import RunsLinked
from coach.session.form import Several
from coach.session.packs import KEY, playbook_ids

if TYPE_CHECKING:
    from coach.desk import Coach, Walk


def begun(coach: Coach, working_on: str, **given: object) -> Walk:
    walk = coach.begin("stuck", **given)  # type: ignore[arg-type]
    walk.answer_text(working_on)
    return walk


def test_a_playbook_that_is_clear_is_taken_without_a_question_and_said_with_its_reason(coach: Coach) -> None:
    walk = begun(coach, "PPO on CartPole")
    assert walk.question.key == "frame.run-length"
    assert playbook_ids(walk.session) == ("policy-gradient",)
    assert ("playbook", "policy-gradient: you speak of PPO, CartPole") in walk.frame()


def test_what_was_taken_is_taken_back_with_the_answer_it_came_from(coach: Coach) -> None:
    walk = begun(coach, "PPO on CartPole")
    walk.undo()
    assert playbook_ids(walk.session) == ()
    assert walk.question.key == "frame.working-on"


def test_where_two_fit_both_are_ticked_in_one_question(coach: Coach) -> None:
    walk = begun(coach, "GRPO training of a language model")
    form = walk.question.form
    assert walk.question.key == KEY
    assert isinstance(form, Several)
    assert set(form.chosen) == {"deep-learning", "policy-gradient"}
    with pytest.raises(AnswerError, match="at least one"):
        walk.answer_data([])
    walk.answer_text("")
    assert set(playbook_ids(walk.session)) == {"deep-learning", "policy-gradient"}
    assert {"double-softmax", "kl-blowup"} <= {mode.id for mode in walk.place.catalogue.failure_modes}


def test_several_may_be_named_at_the_start_and_nothing_asks_or_overrules_that(coach: Coach) -> None:
    walk = begun(coach, "DQN on Atari", playbook="deep-learning", also=("policy-gradient",))
    assert walk.question.key == "frame.run-length"
    assert playbook_ids(walk.session) == ("deep-learning", "policy-gradient")


@pytest.mark.parametrize(
    ("working_on", "told", "used"),
    [
        ("the agent gets no reward", "policy-gradient", "policy-gradient"),
        ("a classifier on CIFAR, with a ResNet", "policy-gradient", "deep-learning"),  # the two disagree
    ],
)
def test_what_logs_tell_changes_a_proposal_only_where_that_is_clear(
    coach: Coach, working_on: str, told: str, used: str
) -> None:
    walk = begun(coach, working_on)
    assert walk.question.key == "frame.run-length"
    linked = RunsLinked(role="evidence", path="x", notes=("read",), speaks_for={told: "a is in the logs"})
    walk.append([linked])
    assert playbook_ids(walk.session) == (used,)


def test_the_question_waits_for_logs_that_may_answer_it(coach: Coach) -> None:
    walk = begun(coach, "make it learn", paths=[str(demo_logs())])
    for key, said in (("run-length", "10h"), ("run-price", "5"), ("tried", "")):
        assert walk.question.key == f"frame.{key}"
        walk.answer_text(said)
    for said in ("a return of 800", "it stays near 245", "never-learns"):
        walk.answer_text(said)
    walk.perform()
    picked = walk.session.last(PlaybookChosen)
    assert picked is not None
    assert (picked.playbooks, picked.proposed) == (("policy-gradient",), True)
    assert "train/approx_kl" in picked.because
    assert walk.question.key != KEY


@pytest.mark.parametrize("method", ["stuck", "premortem"])
def test_the_playbooks_can_be_changed_at_any_time(coach: Coach, method: str) -> None:
    walk = coach.begin(method, playbook="policy-gradient")  # type: ignore[arg-type]
    step = next(each for each in walk.tables() if each.question.key == KEY)
    walk.revise(step, ("reinforcement-learning", "deep-learning"))
    assert playbook_ids(walk.session) == ("reinforcement-learning", "deep-learning")
    assert walk.place.catalogue.failure_mode("q-overestimation") is not None
