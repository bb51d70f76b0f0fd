"""Which playbooks a walk uses: taken where it is clear, asked where it is not, changed at any time."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from coach.cli.answers import Script
from coach.cli.console import Console
from coach.cli.plain import converse
from coach.desk.guide import demo_logs
from coach.errors import AnswerError
from coach.session.classes import classes_of
from coach.session.event.common import PlaybookChosen
from coach.session.event.evidence import RunsLinked
from coach.session.form import Several
from coach.session.observations import in_own_words
from coach.session.packs import KEY, playbook_ids
from coach.session.stuck.likeliest import likeliest
from coach.session.symptom_evidence import SymptomEvidence
from tests.cli.conversation import talk

if TYPE_CHECKING:
    from pathlib import Path

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


def test_a_word_of_a_folders_name_is_not_said_to_be_spoken(coach: Coach, tmp_path: Path) -> None:
    logs = tmp_path / "ppo_cartpole"
    logs.mkdir()
    walk = coach.begin("stuck", paths=[str(logs)])
    why = next(each.because for each in walk.place.proposals() if each.id == "policy-gradient")
    assert why == "PPO and CartPole are in the folder's name"


def test_what_was_taken_is_taken_back_with_the_answer_it_came_from(coach: Coach) -> None:
    walk = begun(coach, "PPO on CartPole")
    walk.undo()
    assert playbook_ids(walk.session) == ()
    assert walk.question.key == "frame.working-on"


def test_a_playbook_chosen_in_the_same_breath_as_a_sentence_that_speaks_for_another_stands(
    coach: Coach,
) -> None:
    walk = coach.begin("premortem")
    walk.take({"plan.question": "PPO on CartPole", KEY: ["deep-learning"]})
    assert playbook_ids(walk.session) == ("deep-learning",)
    walk.undo()
    walk.take({"plan.question": "PPO on CartPole", KEY: None})
    assert playbook_ids(walk.session) == ("policy-gradient",)


def test_where_two_fit_both_are_ticked_in_one_question(coach: Coach) -> None:
    walk = begun(coach, "GRPO training of a language model")
    form = walk.question.form
    assert walk.question.key == KEY
    assert isinstance(form, Several)
    assert set(form.chosen) == {"language-models", "preference-training"}
    with pytest.raises(AnswerError, match="at least one"):
        walk.answer_data([])
    walk.answer_text("")
    assert set(playbook_ids(walk.session)) == {"language-models", "preference-training"}
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


def test_a_playbook_taken_is_said_and_changed_with_one_line(coach: Coach) -> None:
    walk = coach.begin("stuck")
    heard = talk(walk, "PPO on CartPole", "playbooks", "playbooks: deep-learning, policy-gradient", "quit")
    assert "Playbook: policy-gradient (you speak of PPO, CartPole)." in heard.text
    assert "Policy gradient (PPO, A2C, TRPO) (in use): you speak of PPO, CartPole" in heard.text
    assert playbook_ids(walk.session) == ("deep-learning", "policy-gradient")


def test_an_answers_file_names_playbooks_whether_they_are_asked_about_or_not(
    coach: Coach, tmp_path: Path
) -> None:
    file = tmp_path / "answers.json"
    for working_on, named in (
        ("PPO on CartPole", "reinforcement-learning"),
        ("make it learn", "deep-learning, 3"),
    ):
        walk, console = coach.begin("stuck"), Console(io.StringIO(), io.StringIO())
        file.write_text(json.dumps([working_on, {KEY: named}, {"frame.run-length": "10h"}]), encoding="utf-8")
        with pytest.raises(AnswerError, match="the answers end before the question"):
            converse(walk, console, Script.read(file, console))
        assert len(playbook_ids(walk.session)) == named.count(",") + 1
        assert playbook_ids(walk.session)[0] == named.split(",")[0]


@pytest.mark.parametrize(
    ("observed", "ticked"),
    [
        ("The loss became NaN at step 40k.", ("crash",)),
        ("Training hangs after the first epoch.", ("hangs",)),
        ("It never hangs, and the loss doesn't decrease at all.", ("never-learns",)),
        ("Some seeds learn, and it gets slower.", ("slow", "seeds-disagree")),
        ("The return rises to 3 and stays there.", ()),
    ],
)
def test_a_class_is_ticked_only_where_the_sentence_says_so_plainly(
    coach: Coach, observed: str, ticked: tuple[str, ...]
) -> None:
    walk = coach.begin("stuck", playbook="deep-learning")
    for said in ("make it learn", "10h", "5", "", "a loss of 0.1", observed):
        walk.answer_text(said)
    form, sheet = walk.question.form, walk.sheet
    assert walk.question.key == "expectation.class"
    assert isinstance(form, Several)
    assert form.chosen == ticked
    known = sheet.prefilled.get("expectation.class") if sheet else None
    assert (known.answer if known else "") == ",".join(ticked)


@pytest.mark.parametrize(
    ("answer", "classes"),
    [
        ("slow", ("slow",)),
        (["crash", "hangs"], ("crash", "hangs")),
        ("slow, wrong-number", ("slow", "wrong-number")),
    ],
)
def test_one_class_or_several_may_be_named(coach: Coach, answer: object, classes: tuple[str, ...]) -> None:
    walk = coach.begin("stuck", playbook="deep-learning")
    for said in ("make it learn", "10h", "5", "", "a loss of 0.1", "it stays at 3"):
        walk.answer_text(said)
    walk.answer_data(answer)
    assert classes_of(walk.session) == classes
    words = walk.place.words.scores(in_own_words(walk.session))
    assert likeliest(walk.place) == walk.place.catalogue.explaining(SymptomEvidence(), classes, words=words)


def test_the_kind_of_trouble_may_be_left_open_and_then_says_nothing_of_any_cause(coach: Coach) -> None:
    walk = coach.begin("stuck", playbook="deep-learning")
    for said in ("make it learn", "10h", "5", "", "a loss of 0.1", "it stays at 3"):
        walk.answer_text(said)
    assert walk.question.key == "expectation.class"
    walk.answer_text("")
    assert walk.question.key != "expectation.class"
    assert classes_of(walk.session) == ()
    words = walk.place.words.scores(in_own_words(walk.session))
    assert likeliest(walk.place) == walk.place.catalogue.explaining(SymptomEvidence(), (), words=words)
