"""Sheets: what can be answered together, what is known without asking, and what becomes of the answers."""

from __future__ import annotations

import copy
import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.errors import AnswerError
from coach.session.event.common import Classified, RunLengthGiven, Stated
from coach.session.event.evidence import RunReference, RunsLinked
from coach.session.frame import last_time
from coach.session.prefilled import FOLDER, LAST_TIME, LOG, TITLE, WORDS, commits
from coach.session.step import LastTime
from tests.session.rehearsal import LOW_EV, Rehearsal, logs_read
from tests.session.test_any_walk import one_step
from tests.session.test_stuck import EXPERIMENTS, FORECASTS, FRAME, ODDS, TO_ODDS, WEIGHING, at_evidence

if TYPE_CHECKING:
    from coach.session.event.common import Method

ANSWERS: dict[str, object] = {
    **dict((*FRAME, *TO_ODDS, *ODDS, *WEIGHING, *EXPERIMENTS)),
    **FORECASTS,
    "hypotheses.favourite": "learning rate",
}
SHEETS = [
    [key for key, _ in FRAME],
    [
        "evidence.judge.explained-variance-train",
        "evidence.known",
        "evidence.symptoms",
        "confusions.odd",
        "confusions.good",
    ],
    ["hypotheses.own"],
    ["hypotheses.favourite", "catalogue.picks"],
    ["hypotheses.doubt"],
    [*(key for key, _ in ODDS), *(key for key, _ in WEIGHING)],
    ["experiments.picks", "experiments.own", "repairs.price", "repairs.service"],
    [
        "experiments.price.does-a-lower-learning-rate-help",
        "experiments.forecast.does-a-lower-learning-rate-help",
    ],
]


def keys(walk: Rehearsal) -> list[str]:
    return [step.question.key for step in walk.sheet.steps]


def with_logs(*, hours: float | None = None, path: str = "runs/lander_7") -> Rehearsal:
    walk = Rehearsal("stuck")
    run = RunReference(name="a", path=path, format="csv", fingerprint="f", points=9, logged_h=hours)
    walk.add(RunsLinked(role="evidence", path=path, runs=(run,)))
    return walk


def told(walk: Rehearsal, key: str) -> tuple[object, str] | None:
    found = walk.sheet.prefilled.get(key)
    return None if found is None else (found.answer, found.origin)


def test_questions_that_need_no_answer_to_one_another_stand_on_one_sheet() -> None:
    walk = Rehearsal("stuck")
    walk.add(*logs_read(LOW_EV))
    for expected in SHEETS:
        assert sorted(keys(walk)) == sorted(expected)
        walk.take({key: ANSWERS[key] for key in expected})
    assert walk.sheet.stage == "commitment"


def test_the_sheet_of_two_parts_is_named_for_both_and_shows_each_exhibit_once() -> None:
    walk = at_evidence()
    walk.add(LOW_EV.model_copy(update={"symptom": "second", "tag": "train/second", "innocent": ("warm-up",)}))
    assert walk.sheet.title == "Evidence, Confusions"
    shown = [str(each) for each in walk.sheet.exhibits]
    assert len(shown) == len(set(shown))
    assert "this one" not in "".join(shown)
    assert "warm-up" not in "".join(shown)
    assert "warm-up" in str(walk.sheet.beside["evidence.judge.second"])


