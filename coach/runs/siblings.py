"""Which runs are seeds of one configuration, as their names tell."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coach.runs.run import Run

# What differs between the seeds of one experiment: a number that the name says is the seed, the number a
# framework gives each launch, and CleanRL's `__<seed>__<unix time>`.
_SEED = re.compile(
    r"""
    (?<![a-z])(?i:seed|rng|rep|replicate|trial|log)[_=\-. ]*\d+   # seed_3, seed=3, log_0
    | (?<=_)s\d+(?=[/_.]|$)                                      # Spinning Up: exp_s10
    | __\d+__\d{9,10}$                                           # CleanRL: env__exp__1__1650000000
    | (?<=[A-Z0-9]_)\d{1,3}(?=/|$)                               # Stable-Baselines3: PPO_1
    | (?<=/)\d{1,3}(?=/|$)                                       # a folder that is a number
    """,
    re.VERBOSE,
)


def configuration(name: str) -> str:
    """Give the run's name with everything that only tells seeds apart replaced by a star."""
    return _SEED.sub("*", name)


def siblings(runs: Iterable[Run]) -> dict[str, tuple[Run, ...]]:
    """Give the runs by configuration, only those configurations that have several runs."""
    groups: defaultdict[str, list[Run]] = defaultdict(list)
    for run in runs:
        if run.series:
            groups[f"{configuration(run.name)} {run.format}"].append(run)
    return {configuration(group[0].name): tuple(group) for group in groups.values() if len(group) > 1}
