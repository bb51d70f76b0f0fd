"""Which logs a family of trainings may be written in: how to write, and under whose names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks.fourth_lab import printing, writers
from tests.benchmarks.fourth_lab.names import DEEP_Q, ON_POLICY, OTHER, SUPERVISED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.benchmarks.fourth_lab.rig import Log

    Dialect = tuple[Callable[[Log, Mapping[str, str], Path], None], Mapping[str, str]]

ON_POLICY_DIALECTS: list[Dialect] = [
    (writers.events, ON_POLICY["sb3"]),
    (writers.spinup, ON_POLICY["spinup"]),
    (printing.boxes, ON_POLICY["sb3"]),
    (writers.rllib, ON_POLICY["rllib"]),
    (writers.events, ON_POLICY["cleanrl"]),
    (printing.rsl_rl, ON_POLICY["rsl_rl"]),
    (writers.events, ON_POLICY["rl_games"]),
    (writers.garage, ON_POLICY["garage"]),
    (writers.events, ON_POLICY["skrl"]),
    (writers.events, ON_POLICY["mlagents"]),
    (writers.wandb_export, ON_POLICY["cleanrl"]),
]
DEEP_Q_DIALECTS: list[Dialect] = [
    (writers.events, DEEP_Q["cleanrl"]),
    (printing.episodes, DEEP_Q["homegrown"]),
    (printing.boxes, DEEP_Q["sb3"]),
    (writers.events, DEEP_Q["tianshou"]),
    (writers.by_episode, DEEP_Q["homegrown"]),
    (writers.json_lines, DEEP_Q["acme"]),
    (writers.events, DEEP_Q["dopamine"]),
]
OFFLINE_DIALECTS: list[Dialect] = [
    (writers.table, DEEP_Q["d3rlpy"]),
    (writers.events, DEEP_Q["d3rlpy"]),
]
SUPERVISED_DIALECTS: list[Dialect] = [
    (writers.lightning, SUPERVISED["lightning"]),
    (writers.json_lines, SUPERVISED["wandb"]),
    (printing.tutorial, SUPERVISED["tutorial"]),
    (writers.trainer_state, SUPERVISED["huggingface"]),
    (writers.by_epoch, SUPERVISED["keras"]),
    (writers.mlflow, SUPERVISED["mlflow"]),
    (writers.events, SUPERVISED["tutorial"]),
    (printing.keras, SUPERVISED["keras"]),
    (writers.by_epoch, SUPERVISED["timm"]),
    (writers.wandb_export, SUPERVISED["wandb"]),
    (writers.table, SUPERVISED["yolo"]),
    (printing.tabbed, SUPERVISED["wandb"]),
]
LANGUAGE_DIALECTS: list[Dialect] = [
    (printing.nanogpt, SUPERVISED["wandb"]),
    (printing.megatron, SUPERVISED["megatron"]),
    (writers.trainer_state, SUPERVISED["huggingface"]),
    (printing.fairseq, SUPERVISED["fairseq"]),
    (writers.json_lines, SUPERVISED["wandb"]),
    (writers.mlflow, SUPERVISED["mlflow"]),
]
CONTRASTIVE_DIALECTS: list[Dialect] = [
    (writers.events, OTHER["simclr"]),
    (printing.tabbed, OTHER["homegrown"]),
]
AUTOENCODER_DIALECTS: list[Dialect] = [
    (writers.json_lines, OTHER["vae"]),
    (writers.table, OTHER["homegrown"]),
]
REINFORCE_DIALECTS: list[Dialect] = [
    (printing.episodes, OTHER["homegrown"]),
    (writers.by_episode, OTHER["reinforce"]),
    (writers.events, OTHER["homegrown"]),
]
WITH_SPEED: list[Dialect] = [
    (writers.json_lines, SUPERVISED["wandb"]),
    (writers.mlflow, SUPERVISED["mlflow"]),
    (printing.megatron, SUPERVISED["megatron"]),
    (printing.fairseq, SUPERVISED["fairseq"]),
]
WITH_MEMORY: list[Dialect] = WITH_SPEED[:2]
ONLY_EPISODES: list[Dialect] = [(writers.monitor, {}), (printing.mlagents, ON_POLICY["mlagents"])]
DIALECTS: dict[str, list[Dialect]] = {
    "clusters": SUPERVISED_DIALECTS,
    "curve": SUPERVISED_DIALECTS,
    "language": LANGUAGE_DIALECTS,
    "expert": SUPERVISED_DIALECTS,
    "tuning": SUPERVISED_DIALECTS,
    "pole": ON_POLICY_DIALECTS,
    "point": ON_POLICY_DIALECTS,
    "catch": DEEP_Q_DIALECTS,
    "offline": OFFLINE_DIALECTS,
    "reinforce": REINFORCE_DIALECTS,
    "contrastive": CONTRASTIVE_DIALECTS,
    "autoencoder": AUTOENCODER_DIALECTS,
}
