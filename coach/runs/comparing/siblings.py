"""Which runs are seeds of one configuration, as their settings tell where they are logged, and else their names."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from coach.runs.comparing.run_names import (
    STAR,
    configuration,
    count_seeds_at_the_end,
    count_seeds_inside,
    counter_at_the_end,
    counter_inside,
    without_numbers,
)
from coach.runs.comparing.settings_that_tell import stated_seeds, telling_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from coach.runs.run import Run

    Key = tuple[str, ...]
    Groups = dict[Key, list[Run]]


def siblings(runs: Iterable[Run]) -> dict[str, tuple[Run, ...]]:
    """Give the runs by configuration, only those configurations that have several runs.

    Settings that differ tell runs apart whatever their names say. Where the settings are the same and the seeds they
    state all differ, numbers in the names say nothing more; else the names tell, but for seeds, dates and counters.
    A tracker's random names say nothing: there, the settings alone tell, where they are logged.
    """
    groups: Groups = {}
    for key, group in _by_settings(runs).items():
        groups |= {(key[0], *key[1:]): group} if _are_seeds(group) else _by_name(group, key[1:])
    groups |= _counted(groups, counter_inside, count_seeds_inside)
    groups |= _counted(groups, counter_at_the_end, count_seeds_at_the_end)
    named: dict[str, tuple[Run, ...]] = {}
    for key, group in groups.items():
        if len(group) > 1:
            name = _said(key[0], group)
            named[name if name not in named else f"{name} ({group[0].name} and others)"] = tuple(group)
    return named


def last_steps_of_others(runs: Sequence[Run]) -> dict[int, tuple[int, ...]]:
    """Give the last steps of the other runs of the same configuration, by the `id` of each run that has any."""
    found: dict[int, tuple[int, ...]] = {}
    for group in siblings(runs).values():
        last = tuple(run.last_step or 0 for run in group)
        found |= {id(run): last[:at] + last[at + 1 :] for at, run in enumerate(group)}
    return found


def _by_settings(runs: Iterable[Run]) -> Groups:
    """Give the runs by their names without any number, their format and their settings."""
    groups: defaultdict[Key, list[Run]] = defaultdict(list)
    for run in runs:
        if run.series:
            settings = telling_settings(run)
            name = "" if run.tracker_id and settings else without_numbers(run.name)
            training = "" if run.training is None else str(run.training.number)
            told = (f"{key}={value}" for key, value in sorted(settings.items()))
            groups[name, run.format, training, *told].append(run)
    return dict(groups)


def _are_seeds(group: Sequence[Run]) -> bool:
    """Give whether names tell nothing: they are a tracker's, or each run states another seed."""
    seeds = [stated_seeds(run) for run in group]
    is_random = all(run.tracker_id and telling_settings(run) for run in group)
    return is_random or (all(seeds) and len(set(seeds)) == len(group))


def _by_name(group: Sequence[Run], settings: Key) -> Groups:
    found: defaultdict[Key, list[Run]] = defaultdict(list)
    for run in group:
        found[configuration(run.name), *settings].append(run)
    return dict(found)


def _counted(
    groups: Mapping[Key, list[Run]],
    counter: Callable[[str], tuple[str, int] | None],
    are_seeds: Callable[[list[int]], bool],
) -> Groups:
    """Give lonely runs together whose names differ in one number only, where the numbers are most likely seeds."""
    taken = {id(run) for group in groups.values() if len(group) > 1 for run in group}
    found: defaultdict[Key, dict[int, Run]] = defaultdict(dict)
    for (name, *rest), group in groups.items():
        counted = counter(name) if len(group) == 1 and id(group[0]) not in taken else None
        if counted is not None:
            found[counted[0], *rest][counted[1]] = group[0]
    return {
        key: [runs[number] for number in sorted(runs)] for key, runs in found.items() if are_seeds(list(runs))
    }


def _said(name: str, group: Sequence[Run]) -> str:
    """Give what a group is called: its names without what tells them apart."""
    shared = {configuration(run.name) for run in group}
    return shared.pop() if len(shared) == 1 else name if STAR in name else group[0].name
