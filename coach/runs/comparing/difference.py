"""What differs between two runs: settings, tags, lengths, and how they end where both can be compared."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.trend import noise
from coach.runs.finding.configuration import PREFIX
from coach.runs.quantities import Quantity, meanings_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.runs.quantities import Meaning
    from coach.runs.run import Run
    from coach.runs.series import Series

_LAST = 0.1
_FEWEST = 10
_MATTERS = 0.02  # of the range
_CLEARLY = 3.0  # standard errors of a difference of two window means
_FALLING = frozenset({Quantity.LOSS, Quantity.EVAL_LOSS, Quantity.VALUE_LOSS})
_RISING = frozenset(
    {Quantity.RETURN, Quantity.EVAL_RETURN, Quantity.ACCURACY, Quantity.EVAL_ACCURACY, Quantity.RATING}
)


class Setting(NamedTuple):
    """A setting that differs; None where a run does not state it."""

    name: str
    first: str | None
    second: str | None


class Ending(NamedTuple):
    """Where two runs stand at the last step both have reached.

    `first` and `second` are means of the last tenth up to `step`; `is_apart` says whether the difference is clear
    against the noise, and `better` which run is better (1 or 2), 0 where nobody can tell.
    """

    tag: str
    step: int
    first: float
    second: float
    is_apart: bool
    better: int


class Extent(NamedTuple):
    """How much a run logged."""

    tags: int
    points: int
    last_step: int | None
    wall_h: float | None


class Difference(NamedTuple):
    """What differs between two runs.

    Attributes:
        settings: configuration and hyperparameters, those of both that differ.
        context: host, commit, start and the like, those that differ.
        same_settings: how many settings are equal.
        only_first: tags that only the first run has.
        only_second: tags that only the second run has.
        endings: common tags, those that are clearly apart first.
        extents: of the first and of the second run.
    """

    settings: tuple[Setting, ...]
    context: tuple[Setting, ...]
    same_settings: int
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    endings: tuple[Ending, ...]
    extents: tuple[Extent, Extent]


def difference(first: Run, second: Run) -> Difference:
    """Give what differs between two runs."""
    settings, context = _split(first.metadata), _split(second.metadata)
    common = [tag for tag in first.series if tag in second.series]
    meanings = meanings_of(first)
    endings = [
        ending
        for tag in common
        if (ending := _ending(first.series[tag], second.series[tag], meanings.get(tag))) is not None
    ]
    return Difference(
        settings=_differing(settings[0], context[0]),
        context=_differing(settings[1], context[1]),
        same_settings=sum(_are_equal(context[0].get(name), value) for name, value in settings[0].items()),
        only_first=tuple(tag for tag in first.series if tag not in second.series),
        only_second=tuple(tag for tag in second.series if tag not in first.series),
        endings=tuple(sorted(endings, key=lambda each: (not each.is_apart, not each.better))),
        extents=(_extent(first), _extent(second)),
    )


def _split(metadata: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Give settings, and everything else that is known about a run."""
    settings = {
        name.removeprefix(PREFIX): value for name, value in metadata.items() if name.startswith(PREFIX)
    }
    return settings, {name: value for name, value in metadata.items() if not name.startswith(PREFIX)}


def _differing(first: Mapping[str, str], second: Mapping[str, str]) -> tuple[Setting, ...]:
    names = dict.fromkeys((*first, *second))
    found = [Setting(name, first.get(name), second.get(name)) for name in names]
    return tuple(each for each in found if not _are_equal(each.first, each.second))


def _are_equal(first: str | None, second: str | None) -> bool:
    """Give whether two spellings mean one value: 1e-3 is 0.001."""
    if first == second or first is None or second is None:
        return first == second
    try:
        return float(first) == float(second)
    except ValueError:
        return False


def _ending(first: Series, second: Series, meaning: Meaning | None) -> Ending | None:
    one, two = (each.timeline() for each in (first, second))
    one, two = (each.where(np.isfinite(each.value)) for each in (one, two))
    if min(len(one), len(two)) < 1:
        return None
    step = min(int(one.step[-1]), int(two.step[-1]))
    mine, yours = one.value[one.step <= step], two.value[two.step <= step]
    if min(len(mine), len(yours)) < _FEWEST:
        return None
    means, errors = [], []
    for value in (mine, yours):
        window = max(3, int(_LAST * len(value)))
        means.append(float(value[-window:].mean()))
        errors.append(noise(value[-3 * window :]) / float(np.sqrt(window)))
    gap = means[1] - means[0]
    matters = _MATTERS * max(float(np.ptp(mine)), float(np.ptp(yours)))
    is_apart = abs(gap) > max(_CLEARLY * math.hypot(*errors), matters)
    return Ending(first.tag, step, means[0], means[1], is_apart, _better(meaning, gap) if is_apart else 0)


def _better(meaning: Meaning | None, gap: float) -> int:
    if meaning is None or meaning.quantity not in _FALLING | _RISING:
        return 0
    return 2 if (gap > 0) == (meaning.quantity in _RISING) else 1


def _extent(run: Run) -> Extent:
    return Extent(len(run.series), run.points, run.last_step, run.hours)
