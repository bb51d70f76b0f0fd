"""Which column of a table counts the steps, and which one tells the time, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# The most specific first: environment steps before optimiser steps before iterations before epochs.
STEP_NAMES = (
    "time/total_timesteps",
    "trainer/global_step",
    "global_step",
    "totalenvinteracts",
    "total_timesteps",
    "num_env_steps_sampled_lifetime",
    "timesteps_total",
    "num_env_steps_sampled",
    "total_env_steps",
    "env_steps",
    "timesteps",
    "timestep",
    "total_steps",
    "num_steps",
    "frames",
    "frame",
    "step",
    "steps",
    "_step",
    "training_iteration",
    "iterations",
    "iteration",
    "iter",
    "itr",
    "updates",
    "update",
    "episodes",
    "episode",
    "epochs",
    "epoch",
)
TIME_NAMES = (
    "time/time_elapsed",
    "time_elapsed",
    "time_total_s",
    "wall_time",
    "walltime",
    "_runtime",
    "elapsed",
    "time",
    "_timestamp",
    "timestamp",
)


STEP_COLUMN = "step_column"
"""Name, among a run's metadata, of what its table counts in."""


def step_name(names: Iterable[str]) -> str | None:
    """Give the name, as spelt here, of the column that counts the steps; None without one."""
    return next(iter(step_names(names)), None)


def step_names(names: Iterable[str]) -> list[str]:
    """Give the names, as spelt here, of the columns that may count the steps, the likeliest first."""
    return _known(STEP_NAMES, names)


def time_names(names: Iterable[str]) -> list[str]:
    """Give the names, as spelt here, of the columns that may tell the time, the likeliest first."""
    return _known(TIME_NAMES, names)


def _known(wanted: Iterable[str], names: Iterable[str]) -> list[str]:
    by_lower: dict[str, str] = {}
    for name in names:
        by_lower.setdefault(name.strip().lower(), name)
    return [by_lower[name] for name in wanted if name in by_lower]
