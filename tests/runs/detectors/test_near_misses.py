"""Data near what a detector looks for, of which its sentence would be false: it must not be said so.

What a detector must see and must not is in `cases.py`; here are the claims that were once made wrongly, or nearly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs import Severity
from coach.runs.describing.facts import Facts
from coach.runs.detectors.detect import detect
from tests.runs.builders import STARTED, run, series
from tests.runs.detectors.cases import FALL, FLAT, UP, configured, of, spiked, then
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coach.runs.series import Series

NAN, INF = np.nan, np.inf
PASSES_ZERO = then(ramp(2, -1, 150), ramp(-1, 0.02, 50))
SOLVED = then(noisy(ramp(0, 100, 100), 1, 100), np.full(100, 100.0))


class TestNonFinite:
    """Claim: something overflowed, or divided by nothing."""

    @pytest.mark.parametrize("bad", [NAN, INF, -INF])
    @pytest.mark.parametrize("tag", ["train/actor_loss", "eval/score_of_my_own", "rollout/ep_rew_mean"])
    def test_what_has_no_value_before_its_first_speaks_for_no_overflow(self, tag: str, bad: float) -> None:
        given = run(series(tag, spiked(FLAT, 0, bad, 4)))
        assert symptoms(given, "non-finite") == []
        symptom = only(given, "undefined-metric")
        assert (symptom.severity, symptom.raises) == (Severity.INFO, ())

    @pytest.mark.parametrize(("bad", "named"), [(INF, "is inf at"), (-INF, "is -inf at"), (NAN, "is NaN at")])
    def test_an_infinity_is_told_with_its_sign(self, bad: float, named: str) -> None:
        assert named in only(of(loss=spiked(FLAT, 50, bad)), "non-finite").says
        assert named in only(of(loss=spiked(FLAT, 0, bad)), "undefined-metric").says

    def test_a_return_between_two_looks_without_an_episode_is_no_overflow(self) -> None:
        given = of(rollout__ep_rew_mean=spiked(FLAT, 50, NAN, 3), loss=FLAT)
        assert only(given, "undefined-metric").severity is Severity.INFO
        assert symptoms(given, "non-finite") == []

    def test_a_return_that_goes_with_the_losses_is_one(self) -> None:
        gone = spiked(FLAT, 50, NAN, 150)
        given = of(rollout__ep_rew_mean=gone, train__policy_loss=gone)
        assert len(symptoms(given, "non-finite")) == 2
        assert symptoms(given, "undefined-metric") == []


class TestExplainedVariance:
    """Claim: the critic predicts nothing."""

    USELESS = then(noisy(0.9, 0.02, 90), noisy(-9, 2, 110))

    def test_not_of_a_solved_task_whose_return_stands_still(self) -> None:
        given = of(train__explained_variance=self.USELESS, rollout__ep_rew_mean=SOLVED)
        assert [each.severity for each in symptoms(given, "explained-variance")] in ([], [Severity.INFO])

    def test_not_where_the_critic_errs_by_next_to_nothing(self) -> None:
        error = then(ramp(30, 1, 90), np.full(110, 1e-6))
        given = of(train__explained_variance=self.USELESS, train__value_loss=error, rollout__ep_rew_mean=UP)
        assert symptoms(given, "explained-variance") == []

    def test_but_of_a_task_whose_return_still_varies(self) -> None:
        given = of(
            train__explained_variance=self.USELESS, train__value_loss=FLAT, rollout__ep_rew_mean=noisy(90, 9)
        )
        assert only(given, "explained-variance").severity is Severity.ALARM


class TestUpdatesThatAreTooLarge:
    """Claims: a spike did harm; a level is too high."""

    def test_entropy_that_falls_as_a_task_is_solved_is_no_harm(self) -> None:
        given = of(
            train__approx_kl=spiked(noisy(0.01, 0.002), 90, 0.4),
            losses__entropy=then(noisy(1.3, 0.02, 95), noisy(0.1, 0.02, 105)),
            rollout__ep_rew_mean=SOLVED,
        )
        assert only(given, "kl-spike").severity is Severity.INFO

    def test_a_high_level_with_which_the_task_was_solved_is_worth_a_mention(self) -> None:
        given = of(train__approx_kl=noisy(0.2, 0.01), rollout__ep_rew_mean=SOLVED)
        assert only(given, "kl-spike").severity is Severity.INFO


class TestValuesBeyondTheirBound:
    """Claim: no rewards add up to that."""

    @pytest.mark.parametrize(
        ("top", "severity"), [(101, None), (106, Severity.INFO), (150, Severity.WARN), (300, Severity.ALARM)]
    )
    def test_a_fit_that_is_off_by_a_hair_is_no_alarm(self, top: float, severity: Severity | None) -> None:
        found = detect(of(losses__q_values=ramp(0, top)), facts=Facts(gamma=0.99, r_max=1))
        assert [each.severity for each in found if each.detector == "value-beyond-bound"] == (
            [severity] if severity else []
        )


class TestHeldOutData:
    """Claims: held-out data leaked into training; validation turned while training went on improving."""

    def test_validation_over_training_is_put_down_to_a_leak_last(self) -> None:
        symptom = only(of(train_acc=ramp(0.3, 0.7), val_acc=ramp(0.4, 0.9)), "held-out-better")
        assert symptom.says.index("dropout") < symptom.says.index("held-out data in training")
        assert symptom.raises.index("over-regularised") < symptom.raises.index("train-test-overlap")

    def test_training_that_stands_still_does_not_go_on_improving(self) -> None:
        still = noisy(then(FALL[:100], np.full(100, FALL[99])), 0.02)
        given = of(loss=still, val_loss=then(ramp(3, 1, 150), ramp(1, 2, 50)))
        assert symptoms(given, "validation-turn") == []


class TestLosses:
    """Claims: a loss came back, ends at chance, is absurd, overflows."""

    def test_a_loss_that_stays_half_way_up_is_not_back(self) -> None:
        half_way = noisy(np.select([np.arange(200) < 100, np.arange(200) < 103], [1.0, 3.0], 1.6), 0.02)
        given = of(loss=half_way)
        assert symptoms(given, "loss-spike") == []
        assert "has not come back" in only(given, "loss-jump").says

    def test_a_loss_on_its_way_through_chance_does_not_end_there(self) -> None:
        found = detect(of(loss=noisy(ramp(9, 2.2), 0.01)), facts=Facts(classes=10))
        assert [each.says for each in found if each.detector == "chance-plateau"] == []

    def test_a_size_that_one_batch_reached_is_no_alarm_once_it_is_gone(self) -> None:
        assert only(of(loss=spiked(FLAT, 60, 5e3)), "absurd-magnitude").severity is Severity.WARN
        assert only(of(loss=then(FLAT, [5e3] * 40)), "absurd-magnitude").severity is Severity.ALARM

    def test_a_loss_scale_that_hovers_does_not_collapse(self) -> None:
        hovers = 65536.0 * 2.0 ** np.tile([0, 1, 0, -1], 50)
        assert symptoms(of(loss_scale=hovers), "loss-scale-collapse") == []


class TestGradients:
    """Claims: gradients explode, vanish, jump."""

    def test_a_norm_that_grows_while_the_loss_becomes_ever_lower_is_a_mention(self) -> None:
        grown = then(noisy(1, 0.1, 100), noisy(50, 1, 100))
        assert only(of(grad_norm=grown, loss=ramp(3, 0.1)), "gradient-growth").severity is Severity.INFO
        assert only(of(grad_norm=grown, loss=noisy(2, 0.1)), "gradient-growth").severity is Severity.ALARM

    def test_a_norm_that_sank_later_speaks_for_no_missing_gradient(self) -> None:
        gone = then(noisy(1, 0.1, 100), np.full(100, 1e-6))
        assert only(of(grad_norm=gone, loss=noisy(2, 0.1)), "gradient-vanishing").raises == (
            "vanishing-gradients",
        )
        assert "graph-break" in only(of(grad_norm=np.zeros(200)), "gradient-vanishing").raises

    def test_only_the_loss_that_has_not_halved_is_said_not_to_have(self) -> None:
        gone = then(noisy(1, 0.1, 100), np.full(100, 1e-6))
        given = run(
            series("grad_norm", gone), series("train/loss", FALL), series("train/box_loss", noisy(2, 0.1))
        )
        assert "train/box_loss has not halved" in only(given, "gradient-vanishing").says

    def test_a_rise_over_many_points_is_not_called_a_jump(self) -> None:
        hill = 1 + 40 * np.exp(-(((np.arange(200) - 120) / 8) ** 2))
        said = only(of(grad_norm=noisy(hill, 0.05)), "gradient-spike").says
        assert "jump" not in said
        assert "of its 200 points" in said


class TestPolicies:
    """Claims: entropy is gone; no policy has been learnt; a ratio is not one."""

    def test_the_entropy_of_a_density_that_passes_zero_is_not_gone(self) -> None:
        given = of(train__explained_variance=np.full(200, 0.999), policy__entropy=PASSES_ZERO)
        assert symptoms(given, "perfect-critic") == []

    def test_that_no_policy_was_learnt_is_said_only_where_the_return_tells(self) -> None:
        level = noisy(1.386, 0.002)
        assert "no policy" not in only(of(policy__entropy=level), "entropy-at-start").says
        assert "no policy" in only(of(policy__entropy=level, reward=FLAT), "entropy-at-start").says

    def test_a_mean_ratio_as_near_one_as_its_noise_allows_is_one(self) -> None:
        assert symptoms(of(val__ratio=spiked(noisy(1.0, 0.003), 0, 1.004)), "first-logged-ratio") == []


class TestSchedules:
    def test_a_stepped_schedule_whose_first_step_may_come_later_contradicts_nothing(self) -> None:
        still = of(learning_rate=np.full(200, 1e-3))
        assert only(configured(still, lr_scheduler="step"), "rate-not-as-meant").severity is Severity.INFO
        assert only(configured(still, lr_scheduler="linear"), "rate-not-as-meant").severity is Severity.WARN


class TestOnsets:
    """Claims: it began there."""

    @staticmethod
    def errors(
        tag: str, detector: str, course: NDArray[np.float64], *beside: Series, wall: float = 1.0
    ) -> list[int]:
        found = []
        for seed in range(10):
            values = noisy(course, 0.05, seed=seed)
            given = run(series(tag, values, seconds_a_step=wall), *beside)
            found += [abs((each.onset_step or 0) - 100) for each in symptoms(given, detector)]
        return sorted(found)

    AFTER = np.clip(np.arange(200.0) - 100, 0, None)

    def test_memory_that_leaks_from_half_way_on_is_dated_there_and_not_at_the_end_of_warm_up(self) -> None:
        errors = self.errors("system/memory", "memory-growth", 10 + 0.04 * self.AFTER, wall=360)
        assert len(errors) == 10
        assert errors[8] <= 3

    def test_validation_is_dated_at_its_turn_and_not_at_its_luckiest_point(self) -> None:
        turning = 0.5 + 1.5 * np.exp(-np.minimum(np.arange(200), 100) / 35) + 0.012 * self.AFTER
        errors = self.errors("val_loss", "validation-turn", turning, series("loss", FALL))
        assert len(errors) == 10
        assert errors[8] <= 3

    def test_a_slow_decline_of_the_return_is_dated_where_it_begins(self) -> None:
        rising = np.minimum(np.arange(200), 100) / 25
        errors = self.errors("rollout/ep_rew_mean", "return-decline", rising - 0.04 * self.AFTER)
        assert len(errors) == 10
        assert errors[8] <= 3

    def test_a_norm_that_grows_by_a_factor_is_dated_where_it_begins(self) -> None:
        errors = self.errors("grad_norm", "gradient-growth", np.exp(0.06 * self.AFTER))
        assert len(errors) == 10
        assert errors[8] <= 3

    def test_a_loss_that_becomes_noisier_is_dated_there(self) -> None:
        noise = noisy(0, 1, 200, 3) * np.where(np.arange(200) < 100, 0.03, 0.3)
        assert abs((only(of(loss=2 + noise), "metric-swings").onset_step or 0) - 100) <= 3

    def test_a_clock_that_is_not_logged_changes_nothing(self) -> None:
        leak = noisy(10 + 0.04 * self.AFTER, 0.05)
        untimed = run(series("system/memory", leak, seconds_a_step=None))
        timed = run(series("system/memory", leak, wall_time=STARTED + 360.0 * np.arange(200)))
        assert symptoms(untimed, "memory-growth") == []
        assert only(timed, "memory-growth").onset_wall_h == pytest.approx(10, abs=0.4)


class TestChancePlateauByTheAccuracy:
    """Claim: a loss of ln C and one right answer in C are those of guessing."""

    @pytest.mark.parametrize(("classes", "told"), [(2, "2"), (5, "5"), (10, "about 10"), (24, "about 24")])
    def test_a_loss_and_an_accuracy_that_agree_tell_the_number_of_classes(
        self, classes: int, told: str
    ) -> None:
        given = of(loss=noisy(np.log(classes), 0.003), accuracy=noisy(1 / classes, 0.01))
        assert f"guessing among {told} classes" in only(given, "chance-plateau").says

    def test_a_loss_a_little_over_that_of_guessing_does_not_count_the_classes(self) -> None:
        given = of(
            loss=noisy(2.394, 0.003), accuracy=noisy(0.1, 0.01)
        )  # ten classes, and a loss that jumps about
        assert "guessing among about 11 classes" in only(given, "chance-plateau").says

    def test_a_loss_that_happens_to_be_a_logarithm_is_none(self) -> None:
        assert symptoms(of(loss=noisy(np.log(10), 0.003)), "chance-plateau") == []
        right = of(loss=noisy(np.log(10), 0.003), accuracy=noisy(0.4, 0.01))
        assert symptoms(right, "chance-plateau") == []
        passing = of(loss=noisy(ramp(2.5, 2.1), 0.003), accuracy=noisy(0.1, 0.01))
        assert symptoms(passing, "chance-plateau") == []


class TestHeldOutLosses:
    """Claims: nothing learnt holds on held-out data; what is held out was trained on."""

    TRAINED = 0.02 + 2.3 * np.exp(-ramp(0, 6))

    def test_a_held_out_loss_that_stays_where_training_began_is_told_without_accuracies(self) -> None:
        given = of(train_loss=self.TRAINED, val_loss=noisy(2.4, 0.05))
        assert "is never under" in only(given, "validation-far-worse").says

    def test_one_that_came_down_and_turned_is_overfitting_and_no_more(self) -> None:
        turned = then(ramp(2.3, 0.9, 60), ramp(0.9, 2.6, 140))
        assert symptoms(of(train_loss=self.TRAINED, val_loss=turned), "validation-far-worse") == []

    @pytest.mark.parametrize(("times", "right", "found"), [(1.02, 1.0, 1), (1.6, 1.0, 0), (1.02, 0.8, 0)])
    def test_one_that_follows_training_to_nothing_was_seen_in_training(
        self, times: float, right: float, found: int
    ) -> None:
        given = of(train_loss=self.TRAINED, val_loss=self.TRAINED * times, train_acc=np.full(200, right))
        assert len(symptoms(given, "too-good")) == found


class TestMovesWithoutGain:
    """Claim: the policy changes, and not for the better."""

    GREEDY = np.maximum(1 - ramp(0, 3), 0.05)

    def test_acting_by_values_that_earns_what_acting_at_random_did_is_told(self) -> None:
        given = of(rollout__exploration_rate=self.GREEDY, reward=noisy(20, 2))
        assert "reward is 19.9 with it" in only(given, "moves-without-gain").says

    def test_a_return_that_rose_and_fell_again_is_another_symptom(self) -> None:
        lost = noisy(then(ramp(20, 100, 120), ramp(100, 20, 80)), 2)
        assert symptoms(of(losses__entropy=ramp(1.1, 0.3), reward=lost), "moves-without-gain") == []

    def test_a_rise_of_a_quarter_is_a_gain_however_noisy(self) -> None:
        given = of(losses__entropy=ramp(1.1, 0.3), reward=noisy(ramp(20, 28), 6))
        assert symptoms(given, "moves-without-gain") == []


class TestEntropyThatRisesAgain:
    """Claim: entropy came down and has risen since, and the return has fallen since."""

    AGAIN = then(ramp(1.1, 0.4, 100), ramp(0.4, 0.9, 100))

    def test_with_a_falling_return_it_is_a_warning_and_without_a_mention(self) -> None:
        falling = of(
            losses__entropy=noisy(self.AGAIN, 0.01),
            reward=noisy(then(ramp(0, 100, 100), ramp(100, 40, 100)), 2),
        )
        assert only(falling, "entropy-growth").severity is Severity.WARN
        well = of(losses__entropy=noisy(self.AGAIN, 0.01), reward=UP)
        assert only(well, "entropy-growth").severity is Severity.INFO

    def test_one_that_only_wavers_is_none(self) -> None:
        assert symptoms(of(losses__entropy=noisy(ramp(1.1, 0.4), 0.05), reward=FLAT), "entropy-growth") == []


class TestLastingShift:
    """Claim: a loss jumped by a quarter or more and has not come back."""

    FLOOR = noisy(0.4 + 1.9 * np.exp(-ramp(0, 10)), 0.01)

    @pytest.mark.parametrize(("factor", "found"), [(1.6, 1), (1.35, 1), (1.1, 0)])
    def test_a_shift_that_lasts_is_dated_where_it_came(self, factor: float, found: int) -> None:
        shifted = self.FLOOR * np.where(np.arange(200) < 120, 1, factor)
        told = symptoms(of(train__loss=shifted), "loss-jump")
        assert [each.onset_step for each in told] == [120] * found

    def test_a_slope_and_a_bump_are_no_shift(self) -> None:
        slope = self.FLOOR * (1 + np.maximum(0, np.arange(200) - 100) / 200)
        bump = self.FLOOR * np.where(abs(np.arange(200) - 130) < 15, 1.5, 1)
        assert symptoms(of(train__loss=slope), "loss-jump") == []
        assert symptoms(of(train__loss=bump), "loss-jump") == []


class TestRates:
    """Claims: a warm-up that has not ended, a rate far too small, and that it shows."""

    def test_a_rate_that_only_rises_is_a_warning_where_the_loss_stands(self) -> None:
        rises = ramp(1e-8, 1e-5)
        assert (
            only(of(learning_rate=rises, loss=noisy(2.3, 0.02)), "rate-only-rises").severity is Severity.WARN
        )
        assert only(of(learning_rate=rises, loss=FALL), "rate-only-rises").severity is Severity.INFO

    def test_a_small_rate_is_a_warning_where_the_entropy_never_moves(self) -> None:
        still = of(learning_rate=np.full(200, 1e-6), losses__entropy=noisy(1.1, 1e-4), reward=FLAT)
        moved = of(learning_rate=np.full(200, 1e-6), losses__entropy=ramp(1.1, 0.8), reward=FLAT)
        assert only(still, "rate-small").severity is Severity.WARN
        assert only(moved, "rate-small").severity is Severity.INFO

    def test_no_return_is_the_policys_where_nearly_all_actions_are_random(self) -> None:
        given = of(rollout__exploration_rate=ramp(1, 0.97), reward=UP)
        assert only(given, "exploration-rate-stuck").severity is Severity.WARN


def test_a_learner_that_falls_silent_while_it_plays_on_is_told_where_it_did() -> None:
    short = series("train/loss", noisy(1, 0.1, 100))
    told = only(run(short, series("reward", FLAT)), "nothing-updated")
    assert told.onset_step == 99
    assert (
        symptoms(run(series("train/loss", noisy(1, 0.1, 180)), series("reward", FLAT)), "nothing-updated")
        == []
    )


def test_values_of_nothing_beside_returns_that_are_something_are_a_warning() -> None:
    sparse = of(train__q_values=noisy(0.01, 0.01), reward=noisy(-0.6, 0.1))
    rising = of(train__q_values=noisy(0.01, 0.01), reward=noisy(ramp(-0.6, 0.9), 0.1))
    assert only(sparse, "value-scale-small").severity is Severity.WARN
    assert only(rising, "value-scale-small").severity is Severity.INFO


@pytest.mark.parametrize(("norm", "found"), [(5e3, 1), (5.0, 0)])
def test_a_loss_in_the_thousands_is_a_warning_beside_gradients_of_that_size(norm: float, found: int) -> None:
    given = of(loss=noisy(ramp(2e5, 5e3), 100), grad_norm=noisy(norm, 0.1 * norm))
    assert len(symptoms(given, "absurd-magnitude")) == found


class TestSuddenStandstill:
    """Claim: the loss fell steeply up to one point and stands still from there on."""

    T = np.arange(150)

    @pytest.mark.parametrize("seed", range(3))
    def test_a_fall_that_is_cut_off_is_dated_there(self, seed: int) -> None:
        loss = 0.3 + 2 * np.exp(-np.minimum(self.T, 30) / 60)
        told = only(of(train__loss=noisy(loss, 0.015, 150, seed)), "sudden-standstill")
        assert abs((told.onset_step or 0) - 30) <= 3

    @pytest.mark.parametrize("pace", [8, 15, 30, 60])
    def test_no_convergence_is_one_however_fast(self, pace: int) -> None:
        settles = 0.3 + 2 * np.exp(-self.T / pace)
        assert symptoms(of(train__loss=noisy(settles, 0.03, 150)), "sudden-standstill") == []

    def test_what_goes_on_falling_more_slowly_is_none(self) -> None:
        slower = np.where(self.T < 40, 2.5 - 0.04 * self.T, 0.9 - 0.002 * (self.T - 40))
        assert symptoms(of(train__loss=noisy(slower, 0.01, 150)), "sudden-standstill") == []


@pytest.mark.parametrize(("times", "raised"), [(0.5, "over-regularised"), (0.03, "grad-accum-normalisation")])
def test_a_held_out_loss_far_under_trainings_is_a_mention_unless_it_is_in_another_unit(
    times: float, raised: str
) -> None:
    told = only(of(train_loss=FALL, val_loss=times * FALL), "held-out-better")
    assert raised in told.raises
    assert told.severity is (Severity.WARN if times < 0.1 else Severity.INFO)
    assert symptoms(of(train_loss=FALL, val_loss=0.8 * FALL), "held-out-better") == []


def test_a_return_lost_at_once_and_half_regained_is_a_warning() -> None:
    back = noisy(then(ramp(20, 200, 100), ramp(10, 80, 100)), 3)
    assert only(of(reward=back), "return-decline").severity is Severity.WARN


def test_a_loss_that_was_lower_long_ago_than_ever_since_is_told() -> None:
    once = noisy(then(ramp(2.5, 1.6, 40), ramp(1.6, 2.1, 20), np.full(140, 2.1)), 0.05)
    assert "nearly every point since step" in only(of(train__loss=once), "loss-divergence").says
    assert symptoms(of(train__loss=noisy(FALL + 0.8, 0.05)), "loss-divergence") == []


@pytest.mark.parametrize(
    ("tag", "factor", "found"), [("fps", 0.6, 1), ("step_time", 1.6, 1), ("fps", 0.9, 0), ("fps", 1.6, 0)]
)
def test_a_logged_speed_is_believed_where_nothing_is_timed(tag: str, factor: float, found: int) -> None:
    values = noisy(100, 2) * np.where(np.arange(200) < 120, 1, factor)
    told = symptoms(run(series(tag, values, seconds_a_step=None)), "throughput-decay")
    assert [each.onset_step for each in told] == [120] * found


class TestHeldOutBesideTraining:
    """Claim: the two losses are of one moment."""

    def test_looks_counted_in_epochs_are_not_held_beside_the_first_steps(self) -> None:
        falling, looks = np.geomspace(2.3, 0.4, 2000), np.arange(20)
        train = series("train/loss", falling, step=np.arange(2000) * 10, seconds_a_step=1.0)
        held_out = series("val/loss", falling[99::100], step=looks, wall_time=STARTED + (looks + 1) * 1000)
        assert symptoms(run(train, held_out), "held-out-better") == []
        assert symptoms(run(train, held_out), "validation-far-worse") == []


def test_what_an_agent_calls_an_accuracy_is_not_too_good() -> None:
    """A discriminator's, or the share of games won."""
    names = {"eval/accuracy": [0.97, 0.98, 0.99, 0.99, 0.99, 1.0], "train/accuracy": [0.5] * 6}
    given = of(**names)
    assert symptoms(given, "too-good")
    assert symptoms(of(**names, **{"rollout/ep_rew_mean": [1.0, 1.2, 1.1, 0.9, 1.0, 1.1]}), "too-good") == []


