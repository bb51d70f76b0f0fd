"""Sentences that were met over real logs and were not true of them, each with the log's shape made anew."""

from __future__ import annotations

import numpy as np

from coach.runs.describing.curves import curve_of
from coach.runs.detectors.detect import detect_across
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms

LEARNS = 1.1 + 2.4 * np.exp(-ramp(0, 3, 30))


class TestUpdatesStopped:
    """Claim: the held-out loss fell look by look and stands still, so updates stopped."""

    def test_a_loss_that_drops_at_once_where_it_had_hardly_moved_was_helped_by_a_cut_of_the_rate(
        self,
    ) -> None:
        held_out = np.concatenate([LEARNS[:28], [1.60, 1.57], 1.24 - ramp(0, 0.11, 70)])
        assert symptoms(run(series("val_loss", held_out)), "sudden-standstill") == []

    def test_a_loss_that_was_falling_as_steeply_before_is_told(self) -> None:
        held_out = np.concatenate([ramp(3.5, 1.25, 30), 1.249 - ramp(0, 0.01, 70)])
        assert only(run(series("val_loss", held_out)), "sudden-standstill").onset_step == 29


class TestSeedsEndApart:
    """Claim: so much of the largest gain lies between two seeds."""

    def test_where_one_lost_what_it_had_more_than_the_gain_lies_between_them(self) -> None:
        ends = {0: 1.0, 1: 0.2, 2: -2.0}
        runs = [
            run(series("reward", noisy(ramp(0, end, 60), 0.02, 60, seed)), name=f"task_seed_{seed}")
            for seed, end in ends.items()
        ]
        (said,) = [each.says for each in detect_across(runs) if each.detector == "seed-disagreement"]
        assert "more than the largest gain lies between them" in said
        assert "end between about " in said


class TestARunOfOnePoint:
    """Claim: a run beside others came to nothing."""

    def test_one_that_has_a_single_point_by_design_is_said_to_be_short_and_not_to_have_failed(self) -> None:
        long = [
            run(series("reward", noisy(ramp(0, 9, 100), 0.5, 100, seed)), name=f"pg_{seed}_lr_{seed}e-3")
            for seed in range(12)
        ]
        cloned = run(series("reward", [2369.0]), name="bc_test")
        (said,) = [each.says for each in detect_across([*long, cloned]) if each.detector == "dead-trials"]
        assert "1 of 13 runs hold next to nothing (1 under a twentieth as long): bc_test" in said
        assert "nothing" not in said.partition("next to nothing")[2]


class TestPointsAtOneStep:
    """Claim: an extreme lies at a step."""

    def test_where_no_step_is_counted_places_are_told_by_their_order(self) -> None:
        said = curve_of(series("weights/mean", [0.1, 0.5, 0.4, 0.2, 0.3, 0.3], step=np.zeros(6)), None).says
        assert "highest 0.5 at point 2" in said
        assert "all at step 0, in the order written" in said

    def test_where_steps_are_counted_they_are_told_by_those(self) -> None:
        said = curve_of(series("weights/mean", [0.1, 0.5, 0.4, 0.2, 0.3, 0.3]), None).says
        assert "highest 0.5 at 1" in said
        assert "order written" not in said


def test_steps_that_go_back_within_one_file_are_no_restart_anybody_saw() -> None:
    values = noisy(1.0, 0.1, 110)
    step = np.r_[np.arange(60), np.arange(50, 100)]
    given = run(series("a", values, step=step, segment=np.r_[np.zeros(60), np.ones(50)]))
    said = only(given, "step-defects").says
    assert "10 points were rolled back, where the steps go back" in said
