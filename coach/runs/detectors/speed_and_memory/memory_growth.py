"""Memory that grows as long as the run goes on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from coach.reasoning.hours import format_hours
from coach.runs.describing.beginning import Beginning, onset_between
from coach.runs.describing.bend import bend
from coach.runs.describing.trend import robust_slope
from coach.runs.detectors.card import Card
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="memory-growth",
    source="Rahtz 2018 and Jones 2021 (watch memory); 1 % an hour is coach's own choice",
    innocent=("a replay buffer that is still filling", "caches of the operating system or the allocator"),
    raises=("memory-leak", "throughput-decay", "loader-index-growth"),
    looks_at=(Quantity.MEMORY,),
)
_FEWEST = 20
_WARM_UP = 0.2
_AN_HOUR = 0.01
_IN_ALL = 0.05
_STEADILY = 0.7
_TIMES = 2.0
_STRAIGHT = 0.5  # of the slope on the other side of a bend
_BUFFER = re.compile(r"replay|buffer|memory_size", re.IGNORECASE)
_SECONDS_PER_HOUR = 3600.0


def memory_growth(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where memory grows steadily by over 1 % an hour and 5 % in all, to the end of the run.

    Growth that begins late is judged from its bend on; what is filled within the first fifth is warm-up. Without a
    clock only what doubles is told.
    """
    for measure in seen.finite(Quantity.MEMORY):
        series = measure.series.where(np.isfinite(measure.series.wall_time))
        if not len(series):
            yield from _doubled(seen, measure)
            continue
        began = _began(series.value)
        late = series.where(slice(began.at, None))
        if len(late) < _FEWEST:
            continue
        hour = (late.wall_time - late.wall_time[0]) / _SECONDS_PER_HOUR
        level = float(np.median(late.value))
        slope = robust_slope(hour, late.value)
        last_third = robust_slope(hour[-len(hour) // 3 :], late.value[-len(hour) // 3 :])
        grown = slope.per_x * float(hour[-1])
        is_steady = slope.tau > _STEADILY and last_third.per_x > _AN_HOUR * level / 2
        if level > 0 and is_steady and slope.per_x > _AN_HOUR * level and grown > _IN_ALL * level:
            filling = _filling_buffer(seen)
            yield CARD.symptom(
                measure.tag,
                Severity.INFO if filling else Severity.WARN,
                f"{measure.tag} {_grows(float(hour[-1]), slope.per_x / level)}{filling}.",
                onset=onset_between(seen, series, began),
                value=slope.per_x / level,
                threshold=_AN_HOUR,
            )


def _grows(hours: float, an_hour: float) -> str:
    """Give how memory grows; what a run of minutes would come to in an hour is not known."""
    if hours < 1:
        return f"grows by {100 * an_hour * hours:.0f} % within {format_hours(hours)}, steadily"
    return f"grows by {100 * an_hour:.1f} % an hour, steadily over {hours:.1f} h"


def _filling_buffer(seen: RunForDetectors) -> str:
    """Give, as the end of a sentence, that a replay buffer goes on filling; empty where none is seen to."""
    for tag, series in seen.timelines.items():
        value = series.value[np.isfinite(series.value)]
        grows = len(value) >= _FEWEST and bool((np.diff(value) >= 0).all())
        if _BUFFER.search(tag) and grows and value[-1] > _TIMES * max(float(value[0]), 1.0):
            return f", while {tag} fills up"
    return ""


def _doubled(seen: RunForDetectors, measure: Measure) -> Iterator[Symptom]:
    series = measure.series
    began = _began(series.value)
    late = series.where(slice(began.at, None))
    if len(late) < _FEWEST:
        return
    slope = robust_slope(late.step.astype(float), late.value)
    third = len(late) // 3
    last = robust_slope(late.step[-third:].astype(float), late.value[-third:])
    first, then = float(np.median(late.value[:3])), float(np.median(late.value[-3:]))
    if first > 0 and then > _TIMES * first and slope.tau > _STEADILY and last.per_x > slope.per_x / 2:
        yield CARD.symptom(
            measure.tag,
            Severity.WARN,
            f"{measure.tag} grows from {first:.3g} to {then:.3g}, steadily to the end of the run.",
            onset=onset_between(seen, series, began),
            value=then / first,
            threshold=_TIMES,
        )


def _began(value: NDArray[np.float64]) -> Beginning:
    """Give where the growth after warm-up began: at its bend where it has one, else with the log or after warm-up."""
    warm = int(_WARM_UP * len(value))
    late = bend(value[warm:]) if len(value) - warm >= _FEWEST else None
    if late is not None and late.after > 0 and late.before < _STRAIGHT * late.after:
        return Beginning(warm + late.at + 1, warm + late.first, warm + late.last + 1)
    whole = bend(value)
    is_straight = whole is None or whole.after > _STRAIGHT * whole.before
    return Beginning(0, 0, 0) if is_straight else Beginning(warm, 0, warm)
