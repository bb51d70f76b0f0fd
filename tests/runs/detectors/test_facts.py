"""Detectors that need what only a person knows: silent without it, and it is asked for only where it would serve."""

from __future__ import annotations

import math

import numpy as np
import pytest

from coach.runs import Run, Severity, Symptom
from coach.runs.describing.facts import Facts, wanted_facts
from coach.runs.detectors.detect import detect
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, ramp

TEN = Facts(classes=10)
Q = Facts(gamma=0.99, r_max=1.0)


def seen(given: Run, detector: str, facts: Facts) -> list[Symptom]:
    return [symptom for symptom in detect(given, facts=facts) if symptom.detector == detector]


def both(given: Run, facts: Facts) -> list[Symptom]:
    return [*seen(given, "initial-loss-high", facts), *seen(given, "initial-loss-low", facts)]


def falling(first: float, last: float = 0.1) -> np.typing.NDArray[np.float64]:
    return last + (first - last) * np.exp(-np.linspace(0, 6, 200))


class TestInitialLoss:
    def test_a_first_loss_far_over_guessing_speaks_of_the_initial_scale(self) -> None:
        (symptom,) = seen(run(series("train/loss", falling(25.0))), "initial-loss-high", TEN)
        assert (symptom.severity, symptom.onset_step, symptom.value) == (Severity.WARN, 0, 25.0)
        assert symptom.threshold == pytest.approx(math.log(10))
        assert "bad-init" in symptom.raises

    def test_a_first_loss_under_guessing_speaks_of_a_leak(self) -> None:
        (symptom,) = seen(run(series("train/loss", falling(1.2))), "initial-loss-low", TEN)
        assert symptom.severity is Severity.INFO
        assert "train-test-overlap" in symptom.raises

    def test_the_variance_of_the_target_is_what_guessing_gets_in_a_regression(self) -> None:
        given = run(series("loss", falling(4.0)))
        assert both(given, Facts(target_variance=4.0)) == []
        assert both(given, Facts(target_variance=1.0))

    @pytest.mark.parametrize(
        ("first", "facts"), [(2.31, TEN), (2.6, TEN), (25.0, Facts()), (25.0, Facts(classes=1))]
    )
    def test_a_loss_of_guessing_or_nothing_known_is_silent(self, first: float, facts: Facts) -> None:
        assert both(run(series("train/loss", falling(first))), facts) == []

    @pytest.mark.parametrize("facts", [Facts(classes=2, class_shares=(0.9, 0.1)), Facts(class_shares=(9, 1))])
    @pytest.mark.parametrize("first", [0.325, 0.36, 0.5, 0.7])
    def test_a_bias_set_to_the_shares_of_the_classes_begins_at_their_entropy(
        self, first: float, facts: Facts
    ) -> None:
        given = run(series("train/loss", falling(first)))
        assert both(given, facts) == []
        assert seen(given, "chance-plateau", facts) == []

    def test_a_first_loss_under_that_entropy_is_still_less_than_one_can_know(self) -> None:
        shares = Facts(classes=2, class_shares=(0.9, 0.1))
        (symptom,) = seen(run(series("train/loss", falling(0.2))), "initial-loss-low", shares)
        assert symptom.threshold == pytest.approx(0.32508, abs=1e-4)
        assert "the shares of the classes 0.325" in symptom.says

    def test_a_log_that_begins_late_is_only_worth_a_mention(self) -> None:
        given = run(series("train/loss", falling(25.0), step=np.arange(100, 300)))
        (symptom,) = seen(given, "initial-loss-high", TEN)
        assert symptom.severity is Severity.INFO


