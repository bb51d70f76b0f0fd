"""Facts of the set-up that configurations and logs hold: suggested to the person, who confirms them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.desk.what_ran import algorithms
from coach.session.failure_mode import fact_group, fact_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from coach.runs import Run

_TRUE = frozenset({"true", "1", "yes", "on"})
_NUMBER = re.compile(r"\d+")
_PRECISION = (
    ("bfloat16", re.compile(r"bf(loat)?[-_]?16([-_](mixed|true))?")),
    ("half", re.compile(r"(fp|float|f)?[-_]?16([-_](mixed|true))?|half|amp|o[12]")),
    ("float32", re.compile(r"((fp|float|f)?[-_]?32([-_]true)?|tf32|full|no)")),
    ("lower", re.compile(r"(fp|int|float)?[-_]?[48](bit)?.*")),
)
_SWITCHES = {
    "fp16": "half",
    "amp": "half",
    "use_amp": "half",
    "half": "half",
    "bf16": "bfloat16",
    "load_in_8bit": "lower",
    "load_in_4bit": "lower",
}
_LOSS = (
    ("binary-cross-entropy", re.compile(r"bce|binary.?cross.?entropy")),
    ("cross-entropy-of-logits", re.compile(r"cross.?entropy|^ce(loss)?$")),
    ("squared-error", re.compile(r"mse|mae|l1|l2|squared|huber")),
)
_DEVICES = frozenset({"devices", "num_devices", "gpus", "num_gpus", "n_gpu", "world_size", "num_processes"})
_MACHINES = frozenset({"num_nodes", "nnodes", "num_machines", "nodes"})
_HOW_A_TRAINER_LOGS = "trainer"
_MADE_FOR = {
    **dict.fromkeys(("SAC", "TD3", "DDPG", "TQC", "NAF"), "continuous"),
    **dict.fromkeys(("DQN", "QR-DQN", "Rainbow"), "discrete"),
}
"""The actions that an algorithm takes as it was published and as libraries have it."""


def set_up(runs: Sequence[Run]) -> dict[str, str]:
    """Give the facts that the runs state, by the group of each: the id of the option that holds.

    A fact on which runs differ is left out.
    """
    told: dict[str, set[str]] = {}
    for run in runs:
        for fact, option in _told(run).items():
            told.setdefault(fact, set()).add(option)
    return {fact_group(fact): fact_id(fact, *options) for fact, options in told.items() if len(options) == 1}


def _told(run: Run) -> dict[str, str]:
    settings = {
        re.split(r"[/.]", name)[-1].lower(): value.strip().strip("'\"").lower().removeprefix("torch.")
        for name, value in run.metadata.items()
    }
    found = {
        "precision": _precision(settings),
        "devices": _devices(settings),
        "loss": _first(_LOSS, (settings.get(each, "") for each in ("loss", "loss_fn", "criterion"))),
        "seeds": "some" if _NUMBER.fullmatch(settings.get("seed", "")) else "",
        "zeroing": "trainer" if _HOW_A_TRAINER_LOGS in run.format else "",
        "action-space": _action_space(run),
    }
    return {fact: option for fact, option in found.items() if option}


def _action_space(run: Run) -> str:
    """Give for what kind of actions the run's algorithms are made; nothing where they take either, or differ."""
    kinds = {_MADE_FOR.get(each, "") for each in algorithms((run,))}
    return next(iter(kinds)) if len(kinds) == 1 else ""


def _precision(settings: Mapping[str, str]) -> str:
    on = {option for name, option in _SWITCHES.items() if settings.get(name) in _TRUE}
    if len(on) == 1:
        return next(iter(on))
    named = [settings.get(each, "") for each in ("precision", "mixed_precision", "dtype", "torch_dtype")]
    return next(
        (option for said in named for option, words in _PRECISION if said and words.fullmatch(said)), ""
    )


def _devices(settings: Mapping[str, str]) -> str:
    machines = [int(said) for each in _MACHINES if _NUMBER.fullmatch(said := settings.get(each, ""))]
    devices = [int(said) for each in _DEVICES if _NUMBER.fullmatch(said := settings.get(each, ""))]
    if any(count > 1 for count in machines):
        return "machines"
    if not devices or max(devices) < 1:
        return ""
    return "one" if max(devices) == 1 else "one-machine"


def _first(options: Sequence[tuple[str, re.Pattern[str]]], said: Iterable[str]) -> str:
    return next((option for each in said if each for option, words in options if words.search(each)), "")
