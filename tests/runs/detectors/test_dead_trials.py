"""Runs among many that hold next to nothing."""

from __future__ import annotations

import numpy as np

from coach.runs import Run, Severity, Symptom
from coach.runs.detectors.detect import detect_across
from coach.session.logging_defects import action_for
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, ramp


def trials(n: int, points: int = 100) -> list[Run]:
    return [
        run(series("reward", noisy(ramp(0, 9, points), 0.5, points, seed)), name=f"trial_{seed}_lr_{seed}e-3")
        for seed in range(n)
    ]


def dead(runs: list[Run]) -> list[Symptom]:
    return [each for each in detect_across(runs) if each.detector == "dead-trials"]


def test_trials_that_ended_at_once_or_have_no_finite_return_are_counted_by_kind() -> None:
    stopped = run(series("reward", [1.0, 2.0]), name="stopped")
    blown = run(series("reward", np.full(100, -np.inf)), name="blown")
    (symptom,) = dead([*trials(8), stopped, blown])
    assert symptom.severity is Severity.WARN
    assert (
        "2 of 10 runs hold next to nothing (1 under a twentieth as long, 1 without a finite return)"
        in symptom.says
    )
    assert "stopped, blown" in symptom.says


def test_one_of_many_is_worth_a_mention() -> None:
    (symptom,) = dead([*trials(30), run(series("reward", [1.0]), name="stopped")])
    assert symptom.severity is Severity.INFO


def test_shorter_trials_of_a_scheduler_and_a_handful_of_runs_are_innocent() -> None:
    assert dead([*trials(6), *trials(4, points=20)]) == []
    assert dead([*trials(3), run(series("reward", [1.0]))]) == []


def test_a_short_task_beside_long_ones_is_alive_where_it_is_logged_as_finely() -> None:
    long = [run(series("reward", noisy(ramp(0, 100), 2), step=np.arange(200) * 1000)) for _ in range(6)]
    short = run(series("reward", noisy(ramp(0, 100, 60), 2, 60), step=np.arange(60) * 100))
    assert [each for each in detect_across([*long, short]) if each.detector == "dead-trials"] == []


def test_results_that_are_kept_beside_the_curves_are_no_trial() -> None:
    results = run(series("hparam/best_score", [91.5]), name="trial_0/1700000000.5")
    assert dead([*trials(8), results]) == []


def test_a_run_without_a_curve_is_told_as_that_and_not_as_a_trial_that_died() -> None:
    found = detect_across([*trials(8), *(run(name=f"empty-{k}") for k in range(3))])
    (symptom,) = [each for each in found if each.detector == "runs-without-curves"]
    assert [each for each in found if each.detector == "dead-trials"] == []
    assert symptom.says == "3 of 11 runs logged no curve: empty-0, empty-1 and 1 more."
    assert symptom.severity is Severity.INFO


def test_runs_without_curves_are_a_defect_of_the_logging_and_no_evidence_about_a_cause() -> None:
    (symptom,) = [
        each
        for each in detect_across([*trials(8), run(name="empty")])
        if each.detector == "runs-without-curves"
    ]
    assert "leave them out of comparisons" in action_for(symptom)
