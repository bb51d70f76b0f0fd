"""A rate of success that falls while the return rises: what is paid for is not what is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import noise
from coach.runs.detectors.card import Card
from coach.runs.quantities import Quantity
from coach.runs.quantities.parts import parts_of
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.series import Series
    from coach.runs.symptom import Symptom

CARD = Card(
    name="goal-flat-while-reward-rises",
    source="Amodei 2016 (a reward that can be had without the goal); halves and errors are coach's own choice",
    innocent=(
        "success is counted on a harder task than the return is",
        "the task became harder on purpose",
    ),
    raises=("reward-misspecified",),
)
_FEWEST = 20
_CLEARLY = 3.0  # standard errors
_LOST = 0.5  # of what succeeded at first
_AT_FIRST = 0.1  # of the points


def goal_falls(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where a rate of success falls to under half of what it was while the return has risen clearly."""
    for tag, series in seen.timelines.items():
        if "success" not in parts_of(tag).every or tag in seen.meanings or len(series) < _FEWEST:
            continue
        if not np.isfinite(series.value).all() or series.value.min() < 0:
            continue
        before, after = _ends(series)
        fell = before - after > _CLEARLY * noise(series.value) / np.sqrt(_AT_FIRST * len(series))
        risen = [each for each in seen.finite(Quantity.RETURN, Quantity.EVAL_RETURN) if _has_risen(each)]
        if before <= 0 or after > _LOST * before or not fell or not risen:
            continue
        first, last = _ends(risen[0].series)
        limit = [
            each
            for each in seen.finite(Quantity.EPISODE_LENGTH)
            if _ends(each.series)[1] > _ends(each.series)[0]
        ]
        said = f"{tag} falls from {before:.2g} to {after:.2g} while {risen[0].tag} rises from {first:.3g} to {last:.3g}"
        said += f", and episodes become longer ({limit[0].tag})" if limit else ""
        yield CARD.symptom(
            tag,
            Severity.WARN,
            f"{said}: the reward can be had without reaching the goal.",
            onset=seen.onset(series, 0),
            value=after,
            threshold=_LOST * before,
        )
        return


def _ends(series: Series) -> tuple[float, float]:
    tenth = max(3, int(_AT_FIRST * len(series)))
    return float(series.value[:tenth].mean()), float(series.value[-3 * tenth :].mean())


def _has_risen(measure: Measure) -> bool:
    first, last = _ends(measure.series)
    tenth = max(3, int(_AT_FIRST * len(measure.series)))
    error = noise(measure.series.value) / np.sqrt(tenth)
    return len(measure.series) >= _FEWEST and bool(last - first > _CLEARLY * error)
