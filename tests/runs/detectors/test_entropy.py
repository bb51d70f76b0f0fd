"""Policy entropy: collapse, and levels it does not leave."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from coach.runs import Severity
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms

FALLING = np.concatenate([ramp(1.4, 1.3, 60), np.full(140, 0.01)])
FLAT_RETURN = noisy(20, 5)


class TestCollapse:
    def test_a_fall_to_nothing_with_a_flat_return_is_an_alarm_at_its_onset(self) -> None:
        symptom = only(
            run(series("losses/entropy", FALLING), series("return", FLAT_RETURN)), "entropy-collapse"
        )
        assert (symptom.severity, symptom.onset_step) == (Severity.ALARM, 60)

    def test_the_negated_entropy_of_sb3_is_turned_round_and_that_is_said(self) -> None:
        symptom = only(run(series("train/entropy_loss", -FALLING)), "entropy-collapse")
        assert symptom.onset_step == 60
        assert "sign is turned" in symptom.says

    def test_an_entropy_that_rllib_sums_over_the_batch_is_said_to_be_one(self) -> None:
        tag = "info/learner/default_policy/learner_stats/policy_entropy"
        symptom = only(run(series(tag, 200 * FALLING)), "entropy-collapse")
        assert "summed over the batch" in symptom.says
        assert "summed" not in only(run(series("policy_entropy", FALLING)), "entropy-collapse").says

    def test_a_deterministic_optimum_is_innocent(self) -> None:
        solved = np.concatenate([ramp(0, 500, 100), np.full(100, 500.0)])
        symptom = only(run(series("losses/entropy", FALLING), series("return", solved)), "entropy-collapse")
        assert symptom.severity is Severity.INFO

    def test_rewards_that_only_stop_varying_are_no_rise(self) -> None:
        random = np.random.default_rng(3)
        rare = random.choice([-0.4, 0.0, 0.0, 0.4], 40)
        rare[:3] = -0.4
        entropy = np.concatenate([ramp(1.4, 1.3, 40), np.full(360, 0.01)])
        given = run(
            series("losses/entropy", entropy),
            series("return", np.concatenate([rare, np.zeros(360)])),
            series("explained_variance", np.concatenate([noisy(-0.6, 0.1, 40), noisy(-0.4, 0.1, 360)])),
        )
        assert only(given, "entropy-collapse").severity is Severity.ALARM
        assert "at its best" not in " ".join(each.says for each in symptoms(given, "explained-variance"))

    def test_a_collapse_within_five_points_is_seen(self) -> None:
        symptom = only(run(series("Policy/Entropy", [0.11, *[-2e-7] * 5])), "entropy-collapse")
        assert symptom.onset_step == 1

    @pytest.mark.parametrize(
        "entropy",
        [
            ramp(1.4, 0.3),
            np.concatenate([np.full(60, 1.4), np.full(40, 0.01), np.full(100, 1.0)]),
            ramp(1.0, -4.0),
            ramp(-1.0, -8.0),
            np.full(200, 1e-9),
        ],
        ids=[
            "a slow decline",
            "a dip that recovers",
            "a density",
            "a density from the start",
            "none to lose",
        ],
    )
    def test_what_is_no_collapse(self, entropy: np.typing.NDArray[np.float64]) -> None:
        parts = (series("losses/entropy", entropy), series("return", FLAT_RETURN))
        found = symptoms(run(*parts), "entropy-collapse")
        assert [each for each in found if each.severity is not Severity.INFO] == found[
            : bool(entropy.max() < 1e-6)
        ]

    def test_one_in_the_first_quarter_of_the_planned_run_says_how_early_it_came(self) -> None:
        parts = (series("losses/entropy", FALLING, step=np.arange(200) * 10), series("return", FLAT_RETURN))
        early = replace(run(*parts), metadata={"config/total_timesteps": "6000"})
        late = replace(run(*parts), metadata={"config/total_timesteps": "2000"})
        assert (
            "by step 600, 10 % of the way into the planned run, and" in only(early, "entropy-collapse").says
        )
        assert "planned" not in only(late, "entropy-collapse").says
        assert only(early, "entropy-collapse").severity is only(late, "entropy-collapse").severity

    def test_planned_epochs_tell_how_early_too(self) -> None:
        parts = (series("losses/entropy", FALLING), series("epoch", np.arange(200) // 100))
        given = replace(run(*parts), metadata={"config/num_train_epochs": "10"})
        assert "6 % of the way" in only(given, "entropy-collapse").says

    def test_none_from_the_first_point_on_is_a_warning(self) -> None:
        given = run(series("losses/entropy", np.zeros(50)), series("return", FLAT_RETURN))
        symptom = only(given, "entropy-collapse")
        assert (symptom.severity, symptom.onset_step) == (Severity.WARN, 0)
        assert "from the first point on" in symptom.says


class TestSpreadOfActions:
    """A continuous policy's standard deviation, read where its entropy, a density's, says little."""

    GONE = np.concatenate([ramp(1.0, 0.02, 60), np.full(140, 0.01)])
    WIDER = noisy(ramp(1.0, 2.0), 0.01)

    def test_a_collapse_of_it_is_one_of_entropy_and_that_is_said_in_nats(self) -> None:
        symptom = only(run(series("train/std", self.GONE), series("return", FLAT_RETURN)), "entropy-collapse")
        assert (symptom.severity, symptom.tag) == (Severity.ALARM, "train/std")
        assert 55 <= (symptom.onset_step or 0) <= 60
        assert "from 1.4 to -3.2 nats a dimension" in symptom.says

    def test_a_density_that_goes_negative_is_seen_by_the_spread_beside_it_and_once(self) -> None:
        entropy = series("train/entropy_loss", -(np.log(self.GONE) + 1.419))
        symptom = only(run(entropy, series("train/std", self.GONE)), "entropy-collapse")
        assert symptom.tag == "train/std"

    def test_growth_of_it_is_growth_of_entropy(self) -> None:
        entropy = series("train/entropy_loss", -(np.log(self.WIDER) + 1.419))
        symptom = only(
            run(entropy, series("train/std", self.WIDER), series("return", FLAT_RETURN)), "entropy-growth"
        )
        assert (symptom.severity, symptom.tag) == (Severity.WARN, "train/std")
        assert "nats a dimension" in symptom.says

    @pytest.mark.parametrize(
        "std",
        [ramp(1.0, 0.3), noisy(1.0, 0.01), np.full(200, 0.05), ramp(-2.0, 1.0)],
        ids=["shrinks", "stays", "small from the start", "a logarithm"],
    )
    def test_what_is_neither(self, std: np.typing.NDArray[np.float64]) -> None:
        given = run(series("train/std", std), series("return", FLAT_RETURN))
        assert symptoms(given, "entropy-collapse") + symptoms(given, "entropy-growth") == []

    def test_annealed_or_wider_while_the_return_rises_is_no_warning(self) -> None:
        rising = series("return", noisy(ramp(0, 100), 2))
        assert only(run(series("train/std", self.GONE), rising), "entropy-collapse").severity is Severity.INFO
        assert only(run(series("train/std", self.WIDER), rising), "entropy-growth").severity is Severity.INFO

    def test_wild_swings_of_it_are_swings_of_entropy_and_are_said_once(self) -> None:
        std = 1.0 + 0.6 * np.sin(np.arange(200) / 5)
        entropy = series("train/entropy_loss", -(np.log(std) + 1.419))
        symptom = only(
            run(entropy, series("train/std", std), series("return", FLAT_RETURN)), "entropy-swings"
        )
        assert (symptom.severity, symptom.tag) == (Severity.WARN, "train/std")
        assert "standard deviation of actions" in symptom.says


class TestPlateau:
    def test_entropy_that_never_moves_with_a_flat_return_means_no_policy(self) -> None:
        symptom = only(
            run(series("entropy", noisy(3.29, 0.004)), series("return", FLAT_RETURN)), "entropy-at-start"
        )
        assert "entropy-stuck-max" in symptom.raises

    def test_a_level_of_ln_3_is_named(self) -> None:
        stuck = np.concatenate([ramp(math.log(6), math.log(3), 80), noisy(math.log(3), 0.003, 120)])
        symptom = only(run(series("entropy", stuck), series("return", FLAT_RETURN)), "entropy-stops-short")
        assert symptom.raises[0] == "entropy-stuck-constant"
        assert "entropy-stuck-max" not in symptom.raises
        assert "ln 3" in symptom.says
        assert 70 <= (symptom.onset_step or 0) <= 85

    @pytest.mark.parametrize(
        ("entropy", "reward"),
        [
            (noisy(1.0, 0.004), noisy(ramp(0, 100), 5)),
            (ramp(1.4, 0.7), FLAT_RETURN),
            (noisy(1.0, 0.2), FLAT_RETURN),
            (np.full(10, 1.0), np.full(10, 20.0)),
        ],
        ids=["the return still rises", "entropy still falls", "noise, not a level", "too few points"],
    )
    def test_what_is_no_plateau(
        self, entropy: np.typing.NDArray[np.float64], reward: np.typing.NDArray[np.float64]
    ) -> None:
        given = run(series("entropy", entropy), series("return", reward))
        assert symptoms(given, "entropy-at-start") + symptoms(given, "entropy-stops-short") == []
