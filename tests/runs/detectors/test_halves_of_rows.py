"""Second halves of rows of the table: what else the same symptom looks like."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.runs import Run, Series, Severity
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms

FLAT = series("return", noisy(20, 5))


def configured(made: Run, **settings: str) -> Run:
    return replace(made, metadata={f"config/{name}": text for name, text in settings.items()})


class TestGradients:
    def test_a_norm_that_doubles_from_fifth_to_fifth_is_an_alarm(self) -> None:
        given = run(series("grad_norm", np.repeat(2.0 ** np.arange(6), 40)[20:]))
        assert only(given, "gradient-growth").severity is Severity.ALARM

    def test_a_norm_of_next_to_nothing_from_the_start_has_vanished(self) -> None:
        given = run(series("grad_norm", noisy(3e-9, 1e-10)), series("loss", noisy(2, 0.01)))
        assert only(given, "gradient-vanishing").severity is Severity.ALARM

    def test_norms_over_the_configured_limit_are_clipped_updates(self) -> None:
        norms = run(series("grad_norm", noisy(2, 0.3)))
        symptom = only(configured(norms, max_grad_norm="1.0"), "always-clipped")
        assert symptom.severity is Severity.WARN
        assert "configured limit of 1" in symptom.says
        assert symptoms(configured(norms, max_grad_norm="3.0"), "always-clipped") == []
        assert symptoms(configured(norms, max_grad_norm="none"), "always-clipped") == []

    def test_a_policy_is_usually_clipped_and_gets_a_mention(self) -> None:
        given = run(series("grad_norm", noisy(2, 0.3)), FLAT)
        assert only(configured(given, max_grad_norm="0.5"), "always-clipped").severity is Severity.INFO


class TestPlateau:
    def test_a_fifth_into_the_planned_run_it_is_too_early_to_warn(self) -> None:
        early = configured(run(FLAT), total_timesteps="2000")
        symptom = only(early, "plateau-from-start")
        assert symptom.severity is Severity.INFO
        assert "only 10 % of the planned run is done" in symptom.says
        late = configured(run(FLAT), total_timesteps="400")
        assert only(late, "plateau-from-start").severity is Severity.WARN

    def test_an_accuracy_counts_where_no_loss_is_logged(self) -> None:
        stuck = series("val_accuracy", noisy(0.1, 0.005))
        assert only(run(stuck), "plateau-from-start").severity is Severity.WARN
        assert symptoms(run(stuck, series("loss", ramp(3, 1))), "plateau-from-start") == []


class TestKl:
    def test_a_high_level_that_goes_on_rising_speaks_of_stale_experience(self) -> None:
        rising = only(run(series("train/approx_kl", noisy(ramp(0.02, 0.09), 0.002))), "kl-spike")
        assert "goes on rising" in rising.says
        assert "stale-experience" in rising.raises
        level = only(run(series("train/approx_kl", noisy(0.06, 0.002))), "kl-spike")
        assert "stale-experience" not in level.raises


class TestValues:
    def test_values_that_never_pass_a_tenth_are_worth_a_mention(self) -> None:
        assert (
            only(run(series("losses/q_values", ramp(0, 0.02))), "value-scale-small").severity is Severity.INFO
        )
        assert symptoms(run(series("losses/q_values", np.zeros(200))), "value-scale-small") == []


class TestValidation:
    TRAINED = series("train_acc", ramp(0.5, 0.99))

    def test_held_out_accuracy_that_turns_down_is_overfitting_too(self) -> None:
        turned = np.concatenate([ramp(0.4, 0.8, 100), ramp(0.8, 0.6, 100)])
        symptom = only(run(self.TRAINED, series("val_acc", turned)), "validation-turn")
        assert 98 <= (symptom.onset_step or 0) <= 103
        assert "highest" in symptom.says

    def test_held_out_accuracy_that_stays_or_falls_together_with_training_is_another_matter(self) -> None:
        stays = run(self.TRAINED, series("val_acc", np.concatenate([ramp(0.4, 0.8, 100), np.full(100, 0.8)])))
        fallen = np.concatenate([ramp(0.4, 0.8, 100), ramp(0.8, 0.6, 100)])
        together = run(series("train_acc", fallen + 0.1), series("val_acc", fallen))
        assert symptoms(stays, "validation-turn") + symptoms(together, "validation-turn") == []


class TestKnownPeriods:
    WAVE = 2 + 0.3 * np.sin(np.arange(400) * 2 * np.pi / 25)

    @pytest.mark.parametrize(
        ("other", "said"),
        [
            (series("epoch", np.arange(400) // 25), "; an epoch is 25 steps."),
            (
                series("val_loss", noisy(2, 0.1, 16), step=np.arange(16) * 25),
                "; val_loss is logged every 25 steps.",
            ),
            (series("epoch", np.arange(400) // 100), "; compare that with an epoch."),
        ],
        ids=["an epoch", "evaluations", "another length"],
    )
    def test_a_loss_that_repeats_itself_is_held_against_what_comes_as_often(
        self, other: Series, said: str
    ) -> None:
        assert only(run(series("loss", self.WAVE), other), "periodic-loss").says.endswith(said)

    def test_so_is_memory_that_peaks(self) -> None:
        evaluated = series("val_loss", noisy(2, 0.1, 16), step=np.arange(16) * 25)
        given = run(series("system/memory", self.WAVE), evaluated)
        assert "val_loss is logged every 25 steps" in only(given, "periodic-load").says


class TestCritic:
    def test_a_handful_of_points_is_enough_for_a_loss_a_hundred_times_as_large(self) -> None:
        exploded = [14.0, 33.0, 39.0, 41.0, 43.0, 1e6, 1.4e6, 1.6e6]
        symptom = only(run(series("Losses/Value Loss", exploded)), "value-loss-growth")
        assert symptom.onset_step == 5
        assert (
            symptoms(
                run(series("Losses/Value Loss", [1.0, 9.0, 12.0, 30.0, 40.0, 44.0])), "value-loss-growth"
            )
            == []
        )

    def test_a_critic_that_follows_a_solved_task_is_no_warning(self) -> None:
        loss = series("Critic_Loss", [0.02, 0.4, 0.4, 0.006, 0.8, 12.0, 16.0, 21.0, 23.0, 34.0])
        solved = series("return", [15.0, 99.0, 122.0, 115.0, 184.0, *[200.0] * 5])
        assert symptoms(run(loss, solved), "value-loss-growth") == []
        assert "no return is logged" in only(run(loss), "value-loss-growth").says
