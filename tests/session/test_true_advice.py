"""Every sentence of the advice and of the alarm has a condition; here each is tried where it would be false."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import pytest

from coach.reasoning.advice import recommend
from coach.reasoning.confusion import confusion
from coach.reasoning.information import OutcomeView
from coach.reasoning.problem import Cost, Evidence, Experiment, Fix, Hypothesis, Problem
from coach.session.advice import OUTCOMES, RIVALS, advise
from coach.session.advised import head_of, outcomes_say
from coach.session.beliefs import belief_rows
from coach.session.event.experiment import FixConfirmed
from coach.session.exhibit import Folded, Outline, Say, laid_open
from coach.session.fold import fold
from coach.session.misfit import alarm_reasons, alarm_round, confusion_reasons
from coach.session.next_action import NextAction, next_action
from coach.session.robustness import robustness_of
from coach.session.stuck.revising import tables
from tests.session.test_stuck import at_decision, committed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.session.step import Step
    from tests.session.rehearsal import Rehearsal

EMPTY = fold(())
NAMES = {
    "scale": "the scale",
    "rate": "the rate",
    "other": "something else",
    "fix:scale": "the scale",
    "fix:rate": "the rate",
    "experiment:histogram": "a histogram",
    "experiment:prints": "prints",
}


def problem(
    *, scale: float = 0.99, run_h: float = 10.0, look_h: float = 0.25, rows: Sequence[float] = (0.95, 0.1)
) -> Problem:
    """Give two causes, the first nearly sure, and a look that tells them apart by `rows`: P(wide | each)."""
    wide = dict(zip(("scale", "rate"), rows, strict=True))
    return Problem(
        hypotheses=(
            Hypothesis("scale", scale, Fix("scale", Cost(wall_h=run_h, human_h=0.5))),
            Hypothesis("rate", 1 - scale, Fix("rate", Cost(wall_h=run_h, human_h=0.5))),
        ),
        other_prior=0.05,
        service=Cost(human_h=40),
        experiments=(
            Experiment(
                "histogram",
                Cost(human_h=look_h),
                ("wide", "narrow"),
                {each: (p, 1 - p) for each, p in wide.items()},
            ),
        ),
    )


def advised(posed: Problem) -> NextAction:
    return next_action(EMPTY, posed, recommend(posed))


def price_line(posed: Problem) -> str:
    return head_of(advised(posed), posed, posed.prior, NAMES).price


def test_a_look_of_minutes_comes_before_a_bet_on_a_run_and_says_that_the_numbers_would_not() -> None:
    posed = problem()
    assert recommend(posed).action == "fix"
    assert advised(posed).advised.id == "histogram"
    said = price_line(posed)
    assert said.startswith("By the numbers alone one would repair “the scale” at once, ")
    assert said.endswith("but its 94 % is an estimate, and the repair takes 10.5 h.")
    assert "saves" not in said


@pytest.mark.parametrize(
    "posed",
    [
        problem(look_h=1.0),
        problem(run_h=0.5),
        problem(rows=(0.5, 0.45)),
        replace(problem(), experiments=()),
    ],
    ids=["a look of an hour", "a repair of an hour", "a look that tells nothing", "no look at all"],
)
def test_where_looking_is_dear_or_tells_nothing_the_repair_comes_first(posed: Problem) -> None:
    found = advised(posed)
    assert (found.advised.action, found.instead_of) == ("fix", None)


def test_what_a_look_has_confirmed_is_no_bet_any_more() -> None:
    posed = problem()
    (histogram,) = posed.experiments
    prints = replace(histogram, id="prints")
    seen = replace(posed, experiments=(prints,), evidence=(histogram.observed("wide"),))
    against = replace(posed, experiments=(prints,), evidence=(histogram.observed("narrow"),))
    assert advised(seen).advised.action == "fix"
    assert advised(against).advised.action == "experiment"


@pytest.mark.parametrize("scale", [0.3, 0.5, 0.7, 0.85, 0.9, 0.97])
def test_a_look_is_said_to_save_only_what_it_saves(scale: float) -> None:
    posed = problem(scale=scale)
    found = advised(posed)
    said = price_line(posed)
    saved = found.advised.fix_only - found.advised.expected_cost
    assert ("saves" in said) == (found.advised.action == "experiment" and saved >= 1 / 60)
    assert "-" not in said


def test_no_look_on_the_list_is_not_said_of_a_list_with_looks_nor_the_other_way_round() -> None:
    without = replace(problem(), experiments=())
    assert "there is no look on the list" in head_of(advised(without), without, without.prior, NAMES).tells
    with_one = problem(look_h=30)
    assert (
        "no look on the list would pay" in head_of(advised(with_one), with_one, with_one.prior, NAMES).tells
    )
    planned = replace(recommend(with_one), is_optimal=False, proof="")
    assert "no look was found" in head_of(NextAction(planned), with_one, with_one.prior, NAMES).tells


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ((0.9, 0.1), "It tells “the scale” from “the rate”."),
        ((0.55, 0.45), "After it, “the scale” or “the rate” leads the list."),
        ((0.5, 0.5), "After it, “the scale” stands somewhere between "),
    ],
)
def test_a_look_is_said_to_tell_causes_apart_only_where_its_outcomes_turn_their_odds(
    rows: tuple[float, float], says: str
) -> None:
    posed = problem(scale=0.505, rows=rows)
    best = next(each for each in recommend(posed).ranking if each.id == "histogram")
    planned = replace(recommend(posed), action="experiment", id=best.id)
    assert head_of(NextAction(planned), posed, posed.prior, NAMES).tells.startswith(says)


def test_only_what_the_newest_evidence_brought_is_an_alarm() -> None:
    odd = Evidence("odd", {"scale": 0.03, "rate": 0.03})
    usual = Evidence("usual", {"scale": 0.9, "rate": 0.8, "other": 0.8})
    posed = replace(problem(), evidence=(odd, usual))
    assert confusion(posed).triggered
    assert not confusion(posed, newest="usual").triggered
    assert confusion(posed, newest="odd").triggered
    assert not confusion(replace(posed, evidence=(usual, odd)), newest="usual").triggered


def test_an_alarm_speaks_of_things_by_their_words_and_not_of_what_was_foreseen() -> None:
    odd = Evidence("c1", {"scale": 0.03, "rate": 0.03, "other": 0.03})
    posed = replace(problem(), evidence=(odd,))
    (said,) = confusion(posed, newest="c1", names={"c1": "a histogram wide"}).reasons
    assert (
        said == "No explanation on your list expects “a histogram wide”: none of them gave it more than 3 %."
    )
    assert confusion(posed, newest="c1", foreseen=True).reasons == ()


def unexpected(forecast: str) -> Rehearsal:
    """Give a walk whose look came out as no explanation expects, with this forecast of it."""
    walk = at_decision()
    rows = [view.id for view in belief_rows(walk.session) if not view.is_catch_all]
    walk.says("commitment.decision-1", "experiment:reward-histogram")
    for step in walk_tables(walk):
        walk.add(*step.accept(dict.fromkeys(rows, (0.03, 0.97))))
    walk.says("commitment.prediction-c1", {"you": [forecast]})
    walk.says("commitment.seal-c1", "")
    walk.says("result.c1", {"outcome": "huge"})
    return walk


def walk_tables(walk: Rehearsal) -> list[Step]:
    return [
        each for each in tables(walk.place) if each.question.key == "experiments.forecast.reward-histogram"
    ]


def test_an_outcome_that_was_sealed_at_60_percent_is_no_surprise_and_one_at_10_percent_is() -> None:
    surprised, foreseen = unexpected("10%"), unexpected("60%")
    assert alarm_reasons(surprised.session)[0].startswith("No explanation on your list expects “How large")
    assert surprised.question.key == "hypotheses.again-2"
    assert surprised.question.text.startswith("No explanation on your list expects")
    assert not any("expects" in each for each in alarm_reasons(foreseen.session))


def test_once_the_trouble_is_gone_nothing_alarms_nothing_is_advised_and_only_the_close_is_asked() -> None:
    walk = committed()
    walk.says("result.c1", {"outcome": "huge"})
    walk.says("commitment.decision-2", "fix:bad-luck")
    walk.says("commitment.prediction-c2", {"you": ["2%"]})
    walk.says("commitment.seal-c2", "")
    before = {row.id: row.posterior for row in belief_rows(walk.session)}
    walk.says("result.c2", {"outcome": "fixed"})
    assert alarm_round(walk.session) == 0
    assert advise(walk.session) is None
    assert walk.question.key == "closing.cause"
    after = {row.id: row.posterior for row in belief_rows(walk.session)}
    assert after["bad-luck"] > before["bad-luck"]


@pytest.mark.parametrize(("grade", "at_least"), [("reversed", 0.95), ("fixed-once", 0.6)])
def test_belief_follows_a_confirmed_cause_and_not_one_that_is_only_believed(
    grade: Literal["reversed", "fixed-once"], at_least: float
) -> None:
    walk = committed()
    walk.says("result.c1", {"outcome": "huge"})
    now = {row.id: row.posterior for row in belief_rows(walk.session)}
    walk.add(FixConfirmed(hypothesis="learning-rate", grade=grade))
    assert {row.id: row.posterior for row in belief_rows(walk.session)}["learning-rate"] > at_least
    merely = committed()
    merely.says("result.c1", {"outcome": "huge"})
    merely.add(FixConfirmed(hypothesis="learning-rate", grade="believed"))
    assert {row.id: row.posterior for row in belief_rows(merely.session)} == pytest.approx(now)


def test_the_advice_is_called_sturdy_only_for_what_was_moved_and_for_a_list_that_fits() -> None:
    walk = at_decision()
    (said, *_) = robustness_of(walk.session).exhibits
    assert isinstance(said, Say)
    if said.tone == "good":
        assert said.text.startswith("No small change to a single likelihood, or to the hours of rebuilding,")
        assert "takes for granted that the cause is on your list, which it is with" in said.text
    assert not confusion_reasons(walk.session)
    odd = unexpected("10%")
    assert confusion_reasons(odd.session)
    assert not any(
        isinstance(each, Say) and each.tone == "good" for each in robustness_of(odd.session).exhibits
    )


def test_rivals_that_the_numbers_put_first_are_not_called_dearer() -> None:
    walk = at_decision()
    advice = advise(walk.session)
    assert advice is not None
    assert [each.title for each in advice.exhibits if isinstance(each, Folded)][:2] == [
        OUTCOMES,
        RIVALS,
    ]
    assert any(isinstance(each, Outline) for each in laid_open(advice.exhibits))


def test_an_outcome_speaks_for_no_explanation_that_expects_what_something_else_does() -> None:
    """Nobody said what a bad seed would show, so it gains only as much as something else."""
    before = {"scale": 0.6, "seed": 0.2, "other": 0.2}
    view = OutcomeView("near it", 0.5, {"scale": 0.2, "seed": 0.4, "other": 0.4})
    names = {"scale": "wrong scale", "seed": "bad seed", "other": "something else"}
    (said,) = outcomes_say([view], before, names).roots
    assert said.text == "near it: speaks for “something else”, against “wrong scale”"
