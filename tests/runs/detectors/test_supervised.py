"""Losses, gradients, learning rates and memory of supervised training."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs import Severity
from tests.runs.builders import STARTED, run, series
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms

if TYPE_CHECKING:
    from coach.runs.series import Series

FALLING = 0.3 + 2.0 * np.exp(-np.linspace(0, 5, 300)) + np.random.default_rng(0).normal(0, 0.01, 300)


def with_jump(height: float, at: int = 200, length: int = 3) -> np.typing.NDArray[np.float64]:
    values = FALLING.copy()
    values[at : at + length] = height
    return values


class TestLossSpike:
    def test_a_jump_is_named_with_the_points_it_took_to_recover(self) -> None:
        symptom = only(run(series("train/loss", with_jump(5.1))), "loss-spike")
        assert (symptom.severity, symptom.onset_step, symptom.value) == (Severity.INFO, 200, 5.1)
        assert "after 3 points" in symptom.says

    @pytest.mark.parametrize(
        "values", [FALLING, noisy(1, 0.2, 300), with_jump(0.34)], ids=["smooth", "noisy", "small"]
    )
    def test_what_is_no_jump(self, values: np.typing.NDArray[np.float64]) -> None:
        assert symptoms(run(series("train/loss", values)), "loss-spike") == []

    def test_a_policys_loss_may_jump(self) -> None:
        policy = (series("train/loss", with_jump(5.1)), series("reward", noisy(ramp(0, 9, 300), 1, 300)))
        assert symptoms(run(*policy), "loss-spike") == []


class TestLossDivergence:
    def test_a_loss_that_climbs_to_twice_its_minimum_is_an_alarm(self) -> None:
        climbing = np.concatenate([FALLING[:200], ramp(FALLING[199], 3.0, 100)])
        symptom = only(run(series("loss", climbing)), "loss-divergence")
        assert symptom.severity is Severity.ALARM
        assert 198 <= (symptom.onset_step or 0) <= 202
        assert "over twice that since step 2" in symptom.says

    @pytest.mark.parametrize(
        "values", [FALLING, with_jump(5.1), FALLING[:40]], ids=["falling", "a jump", "short"]
    )
    def test_what_is_no_divergence(self, values: np.typing.NDArray[np.float64]) -> None:
        assert symptoms(run(series("loss", values)), "loss-divergence") == []


class TestValidationTurn:
    EPOCHS = np.arange(0, 300, 15)
    TURNING = np.concatenate([ramp(2.0, 0.8, 8), ramp(0.85, 1.5, 12)])

    def test_validation_that_rises_while_training_falls_is_named_from_its_best_step(self) -> None:
        parts = (series("train_loss", FALLING), series("val_loss", self.TURNING, step=self.EPOCHS))
        assert only(run(*parts), "validation-turn").onset_step in self.EPOCHS[7:10]

    @pytest.mark.parametrize(
        ("training", "validation"),
        [
            (FALLING, ramp(2.0, 0.8, 20)),
            (FALLING, noisy(0.8, 0.05, 20)),
            (ramp(0.5, 2.0, 300), TURNING),
            (FALLING, [2.0, 1.0, 1.5, 1.6, 1.7]),
        ],
        ids=["still falling", "noise", "training rises too", "too few evaluations"],
    )
    def test_what_is_no_turn(
        self, training: np.typing.NDArray[np.float64], validation: np.typing.NDArray[np.float64]
    ) -> None:
        steps = self.EPOCHS[: len(validation)]
        parts = (series("train_loss", training), series("val_loss", validation, step=steps))
        assert symptoms(run(*parts), "validation-turn") == []


class TestValidationOfFewLooks:
    HALVING = 2.0 * np.exp(-np.linspace(0, 4, 300))
    LOOKS = np.array([99, 199, 299])

    def of(self, *values: float) -> Series:
        return series("val_loss", list(values), step=self.LOOKS[: len(values)])

    def test_each_look_worse_than_the_one_before_is_a_warning(self) -> None:
        symptom = only(run(series("loss", self.HALVING), self.of(0.30, 0.36, 0.42)), "validation-turn")
        assert (symptom.severity, symptom.onset_step) == (Severity.WARN, 99)
        assert "worse at each of its last 2 looks, from 0.3 at step 99 to 0.42" in symptom.says

    def test_a_score_that_is_at_its_best_makes_it_a_mention(self) -> None:
        better = series("val_wer", [34.0, 33.0, 32.0], step=self.LOOKS)
        given = run(series("loss", self.HALVING), self.of(0.30, 0.36, 0.42), better)
        symptom = only(given, "validation-turn")
        assert symptom.severity is Severity.INFO
        assert "val_wer is at its best all the same" in symptom.says

    @pytest.mark.parametrize(
        ("training", "looks"),
        [
            (HALVING, (0.30, 0.36)),
            (HALVING, (0.30, 0.31, 0.32)),
            (HALVING, (0.30, 0.42, 0.36)),
            (HALVING, (0.42, 0.36, 0.30)),
            (ramp(2.0, 1.8, 300), (0.30, 0.36, 0.42)),
        ],
        ids=["one step", "a little", "back again", "falling", "training stands still"],
    )
    def test_what_is_none(self, training: np.typing.NDArray[np.float64], looks: tuple[float, ...]) -> None:
        assert symptoms(run(series("loss", training), self.of(*looks)), "validation-turn") == []


def test_many_points_of_one_step_have_no_period() -> None:
    wave = 2.0 + np.sin(np.arange(120) * 2 * np.pi / 12)
    assert only(run(series("loss", wave)), "periodic-loss").severity is Severity.WARN
    assert symptoms(run(series("loss", wave, step=np.full(120, 7))), "periodic-loss") == []


class TestGradients:
    def test_norms_that_settle_ten_times_higher_are_an_alarm(self) -> None:
        growing = np.concatenate([noisy(1, 0.1, 150), noisy(40, 4, 50)])
        symptom = only(run(series("train/grad_norm", growing)), "gradient-growth")
        assert (symptom.severity, symptom.onset_step) == (Severity.ALARM, 150)

    def test_single_jumps_are_worth_a_mention(self) -> None:
        jumping = noisy(1, 0.1)
        jumping[[90, 160]] = 240
        assert only(run(series("train/grad_norm", jumping)), "gradient-spike").severity is Severity.INFO

    def test_a_norm_that_is_the_same_at_most_steps_is_a_clip(self) -> None:
        clipped = np.minimum(noisy(2.0, 0.8), 1.5)
        assert only(run(series("train/grad_norm", clipped)), "always-clipped").value == pytest.approx(
            0.73, abs=0.1
        )

    @pytest.mark.parametrize("values", [noisy(1, 0.2), ramp(5, 0.5)], ids=["noisy", "falling"])
    def test_ordinary_norms(self, values: np.typing.NDArray[np.float64]) -> None:
        logged = run(series("train/grad_norm", values))
        assert symptoms(logged, "gradient-growth") == symptoms(logged, "always-clipped") == []


class TestLearningRate:
    def test_a_schedule_that_ends_half_way_is_named(self) -> None:
        spent = np.concatenate([ramp(1e-3, 0, 100), np.zeros(100)])
        assert only(run(series("learning_rate", spent)), "learning-rate-early").onset_step == 99

    @pytest.mark.parametrize(
        "rate",
        [ramp(1e-3, 0), np.full(200, 1e-3), np.tile(ramp(1e-3, 0, 50), 4), np.zeros(200)],
        ids=["to the end", "constant", "restarts", "never on"],
    )
    def test_schedules_as_they_should_be(self, rate: np.typing.NDArray[np.float64]) -> None:
        assert symptoms(run(series("learning_rate", rate)), "learning-rate-early") == []


class TestMemory:
    @staticmethod
    def over_hours(values: np.typing.NDArray[np.float64], hours: float = 5.0) -> list[str]:
        wall = STARTED + np.linspace(0, hours * 3600, len(values))
        return [
            s.says for s in symptoms(run(series("system/memory", values, wall_time=wall)), "memory-growth")
        ]

    def test_steady_growth_is_named_by_the_hour(self) -> None:
        (said,) = self.over_hours(noisy(ramp(10, 15), 0.05))
        assert "% an hour" in said

    def test_a_buffer_that_fills_and_stops_is_innocent(self) -> None:
        assert self.over_hours(np.concatenate([ramp(10, 15, 100), np.full(100, 15.0)])) == []
        assert self.over_hours(noisy(10, 0.5)) == []


class TestLossScale:
    def test_halvings_in_a_row_and_a_scale_under_one_are_told_apart(self) -> None:
        halved = np.concatenate([np.full(50, 65536.0), 65536.0 / 2 ** np.arange(1, 11), np.full(40, 64.0)])
        assert only(run(series("loss_scale", halved)), "loss-scale-collapse").severity is Severity.WARN
        assert only(run(series("loss_scale", halved / 1e4)), "loss-scale-collapse").severity is Severity.ALARM

    def test_calibration_at_the_start_is_innocent(self) -> None:
        calibrated = np.concatenate([65536.0 / 2 ** np.arange(5), np.full(195, 4096.0)])
        assert symptoms(run(series("loss_scale", calibrated)), "loss-scale-collapse") == []
