"""Runs that are one run."""

from __future__ import annotations

import numpy as np

from coach.runs import Run, Severity
from coach.runs.detectors.detect import detect_across
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, ramp


def one(seed: int, n: int = 40, *, drift: float = 0.0, name: str = "") -> Run:
    rewards = noisy(ramp(0, 100), 5, seed=seed)[:n] * (1 + drift)
    return run(
        series("reward", rewards),
        series("time/fps", noisy(100, 9, n, seed=seed + len(name))),
        name=name or f"PPO_{seed}",
    )


def groups(*runs: Run) -> list[str]:
    return [each.says for each in detect_across(runs) if each.detector == "identical-runs"]


def test_repeats_of_one_seed_are_one_run_whatever_their_speed() -> None:
    (said,) = groups(one(1, name="a"), one(2, name="b"), one(1, name="cc"), one(1, name="ddd"))
    assert said == "3 runs have the same values at every common step, so they count as one: a, cc, ddd."
    assert [each.severity for each in detect_across([one(1, name="a"), one(1, name="cc")])] == [
        Severity.ALARM
    ]


def test_a_repeat_that_was_stopped_early_is_still_one() -> None:
    assert len(groups(one(1), one(1, n=15, name="early"))) == 1


def test_the_last_digits_of_other_hardware_do_not_hide_a_repeat() -> None:
    assert len(groups(one(1), one(1, drift=1e-7, name="other"))) == 1


def test_seeds_that_differ_are_replicates() -> None:
    assert groups(*(one(seed) for seed in range(6))) == []


def test_runs_that_part_later_are_replicates() -> None:
    shared, other = noisy(ramp(0, 100), 5), noisy(ramp(0, 100), 5, seed=9)
    parted = np.concatenate([shared[:20], other[20:]])
    assert groups(run(series("reward", shared)), run(series("reward", parted), name="other")) == []


def test_constant_series_and_schedules_make_no_two_runs_the_same() -> None:
    def plain(name: str, seed: int) -> Run:
        return run(
            series("train/learning_rate", ramp(1, 0)),
            series("reward", np.zeros(200)),
            series("loss", noisy(1, 1, seed=seed)),
            name=name,
        )

    assert groups(plain("a", 1), plain("b", 2)) == []
    assert groups(*(run(series("train/learning_rate", ramp(1, 0)), name=name) for name in "ab")) == []


def test_a_handful_of_equal_numbers_is_no_proof() -> None:
    assert groups(one(1, n=4), one(1, n=4, name="other")) == []


def results(name: str, *values: float) -> Run:
    return run(*(series(f"metric_{at}", [value]) for at, value in enumerate(values)), name=name)


def test_runs_of_one_result_each_are_held_against_one_another_to_the_last_digit() -> None:
    same = (81.2734519, 0.4419083, 12.0551927)
    (said,) = groups(
        results("a", *same), results("b", *same), results("c", 81.2734519, 0.4419083, 12.0551928)
    )
    assert said == "2 runs have the same results to the last digit, 3 metrics each: a, b."


def test_round_results_are_equal_by_chance() -> None:
    assert groups(results("a", 0.5, 1.0, 0.25, 81.2734519), results("b", 0.5, 1.0, 0.25, 81.2734519)) == []
