"""Steps a second that sink while the run goes on: the decay nobody looks at until months are lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity
from coach.runs.trend import robust_slope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.observed import Observed
    from coach.runs.series import Series
    from coach.runs.symptom import Symptom

CARD = Card(
    name="throughput-decay",
    source="Rahtz 2018 (a small decay in frames per second cost months); Jones 2021 (it should stay stable)",
    innocent=(
        "episodes or sequences have become longer",
        "evaluation or checkpoints take more of the time",
        "the machine is shared",
        "learning started after a warm-up in which only experience was gathered",
    ),
    raises=("throughput-decay", "memory-leak", "slow-node", "loader-index-growth"),
)
_BINS = 40
_FEWEST_BINS = 12
_POINTS_A_BIN = 3
_WARM_UP = 0.2  # of the logged time
_SHORTEST_HOURS = 0.5
_LOSS_AN_HOUR = 0.01
_LOSS_IN_ALL = 0.10
_LARGE_LOSS = 0.40
_STEADILY = -0.5  # Kendall's tau
_SECONDS_PER_HOUR = 3600.0


class _Rates(NamedTuple):
    """By stretch: hours since the start of the segment, steps a second, and the point it ends at."""

    hour: NDArray[np.float64]
    rate: NDArray[np.float64]
    point: NDArray[np.int64]


def throughput_decay(seen: Observed) -> Iterator[Symptom]:
    """Yield a symptom where steps a second sink by over 1 % an hour and over 10 % in all, after warm-up.

    The rate is worked out from steps and wall times of the tag with the most points, within its longest
    segment: a logged `fps` is often a mean since the start, which hides a decay and turns warm-up into one.
    """
    timed = [(tag, _longest_segment(series)) for tag, series in seen.run.series.items()]
    tag, series = max(timed, key=lambda pair: 0 if pair[1] is None else len(pair[1]), default=("", None))
    rates = None if series is None else _rates(series)
    if series is None or rates is None:
        return
    elapsed = float(rates.hour[-1] - rates.hour[0])
    slope = robust_slope(rates.hour, np.log(rates.rate))
    lost = 1 - float(np.exp(slope.per_x * elapsed))
    if (
        elapsed < _SHORTEST_HOURS
        or slope.per_x > -_LOSS_AN_HOUR
        or lost < _LOSS_IN_ALL
        or slope.tau > _STEADILY
    ):
        return
    quarter = len(rates.rate) // 4
    before, after = float(np.median(rates.rate[:quarter])), float(np.median(rates.rate[-quarter:]))
    if after > (1 - _LOSS_IN_ALL) * before:
        return
    sunk = int(np.argmax(rates.rate < (1 - _LOSS_IN_ALL) * before))
    onset = seen.onset(series, int(rates.point[sunk]))
    logged = seen.of(Quantity.FPS)
    said = (
        f"throughput sank from {before:.3g} to {after:.3g} steps a second over {elapsed:.1f} h "
        f"({-100 * slope.per_x:.0f} % an hour), worked out from the steps and wall times of {tag}"
    )
    yield CARD.symptom(
        logged[0].tag if logged else tag,
        Severity.ALARM if lost > _LARGE_LOSS else Severity.WARN,
        f"{said}.",
        onset=onset,
        value=slope.per_x,
        threshold=-_LOSS_AN_HOUR,
    )


def _longest_segment(series: Series) -> Series | None:
    """Give the points with a wall time of the segment that has most of them; None without any."""
    timed = series.where(np.isfinite(series.wall_time))
    if not len(timed):
        return None
    segments, points = np.unique(timed.segment, return_counts=True)
    return timed.where(timed.segment == segments[int(np.argmax(points))])


def _rates(series: Series) -> _Rates | None:
    """Give the rates of up to 40 stretches after warm-up; None where there are too few points."""
    started = float(series.wall_time[0])
    is_warm = series.wall_time >= started + _WARM_UP * (float(series.wall_time[-1]) - started)
    index = np.flatnonzero(is_warm)
    bins = min(_BINS, len(index) // _POINTS_A_BIN)
    if bins < _FEWEST_BINS:
        return None
    edges = index[np.linspace(0, len(index) - 1, bins + 1).astype(np.int64)]
    steps = np.diff(series.step[edges]).astype(np.float64)
    seconds = np.diff(series.wall_time[edges])
    moved = (steps > 0) & (seconds > 0)
    if int(moved.sum()) < _FEWEST_BINS:
        return None
    hour = (series.wall_time[edges[1:]] - started)[moved] / _SECONDS_PER_HOUR
    return _Rates(hour, (steps[moved] / seconds[moved]), edges[1:][moved])