class TestChancePlateau:
    def test_a_loss_that_ends_at_ln_c_is_named_since_when(self) -> None:
        stuck = np.concatenate([ramp(3.0, math.log(10), 20), noisy(math.log(10), 0.01, 180)])
        (symptom,) = seen(run(series("loss", stuck)), "chance-plateau", TEN)
        assert "guessing" in symptom.says
        assert (symptom.onset_step or 0) < 30

    @pytest.mark.parametrize("shares", [(0.9, 0.1), (900, 100), (0.9, 0.1, 0.0)])
    def test_with_the_shares_of_the_classes_chance_is_their_entropy(self, shares: tuple[float, ...]) -> None:
        stuck = run(series("loss", noisy(0.3251, 0.002)))
        (symptom,) = seen(stuck, "chance-plateau", Facts(classes=2, class_shares=shares))
        assert "the shares of the classes" in symptom.says
        assert symptom.threshold == pytest.approx(0.32508, abs=1e-4)
        assert seen(stuck, "chance-plateau", Facts(classes=2)) == []

    def test_a_loss_under_the_entropy_of_the_classes_is_silent_and_one_at_ln_c_is_still_named(self) -> None:
        skewed = Facts(classes=2, class_shares=(0.9, 0.1))
        assert seen(run(series("loss", falling(0.69, 0.2))), "chance-plateau", skewed) == []
        (symptom,) = seen(run(series("loss", noisy(math.log(2), 0.002))), "chance-plateau", skewed)
        assert symptom.threshold == pytest.approx(math.log(2))

    @pytest.mark.parametrize("shares", [(), (1.0,), (1.0, 0.0)])
    def test_shares_of_one_class_say_nothing(self, shares: tuple[float, ...]) -> None:
        flat = run(series("loss", noisy(0.0, 0.001)))
        assert seen(flat, "chance-plateau", Facts(class_shares=shares)) == []

    def test_the_floor_of_a_softmax_applied_twice_is_told_apart(self) -> None:
        (symptom,) = seen(run(series("loss", noisy(1.461, 0.001))), "chance-plateau", TEN)
        assert symptom.raises == ("double-softmax",)

    def test_a_return_at_the_level_of_acting_at_random(self) -> None:
        given = run(series("rollout/ep_rew_mean", noisy(-20.7, 0.3)))
        assert seen(given, "chance-plateau", Facts(random_return=-20.7))
        assert seen(given, "chance-plateau", Facts(random_return=5.0)) == []

    @pytest.mark.parametrize("facts", [TEN, Facts()])
    def test_a_loss_that_falls_past_guessing_is_silent(self, facts: Facts) -> None:
        assert seen(run(series("loss", falling(2.3))), "chance-plateau", facts) == []


class TestLossUnderBound:
    @pytest.mark.parametrize("facts", [TEN, Facts(target_variance=1.0), Facts(least_loss=0.5)])
    def test_a_loss_under_zero_is_no_cross_entropy_and_no_squared_error(self, facts: Facts) -> None:
        (symptom,) = seen(run(series("loss", ramp(2, -2))), "loss-under-bound", facts)
        assert (symptom.severity, symptom.threshold) == (Severity.ALARM, 0.0)
        assert 85 <= (symptom.onset_step or 0) <= 102
        assert "wrong-loss" in symptom.raises

    def test_held_out_data_under_the_least_that_is_possible_is_an_alarm_and_training_a_mention(self) -> None:
        given = run(series("loss", falling(2.3)), series("val_loss", falling(2.3)))
        found = seen(given, "loss-under-bound", Facts(least_loss=0.5))
        assert [(each.tag, each.severity) for each in found] == [
            ("val_loss", Severity.ALARM),
            ("loss", Severity.INFO),
        ]
        assert all(each.threshold == pytest.approx(0.45) for each in found)

    @pytest.mark.parametrize(
        ("given", "facts"),
        [
            (run(series("loss", ramp(2, -2))), Facts()),
            (run(series("val_loss", falling(2.3, 0.47))), Facts(least_loss=0.5)),
            (
                run(series("loss", falling(2.3)), series("train/policy_loss", falling(2.3))),
                Facts(least_loss=0.5),
            ),
            (run(series("val_loss", np.append(falling(2.3, 0.6), [0.1, 0.6, 0.6]))), Facts(least_loss=0.5)),
        ],
        ids=["perhaps a density", "within a tenth", "a policy", "one low point"],
    )
    def test_what_is_under_no_bound(self, given: Run, facts: Facts) -> None:
        assert seen(given, "loss-under-bound", facts) == []


