"""How a thing is done is kept in the session with the advice, so that somebody who was not there can do it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from coach.report.markdown import session_markdown
from coach.session.advice import advise
from coach.session.event.experiment import ExperimentAdded
from coach.session.event.hypothesis import RepairPriced
from coach.session.exhibit import Folded, Outline, Recipe, Say
from coach.session.failure_mode import Check
from coach.session.form import Choice, Several
from coach.session.hypotheses import hypotheses
from coach.session.suggested import check_experiment, in_short
from tests.session.rehearsal import CATALOGUE, Rehearsal, failure_mode, logs_read
from tests.session.test_stuck import EXPERIMENTS, FRAME, ODDS, TO_ODDS, WEIGHING, at_decision, forecast_all

if TYPE_CHECKING:
    from coach.session.catalogue import Catalogue

STEPS = ("Collect 2,048 steps.", "Print the 1 % and 99 % points.")
CODE = "for r in rewards:\n    print(r)  # ``` and <b>no markup</b>"
MENDED = ("Scale them.", "Learn again.")


def with_recipes() -> Catalogue:
    scale, *others = CATALOGUE.failure_modes
    told = replace(scale, repair=replace(scale.repair, steps=MENDED, code=CODE), source="Somebody 1999")
    (histogram,) = CATALOGUE.experiments
    return replace(
        CATALOGUE,
        failure_modes=(told, *others),
        experiments=(replace(histogram, steps=STEPS, code=CODE),),
    )


@pytest.fixture(scope="module")
def decided() -> Rehearsal:
    walk = Rehearsal("stuck", with_recipes())
    walk.walk(FRAME)
    walk.says("evidence.logs", "runs/a")
    walk.add(*logs_read())
    answers = [each for each in TO_ODDS if not each[0].startswith("evidence.judge")]
    weighing = [each for each in WEIGHING if each[0] != "weighing.explained-variance-train"]
    walk.walk([*answers, *ODDS, *weighing, *EXPERIMENTS])
    forecast_all(walk)
    return walk


def test_the_advice_says_what_to_do_what_it_tells_and_what_it_saves_then_how() -> None:
    advice = advise(at_decision().session)
    assert advice is not None
    head, how, when, look, after, *_ = advice.exhibits
    assert isinstance(head, Say)
    what, tells, price = head.text.splitlines()
    assert what.startswith("Look first: How large are the rewards? (15 min)")
    assert tells.startswith("It tells “")
    assert price.startswith("It saves ")
    assert price.endswith(" without looking.")
    assert how == Recipe("How", "Print their mean and spread.")
    assert when == Say("When: no run is needed, 15 min of your time (the playbook's estimate).")
    assert isinstance(look, Outline)
    assert [each.text.partition(":")[0] for each in look.roots] == ["huge", "near one"]
    assert isinstance(after, Folded)


def test_each_outcome_says_what_it_speaks_for_even_where_little_was_in_doubt() -> None:
    advice = advise(at_decision().session)
    assert advice is not None
    look = next(each for each in advice.exhibits if isinstance(each, Outline))
    huge, near_one = (each.text.partition(": speaks ")[2] for each in look.roots)
    assert huge.startswith(("for “rewards are not scaled”", "for “Rewards of the wrong size”"))
    assert "against" in near_one


def test_steps_and_code_are_kept_with_the_experiment_and_come_with_the_advice(decided: Rehearsal) -> None:
    (added,) = [
        body for body in decided.session.all(ExperimentAdded) if body.experiment == "reward-histogram"
    ]
    assert (added.steps, added.code) == (STEPS, CODE)
    advice = advise(decided.session)
    assert advice is not None
    assert advice.recipe == Recipe("How", "Print their mean and spread.", STEPS, CODE)


def test_the_recipe_is_there_until_the_result_is_in(decided: Rehearsal) -> None:
    walk = Rehearsal("stuck", with_recipes())
    walk.events = list(decided.events)
    for answer in ("experiment:reward-histogram", {"you": ["likely"]}, ""):
        walk.says(walk.question.key, answer)
        step = walk.position.step
        assert step is not None
        assert any(isinstance(each, Recipe) and each.code == CODE for each in step.exhibits)
    assert walk.question.key == "result.c1"


def test_the_text_of_a_repair_and_its_source_are_kept_whoever_prices_it(decided: Rehearsal) -> None:
    view = next(each for each in hypotheses(decided.session) if each.failure_mode == "reward-scale")
    assert view.mending == Recipe("How", "repair Rewards of the wrong size", MENDED, CODE)
    assert view.source == "Somebody 1999"
    walk = Rehearsal("stuck", with_recipes())
    walk.events = [*decided.events]
    walk.add(RepairPriced(hypothesis=view.id, human_h=3, wall_h=3))
    assert next(each for each in hypotheses(walk.session) if each.id == view.id).mending == view.mending


def test_where_causes_come_from_is_there_to_read_on_request(decided: Rehearsal) -> None:
    said = {note.heading: note.text for note in decided.question.notes}
    assert said["Where “Rewards of the wrong size” comes from"] == "Somebody 1999"


def test_a_written_session_holds_the_recipe_as_data(decided: Rehearsal) -> None:
    written = session_markdown(decided.session)
    assert "Step 1: Collect 2,048 steps." in written
    assert "  ````text\n  for r in rewards:\n      print(r)  # ``` and <b>no markup</b>\n  ````" in written
    assert "Source: Somebody 1999." in written


def test_a_session_kept_without_recipes_is_read() -> None:
    old = {"experiment": "x", "question": "?", "how": "", "outcomes": ["a", "b"], "origin": "own"}
    assert ExperimentAdded.model_validate(old).steps == ()
    assert RepairPriced.model_validate({"hypothesis": "x", "human_h": 1, "wall_h": 1}).how == ""


@pytest.mark.parametrize(
    ("says", "short"),
    [
        ("Evaluate one batch twice. Unequal: this.", "Evaluate one batch twice"),
        (
            "Print mean, spread and range of the very tensor.",
            "Print mean, spread and range of the very tensor",
        ),
        (
            f"Work out the schedule for both, {'and lay it over the rate ' * 4}",
            "Work out the schedule for both",
        ),
    ],
)
def test_a_check_is_named_by_its_cause_and_what_is_done(says: str, short: str) -> None:
    assert in_short(says) == short
    mode = replace(failure_mode("leak", "Memory leak"), check=Check(says=says))
    assert check_experiment(mode, (mode,)).question == f"Memory leak? {short}"


def test_few_next_actions_are_shown_and_every_other_one_can_be_chosen(decided: Rehearsal) -> None:
    form = decided.question.form
    assert isinstance(form, Choice)
    assert form.options[0].says == "advised"
    assert {"service", "rest"} <= {each.id for each in form.options}
    assert {"more-experiments", "more-explanations", "assumptions", "stop"} <= {each.id for each in form.more}
    walk = Rehearsal("stuck", with_recipes())
    walk.events = list(decided.events)
    walk.says(walk.question.key, "more-experiments")
    assert walk.question.key == "experiments.more-1"


def test_ten_causes_are_shown_with_their_checks_and_all_others_can_be_picked() -> None:
    many = tuple(failure_mode(f"cause-{n}", f"Cause {n}", weight=20 - n) for n in range(15))
    walk = Rehearsal("stuck", replace(CATALOGUE, failure_modes=many))
    walk.walk(FRAME)
    walk.says("evidence.logs", "")
    while walk.question.key != "hypotheses.own":
        walk.says(walk.question.key, [])
    answers = dict(TO_ODDS)
    while walk.question.key != "catalogue.picks":
        walk.says(walk.question.key, answers[walk.question.key])
    form = walk.question.form
    assert isinstance(form, Several)
    assert len(form.options) == 10
    assert "Luck of the seed" in {each.text for each in form.options}
    assert form.options[0].says == "Check (30 min): check Cause 0. Cause 0, as it shows."
    assert {each.text for each in form.all_options} >= {mode.name for mode in many}
    walk.says("catalogue.picks", ["cause-14"])
    assert hypotheses(walk.session)[-1].id == "cause-14"
