"""Which settings tell configurations apart, and which differ between two launches of one."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from coach.runs.comparing.settings_that_tell import telling_settings
from coach.runs.comparing.siblings import siblings
from tests.runs.builders import run, series

if TYPE_CHECKING:
    from coach.runs import Run


def launched(name: str, told: dict[str, str]) -> Run:
    made = run(series("reward", [1.0, 2.0]), name=name)
    return dataclasses.replace(made, metadata={f"config/{key}": value for key, value in told.items()})


def groups(*runs: Run) -> list[int]:
    return [len(group) for group in siblings(runs).values()]


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("env_fn", ("<function <lambda> at 0x7f01>", "<function <lambda> at 0x7fa9>")),
        ("optimizer", ("<Adam object at 0x7f0123456789>", "<Adam object at 0x7f0aaaaaaaaa>")),
        ("logger_kwargs/output_dir", ("/home/a/ant_s0", "/home/a/ant_s1")),
        ("log_file", ("runs/a.log", "runs/b.log")),
        ("anything", ("/scratch/1/x", "/scratch/2/y")),
        ("store", ("C:\\runs\\1", "C:\\runs\\2")),
        ("artifacts", ("s3://bucket/1", "s3://bucket/2")),
        ("hostname", ("node1", "node2")),
        ("pid", ("4001", "4002")),
        ("process_id", ("4001", "4002")),
        ("start_time", ("1700000000.5", "1700000999.1")),
        ("created", ("2024-01-01 10:00:00", "2024-01-01 11:00:00")),
        ("run_id", ("k3j9", "p0q1")),
        ("wandb/run/id", ("k3j9", "p0q1")),
        ("wandb_id", ("k3j9", "p0q1")),
        ("save_dir", ("a", "b")),
        ("saveFolder", ("a", "b")),
        ("device", ("cuda:0", "cuda:1")),
        ("cuda_visible_devices", ("0", "1")),
        ("exp_name", ("ant_a", "ant_b")),
        ("experiment", ("ant_s0", "ant_s1")),
        ("train/seed", ("0", "1")),
        ("title", ("ant 2024-01-01_10-00-00", "ant 2024-01-02_10-00-00")),
        ("learning_rate", ("1e-3", "0.001")),
    ],
)
def test_what_differs_between_launches_is_no_setting(key: str, values: tuple[str, str]) -> None:
    one, other = (launched(f"ant-{at + 1}", {"gamma": "0.99", key: each}) for at, each in enumerate(values))
    assert telling_settings(one) == telling_settings(other)
    assert groups(one, other) == [2]


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("env_id", ("Ant-v4", "Hopper-v4")),
        ("env_name", ("Ant-v4", "Hopper-v4")),
        ("optimizer/name", ("adam", "sgd")),
        ("time_limit", ("200", "1000")),
        ("num_layers", ("2", "4")),
        ("dataset", ("/data/cifar10", "/data/cifar100")),
        ("data_path", ("/data/cifar10", "/data/cifar100")),
        ("model_name_or_path", ("org/base", "org/large")),
        ("policy", ("<class 'MlpPolicy'>", "<class 'CnnPolicy'>")),
        ("hidden", ("(64, 64)", "(256, 256)")),
        ("tag", ("small", "large")),
    ],
)
def test_what_is_a_setting_tells_runs_apart(key: str, values: tuple[str, str]) -> None:
    one, other = (launched(f"ant_s{at}", {"gamma": "0.99", key: each}) for at, each in enumerate(values))
    assert groups(one, other) == []


def test_an_address_in_the_name_of_a_setting_is_none_either() -> None:
    def file(address: str, place: str) -> dict[str, str]:
        return {
            "gamma": "0.9",
            f"logger/<Logger object at {address}>/first_row": "True",
            f"logger/output_file/<_io.TextIOWrapper name='{place}/progress.txt' mode='w'>/mode": "w",
        }

    assert groups(launched("x_s0", file("0x7f1", "/a/x_s0")), launched("x_s1", file("0x7f2", "/a/x_s1"))) == [
        2
    ]


def test_the_settings_decide_where_the_seeds_they_state_differ() -> None:
    told = [{"lr": lr, "seed": seed} for lr, seed in (("0.1", "1"), ("0.1", "2"), ("0.2", "3"), ("0.2", "4"))]
    assert groups(*(launched(f"job_{17 * at}", each) for at, each in enumerate(told))) == [2, 2]


def test_the_names_decide_where_the_settings_state_no_seed() -> None:
    one, other = (launched(f"layers_{count}", {"lr": "0.1"}) for count in (2, 4))
    assert groups(one, other) == []
    one, other = (launched(f"layers_{count}", {"lr": "0.1", "seed": "1"}) for count in (2, 4))
    assert groups(one, other) == []
