"""A review says what its intervals support, and nothing else."""

from __future__ import annotations

import math
import time
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from coach.reasoning.calibration import calibration_curve
from coach.reasoning.scores import Forecast, spiegelhalter_z
from coach.session.review.groups import Columns, group, groups
from coach.session.review.record import CauseFound, SessionRecord, Spent, Told
from coach.session.review.review import review
from coach.session.review.sentence import called_out, headline
from coach.session.scoring import Scored, Unscored, binary

LONGEST_S = 5.0
"""The promise is one second; machines of tests are shared."""
START = datetime(2026, 1, 1, tzinfo=UTC)


def forecast(probability: float, *, came_true: bool, tag: str = "", by: str = "mira", day: int = 0) -> Scored:
    at = START + timedelta(days=day)
    return binary("success", "it works", probability, came_true=came_true, by=by, at=at, tag=tag)


def record(*forecasts: Scored, **changed: object) -> SessionRecord:
    empty = SessionRecord(
        "1", "a run", "premortem", START, True, forecasts, (), None, None, (), (), None, 0.0, ""  # noqa: FBT003 - closed
    )  # fmt: skip
    return empty._replace(**changed)  # type: ignore[arg-type]


def too_sure(sessions: int = 30) -> list[SessionRecord]:
    return [record(forecast(0.9, came_true=at % 3 != 0, day=at)) for at in range(sessions)]


def test_a_journal_without_forecasts_says_so_and_calls_nothing_out() -> None:
    found = review([record()])
    assert headline(found) == "No sealed forecast has been resolved yet, so there is nothing to score."
    assert called_out(found) == ()
    assert found.curve is None
    assert found.bands == ()


def test_under_ten_forecasts_nothing_is_judged() -> None:
    found = review(too_sure(9))
    assert headline(found) == "9 sealed forecasts are resolved, too few to judge by."
    assert headline(review(too_sure(1))).startswith("1 sealed forecast is")


def test_one_who_is_too_sure_is_told_what_ninety_percent_has_been_worth() -> None:
    found = review(too_sure())
    assert found.recalibration is not None
    worth = f"{100 * found.recalibration.apply(0.9):.0f} %"
    assert headline(found) == (
        f"You are too sure: over 30 resolved forecasts, what you called 90 % has been worth about {worth}."
    )


def test_one_who_is_right_more_often_than_they_say_is_told_so() -> None:
    found = review([record(forecast(0.6, came_true=True)) for _ in range(40)])
    assert headline(found).startswith("You are not sure enough: over 40 resolved forecasts")


def test_where_the_interval_supports_nothing_the_sentence_says_so() -> None:
    found = review([record(forecast(0.7, came_true=at % 10 < 7)) for at in range(40)])
    assert headline(found).startswith("Nothing in 40 resolved forecasts says that your probabilities are off")
    assert called_out(found) == ()


def test_forecasts_of_one_failed_run_do_not_count_as_many() -> None:
    apart = [record(forecast(0.9, came_true=at % 4 != 0)) for at in range(24)]
    together = [record(*(forecast(0.9, came_true=run != 0) for _ in range(6))) for run in range(4)]
    one, other = review(apart).everything, review(together).everything
    assert one is not None
    assert other is not None
    assert one.forecasts == other.forecasts
    assert one.brier == pytest.approx(other.brier)
    assert (one.sureness, other.sureness) == ("too sure", "")
    assert other.right.high - other.right.low > one.right.high - one.right.low
    assert other.log_score.high > one.log_score.high


def test_without_anything_that_hangs_together_z_is_that_of_spiegelhalter() -> None:
    pairs = [(0.9, True), (0.2, False), (0.7, False), (0.6, True), (0.95, True)]
    columns = Columns.of([[forecast(p, came_true=came)] for p, came in pairs])
    exact = spiegelhalter_z([Forecast(p, came) for p, came in pairs])
    assert group("all", columns).z == pytest.approx(exact)


def test_scores_are_grouped_the_largest_group_first_and_empty_names_are_left_out() -> None:
    some = [forecast(0.8, came_true=True, tag=tag) for tag in ("b", "a", "a", "")]
    found = groups(some, Columns.of([some]), lambda each: each.tag)
    assert [(each.name, each.forecasts) for each in found] == [("a", 2), ("b", 1)]
    assert found[0].brier == pytest.approx(0.04)
    assert found[0].log_score.value == pytest.approx(-math.log(0.8))


