"""Runs in which what a detector looks for is there and what it would say of it is false."""

from __future__ import annotations

import numpy as np
import pytest

from coach.runs import Run, Severity
from coach.runs.detectors.detect import detect
from coach.runs.quantities import meanings_of
from tests.runs.builders import run, series
from tests.runs.detectors.cases import of, then
from tests.runs.detectors.shapes import noisy, only, ramp, symptoms

N = 200
FALLS = 0.3 + 2 * np.exp(-ramp(0, 5))
RISES = noisy(ramp(0, 100), 2)
RIGHT = noisy(ramp(0.5, 0.9), 0.01)


class TestNothingIsLearnt:
    """Claim: every update is clipped, the weights keep their norm, the loss its value: nothing is learnt."""

    STANDS = noisy(0.69, 0.002)

    @pytest.mark.parametrize("accuracy", ["train/acc", "val_acc"])
    def test_a_loss_that_stands_does_not_say_so_where_more_answers_are_right(self, accuracy: str) -> None:
        given = of(grad_norm=np.ones(N), loss=self.STANDS, **{accuracy: RIGHT})
        symptom = only(given, "always-clipped")
        assert (symptom.severity, "nothing is learnt" in symptom.says) == (Severity.INFO, False)

    def test_a_loss_that_stands_alone_does(self) -> None:
        assert "nothing is learnt" in only(of(grad_norm=np.ones(N), loss=self.STANDS), "always-clipped").says

    def test_weights_of_one_length_learn_where_the_loss_falls(self) -> None:
        symptom = only(of(weight_norm=np.full(N, 32.0), loss=FALLS), "weight-norm-constant")
        assert symptom.severity is Severity.INFO
        assert "the run learns all the same" in symptom.says

    def test_weights_of_one_length_beside_a_loss_that_stands_are_a_warning(self) -> None:
        symptom = only(of(weight_norm=np.full(N, 32.0), loss=self.STANDS), "weight-norm-constant")
        assert (symptom.severity, "as if nothing were trained" in symptom.says) == (Severity.WARN, True)

    def test_a_loss_of_one_number_is_rounded_where_the_accuracy_rises(self) -> None:
        symptom = only(of(loss=np.full(N, 0.69), val_acc=RIGHT), "constant-value")
        assert symptom.severity is Severity.INFO
        assert symptom.says.endswith(
            "val_acc has clearly improved, so that it is rounded, or not what is trained."
        )

    def test_a_recall_of_nought_is_computed(self) -> None:
        given = of(recall_class_0=np.zeros(N), recall_class_1=RIGHT, loss=FALLS)
        assert "no answer that counts for it is ever right" in only(given, "constant-value").says


class TestNothingHoldsOnHeldOutData:
    """Claim: hardly any of what is learnt holds on held-out data."""

    LOOKS = 1.5 + 0.8 * np.exp(-ramp(0, 4, 40))
    TRAINED = 0.05 + 2.2 * np.exp(-ramp(0, 6))

    def looked(self, accuracy: float) -> Run:
        step = np.arange(40) * 5
        return run(
            series("train_loss", self.TRAINED),
            series("val_loss", self.LOOKS, step=step),
            series("val_acc", noisy(ramp(0.1, accuracy, 40), 0.01, 40), step=step),
        )

    def test_much_of_it_does_where_more_and_more_answers_are_right(self) -> None:
        assert symptoms(self.looked(0.65), "validation-far-worse") == []

    def test_where_no_more_answers_are_right_it_is_told(self) -> None:
        assert "hardly any of what is learnt" in only(self.looked(0.1), "validation-far-worse").says


class TestNoActionIsRandom:
    """Claim: from there on hardly any action is random."""

    @pytest.mark.parametrize("tag", ["optim/eps", "adam/epsilon", "eps"])
    def test_the_epsilon_of_an_optimiser_explores_nothing(self, tag: str) -> None:
        given = of(**{tag: np.full(N, 1e-8)}, loss=FALLS)
        assert "exploration_rate" not in {str(each.quantity) for each in meanings_of(given).values()}
        assert symptoms(given, "exploration-spent") == []

    def test_beside_a_return_it_does(self) -> None:
        given = of(eps=np.full(N, 0.01), episode_reward=noisy(1, 0.1))
        assert len(symptoms(given, "exploration-spent")) == 1


class TestTheOrderOfTheData:
    """Claim: a loss that repeats itself is worth a look at how data are ordered."""

    WAVE = 0.3 + np.tile(np.exp(-ramp(0, 3, 50)), 4)

    def test_where_the_rate_comes_back_as_often_that_is_told(self) -> None:
        symptom = only(of(loss=self.WAVE, lr=np.tile(ramp(0.1, 0.001, 50), 4)), "periodic-loss")
        assert (symptom.severity, symptom.says.endswith(", as lr does.")) == (Severity.INFO, True)

    def test_where_it_does_not_it_is_a_warning(self) -> None:
        assert only(of(loss=self.WAVE, lr=ramp(0.1, 0.001)), "periodic-loss").severity is Severity.WARN


