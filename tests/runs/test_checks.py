"""When a prediction has come true, when it has failed, and when it is too early to say."""

from __future__ import annotations

import math

import numpy as np
import pytest

from coach.prediction import parse_prediction
from coach.runs import Run, check_prediction
from coach.runs.checking.verdict import Outcome
from tests.runs.builders import run, series

RISING = run(series("return", np.linspace(0, 20, 101), step=np.arange(0, 101_000, 1000)))


def held(text: str, *runs: Run, is_over: bool = True) -> bool | None:
    return check_prediction(parse_prediction(text), runs, is_over=is_over).held


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("return >= 20", True),
        ("final(return) < 20", False),
        ("final(return) >= 10 by 50k", True),
        ("final(return) > 10 by 50k", False),
        ("max(return) < 10.5 by 50k", True),
        ("max(return) > 30", False),
        ("min(return) >= 0", True),
        ("mean(return, last 10%) > 18.5", True),
        ("mean(return) > 10.5", False),
        ("return >= 0 throughout", True),
        ("return < 15 throughout", False),
        ("return < 15 throughout by 50k", True),
    ],
)
def test_a_finished_run_decides(text: str, expected: bool) -> None:  # noqa: FBT001 - a table of cases
    assert held(text, RISING) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("return >= 20", None),
        ("final(return) > 10 by 200k", None),
        ("max(return) > 15 by 200k", True),
        ("max(return) < 15 by 200k", False),
        ("max(return) < 25 by 200k", None),
        ("max(return) > 25", None),
        ("min(return) < 1", True),
        ("min(return) > 1", False),
        ("return < 15 throughout", False),
        ("return < 25 throughout by 200k", None),
        ("final(return) >= 10 by 50k", True),
        ("mean(return, last 10%) > 1 by 200k", None),
    ],
)
def test_a_run_that_goes_on_decides_only_what_cannot_change(text: str, expected: bool | None) -> None:  # noqa: FBT001
    assert held(text, RISING, is_over=False) is expected


def test_a_run_that_ended_before_the_deadline_leaves_the_claim_open() -> None:
    assert held("final(return) > 10 by 200k", RISING) is None


def test_a_missing_tag_is_not_decided_and_similar_tags_are_named() -> None:
    verdict = check_prediction(parse_prediction("eval/return > 1"), [RISING])
    assert verdict.held is None
    assert "there is return" in verdict.says


def test_seeds_are_counted() -> None:
    good, bad = run(series("r", [0, 9])), run(series("r", [0, 1]))
    assert held("r > 5 in 2 of 3 seeds", good, good, bad) is True
    assert held("r > 5 in 2 of 3 seeds", good, bad, bad) is False
    assert held("r > 5 in 2 of 3 seeds", good) is None
    assert held("r > 5 in 2 of 3 seeds", bad, bad) is False
    assert held("r > 5 in 2 of 3 seeds", good, good) is True
    assert held("r > 5", good, bad) is False
    assert held("r > 5", good, good) is True
    assert held("r > 5") is None


def test_what_a_restart_rolled_back_does_not_count() -> None:
    restarted = run(series("r", [1, 2, 99, 3, 4], step=[0, 1, 2, 2, 3], segment=[0, 0, 0, 1, 1]))
    assert held("max(r) < 10", restarted) is True


def test_a_deadline_counts_what_the_tag_counts() -> None:
    n = np.arange(1, 101)
    wall = 1.7e9 + 60.0 * n
    given = run(
        series("score/episode", n / 100, step=n, wall_time=wall),
        series("loss", np.ones(100), step=900 * n, wall_time=wall),
    )
    assert held("final(score/episode) > 2 by 300", given, is_over=False) is None
    assert held("final(score/episode) > 2 by 90", given, is_over=False) is False


def test_nan_before_the_first_number_is_passed_over_and_later_nan_satisfies_nothing() -> None:
    early = run(series("r", [math.nan, math.nan, 1, 2]))
    late = run(series("r", [1, 2, math.nan, 2]))
    assert held("max(r) < 3", early) is True
    assert held("max(r) < 3", late) is False
    assert held("r < 3 throughout", late) is False
    assert held("r < 3", run(series("r", [math.nan]))) is None


def test_the_verdict_says_the_number_and_the_step() -> None:
    verdict = check_prediction(parse_prediction("return < 15 throughout"), [RISING])
    assert verdict.says == "return was 15 at step 75,000, not < 15"
    assert verdict.value == pytest.approx(15)