def test_a_certainty_that_failed_does_not_hide_every_other_score() -> None:
    found = review([record(forecast(0.0, came_true=True)), record(forecast(0.5, came_true=True))])
    assert found.everything is not None
    assert found.everything.log_score.value == pytest.approx((13.8155 + math.log(2)) / 2, abs=1e-3)


def test_the_curve_comes_with_thirty_forecasts_and_counts_stand_alone_before() -> None:
    assert review(too_sure(29)).curve is None
    found = review(too_sure(30))
    assert found.curve is not None
    assert [(band.low, band.came_true.times, band.came_true.of) for band in found.bands] == [(0.8, 20, 30)]


def test_the_band_holds_a_calibrated_forecaster_nine_times_in_ten() -> None:
    chance = np.random.default_rng(7)
    stated = np.array([0.1, 0.3, 0.5, 0.7, 0.9] * 24)
    inside = []
    for trial in range(120):
        came = chance.random(len(stated)) < stated
        curve = calibration_curve(
            [Forecast(p, bool(x)) for p, x in zip(stated.tolist(), came, strict=True)], trial
        )
        assert curve is not None
        inside += [point.low <= point.came_true <= point.high for point in curve.points]
    assert 0.87 <= sum(inside) / len(inside) <= 0.97


def test_where_the_cause_stood_is_counted_by_place_and_by_method() -> None:
    places = [("premortem", 1), ("premortem", 0), ("stuck", 2), ("stuck", 5), ("stuck", 0)]
    records = [record(method=method, cause=CauseFound("it", "", place, 4, 0.2)) for method, place in places]
    found = review(records)
    assert [(each.name, each.times, each.of) for each in found.listed] == [
        ("failed runs", 1, 2),
        ("investigations", 2, 3),
    ]
    assert found.places == (("1", 1), ("2", 1), ("3", 0), ("later", 1), ("not on it", 2))


def test_a_list_is_called_good_or_bad_only_where_its_interval_leaves_the_half() -> None:
    missed = [record(cause=CauseFound("it", "", 0, 3, None)) for _ in range(6)]
    assert called_out(review(missed)) == ("In failed runs the cause was seldom on your list: 0 of 6.",)
    assert called_out(review(missed[:1])) == ()


def test_hours_are_called_longer_by_their_own_interval_and_never_by_the_start_of_two() -> None:
    as_said = [record(spent=(Spent("run", 10, 10),)) for _ in range(8)]
    assert called_out(review(as_said)) == ()
    longer = [record(spent=(Spent("run", 10, 25 + at),)) for at in range(6)]
    (said,) = called_out(review(longer))
    assert said.startswith("Your runs take longer than you say: about ")
    assert called_out(review(longer[:3])) == ()


def test_detectors_are_judged_by_how_often_they_pointed_at_the_cause() -> None:
    right = [record(told=(Told("loss-spikes", right=True), Told("slow", right=at < 3))) for at in range(6)]
    found = review(right)
    assert [(each.name, each.times, each.of) for each in found.detectors] == [
        ("loss-spikes", 6, 6),
        ("slow", 3, 6),
    ]
    assert called_out(found) == ("loss-spikes mostly pointed at the cause: 6 of 6 times.",)


def test_a_cause_that_came_again_is_one_however_it_was_known() -> None:
    texts = [("Rate too high", "lr"), ("rate too high", ""), ("a typo", "")]
    found = review([record(cause=CauseFound(text, mode, 1, 2, 0.5)) for text, mode in texts])
    assert [(each.name, each.times) for each in found.recurring] == [("rate too high", 2)]


def test_what_was_sealed_too_late_is_counted_and_told() -> None:
    late = record(unscored=(Unscored("x", "too early", "seen"), Unscored("y", "open", "")))
    found = review([late])
    assert dict(found.unscored) == {"too early": 1, "open": 1}
    assert called_out(found) == ("1 forecast was sealed after a look at the log, and not scored.",)


def test_ten_thousand_forecasts_are_reviewed_at_once() -> None:
    records = [
        record(*(forecast(at % 97 / 100 + 0.01, came_true=at % 3 > 0, tag=f"t{at % 9}") for at in range(10)))
        for _ in range(1000)
    ]
    began = time.perf_counter()
    assert headline(review(records))
    assert time.perf_counter() - began < LONGEST_S
