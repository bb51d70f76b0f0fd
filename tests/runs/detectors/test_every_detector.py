"""What holds for every detector."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.runs.detectors.detect import detect, detect_across
from coach.runs.quantities import meaning_of
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import ramp

if TYPE_CHECKING:
    from coach.runs import Run

TAGS = (
    "rollout/ep_rew_mean",
    "train/entropy_loss",
    "losses/entropy",
    "train/approx_kl",
    "train/explained_variance",
    "train/loss",
    "val_loss",
    "time/fps",
    "grad_norm",
    "learning_rate",
    "something else",
)


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("values", [[1.0, 0.0], [0.0, 1e9], [-1.0, -1e-9], [1e30, -1e30], [0.5, 0.5]])
def test_nothing_fires_on_two_finite_points(tag: str, values: list[float]) -> None:
    assert detect(run(series(tag, values))) == ()


def test_a_run_without_points_has_no_symptoms() -> None:
    assert detect(run()) == ()
    assert detect(run(series("loss", []))) == ()
    assert detect(run(series("loss", [1.0], step=[-1]))) == ()
    assert detect_across([]) == ()


VALUES = st.lists(
    st.one_of(st.floats(), st.sampled_from([0.0, -0.0, 1.0, math.nan, math.inf, 1e-300, 1e300])), max_size=60
)


@st.composite
def runs(draw: st.DrawFn) -> Run:
    parts = []
    for tag in draw(st.lists(st.sampled_from(TAGS), unique=True, max_size=4)):
        values = draw(VALUES)
        n = len(values)
        steps = draw(st.lists(st.integers(-5, 10**6), min_size=n, max_size=n))
        walls = draw(st.lists(st.floats(-1e9, 1e10) | st.just(math.nan), min_size=n, max_size=n))
        segments = np.sort(draw(st.lists(st.integers(0, 2), min_size=n, max_size=n)))
        parts.append(series(tag, values, step=steps, wall_time=walls, segment=segments))
    return run(*parts)


@given(st.lists(runs(), max_size=3))
@settings(max_examples=150, deadline=None)
def test_no_series_makes_a_detector_fail_and_every_symptom_is_complete(given: list[Run]) -> None:
    for symptom in (*(each for one in given for each in detect(one)), *detect_across(given)):
        assert symptom.says.endswith(".")
        assert symptom.source
        assert symptom.innocent
        assert symptom.id.startswith(symptom.detector)
        assert all(re.fullmatch(r"[a-z0-9-]+", mode) for mode in symptom.raises)


def test_the_most_disturbing_comes_first() -> None:
    symptoms = detect(run(series("loss", [1, 2, math.nan]), series("colour", [1, math.nan, 2])))
    assert [symptom.severity for symptom in symptoms] == ["alarm", "warn"]


def test_an_onset_is_given_as_step_and_as_logged_hours() -> None:
    (symptom,) = detect(
        run(series("loss", [*ramp(2, 1, 9), math.nan], step=range(0, 10_000, 1000), seconds_a_step=3.6))
    )
    assert symptom.onset_step == 9000
    assert symptom.onset_wall_h == pytest.approx(9.0)


@pytest.mark.parametrize(
    ("tag", "quantity", "sign"),
    [
        ("train/entropy_loss", "entropy", -1),
        ("loss/entropy_loss", "entropy", 1),
        ("Policy/Entropy", "entropy", 1),
        ("Environment/Cumulative Reward", "return", 1),
        ("charts/episodic_return", "return", 1),
        ("Train_BestReturn", "best_return", 1),
        ("Eval_AverageReturn", "eval_return", 1),
        ("losses/approx_kl", "kl", 1),
        ("objective/kl", "kl_reference", 1),
        ("info/learner/default_policy/vf_explained_var", "explained_variance", 1),
        ("charts/SPS", "fps", 1),
        ("val/box_loss", "eval_loss", 1),
        ("PPO/mean_reward", "return", 1),
        ("eval/mean_reward", "eval_return", 1),
        ("DQN/mean_episode_length", "episode_length", 1),
        ("Losses/Baseline Loss", "value_loss", 1),
        ("Policy/Extrinsic Baseline Estimate", "value", 1),
        ("timers/learn_throughput", "fps", 1),
        ("Loss/localization_loss", "loss", 1),
        ("episode/MSE Loss", "loss", 1),
    ],
)
def test_the_frameworks_names_are_known(tag: str, quantity: str, sign: int) -> None:
    meaning = meaning_of(tag)
    assert meaning is not None
    assert (meaning.quantity, meaning.sign) == (quantity, sign)
    assert bool(meaning.says) is (sign == -1)


def test_a_tag_that_only_looks_like_a_quantity_is_none() -> None:
    assert meaning_of("train/ent_coef_loss") is None


def test_a_trainer_states_kl_is_to_the_reference_model() -> None:
    high = run(series("kl", [0.2] * 40))
    assert [each.detector for each in detect(high)] == ["kl-spike"]
    assert "kl-spike" not in [each.detector for each in detect(replace(high, format="trainer_state"))]


def test_the_range_of_an_onset_holds_it_even_where_a_log_steps_back() -> None:
    steps = [*range(100), *range(100)]
    given = run(series("loss", np.arange(200.0), step=steps, segment=[0] * 100 + [1] * 100))
    for symptom in detect(given):
        if symptom.onset_range is not None:
            assert symptom.onset_range[0] <= (symptom.onset_step or 0) <= symptom.onset_range[1]
