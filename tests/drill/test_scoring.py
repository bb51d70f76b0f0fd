from __future__ import annotations

import math

import pytest

from coach.errors import AnswerError
from coach.session.drill.belief import belief_of, prior_of
from coach.session.drill.events import GaveUp, LookBought, OddsStated, RepairTried, StartedOver
from coach.session.drill.fold import fold
from coach.session.drill.plan import best_way, costs, hours_of, most_likely_first
from coach.session.drill.scoring import score
from tests.drill.small_cases import coin, with_truth

LEFT = RepairTried(repair="mend-left", diagnosis="left")
RIGHT = RepairTried(repair="mend-right", diagnosis="right")
SEE = LookBought(look="see")


def test_the_cost_to_go_is_that_of_the_case_worked_by_hand() -> None:
    """Look, then the right repair: 1 + 10. A repair first: 10, and 10 more half of the time. Starting over: 40."""
    found = costs(coin(), prior_of(coin()), ())
    assert found.to_go == pytest.approx(11)
    assert found.by_action == pytest.approx(
        {"experiment:see": 11, "fix:mend-left": 15, "fix:mend-right": 15, "service": 40}
    )
    assert found.best == "experiment:see"


def test_a_lucky_guess_is_charged_what_it_costs_on_average() -> None:
    lucky = score(fold(coin(), (LEFT,)))
    assert lucky.hours == 10
    assert lucky.best_hours == 11
    assert lucky.wasted == pytest.approx(4)
    assert lucky.dearest is not None
    assert lucky.dearest.best == "experiment:see"


def test_the_best_plan_wastes_nothing_whatever_comes_out() -> None:
    for case in (coin(), with_truth(coin(), "right", {"see": "r"}), coin(sure=0.8)):
        found = score(fold(case, best_way(case)))
        assert found.wasted == 0
        assert found.dearest is None


def test_a_repair_that_fails_rules_out_its_cause_and_the_rest_is_charged_from_there() -> None:
    drill = fold(coin(), (RIGHT, LEFT))
    assert belief_of(drill) == {"left": 1.0, "right": 0.0}
    assert [each.wasted for each in score(drill).choices] == pytest.approx([4, 0])


def test_a_look_at_what_is_known_is_wasted_and_could_not_change_anything() -> None:
    drill = fold(coin(), (RIGHT, SEE, LEFT))
    found = score(drill)
    assert [each.wasted for each in found.choices] == pytest.approx([4, 1, 0])
    assert found.idle_hours == 1
    assert found.choices[1].told_bits == 0


def test_a_sure_look_tells_one_bit_and_could_tell_one() -> None:
    told = score(fold(coin(), (SEE, LEFT))).choices[0]
    assert told.told_bits == pytest.approx(1)
    assert told.could_tell_bits == pytest.approx(1)
    assert told.could_matter


def test_odds_are_scored_against_the_exact_belief_and_the_truth_beside_it() -> None:
    even, bold = {"left": 0.5, "right": 0.5}, {"left": 0.9, "right": 0.1}
    first, second = score(fold(coin(), (OddsStated(odds=even), OddsStated(odds=bold), SEE))).odds
    assert first.off_bits == 0
    assert first.log_score == 1
    assert second.off_bits == pytest.approx(0.5 * math.log2(0.5 / 0.9) + 0.5 * math.log2(0.5 / 0.1))
    assert second.log_score < first.log_score
    assert second.brier == pytest.approx(0.02)


def test_starting_over_ends_the_drill_at_its_price() -> None:
    found = score(fold(coin(), (StartedOver(diagnosis="right"),)))
    assert found.wasted == pytest.approx(29)
    assert not found.named


@pytest.mark.parametrize(
    ("bodies", "says"),
    [
        ((SEE, SEE), "bought before"),
        ((LookBought(look="sea"),), "no look 'sea'"),
        ((RepairTried(repair="mend-left", diagnosis="up"),), "no cause 'up'"),
        ((OddsStated(odds={"left": 1.0}),), "do not cover"),
        ((OddsStated(odds={"left": 0.5, "right": 0.6}),), "sum to 1.1"),
        ((LEFT, SEE), "is over"),
        ((GaveUp(), SEE), "is over"),
    ],
)
def test_what_does_not_fit_the_case_is_refused(bodies: tuple[object, ...], says: str) -> None:
    with pytest.raises(AnswerError, match=says):
        fold(coin(), bodies)  # type: ignore[arg-type]


def test_most_likely_first_tries_one_repair_after_the_other() -> None:
    case = with_truth(coin(), "right", {"see": "r"})
    assert most_likely_first(case) == (LEFT, RIGHT)
    assert hours_of(case, most_likely_first(case)) == 20


def test_who_gives_up_named_the_cause_of_the_highest_odds_and_not_of_the_last_repair() -> None:
    odds = OddsStated(odds={"left": 0.8, "right": 0.2})
    gave_up = fold(coin(), (RIGHT, odds, GaveUp()))
    assert gave_up.diagnosis == "left"
    assert score(gave_up).named
    assert fold(coin(), (RIGHT, GaveUp())).diagnosis == ""
