"""Learning rates held against what the configuration says, and shapes of losses and speed that last."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs import Severity
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms

if TYPE_CHECKING:
    from coach.runs import Run, Symptom

STEADY = np.full(100, 3e-4)
WARMED = np.concatenate([ramp(1e-6, 3e-4, 20), ramp(3e-4, 0, 80)])


def configured(rate: np.typing.NDArray[np.float64], **settings: str) -> Run:
    given = run(series("train/learning_rate", rate, step=np.arange(len(rate)) * 10))
    return replace(given, metadata={f"config/{name}": text for name, text in settings.items()})


class TestRateNotAsMeant:
    @pytest.mark.parametrize(
        ("rate", "settings", "says"),
        [
            (STEADY, {"lr_scheduler_type": "linear"}, "lr_scheduler_type is linear"),
            (STEADY, {"anneal_lr": "True"}, "anneal_lr is true"),
            (WARMED, {"lr_schedule": "constant"}, "lr_schedule is constant"),
            (ramp(3e-4, 0, 100), {"warmup_steps": "200"}, "begins at its peak"),
            (STEADY, {"learning_rate": "3e-3"}, "the configured rate is 0.003"),
        ],
        ids=["stands still", "is not annealed", "falls", "no warm-up", "another peak"],
    )
    def test_a_rate_that_contradicts_the_configuration_is_named(
        self, rate: np.typing.NDArray[np.float64], settings: dict[str, str], says: str
    ) -> None:
        symptom = only(configured(rate, **settings), "rate-not-as-meant")
        assert says in symptom.says
        assert symptom.severity is Severity.WARN

    @pytest.mark.parametrize(
        ("rate", "settings"),
        [
            (STEADY, {"lr_scheduler_type": "constant", "learning_rate": "0.0003"}),
            (WARMED, {"lr_scheduler_type": "cosine", "warmup_steps": "200", "learning_rate": "3e-4"}),
            (STEADY, {"anneal_lr": "False"}),
            (STEADY, {}),
            (STEADY, {"actor/learning_rate": "1e-4", "critic/learning_rate": "1e-3"}),
        ],
        ids=["constant", "as meant", "not annealed on purpose", "nothing stated", "two groups of parameters"],
    )
    def test_a_rate_as_it_was_meant(
        self, rate: np.typing.NDArray[np.float64], settings: dict[str, str]
    ) -> None:
        assert symptoms(configured(rate, **settings), "rate-not-as-meant") == []

    def test_a_rate_that_is_only_warming_up_under_a_constant_schedule_is_innocent(self) -> None:
        warming = configured(ramp(1e-6, 3e-4, 100), lr_schedule="constant")
        assert symptoms(warming, "rate-not-as-meant") == []


class TestPlateauAtRateChange:
    CUT = np.where(np.arange(400) < 200, 1e-3, 1e-5)
    STOPPED = np.concatenate([ramp(3, 2, 200), np.full(200, 2.0)])

    @staticmethod
    def found(loss: np.typing.NDArray[np.float64], rate: np.typing.NDArray[np.float64]) -> list[Symptom]:
        return symptoms(run(series("loss", loss), series("lr", rate)), "plateau-at-rate-change")

    @pytest.mark.parametrize("seed", range(5))
    def test_a_fall_that_stops_at_a_jump_of_the_rate_is_named_with_both_rates(self, seed: int) -> None:
        (symptom,) = self.found(noisy(self.STOPPED, 0.005, 400, seed), self.CUT)
        assert (symptom.severity, symptom.onset_step) == (Severity.WARN, 200)
        assert "lr went from 0.001 to 1e-05 there" in symptom.says

    def test_a_rate_that_is_logged_at_other_steps_than_the_loss_is_laid_beside_it(self) -> None:
        rate = series("lr", self.CUT[::10], step=np.arange(0, 400, 10))
        given = run(series("loss", noisy(self.STOPPED, 0.005, 400)), rate)
        assert only(given, "plateau-at-rate-change").onset_step == 200

    @pytest.mark.parametrize("seed", range(5))
    @pytest.mark.parametrize("pace", [2, 5, 10, 20, 40, 80])
    def test_a_fall_that_slows_down_by_itself_is_innocent(self, pace: float, seed: int) -> None:
        loss = 1 + 2 * np.exp(-np.linspace(0, pace, 400))
        for at in (60, 100, 200, 300):
            rate = np.where(np.arange(400) < at, 1e-3, 1e-4)
            assert self.found(noisy(loss, 0.002, 400, seed), rate) == []

    @pytest.mark.parametrize(
        ("loss", "rate"),
        [
            (np.concatenate([ramp(3, 2, 200), np.full(200, 1.2)]), CUT),
            (ramp(3, 1, 400), CUT),
            (np.full(400, 2.0), CUT),
            (STOPPED, ramp(1e-3, 1e-4, 400)),
            (STOPPED, np.where(np.arange(400) < 150, 1e-3, 1e-5)),
            (STOPPED, 1e-3 * 0.7 ** np.arange(400)),
        ],
        ids=[
            "a drop after the decay",
            "it falls on",
            "it never fell",
            "a smooth rate",
            "another moment",
            "a coarse decay",
        ],
    )
    def test_what_is_no_plateau_at_a_jump(
        self, loss: np.typing.NDArray[np.float64], rate: np.typing.NDArray[np.float64]
    ) -> None:
        assert self.found(noisy(loss, 0.005, 400), rate) == []


class TestLossesThatStayUp:
    def test_a_jump_that_never_comes_back_is_a_warning_with_what_the_gradient_did(self) -> None:
        loss = noisy(np.where(np.arange(200) < 120, 2.0, 3.4), 0.02)
        norm = noisy(1, 0.05)
        norm[118:122] = 40
        symptom = only(run(series("loss", loss), series("grad_norm", norm)), "loss-jump")
        assert (symptom.severity, symptom.onset_step) == (Severity.WARN, 120)
        assert "has not come back" in symptom.says
        assert "grad_norm jumped first, at step 118" in symptom.says

    def test_a_jump_to_over_twice_the_level_is_one_symptom_and_that_a_divergence(self) -> None:
        loss = noisy(np.where(np.arange(200) < 120, 2.0, 9.0), 0.02)
        assert symptoms(run(series("loss", loss)), "loss-spike") == []
        assert only(run(series("loss", loss)), "loss-divergence").severity is Severity.ALARM

    def test_a_slow_steady_rise_after_the_minimum_is_a_warning_from_the_minimum_on(self) -> None:
        loss = noisy(np.concatenate([3 - 2 * ramp(0, 1, 200), ramp(1, 1.6, 200)]), 0.02, 400)
        symptom = only(run(series("loss", loss)), "loss-divergence")
        assert symptom.severity is Severity.WARN
        assert 190 <= (symptom.onset_step or 0) <= 230

    @pytest.mark.parametrize("seed", range(10))
    def test_noise_around_a_floor_and_a_wandering_floor_are_no_rise(self, seed: int) -> None:
        floor = 1 + 2 * np.exp(-np.linspace(0, 8, 400))
        assert symptoms(run(series("loss", noisy(floor, 0.05, 400, seed))), "loss-divergence") == []
        wander = np.cumsum(noisy(0, 0.002, 400, seed))
        assert symptoms(run(series("loss", floor + wander)), "loss-divergence") == []


class TestThroughputDrop:
    @staticmethod
    def at(rate: np.typing.NDArray[np.float64]) -> Run:
        wall = 1.7e9 + np.cumsum(100 / rate)
        return run(series("loss", noisy(1, 0.1, len(rate)), step=np.arange(len(rate)) * 100, wall_time=wall))

    @pytest.mark.parametrize(
        ("left", "severity"), [(0.9, Severity.INFO), (0.7, Severity.WARN), (0.5, Severity.ALARM)]
    )
    def test_a_drop_that_lasts_is_named_with_its_moment(self, left: float, severity: Severity) -> None:
        rate = noisy(np.where(np.arange(600) < 360, 10.0, 10 * left), 0.05, 600)
        symptom = only(self.at(rate), "throughput-decay")
        assert symptom.severity is severity
        assert "stayed there" in symptom.says
        assert abs((symptom.onset_step or 0) - 36_000) < 2_500

    def test_a_dip_that_comes_back_and_noise_are_innocent(self) -> None:
        dip = noisy(10, 0.05, 600)
        dip[300:360] = 6
        assert symptoms(self.at(dip), "throughput-decay") == []
        for seed in range(10):
            assert symptoms(self.at(noisy(10, 0.5, 600, seed)), "throughput-decay") == []


def test_a_rate_that_falls_in_equal_steps_is_a_schedule_and_no_warning() -> None:
    stepped = 0.1 ** np.repeat(np.arange(1, 6), 40).astype(np.float64)
    found = only(run(series("learning_rate", stepped)), "learning-rate-early")
    assert found.severity is Severity.INFO
    assert "in equal steps" in found.says
    uneven = np.repeat([1e-1, 5e-2, 1e-4, 1e-5, 1e-6], 40)
    assert only(run(series("learning_rate", uneven)), "learning-rate-early").severity is Severity.WARN
