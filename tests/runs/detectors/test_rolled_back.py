"""What went wrong in a stretch that a restart rolled back is told, as the run stood then."""

from __future__ import annotations

import numpy as np

from coach.runs import Run, Severity
from coach.runs.describing.rolled_back import rolled_back
from coach.runs.detectors.detect import detect
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, symptoms

GOOD = noisy(0.4 + 2 * np.exp(-np.arange(500) / 90), 0.02, 500)


def resumed(before: np.typing.NDArray[np.float64], at: int, after: np.typing.NDArray[np.float64]) -> Run:
    """Give a run that had come as far as `before` and was restarted at a step."""
    return run(
        series(
            "train/loss",
            np.concatenate([before, after]),
            step=[*range(len(before)), *range(at, at + len(after))],
            wall_time=1.7e9 + np.arange(len(before) + len(after)),
            segment=[0] * len(before) + [1] * len(after),
        )
    )


def test_a_divergence_that_was_rolled_back_is_told_with_where_it_lies() -> None:
    bad = np.concatenate([GOOD[:330], 0.5 + np.exp(np.arange(70) / 12)])
    given = resumed(bad, 300, GOOD[300:])
    (symptom,) = symptoms(given, "loss-divergence")
    assert symptom.severity is Severity.ALARM
    assert symptom.says.startswith(
        "As the run stood at step 399, before a restart rolled it back to step 300: train/loss fell to"
    )
    assert symptom.before_segment == 1
    assert 325 <= (symptom.onset_step or 0) <= 340
    shown = given.series["train/loss"].before(1)
    assert (len(shown), shown.value[-1]) == (400, bad[-1])


def test_what_went_well_before_the_restart_is_not_told_twice() -> None:
    assert symptoms(resumed(GOOD[:400], 300, GOOD[300:]), "loss-divergence") == []


def test_what_began_before_the_restart_and_goes_on_is_told_once() -> None:
    rising = np.concatenate([GOOD[:200], np.linspace(0.6, 9, 300)])
    (symptom,) = symptoms(resumed(rising[:400], 300, rising[300:]), "loss-divergence")
    assert symptom.before_segment is None


def test_a_divergence_on_both_lines_is_two_symptoms() -> None:
    bad = np.concatenate([GOOD[:330], 0.5 + np.exp(np.arange(70) / 12)])
    again = np.concatenate([GOOD[300:420], 0.5 + np.exp(np.arange(100) / 20)])
    found = symptoms(resumed(bad, 300, again), "loss-divergence")
    assert {symptom.before_segment for symptom in found} == {None, 1}
    assert len({symptom.id for symptom in found}) == 2


def test_a_few_points_rolled_back_are_not_looked_at() -> None:
    assert rolled_back(resumed(GOOD[:305], 300, GOOD[300:])) == []


def test_only_the_longest_stretches_are_looked_at() -> None:
    steps = [range(100 * k, 100 * k + 120 + k) for k in range(9)]
    given = run(
        series(
            "loss",
            noisy(1, 0.1, sum(map(len, steps))),
            step=[step for each in steps for step in each],
            segment=[k for k, each in enumerate(steps) for _ in each],
        )
    )
    assert [stretch.segment for stretch in rolled_back(given)] == [6, 7, 8]
    assert detect(given) is not None
