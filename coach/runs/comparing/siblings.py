"""Which runs are seeds of one configuration, as their settings tell where they are logged, and else their names."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from coach.runs.finding.configuration import PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from coach.runs.run import Run

# What differs between the seeds of one experiment: a number that the name says is the seed, the number a
# framework gives each launch, and CleanRL's `__<seed>__<unix time>`.
_SEED = re.compile(
    r"""
    (?<![a-z])(?i:seed|rng|rep|replicate|trial|log)[_=\-. ]*\d+   # seed_3, seed=3, log_0
    | (?<=_)s\d+(?=[/_.]|$)                                      # Spinning Up: exp_s10
    | __\d+__\d{9,10}$                                           # CleanRL: env__exp__1__1650000000
    | (?:(?<=[A-Z]_)|(?<=[A-Z]\d_))\d{1,3}(?=/|$)                # Stable-Baselines3: PPO_1, TD3_2
    | (?<=/)\d{1,3}(?=/|$)                                       # a folder that is a number
    """,
    re.VERBOSE,
)

_NUMBER = re.compile(r"(?<=_)\d{1,2}(?=[_/]|$)")
_COUNTED = "*"
_FEWEST_COUNTED = 3

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
            training = "" if run.training is None else str(run.training.number)
            told = (f"{key}={value}" for key, value in sorted(settings.items()))
            groups[name, run.format, training, *told].append(run)
    named: dict[str, tuple[Run, ...]] = {}
    for key, group in [*groups.items(), *_counted(groups).items()]:
        if len(group) > 1:
            name = key[0] if _COUNTED in key[0] else configuration(group[0].name)
            named[name if name not in named else f"{name} ({group[0].name} and others)"] = tuple(group)
    return named


def alike(runs: Sequence[Run]) -> dict[int, tuple[Run, ...]]:
    """Give the other runs of the same configuration, by the `id` of each run that has any."""
    return {
        id(run): tuple(each for each in group if each is not run)
        for group in siblings(runs).values()
        for run in group
    }


def _counted(groups: Mapping[tuple[str, ...], list[Run]]) -> dict[tuple[str, ...], list[Run]]:
    """Give lonely runs together whose names differ in one number only, where the numbers count from 0 or 1 up.

    `dqn_0_Lander`, `dqn_1_Lander`, `dqn_2_Lander` are most likely seeds; `b_16`, `b_32`, `b_64` are settings.
    """
    found: defaultdict[tuple[str, ...], dict[int, Run]] = defaultdict(dict)
    for (name, *rest), group in groups.items():
        numbers = list(_NUMBER.finditer(name))
        if len(group) == 1 and numbers:
            start, end = numbers[-1].span()
            found[name[:start] + _COUNTED + name[end:], *rest][int(numbers[-1].group())] = group[0]
    return {
        key: [runs[number] for number in sorted(runs)]
        for key, runs in found.items()
        if len(runs) >= _FEWEST_COUNTED
        and sorted(runs) in (list(range(len(runs))), list(range(1, len(runs) + 1)))
    }


def telling_settings(run: Run) -> dict[str, str]:
    """Give the settings that tell configurations apart: without seeds, names, places, times and devices."""
    return {
        name.removeprefix(PREFIX): value
        for name, value in run.metadata.items()
        if name.startswith(PREFIX) and not _PERSONAL.search(name.removeprefix(PREFIX).lower())
    }
