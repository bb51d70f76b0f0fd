"""Seeds of one configuration that end apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs import Run, Severity, read_runs
from coach.runs.comparing.run_names import configuration
from coach.runs.comparing.siblings import siblings
from coach.runs.detectors.detect import detect_across
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, ramp

if TYPE_CHECKING:
    from pathlib import Path


def seed(number: int, last: float, n: int = 200, name: str = "ppo_seed_") -> Run:
    return run(
        series("rollout/ep_rew_mean", noisy(ramp(0, last, n), 4, n, seed=number)), name=f"{name}{number}"
    )


def severities(*runs: Run) -> list[Severity]:
    return [each.severity for each in detect_across(runs) if each.detector == "seed-disagreement"]


def test_three_seeds_of_which_one_fails_disagree() -> None:
    assert severities(seed(1, 100), seed(2, 95), seed(3, 5)) == [Severity.WARN]


def test_two_seeds_are_worth_a_mention_only() -> None:
    assert severities(seed(1, 100), seed(2, 5)) == [Severity.INFO]


@pytest.mark.parametrize(
    "runs",
    [
        (seed(1, 100), seed(2, 92), seed(3, 105)),
        (seed(1, 0), seed(2, 0), seed(3, 0)),
        (seed(1, 100), seed(2, 100), seed(3, 40, n=80)),
        (seed(1, 100, name="ppo_seed_"), seed(2, 5, name="dqn_seed_")),
        (seed(1, 100),),
    ],
    ids=["alike", "none learns", "one was stopped early", "two configurations", "one run"],
)
def test_what_is_no_disagreement(runs: tuple[Run, ...]) -> None:
    assert severities(*runs) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("dqn/seed_1/DQN_1", "dqn/seed_2/DQN_1"),
        ("PPO_1", "PPO_12"),
        ("CartPole-v1__ppo__1__1650000000", "CartPole-v1__ppo__2__1650000999"),
        ("exp_s0", "exp_s10"),
        ("log_0.csv", "log_2.csv"),
    ],
)
def test_names_of_two_seeds_mean_one_configuration(one: str, other: str) -> None:
    assert configuration(one) == configuration(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("ppo_lr_1", "ppo_lr_2"), ("CartPole-v0", "CartPole-v1"), ("buffer=100/seed_1", "buffer=200/seed_1")],
)
def test_names_of_two_configurations_are_told_apart(one: str, other: str) -> None:
    assert configuration(one) != configuration(other)


def test_the_spread_is_given_with_the_names_of_both_ends() -> None:
    (symptom,) = detect_across([seed(1, 100), seed(2, 95), seed(3, 5)])
    assert "ppo_seed_3" in symptom.says
    assert symptom.value == pytest.approx(0.95, abs=0.1)
    assert np.isfinite(symptom.threshold or np.nan)


@pytest.mark.parametrize(
    ("names", "is_one"),
    [
        (["q2_dqn_0_Lander", "q2_dqn_1_Lander", "q2_dqn_2_Lander"], True),
        (["dqn_1", "dqn_2", "dqn_3"], True),
        (["q3_b_16_Lander", "q3_b_32_Lander", "q3_b_64_Lander"], False),
        (["dqn_0_Lander", "dqn_1_Lander"], False),
        (["agent_2", "agent_3", "agent_4"], False),
        (["ac_1_1", "ac_10_10", "ac_1_100"], False),
    ],
)
def test_names_that_count_up_from_nothing_are_most_likely_seeds(names: list[str], *, is_one: bool) -> None:
    runs = [run(series("reward", ramp(0, 1)), name=name) for name in names]
    assert [len(group) for group in siblings(runs).values()] == ([len(names)] if is_one else [])


def test_a_copy_is_no_seed_of_its_own() -> None:
    copy = replace(seed(1, 100), name="ppo_seed_7")
    (symptom,) = [
        each
        for each in detect_across([seed(1, 100), copy, seed(2, 5)])
        if each.detector == "seed-disagreement"
    ]
    assert symptom.severity is Severity.INFO
    assert "2 runs of ppo_*" in symptom.says
    assert "ppo_seed_7 is a copy of ppo_seed_1 and does not count" in symptom.says


@pytest.mark.shared
def test_seeds_behind_addresses_are_found_to_disagree(shared_runs: Path) -> None:
    runs = read_runs([shared_runs.parent / "cases" / "r04-seeds-behind-addresses"])
    (symptom,) = [each for each in detect_across(runs) if each.detector == "seed-disagreement"]
    assert symptom.severity is Severity.WARN
    assert "4 runs of" in symptom.says
    assert "pend-ddpg_s2" in symptom.says
