"""Tags that come late or fall silent, pauses of a log, and moments that share a cause."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.runs import Severity
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms

LOSS = series("loss", noisy(1, 0.1))


class TestLifetimes:
    def test_a_tag_that_begins_late_and_one_that_falls_silent_are_named(self) -> None:
        late = series("aux", noisy(0, 1, 100), step=np.arange(100, 200))
        silent = series("grad/all", noisy(0, 1, 80))
        symptom = only(run(LOSS, late, silent), "step-defects")
        assert "aux was first logged at step 100" in symptom.says
        assert "grad/all was last logged at step 79, while the run went on to 199" in symptom.says
        assert symptom.severity is Severity.INFO

    def test_a_pause_inside_a_segment_is_named_and_one_between_two_is_a_restart(self) -> None:
        wall = 1.7e9 + np.arange(200.0)
        wall[120:] += 7200
        paused = series("loss", noisy(1, 0.1), wall_time=wall)
        assert "pauses for 2.0 h after step 119" in only(run(paused), "step-defects").says
        restarted = series("loss", noisy(1, 0.1), wall_time=wall, segment=[0] * 120 + [1] * 80)
        assert symptoms(run(restarted), "step-defects") == []

    def test_a_clock_that_is_set_back_by_a_second_hides_no_pause(self) -> None:
        wall = 1.7e9 + np.arange(400.0)
        wall[100:] -= 1.5
        wall[250:] += 5 * 3600
        said = only(run(series("loss", noisy(1, 0.1, 400), wall_time=wall)), "step-defects").says
        assert "pauses for 5.0 h after step 249" in said

    def test_long_pauses_are_told_however_many_and_short_ones_that_come_often_are_not(self) -> None:
        wall = 1.7e9 + 30 * np.arange(1000.0)
        for at in range(50, 1000, 100):
            wall[at:] += 900
        assert symptoms(run(series("loss", noisy(1, 0.1, 1000), wall_time=wall)), "step-defects") == []
        for at in range(100, 900, 100):
            wall[at:] += 8 * 3600
        said = only(run(series("loss", noisy(1, 0.1, 1000), wall_time=wall)), "step-defects").says
        assert "pauses for 8.0 h after step" in said
        assert "and 7 more times" in said

    def test_a_handful_of_points_set_aside_is_not_said_to_be_rolled_back(self) -> None:
        stray = series("loss", noisy(1, 0.1, 201), step=[*range(200), 0], segment=[0] * 200 + [1])
        assert symptoms(run(replace(stray, aside=frozenset({1}))), "step-defects") == []

    def test_evaluations_and_values_that_may_stand_still_are_innocent(self) -> None:
        solved = series("reward", np.concatenate([ramp(0, 500, 100), np.full(100, 500.0)]))
        seldom = series("eval/loss", noisy(1, 0.1, 20), step=np.arange(9, 200, 10)[:20])
        assert symptoms(run(LOSS, solved, seldom), "step-defects") == []


class TestWhatElseHappened:
    @staticmethod
    def moved(at: int, segment: list[int] | None = None) -> list[object]:
        n = np.arange(400)
        return [
            series(f"t{size}", noisy(np.where(n < at, 0.0, size), 0.05, 400, seed=size), segment=segment)
            for size in (1, 2, 3)
        ]

    def test_a_restart_at_a_shared_change_is_named(self) -> None:
        parts = self.moved(200, [0] * 200 + [1] * 200)
        assert "the run was restarted there" in only(run(*parts), "shared-change").says  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("tag", "value", "says"),
        [
            ("Environment/Lesson", np.where(np.arange(400) < 200, 1, 2), "Lesson went from 1 to 2 there"),
            ("train/epoch", np.arange(400) / 200, "train/epoch went from 0 to 1 there"),
            ("train/epoch", np.arange(400) / 10, ""),
            ("Environment/Lesson", np.where(np.arange(400) < 100, 1, 2), ""),
            ("queue", np.arange(400) % 7, ""),
            ("is_warm", np.where(np.arange(400) < 200, 0.0, np.nan), ""),
        ],
        ids=["stage", "epoch", "too many epochs", "another moment", "no stages", "no numbers"],
    )
    def test_a_new_stage_or_epoch_is_named_where_chance_would_not_have_put_it(
        self, tag: str, value: list[float], says: str
    ) -> None:
        symptom = only(run(*self.moved(200), series(tag, value)), "shared-change")  # type: ignore[arg-type]
        assert (says in symptom.says) if says else (" there" not in symptom.says)

    def test_a_jump_of_the_learning_rate_is_named_and_nothing_where_nothing_happened(self) -> None:
        rate = series("learning_rate", np.where(np.arange(400) < 200, 1e-3, 1e-4))
        assert "learning_rate jumped there" in only(run(*self.moved(200), rate), "shared-change").says  # type: ignore[arg-type]
        assert "there" not in only(run(*self.moved(200)), "shared-change").says  # type: ignore[arg-type]


class TestValidationFarWorse:
    def test_a_gap_that_stays_is_named_since_it_opened(self) -> None:
        train, held_out = ramp(0.3, 0.85, 40), np.minimum(ramp(0.3, 0.85, 40), 0.6)
        symptom = only(run(series("train_acc", train), series("val_acc", held_out)), "validation-far-worse")
        assert symptom.severity is Severity.WARN
        assert 27 <= (symptom.onset_step or 0) <= 31

    def test_near_the_top_a_smaller_gap_counts(self) -> None:
        parts = (series("train_acc", np.full(20, 0.99)), series("val_acc", np.full(20, 0.905)))
        assert only(run(*parts), "validation-far-worse").threshold == 0.07

    def test_a_small_gap_percentages_and_a_gap_that_closes_are_innocent(self) -> None:
        for train, held_out in (
            (ramp(0.3, 0.85, 40), ramp(0.3, 0.8, 40)),
            (ramp(30, 99, 40), ramp(30, 60, 40)),
            (np.full(40, 0.8), ramp(0.2, 0.79, 40)),
        ):
            given = run(series("train_acc", train), series("val_acc", held_out))
            assert symptoms(given, "validation-far-worse") == []
