"""At the close: forecasts scored, hours against the plan, where the cause stood; and no word the events do not hold."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from coach.reasoning.hours import format_hours
from coach.session.event.experiment import (
    Committed,
    CostSpent,
    FixConfirmed,
    OutcomePredicted,
    OutcomesForecast,
    ResultRecorded,
)
from coach.session.exhibit import Bars, Grid, Say
from coach.session.experiments import FIXED, experiments
from coach.session.moved import moved
from coach.session.review.groups import Columns, group
from coach.session.reward import reward, scored
from coach.session.scoring import scored as review_scored
from tests.session.test_stuck import at_decision, committed

if TYPE_CHECKING:
    from tests.session.rehearsal import Rehearsal


def solved(cause: str = "rewards-are-not-scaled", *, hours: str = "20 min") -> Rehearsal:
    """Give an investigation whose look and repair were sealed, and whose cause is confirmed."""
    walk = committed()
    walk.says("result.c1", {"outcome": "huge", "hours": hours} if hours else {"outcome": "huge"})
    walk.says("commitment.decision-2", "fix:rewards-are-not-scaled")
    walk.says("commitment.prediction-c2", {"you": ["80%"]})
    walk.says("commitment.seal-c2", "")
    walk.says("result.c2", {"outcome": "fixed"})
    said = {"cause": cause, "grade": "fixed-once", "text": "it was that"}
    walk.says("closing.cause", said)
    return walk


def sentences(walk: Rehearsal) -> str:
    return " ".join(each.text for each in reward(walk.session) if isinstance(each, Say))


def test_sealed_forecasts_are_scored_by_the_chance_they_gave_to_what_came() -> None:
    walk = solved()
    first, second = scored(walk.session)
    assert (second.outcome, second.chance, second.alike) == ("yes, it is gone", 0.8, 0.5)
    mean = math.sqrt(first.chance * second.chance)
    assert f"gave, on geometric average, {100 * mean:.0f} % to what came: better than" in sentences(walk)
    assert f"Log score {-math.log(mean):.2f}; 0 is best, 0.69 is all alike" in sentences(walk)


@pytest.mark.parametrize(("chance", "word"), [(0.1, "worse than"), (0.5, "as good as"), (0.9, "better than")])
def test_a_forecast_is_called_better_only_where_it_is(chance: float, word: str) -> None:
    walk = at_decision()
    walk.says("commitment.decision-1", "fix:bad-luck")
    walk.says("commitment.prediction-c1", {"you": [f"{100 * chance:g}%"]})
    walk.says("commitment.seal-c1", "")
    walk.says("result.c1", {"outcome": "fixed"})
    walk.says("closing.cause", {"cause": "bad-luck", "grade": "fixed-once"})
    assert f": {word} giving every outcome the same chance" in sentences(walk)


@pytest.mark.parametrize("chance", [0.0, 0.2, 1.0])
def test_the_close_and_a_review_give_one_forecast_the_same_score(chance: float) -> None:
    walk = at_decision()
    walk.says("commitment.decision-1", "fix:bad-luck")
    walk.add(OutcomePredicted(commitment="c1", probability={"fixed": chance, "not-fixed": 1 - chance}))
    walk.says("commitment.seal-c1", "")
    walk.add(ResultRecorded(commitment="c1", outcome=FIXED))
    forecasts = review_scored(walk.session)
    in_review = group("all", Columns.of([forecasts])).log_score.value
    assert [each.chance for each in scored(walk.session)] == [chance]
    assert f"(Log score {in_review:.2f}; 0 is best" in sentences(walk)


def test_a_forecast_nobody_sealed_is_not_scored() -> None:
    walk = at_decision()
    walk.says("commitment.decision-1", "fix:bad-luck")
    walk.add(OutcomePredicted(commitment="c1", probability={"fixed": 0.9, "not-fixed": 0.1}))
    walk.add(ResultRecorded(commitment="c1", outcome=FIXED))
    assert scored(walk.session) == ()
    assert "No sealed forecast can be scored." in sentences(walk)
    assert not any(isinstance(each, Grid) for each in reward(walk.session))


def test_hours_are_those_that_were_noted_against_the_plan_and_against_knowing() -> None:
    said = sentences(solved())
    assert "Hours noted: 20 min for 1 of 2 steps." in said
    assert "The plan at your first decision took " in said
    assert "its repair alone would have taken " in said
    without = sentences(solved(hours=""))
    assert "No hours were noted." in without
    more = solved()
    more.add(CostSpent(commitment="c2", hours=11))
    assert f"Hours noted: {format_hours(11 + 1 / 3)} for 2 of 2 steps." in sentences(more)


def test_where_the_cause_stood_is_told_of_a_listed_one_and_of_one_that_was_not_on_the_list() -> None:
    assert "the cause stood " in sentences(solved())
    other = sentences(solved("other"))
    assert "The cause was not on your list; “something else” stood at " in other
    assert "its repair alone" not in other
    assert "What raised it most" not in other


def test_what_raised_the_cause_is_named_only_if_a_look_did() -> None:
    assert "What raised it most: “How large are the rewards?”, from " in sentences(solved())
    lowered = solved("bad-luck")
    assert "What raised it most" not in sentences(lowered)


def test_a_result_shows_what_it_moved_with_the_tick_before_it() -> None:
    walk = committed()
    assert moved(walk.session) == ()
    walk.says("result.c1", {"outcome": "huge"})
    said, bars = moved(walk.session)
    assert said == Say("Result: “How large are the rewards?”: huge.")
    assert isinstance(bars, Bars)
    assert all(row.tick is not None and abs(row.value - row.tick) >= 0.005 for row in bars.rows)


def test_an_outcome_that_was_not_listed_is_said_to_move_nothing() -> None:
    walk = committed()
    walk.says("result.c1", {"outcome": "none of these", "text": "NaN"})
    (said,) = moved(walk.session)
    assert said == Say(
        "Result: “How large are the rewards?”: none of the outcomes that were listed. It moved no belief."
    )


def test_what_is_only_believed_leaves_the_bars_where_the_repair_put_them() -> None:
    walk = committed()
    walk.says("result.c1", {"outcome": "huge"})
    before = moved(walk.session)
    walk.add(FixConfirmed(hypothesis="bad-luck", grade="believed"))
    assert moved(walk.session) == before


def test_a_look_of_which_every_explanation_expected_the_same_is_said_to_have_told_nothing() -> None:
    walk = solved()
    look = next(view for view in experiments(walk.session) if view.rows and not view.repeats)
    assert "could not have told anything" not in sentences(walk)
    walk.add(OutcomesForecast(experiment=look.id, rows=dict.fromkeys(look.rows, (0.5, 0.5))))
    walk.add(
        Committed(commitment="c9", action="experiment", target=look.id, question="Look again?", advised="")
    )
    walk.add(ResultRecorded(commitment="c9", outcome=look.outcomes[0]))
    assert "“Look again?” could not have told anything" in sentences(walk)
