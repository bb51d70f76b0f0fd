"""Runs that are copies of one another: the same values at every step they share."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.runs.run import Run
    from coach.runs.series import Series

_FIRST = 3  # points that must differ from one another, and be equal between two runs
_FEWEST_VALUES = 12
_FEWEST_RESULTS = 3
_DIGITS = 5  # significant ones that a round number does with
_FLOAT_NOISE = 1e-4  # the same seed on other hardware differs in the last digits
_CLOCKS = ("time", "fps", "sps", "speed", "per_sec", "learning_rate", "lr", "epoch", "iteration")


class Distinct(NamedTuple):
    """Some runs with each of its copies left out.

    Attributes:
        runs: those that count, in order; of copies the one that goes furthest.
        copies: name of each run left out, and of the run it is a copy of.
    """

    runs: tuple[Run, ...]
    copies: tuple[tuple[str, str], ...]


def distinct(runs: Sequence[Run]) -> Distinct:
    """Give the runs that count, so that a run and its copies count once."""
    copies: dict[int, str] = {}
    names: list[tuple[str, str]] = []
    for same in copied([telling_series(run) for run in runs]):
        kept = max(same, key=lambda at: (runs[at].last_step or 0, -at))
        for at in same:
            if at != kept:
                copies[at] = runs[kept].name
                names.append((runs[at].name, runs[kept].name))
    return Distinct(tuple(run for at, run in enumerate(runs) if at not in copies), tuple(names))


def telling_series(run: Run) -> dict[str, Series]:
    """Give the points that count of the tags that vary from the start and follow no clock or schedule."""
    found = {}
    for tag, series in run.series.items():
        if len(series) >= _FIRST and not any(word in tag.lower() for word in _CLOCKS):
            timeline = series.timeline()
            varies = len(timeline) >= _FIRST and len(np.unique(timeline.value[:_FIRST])) == _FIRST
            if varies and not (np.diff(timeline.value, n=2) == 0).all():  # a counter is in every run
                found[tag] = timeline
    return found


def copied(telling: Sequence[dict[str, Series]]) -> list[list[int]]:
    """Give the indices of runs whose varying series are equal at every common step, group by group.

    A run that stopped early is equal as far as it goes.
    """
    group = list(range(len(telling)))
    for one, other in _candidates(telling):
        if group[one] != group[other] and _are_equal(telling[one], telling[other]):
            group = [group[one] if each == group[other] else each for each in group]
    by_group: defaultdict[int, list[int]] = defaultdict(list)
    for index, each in enumerate(group):
        by_group[each].append(index)
    return [same for same in by_group.values() if len(same) > 1]


def same_results(runs: Sequence[Run]) -> list[list[int]]:
    """Give the indices of runs that logged their results only, the same ones to the last digit, group by group.

    Three results with several digits each are asked for: a round number is equal by chance.
    """
    groups: defaultdict[frozenset[tuple[str, tuple[float, ...]]], list[int]] = defaultdict(list)
    for index, run in enumerate(runs):
        results = {tag: series.value for tag, series in run.series.items() if len(series)}
        if not results or max(map(len, results.values())) >= _FIRST:
            continue
        telling = [tag for tag, value in results.items() if any(map(_has_digits, value.tolist()))]
        if len(telling) >= _FEWEST_RESULTS:
            groups[frozenset((tag, tuple(value.tolist())) for tag, value in results.items())].append(index)
    return [same for same in groups.values() if len(same) > 1]


def _has_digits(value: float) -> bool:
    return bool(np.isfinite(value)) and float(f"{value:.{_DIGITS}g}") != value


def _candidates(telling: Sequence[dict[str, Series]]) -> Iterator[tuple[int, int]]:
    """Yield pairs of runs that begin alike in some tag: neighbours when sorted by their first value."""
    by_tag: defaultdict[str, list[int]] = defaultdict(list)
    for index, series in enumerate(telling):
        for tag in series:
            by_tag[tag].append(index)
    for tag, having in by_tag.items():
        ordered = sorted(having, key=lambda index: float(telling[index][tag].value[0]))
        for one, other in pairwise(ordered):
            if _alike(telling[one][tag].value[:_FIRST], telling[other][tag].value[:_FIRST]):
                yield one, other


def _are_equal(mine: dict[str, Series], yours: dict[str, Series]) -> bool:
    compared = 0
    for tag in mine.keys() & yours.keys():
        n = min(len(mine[tag]), len(yours[tag]))
        is_same_step = np.array_equal(mine[tag].step[:n], yours[tag].step[:n])
        if not is_same_step or not _alike(mine[tag].value[:n], yours[tag].value[:n]):
            return False
        compared += n
    return compared >= _FEWEST_VALUES


def _alike(mine: np.typing.NDArray[np.float64], yours: np.typing.NDArray[np.float64]) -> bool:
    """Give whether all values are the same but for float noise; NaN equals NaN, and an infinity itself."""
    # Most pairs differ at the first value, and numpy is slow on a single number.
    if not _is_near(float(mine[0]), float(yours[0])):
        return False
    with np.errstate(invalid="ignore"):
        near = np.abs(mine - yours) <= _FLOAT_NOISE * np.abs(yours)
    return bool((near | (mine == yours) | (np.isnan(mine) & np.isnan(yours))).all())


def _is_near(one: float, other: float) -> bool:
    is_equal = one == other or (one != one and other != other)  # noqa: PLR0124 - NaN is unlike itself
    return is_equal or abs(one - other) <= _FLOAT_NOISE * abs(other)