HOURS = run(
    series("loss", np.linspace(10, 0, 101), step=np.arange(0, 101_000, 1000), seconds_a_step=0.36)
)  # one hour in 10,000 steps, ten hours in all


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("median(return) <= 10", True),
        ("median(return) > 10", False),
        ("std(return, last 10%) < 0.7", True),
        ("std(return) < 0.7", False),
        ("slope(return) > 0", True),
        ("slope(return) > 0.0003", False),
        ("slope(return) >= 0.00019", True),
        ("best(return) >= 20", True),
        ("best(return) < 0.1", True),
        ("mean(return, first 10%) < 1.1", True),
        ("mean(return, first 10%) < 0.9", False),
        ("mean(return, last 10k) > 18.5", True),
        ("mean(return, last 10k) > 19.5", False),
        ("mean(return, from 20k to 40k) <= 6", True),
        ("mean(return, from 20k to 40k) < 6", False),
        ("max(return, from 20% to 40%) <= 8", True),
        ("max(return, from 20% to 40%) < 8", False),
        ("min(return, from 20% to 40%) >= 4", True),
        ("min(return, from 20% to 40%) > 4", False),
        ("min(return) >= 10 after 50k", True),
        ("min(return) > 10 after 50k", False),
        ("min(return) >= 10 after 50%", True),
        ("max(return) > 10 by 50%", False),
        ("max(return) >= 10 by 50%", True),
        ("max(return, last 10%) < 2 by 10k", False),
        ("max(return, last 10%) <= 2 by 10k", True),
        ("min(return, last 10%) >= 1.8 by 10k", True),
        ("return > 5 throughout", False),
        ("return > 5 throughout after 30k", True),
        ("return never > 15", False),
        ("return never > 15 by 50k", True),
        ("never return < 15 after 80k", True),
    ],
)
def test_windows_and_places_in_a_run_choose_what_counts(text: str, expected: bool) -> None:  # noqa: FBT001
    assert held(text, RISING) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("final(loss) <= 8 by 2h", True),
        ("final(loss) < 8 by 2h", False),
        ("final(loss) <= 5 by 300min", True),
        ("final(loss) < 5 by 300min", False),
        ("max(loss) <= 5 after 5h", True),
        ("max(loss) < 5 after 5h", False),
        ("mean(loss, first 2h) >= 9", True),
        ("mean(loss, first 2h) > 9", False),
        ("max(loss, last 1h) <= 1", True),
        ("max(loss, last 1h) < 1", False),
        ("max(loss, from 2h to 4h) <= 8", True),
        ("max(loss, from 2h to 4h) < 8", False),
        ("min(loss, from 2h to 4h) >= 6", True),
        ("min(loss, from 2h to 4h) > 6", False),
    ],
)
def test_the_time_of_a_run_is_counted_from_its_first_record(text: str, expected: bool) -> None:  # noqa: FBT001
    assert held(text, HOURS) is expected


def test_the_pause_before_a_restart_is_no_time_of_the_run() -> None:
    wall = np.concatenate([np.arange(10) * 360.0, 1e6 + np.arange(10) * 360.0]) + 1.7e9
    paused = run(series("r", np.arange(20), wall_time=wall, segment=np.repeat([0, 1], 10)), name="paused")
    assert held("final(r) >= 16 by 1.5h", paused) is True
    assert held("final(r) > 16 by 1.5h", paused) is False


def test_a_time_in_a_log_without_a_clock_cannot_be_judged() -> None:
    verdict = check_prediction(
        parse_prediction("final(r) > 1 by 2h"), [run(series("r", [1, 2], seconds_a_step=None))]
    )
    assert verdict.outcome is Outcome.NOT_JUDGED
    assert verdict.says == "r has no clock, so no time of it is known"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("final(return) > 10 by 200k", Outcome.NOT_JUDGED),
        ("max(return) > 10 by 200k", Outcome.TRUE),
        ("max(return) < 10 by 200k", Outcome.FALSE),
        ("return < 10 by 200k throughout", Outcome.FALSE),
        ("return < 30 by 200k throughout", Outcome.NOT_JUDGED),
        ("final(return) > 10 by 101k", Outcome.TRUE),
        ("final(return) > 10 by 101001", Outcome.NOT_JUDGED),
        ("mean(return, first 40h) > 1", Outcome.NOT_JUDGED),
        ("max(return) > 3 after 200k", Outcome.NOT_JUDGED),
        ("eval/return > 3", Outcome.NOT_JUDGED),
    ],
)
def test_a_run_that_ended_too_early_cannot_be_judged_where_more_of_it_could_matter(
    text: str, outcome: Outcome
) -> None:
    assert check_prediction(parse_prediction(text), [RISING]).outcome is outcome


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("mean(return, first 10k) < 2", Outcome.TRUE),
        ("mean(return, first 10%) < 2", Outcome.OPEN),
        ("max(return, last 10%) > 3", Outcome.OPEN),
        ("max(return) > 3 after 10%", Outcome.OPEN),
        ("max(return) > 3 after 10k", Outcome.TRUE),
        ("min(return) > 3 after 10k", Outcome.FALSE),
        ("return > 3 throughout after 10k", Outcome.FALSE),
        ("return > 3 throughout after 10%", Outcome.OPEN),
        ("max(return, from 10k to 20k) < 30", Outcome.TRUE),
        ("max(return, from 10k to 200k) < 30", Outcome.OPEN),
        ("final(return) > 1 by 40h", Outcome.OPEN),
        ("max(return) > 3 after 200k", Outcome.OPEN),
        ("eval/return > 3", Outcome.OPEN),
        ("final(return) > 10 by 100500", Outcome.OPEN),
        ("slope(return) > 0", Outcome.OPEN),
        ("median(return) > 0", Outcome.OPEN),
        ("std(return) > 0", Outcome.OPEN),
    ],
)
def test_while_a_run_goes_on_a_share_of_it_is_not_known(text: str, outcome: Outcome) -> None:
    assert check_prediction(parse_prediction(text), [RISING], is_over=False).outcome is outcome


