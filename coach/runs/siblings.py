"""Which runs are seeds of one configuration, as their settings tell where they are logged, and else their names."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from coach.runs.configuration import PREFIX

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

_PERSONAL = re.compile(
    r"seed|rng|(^|[/_])(name|id|dir|path|host|user|group|notes|tags|device|gpus?|port|date|time|timestamp)([/_]|$)"
    r"|dir$|path$|(run|exp|experiment|job|trial)_?(name|id)|callbacks|overrides"
)


def configuration(name: str) -> str:
    """Give the run's name with everything that only tells seeds apart replaced by a star."""
    return _SEED.sub("*", name)


def siblings(runs: Iterable[Run]) -> dict[str, tuple[Run, ...]]:
    """Give the runs by configuration, only those configurations that have several runs.

    Runs of one name are told apart by their settings. A tracker's random names say nothing: there, the settings
    alone tell, where they are logged.
    """
    groups: defaultdict[tuple[str, ...], list[Run]] = defaultdict(list)
    for run in runs:
        if run.series:
            settings = telling_settings(run)
            name = "" if run.tracker_id and settings else configuration(run.name)
            groups[name, run.format, *(f"{key}={value}" for key, value in sorted(settings.items()))].append(
                run
            )
    named: dict[str, tuple[Run, ...]] = {}
    for group in groups.values():
        if len(group) > 1:
            name = configuration(group[0].name)
            named[name if name not in named else f"{name} ({group[0].name} and others)"] = tuple(group)
    return named


def telling_settings(run: Run) -> dict[str, str]:
    """Give the settings that tell configurations apart: without seeds, names, places, times and devices."""
    return {
        name.removeprefix(PREFIX): value
        for name, value in run.metadata.items()
        if name.startswith(PREFIX) and not _PERSONAL.search(name.removeprefix(PREFIX).lower())
    }
