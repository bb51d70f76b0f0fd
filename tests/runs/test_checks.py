"""When a prediction has come true, when it has failed, and when it is too early to say."""

from __future__ import annotations

import math

import numpy as np
import pytest

from coach.prediction import parse_prediction
from coach.runs import Run, check_prediction
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
