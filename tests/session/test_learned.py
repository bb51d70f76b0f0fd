"""What a journal's own record teaches: with its counts, beside one's own numbers, and switched off at will."""

from __future__ import annotations

import pytest

from coach.errors import BeliefError
from coach.reasoning.base_rates import learned_shares
from coach.session.learned import PARTS, Lesson, learned
from coach.session.review.record import CauseFound, Spent
from tests.session.test_review import forecast, record, too_sure

RECORDS = (
    *too_sure(30),
    record(cause=CauseFound("rate", "lr", 1, 3, 0.2), spent=(Spent("run", 10, 30), Spent("repair", 1, 9))),
    record(cause=CauseFound("rate", "lr", 0, 3, 0.2), lesson="Print the rate.", title="slow"),
    record(cause=CauseFound("a typo", "", 1, 3, 0.2)),
    record(cause=CauseFound("open", "other-mode", 1, 3, 0.2), closed=False),
)


def test_shares_start_as_the_catalogue_s_and_move_with_counts() -> None:
    assert learned_shares({"a": 3.0, "b": 1.0}, {}) == pytest.approx({"a": 0.75, "b": 0.25})
    after = learned_shares({"a": 3.0, "b": 1.0}, {"b": 10, "c": 9}, worth=10)
    assert after == pytest.approx({"a": 7.5 / 20, "b": 12.5 / 20})
    assert sum(after.values()) == pytest.approx(1)
    with pytest.raises(BeliefError):
        learned_shares({"a": 1.0}, {"a": -1})
    with pytest.raises(BeliefError):
        learned_shares({}, {})


def test_everything_is_learned_with_its_count() -> None:
    found = learned(RECORDS)
    assert found.times == {"lr": 2}
    assert found.ratios == (3.0,)
    assert found.forecasts == 30
    assert found.recalibration is not None
    assert found.recalibration.apply(0.9) < 0.85
    assert found.lessons == (Lesson("Print the rate.", "slow"),)


def test_a_part_that_is_switched_off_is_empty_and_leaves_the_others() -> None:
    found = learned(RECORDS, {"base-rates", "hours"})
    assert (found.times, found.ratios) == ({}, ())
    assert found.recalibration is not None
    none = learned(RECORDS, PARTS)
    assert (none.times, none.ratios, none.recalibration, none.forecasts) == ({}, (), None, 0)


def test_a_few_forecasts_and_certainties_teach_nothing_of_probabilities() -> None:
    few = [record(forecast(0.9, came_true=False)) for _ in range(9)]
    assert learned(few).recalibration is None
    certain = [record(forecast(1.0, came_true=True)) for _ in range(40)]
    assert learned(certain).recalibration is None
