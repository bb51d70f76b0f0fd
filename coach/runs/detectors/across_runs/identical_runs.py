"""Runs that are the same number for number: not replicates, whatever their names say."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.series import Series
    from coach.runs.symptom import Symptom

CARD = Card(
    name="identical-runs",
    source="seen in published logs; equal values at every step cannot be two independent runs",
    innocent=(
        "the second run repeats the first on purpose, to show that it is reproducible",
        "a copied folder",
    ),
    raises=("one-seed-claim", "seed-variance", "config-not-applied"),
)
_FIRST = 3  # points that must differ from one another, and be equal between two runs
_FEWEST_VALUES = 12
_FLOAT_NOISE = 1e-4  # the same seed on other hardware differs in the last digits
_MOST_NAMED = 6
_CLOCKS = ("time", "fps", "sps", "speed", "per_sec", "learning_rate", "lr", "epoch", "iteration")


def identical_runs(runs: Sequence[RunForDetectors]) -> Iterator[Symptom]:
    """Yield a symptom for each group of runs whose varying series are equal at every common step.

    Wall times, throughput and schedules are left out. A run that stopped early is equal as far as it goes.
    """
    telling = [_telling(seen) for seen in runs]
    group = list(range(len(runs)))
    for one, other in _candidates(telling):
        if group[one] != group[other] and _are_equal(telling[one], telling[other]):
            group = [group[one] if each == group[other] else each for each in group]
    by_group: defaultdict[int, list[int]] = defaultdict(list)
    for index, each in enumerate(group):
        by_group[each].append(index)
    for same in by_group.values():
        if len(same) > 1:
            yield _symptom([runs[index] for index in same], telling[same[0]])


def _telling(seen: RunForDetectors) -> dict[str, Series]:
    """Give the series that vary from the start and do not follow a clock or a schedule."""
    return {
        tag: series
        for tag, series in seen.timelines.items()
        if len(series) >= _FIRST
        and not any(word in tag.lower() for word in _CLOCKS)
        and len(np.unique(series.value[:_FIRST])) == _FIRST
    }


def _candidates(telling: list[dict[str, Series]]) -> Iterator[tuple[int, int]]:
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
    return bool(np.allclose(mine, yours, rtol=_FLOAT_NOISE, atol=0.0, equal_nan=True))


def _symptom(same: list[RunForDetectors], telling: dict[str, Series]) -> Symptom:
    names = [seen.run.name for seen in same]
    said = ", ".join(names[:_MOST_NAMED])
    said += f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    tag = next(iter(telling))
    is_logged_twice = len({seen.run.format for seen in same}) > 1
    symptom = CARD.symptom(
        tag,
        Severity.INFO if is_logged_twice else Severity.ALARM,
        f"{len(names)} runs have the same values at every common step, so they count as one: {said}.",
        value=float(len(names)),
        threshold=1.0,
    )
    return symptom.named(f"{CARD.name}:{names[0]}")
