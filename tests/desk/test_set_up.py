"""Facts of the set-up are read from configurations, and left open where they are not stated or runs differ."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coach.desk.set_up import set_up
from coach.playbook.compile import catalogue_for
from coach.runs import Run

if TYPE_CHECKING:
    from collections.abc import Mapping


def run(form: str = "tensorboard", **settings: str) -> Run:
    named = {f"config/trainer/{name}": value for name, value in settings.items()}
    return Run(name="a", path=Path("a"), format=form, files=1, fingerprint="f", metadata=named)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"precision": "16-mixed"}, {"precision": "half"}),
        ({"precision": "bf16-mixed"}, {"precision": "bfloat16"}),
        ({"precision": "32-true"}, {"precision": "float32"}),
        ({"torch_dtype": "torch.float16"}, {"precision": "half"}),
        ({"fp16": "True", "bf16": "False"}, {"precision": "half"}),
        ({"load_in_4bit": "true"}, {"precision": "lower"}),
        ({"devices": "1"}, {"devices": "one"}),
        ({"num_gpus": "8"}, {"devices": "one-machine"}),
        ({"num_gpus": "8", "num_nodes": "2"}, {"devices": "machines"}),
        ({"num_gpus": "0"}, {}),
        ({"devices": "auto"}, {}),
        ({"loss": "CrossEntropyLoss"}, {"loss": "cross-entropy-of-logits"}),
        ({"loss_fn": "BCEWithLogitsLoss"}, {"loss": "binary-cross-entropy"}),
        ({"criterion": "mse"}, {"loss": "squared-error"}),
        ({"seed": "7"}, {"seeds": "some"}),
        ({"seed": "None"}, {}),
        ({}, {}),
    ],
)
def test_what_a_configuration_states_is_taken_and_nothing_else(
    settings: Mapping[str, str], told: Mapping[str, str]
) -> None:
    assert set_up([run(**settings)]) == {f"fact.{fact}": f"fact.{fact}.{each}" for fact, each in told.items()}


def test_runs_that_differ_leave_a_fact_open() -> None:
    assert set_up([run(precision="16", seed="1"), run(precision="32", seed="2")]) == {
        "fact.seeds": "fact.seeds.some"
    }


def test_every_option_that_can_be_read_is_one_of_the_playbook() -> None:
    known = catalogue_for("deep-learning").symptoms
    read = set_up([run(precision="16", num_gpus="2", loss="mse", seed="1")])
    assert len(read) == 4
    assert all(option in known and known[option].group == group for group, option in read.items())


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("SAC_1", "continuous"),
        ("logs/TD3_3", "continuous"),
        ("DQN_1", "discrete"),
        ("PPO_1", ""),
        ("SAC_and_PPO", ""),
    ],
)
def test_an_algorithm_made_for_one_kind_of_actions_tells_which_they_are(name: str, told: str) -> None:
    found = set_up([replace(run(), name=name)])
    assert found == ({"fact.action-space": f"fact.action-space.{told}"} if told else {})
    assert not found or found["fact.action-space"] in catalogue_for("reinforcement-learning").symptoms