class TestNoImprovement:
    """Claim: the return has not improved, so the reward may say nothing."""

    RETURNS = noisy(0, 0.1)

    def test_against_opponents_that_learn_as_well_the_rating_tells(self) -> None:
        given = of(Environment__Cumulative_Reward=self.RETURNS, ELO=noisy(ramp(1200, 1900), 10))
        symptom = only(given, "plateau-from-start")
        assert (symptom.severity, "ELO has clearly improved" in symptom.says) == (Severity.INFO, True)

    def test_a_rating_that_stands_too_is_a_warning(self) -> None:
        given = of(Environment__Cumulative_Reward=self.RETURNS, ELO=noisy(1200, 10))
        assert {each.severity for each in symptoms(given, "plateau-from-start")} == {Severity.WARN}


class TestACrash:
    """Claim: the policy collapsed at once."""

    RETURN = then(ramp(0, 100, 100), ramp(40, 60, 100))

    def test_where_the_level_of_a_curriculum_rises_the_task_became_harder(self) -> None:
        given = of(episode_reward=self.RETURN, curriculum__level=then(np.zeros(100), np.ones(100)))
        symptom = only(given, "return-crash")
        assert (symptom.severity, "the task became harder" in symptom.says) == (Severity.INFO, True)

    def test_where_nothing_else_changed_it_is_a_warning(self) -> None:
        symptom = only(of(episode_reward=self.RETURN, curriculum__level=np.ones(N)), "return-crash")
        assert symptom.severity is Severity.WARN


class TestMemoryGrows:
    """Claim: memory grows by so much an hour."""

    GROWS = ramp(4, 22)

    def test_a_run_of_minutes_is_told_in_minutes(self) -> None:
        said = only(of(memory_gb=self.GROWS), "memory-growth").says
        assert "an hour" not in said
        assert "within 3 min" in said

    def test_a_buffer_that_fills_up_explains_it(self) -> None:
        given = of(memory_gb=self.GROWS, replay__buffer_size=ramp(0, 1e6))
        symptom = only(given, "memory-growth")
        assert (symptom.severity, symptom.says.endswith("while replay/buffer_size fills up.")) == (
            Severity.INFO,
            True,
        )

    def test_a_buffer_that_is_full_does_not(self) -> None:
        given = of(memory_gb=self.GROWS, replay__buffer_size=np.full(N, 1e6))
        assert only(given, "memory-growth").severity is Severity.WARN


QUIET = {
    "a log-likelihood below nought": of(loss=noisy(-ramp(1, 900), 5), val_loss=noisy(-ramp(1, 850), 5)),
    "an entropy below nought": of(train__entropy_loss=-noisy(ramp(2, -4), 0.05), rollout__ep_rew_mean=RISES),
    "goals that are reached sooner": of(
        rollout__ep_len_mean=noisy(ramp(200, 40), 3), rollout__ep_rew_mean=noisy(ramp(-200, -40), 3)
    ),
    "a loss scale that grows": of(loss_scale=2.0 ** np.minimum(20, np.arange(N) // 8), loss=FALLS),
    "a term that is not weighted yet": of(
        kl_loss=then(np.full(100, 1e-4), ramp(0, 9, 100)), recon_loss=50 * FALLS, beta=ramp(0, 1)
    ),
    "a value loss that grows with the returns": of(
        train__value_loss=noisy(ramp(0.1, 60), 1), rollout__ep_rew_mean=noisy(ramp(0, 500), 5)
    ),
    "a gradient that vanishes with the loss": of(grad_norm=np.exp(-ramp(0, 14)), loss=np.exp(-ramp(0, 14))),
    "a temperature tuned down while the return rises": of(
        train__ent_coef=np.maximum(0.001, np.exp(-np.arange(N) / 20)), rollout__ep_rew_mean=RISES
    ),
    "completions that are all right in the end": of(
        reward=np.minimum(1, ramp(0.3, 1.4)), reward_std=np.maximum(0, ramp(0.4, -0.2)), kl=noisy(0.02, 0.002)
    ),
    "preferences that are told apart at a loss of ln 2": of(
        loss=noisy(0.6931, 0.0003), rewards__accuracies=noisy(ramp(0.5, 0.8), 0.01)
    ),
    "spikes of a gradient that do no harm": of(
        grad_norm=np.where(np.arange(N) % 40 == 7, 80.0, noisy(1, 0.1)), loss=FALLS
    ),
    "a rate that leaps where the loss falls on": of(
        lr=then(np.full(100, 1e-4), np.full(100, 1e-3)), loss=FALLS
    ),
    "slow evaluations between fast steps": of(
        time__fps=np.where(np.arange(N) % 20 == 0, 300.0, noisy(1000, 10)), rollout__ep_rew_mean=RISES
    ),
    "episodes of one step that earn more and more": of(episode_length=np.ones(N), episode_reward=RISES),
}


@pytest.mark.parametrize("given", QUIET.values(), ids=QUIET.keys())
def test_nothing_is_wrong(given: Run) -> None:
    assert [each.says for each in detect(given) if each.severity is not Severity.INFO] == []
