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


def step_name(names: Iterable[str]) -> str | None:
    """Give the name, as spelt here, of the column that counts the steps; None without one."""
    return _first(STEP_NAMES, names)


def time_names(names: Iterable[str]) -> list[str]:
    """Give the names, as spelt here, of the columns that may tell the time, the likeliest first."""
    by_lower = {name.strip().lower(): name for name in names}
    return [by_lower[name] for name in TIME_NAMES if name in by_lower]


def _first(wanted: Iterable[str], names: Iterable[str]) -> str | None:
    by_lower: dict[str, str] = {}
    for name in names:
        by_lower.setdefault(name.strip().lower(), name)
    return next((by_lower[name] for name in wanted if name in by_lower), None)