def test_one_value_has_no_spread_and_no_slope() -> None:
    single = run(series("r", [1.0]))
    assert check_prediction(parse_prediction("std(r) <= 0"), [single]).outcome is Outcome.NOT_JUDGED
    assert check_prediction(parse_prediction("slope(r) < 0"), [single]).outcome is Outcome.NOT_JUDGED
    assert held("std(r) <= 0", run(series("r", [1.0, 1.0]))) is True
    assert held("slope(r) < 0", run(series("r", [2.0, 1.0], step=[5, 5]))) is False


def test_nan_satisfies_no_statistic() -> None:
    late = run(series("r", [1, 2, math.nan, 2]))
    for statistic in ("median", "std", "slope", "mean", "max", "min"):
        assert held(f"{statistic}(r) > 0", late) is False
        assert held(f"{statistic}(r) < 9", late) is False
    assert held("final(r) < 9", late) is True


def test_another_run_gives_the_number_to_compare_with() -> None:
    weak = run(series("return", np.linspace(0, 10, 101), step=np.arange(0, 101_000, 1000)), name="weak")
    strong = run(series("return", [0, 30], step=[0, 100_000]), name="strong")
    references = {"": (weak,), "strong": (strong,), "both": (weak, strong)}

    def outcome(text: str) -> Outcome:
        return check_prediction(parse_prediction(text), [RISING], references=references).outcome

    assert outcome("return > baseline") is Outcome.TRUE
    assert outcome("return >= baseline + 100%") is Outcome.TRUE
    assert outcome("return > baseline + 100%") is Outcome.FALSE
    assert outcome("return > baseline + 10") is Outcome.FALSE
    assert outcome("return >= baseline + 10") is Outcome.TRUE
    assert outcome("return < run strong") is Outcome.TRUE
    assert outcome("return < run strong - 50%") is Outcome.FALSE
    assert outcome("return >= run both") is Outcome.TRUE
    assert outcome("return > run both") is Outcome.FALSE
    assert outcome("mean(return, last 10%) > baseline + 9") is Outcome.TRUE
    assert outcome("mean(return, last 10%) > baseline + 10") is Outcome.FALSE
    assert outcome("return > run nobody") is Outcome.NOT_JUDGED
    assert outcome("final(return) > baseline by 500k") is Outcome.NOT_JUDGED


def test_a_comparison_with_another_run_says_both_numbers() -> None:
    weak = run(series("return", [0, 10]), name="weak")
    verdict = check_prediction(
        parse_prediction("return > baseline + 10%"), [RISING], references={"": (weak,)}
    )
    assert verdict.says == "final(return) is 20 at step 100,000, against 11 (baseline + 10%)"


def test_a_verdict_says_over_which_stretch_it_was_taken() -> None:
    verdict = check_prediction(parse_prediction("mean(return, from 10% to 20%) > 1"), [RISING])
    assert verdict.says == "mean(return, from 10% to 20%) is 3 at step 20,000"


def test_more_runs_than_the_seeds_spoken_of_cannot_be_judged() -> None:
    good = run(series("r", [0, 9]))
    verdict = check_prediction(parse_prediction("r > 5 in 2 of 2 seeds"), [good] * 3)
    assert verdict.outcome is Outcome.NOT_JUDGED
    assert "there are 3 runs" in verdict.says


def test_seeds_that_are_missing_leave_a_claim_open_and_are_counted() -> None:
    good, bad = run(series("r", [0, 9])), run(series("r", [0, 1]))
    verdict = check_prediction(parse_prediction("r > 5 in 2 of 4 seeds"), [good, bad])
    assert verdict.outcome is Outcome.OPEN
    assert "2 more runs are missing" in verdict.says
    silent = run(series("loss", [1, 2]))
    alone = check_prediction(parse_prediction("r > 5 in 2 of 2 seeds"), [good, silent])
    assert alone.outcome is Outcome.NOT_JUDGED
