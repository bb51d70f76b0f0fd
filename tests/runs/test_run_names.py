"""Which names are launches of one configuration, and which are settings."""

from __future__ import annotations

import pytest

from coach.runs.comparing.run_names import configuration
from coach.runs.comparing.siblings import siblings
from tests.runs.builders import run, series


def groups(*names: str) -> list[int]:
    runs = [run(series("reward", [1.0, 2.0, number]), name=name) for number, name in enumerate(names)]
    return [len(group) for group in siblings(runs).values()]


@pytest.mark.parametrize(
    "names",
    [
        ("ppo_cartpole_20240101_1", "ppo_cartpole_20240101_2"),
        ("ppo_cartpole_20240101_1", "ppo_cartpole_20240214_1"),
        ("walker-2023-11-05_18-22-01", "walker-2023-11-06_09-00-59"),
        ("walker/2023-11-05T18:22:01", "walker/2023-11-05T18:23:40"),
        ("sac_0_20231105", "sac_1_20231106"),
        ("sac_b500_05-11-2023_18-22-01", "sac_b500_28-11-2023_09-00-59"),
        (
            "td3_1_Ant-v4_05.11.2023_18-22-01",
            "td3_2_Ant-v4_05.11.2023_19-10-44",
            "td3_3_Ant-v4_06.11.2023_08-00-10",
        ),
        ("Nov05_18-22-01_node7", "Nov05_18-30-44_node12"),
        ("exp-s3", "exp-s11"),
        ("PPO_3", "PPO_8"),
        ("run__env__1__1700000000", "run__env__2__1700000411"),
        ("seed=2", "seed=31"),
        ("lander_seed_2", "lander_seed_9"),
        ("hopper_7seed", "hopper_8seed"),
        ("cheetah-1", "cheetah-2"),
        ("cheetah0", "cheetah1"),
        ("cheetah.1.csv", "cheetah.2.csv"),
        ("cheetah_7", "cheetah_42", "cheetah_123"),
        ("ant_1f8e3c9a", "ant_77d0be12"),
        ("ant-0f8fad5b-d9cb-469f-a165-70867728950e", "ant-7c9e6679-7425-40de-944b-e07fc1f90ae7"),
        ("PPO_Ant-v4_3f2ab_00000_0_2024-03-01_10-00-00", "PPO_Ant-v4_3f2ab_00001_1_2024-03-01_10-00-00"),
        ("run-20240301_100000-k3j9x0ab", "run-20240301_111111-k3j9x0ab"),
    ],
)
def test_names_that_tell_launches_apart_only_are_one_configuration(names: tuple[str, ...]) -> None:
    assert groups(*names) == [len(names)]


@pytest.mark.parametrize(
    "names",
    [
        ("lr_0.1", "lr_0.2"),
        ("layers_2", "layers_4"),
        ("layers_1", "layers_2"),
        ("hidden64", "hidden128"),
        ("CartPole-v0", "CartPole-v1"),
        ("yolo_224_20260211-094651", "yolo_448_20260212-132843"),
        ("net_16", "net_32", "net_64"),
        ("batch_100_20240101", "batch_200_20240101"),
        ("b_1", "b_2"),
        ("search_exp_1", "search_exp_2"),
        ("ant_2024", "ant_4096"),
        ("ppo_seed_1", "dqn_seed_2"),
        ("gamma0.9_s1", "gamma0.99_s2"),
        ("decade", "facade"),
    ],
)
def test_names_that_tell_settings_apart_are_not(names: tuple[str, ...]) -> None:
    assert groups(*names) == []


def test_two_settings_of_two_seeds_each_are_two_configurations() -> None:
    assert groups("lr_0.1_s0", "lr_0.1_s1", "lr_0.2_s0", "lr_0.2_s1") == [2, 2]


@pytest.mark.parametrize("name", ["walker2d", "CartPole-v1", "TD3-Ant-v4", "defaced", "ppo_clip0.2"])
def test_what_is_no_launch_stays_in_the_name(name: str) -> None:
    assert configuration(name) == name