class TestValueBeyondBound:
    def test_values_over_what_rewards_can_sum_to_are_an_alarm_from_the_first_on(self) -> None:
        (symptom,) = seen(run(series("losses/q_values", ramp(0, 400))), "value-beyond-bound", Q)
        assert symptom.severity is Severity.ALARM
        assert symptom.threshold == pytest.approx(100)
        assert symptom.onset_step == 50

    @pytest.mark.parametrize("facts", [Facts(), Facts(gamma=0.99), Facts(gamma=1.0, r_max=1.0)])
    def test_without_both_facts_nothing_is_said(self, facts: Facts) -> None:
        assert seen(run(series("losses/q_values", ramp(0, 400))), "value-beyond-bound", facts) == []

    def test_values_up_to_the_bound_are_as_they_should_be(self) -> None:
        assert seen(run(series("losses/q_values", ramp(0, 100))), "value-beyond-bound", Q) == []


class TestLengthLimit:
    RETURN = series("reward", noisy(1.0, 0.1))

    def test_answers_that_grow_to_the_limit_for_nothing_are_named(self) -> None:
        given = run(series("completions/mean_length", ramp(100, 1000)), self.RETURN)
        (symptom,) = seen(given, "length-at-limit", Facts(length_limit=1024))
        assert (symptom.onset_step or 0) > 150
        assert seen(given, "length-at-limit", Facts()) == []

    def test_longer_answers_that_pay_are_innocent(self) -> None:
        given = run(
            series("completions/mean_length", ramp(100, 1000)), series("reward", noisy(ramp(0, 5), 0.1))
        )
        assert seen(given, "length-at-limit", Facts(length_limit=1024)) == []


@pytest.mark.parametrize(
    ("tags", "wanted"),
    [
        (["train/loss"], ["classes"]),
        (["train/loss", "losses/q_values"], ["classes", "gamma", "r_max"]),
        (["train/loss", "rollout/ep_rew_mean"], ["random_return"]),
        (["rollout/ep_len_mean"], ["length_limit"]),
        (["something else"], []),
    ],
)
def test_a_fact_is_asked_for_only_where_a_detector_would_use_it(tags: list[str], wanted: list[str]) -> None:
    given = run(*(series(tag, [1.0, 2.0]) for tag in tags))
    assert [each.fact for each in wanted_facts(given, Facts())] == wanted


STUCK = noisy(0.33, 0.002)


@pytest.mark.parametrize(
    ("given", "facts", "wanted"),
    [
        (run(series("loss", STUCK)), Facts(classes=2), ["class_shares"]),
        (run(series("loss", falling(0.35, 0.01))), Facts(classes=2), ["class_shares"]),
        (run(series("loss", falling(0.69, 0.01))), Facts(classes=2), []),
        (run(series("loss", STUCK)), Facts(), ["classes"]),
        (run(series("loss", STUCK)), Facts(class_shares=(0.9, 0.1)), []),
        (run(series("loss", STUCK), series("val_mae", STUCK)), Facts(), ["target_variance"]),
        (run(series("loss", STUCK), series("val_mae", STUCK)), Facts(target_variance=1.0), []),
        (run(series("loss", falling(2.3)), series("val_loss", falling(1, 0.03))), TEN, ["least_loss"]),
        (run(series("loss", falling(2.3)), series("val_loss", falling(2, 0.08))), TEN, []),
        (run(series("loss", falling(2.3)), series("val_loss", falling(2, 0.2))), TEN, []),
        (run(series("loss", STUCK), series("reward", STUCK)), Facts(classes=2), ["random_return"]),
    ],
    ids=[
        "stands still",
        "begins low",
        "falls as it should",
        "one question at a time",
        "as many classes as shares",
        "a regression",
        "told",
        "held-out under half of training",
        "held-out a little under training",
        "held-out over training",
        "a policy",
    ],
)
def test_what_is_asked_of_a_loss_is_only_what_could_matter(
    given: Run, facts: Facts, wanted: list[str]
) -> None:
    assert [each.fact for each in wanted_facts(given, facts)] == wanted


def test_a_fact_that_is_stated_is_not_asked_for() -> None:
    assert wanted_facts(run(series("train/loss", [1.0])), TEN) == ()