@pytest.mark.parametrize("method", ["stuck", "premortem"])
@given(seed=st.integers(min_value=0, max_value=10_000))
@settings(max_examples=8, deadline=None)
def test_what_is_known_may_be_taken_one_by_one_or_at_once(method: Method, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    walk = Rehearsal(method)
    for _ in range(dice.randint(0, 60)):
        here = walk.position.step
        if here is None:
            return
        assert walk.sheet.steps[0].question.key == here.question.key
        assert len(set(keys(walk))) == len(keys(walk))
        one_step(walk, dice)
    if walk.position.step is None:
        return
    at_once, one_by_one = copy.copy(walk), copy.copy(walk)
    at_once.events, one_by_one.events = list(walk.events), list(walk.events)
    known = dict(walk.sheet.prefilled)
    taken = at_once.take(dict.fromkeys(known))
    for key, each in known.items():
        if one_by_one.position.step is not None and key in one_by_one.sheet.prefilled:
            one_by_one.take({key: each.answer})
    assert [each.body for each in at_once.events] == [each.body for each in one_by_one.events]
    assert {*taken.accepted, *taken.passed_over} == set(known)


def test_some_may_be_answered_and_the_rest_stays_open() -> None:
    walk = Rehearsal("stuck")
    walk.take({"expectation.expected": "above 15", "frame.run-length": "10h"})
    assert keys(walk) == [key for key, _ in FRAME if key not in {"expectation.expected", "frame.run-length"}]


def test_an_answer_to_a_question_that_an_earlier_one_closes_is_passed_over() -> None:
    walk = Rehearsal("stuck")
    taken = walk.take(
        {"expectation.class": "never-learns", "frame.run-price": 5, "frame.run-length": "1 min"}
    )
    assert taken == (("frame.run-length",), ("expectation.class", "frame.run-price"))
    assert walk.session.last(Classified) is None
    assert "frame.pace" in keys(walk)


def test_an_answer_to_a_question_that_an_earlier_one_opens_is_taken() -> None:
    walk = at_evidence()
    walk.walk(TO_ODDS[:6])
    assert keys(walk) == ["hypotheses.favourite", "catalogue.picks"]
    walk.take({"hypotheses.doubt": "one seed learned", "hypotheses.favourite": 1})
    assert keys(walk) == ["catalogue.picks"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"frame.run-length": "soon"}, "duration"),
        ({"frame.run-length": {"a": 1}}, "one value belongs"),
        ({"expectation.class": ["no such kind"]}, "no such kind"),
        ({"commitment.seal-c1": None}, "not open"),
    ],
)
def test_nothing_of_a_call_is_kept_where_one_answer_does_not_fit(wrong: dict[str, object], says: str) -> None:
    walk = Rehearsal("stuck")
    with pytest.raises(AnswerError, match=says) as misfit:
        walk.take({"frame.working-on": "the agent"} | wrong)
    assert misfit.value.where == next(iter(wrong))
    assert walk.session.last(Stated) is None


def test_what_a_run_is_and_takes_is_read_from_title_folder_log_and_last_time() -> None:
    assert told(Rehearsal("stuck"), "frame.working-on") == ("a try", TITLE)
    walk = with_logs(hours=9.9)
    walk.events[0] = walk.events[0].model_copy(
        update={"body": walk.events[0].body.model_copy(update={"title": ""})}
    )
    assert told(walk, "frame.working-on") == ("lander_7", FOLDER)
    assert told(walk, "frame.run-length") == ("9.9h", LOG)
    assert told(with_logs(), "frame.run-length") is None
    assert told(with_logs(hours=0.001), "frame.run-length") is None


def test_what_a_run_costs_is_offered_as_last_time() -> None:
    walk = Rehearsal("premortem", last_time=LastTime(hours=0.5, dollars=5))
    assert told(walk, "frame.run-price") == ("5", LAST_TIME)
    walk.take({"frame.run-length": None})
    assert walk.session.last(RunLengthGiven) == RunLengthGiven(hours=0.5)


def test_a_length_that_its_own_logs_told_is_no_habit_and_offered_for_no_other_run() -> None:
    walk = with_logs(hours=9.871)
    walk.add(RunLengthGiven(hours=9.87))
    assert last_time(walk.session).hours is None
    said = with_logs(hours=9.871)
    said.add(RunLengthGiven(hours=6))
    assert last_time(said.session).hours == 6


def test_the_kind_of_trouble_is_offered_only_where_something_speaks_for_it() -> None:
    walk = Rehearsal("stuck")
    assert told(walk, "expectation.class") is None
    walk.add(*logs_read(LOW_EV))
    assert told(walk, "expectation.class") == ("never-learns", LOG)


def test_nothing_is_said_to_be_known_that_is_only_usual() -> None:
    walk = at_evidence()
    assert not walk.sheet.prefilled["evidence.symptoms"].is_known
    assert walk.sheet.prefilled["evidence.judge.explained-variance-train"].is_known
    assert WORDS not in {each.origin for each in walk.sheet.prefilled.values()}


def test_what_commits_is_never_filled_in() -> None:
    walk = Rehearsal("stuck")
    walk.add(*logs_read(LOW_EV))
    for expected in SHEETS:
        walk.take({key: ANSWERS[key] for key in expected})
    (step,) = walk.sheet.steps
    assert step.question.suggested
    assert commits(step.question)
    assert walk.sheet.prefilled == {}
    walk.take(
        {
            "commitment.decision-1": "fix:learning-rate",
            "commitment.prediction-c1": {"you": ["60%"]},
            "commitment.seal-c1": None,
        }
    )
    (waiting,) = walk.sheet.steps
    assert waiting.question.waits
    assert walk.sheet.prefilled == {}