class TestOneNumberFromSomeStepOn:
    """Claim: what keeps one number exactly is not computed anew."""

    THEN_STILL = then(noisy(ramp(0.1, 0.9, 60), 0.01, 60), np.full(60, 0.105))

    def test_answers_of_a_model_that_is_no_number_are_all_the_same(self) -> None:
        loss = then(noisy(ramp(2, 0.2, 60), 0.01, 60), np.full(60, NAN))
        assert symptoms(of(train_loss=loss, eval_accuracy=self.THEN_STILL), "constant-value") == []

    @pytest.mark.parametrize("kept", [60, 100])
    def test_a_loss_that_fails_once_or_later_explains_nothing(self, kept: int) -> None:
        loss = noisy(ramp(2, 0.2, 120), 0.01, 120)
        loss[kept : 61 if kept == 60 else None] = NAN
        given = of(train_loss=loss, eval_accuracy=self.THEN_STILL)
        assert symptoms(given, "constant-value") == []
        assert "not computed anew" in only(given, "stale-evaluation").says


class TestTrainingThatIsMadeHarder:
    """Claim: a loss that ends at over twice its lowest has diverged."""

    RISES = noisy(np.concatenate([ramp(2.3, 0.45, 60), ramp(0.45, 1.1, 60)]), 0.01, 120)

    def test_a_held_out_loss_that_gets_better_all_the_same_makes_it_a_mention(self) -> None:
        given = of(train_loss=self.RISES, val_loss=noisy(ramp(2.3, 0.2, 120), 0.005, 120))
        symptom = only(given, "loss-divergence")
        assert symptom.severity is Severity.INFO
        assert "while val_loss has not become worse" in symptom.says

    def test_a_held_out_loss_that_rises_too_leaves_it_an_alarm(self) -> None:
        given = of(train_loss=self.RISES, val_loss=1.1 * self.RISES)
        assert {each.severity for each in symptoms(given, "loss-divergence")} == {Severity.ALARM}
