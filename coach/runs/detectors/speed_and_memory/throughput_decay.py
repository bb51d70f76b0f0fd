"""Steps a second that sink while the run goes on: the decay nobody looks at until months are lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.axes import EPISODE, STEP
from coach.runs.describing.level_shift import level_shift
from coach.runs.describing.trend import robust_slope, spread, window_means
from coach.runs.detectors.card import Card
from coach.runs.detectors.speed_and_memory.rates import (
    FEWEST_BINS,
    bare_times,
    changed_at,
    longest_segment,
    rates_of,
    sank_from,
)
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.axes import Axis
    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.detectors.speed_and_memory.rates import Rates
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
    raises=("throughput-decay", "slow-node", "memory-leak", "gpu-starved", "loader-index-growth"),
    looks_at=(
        Quantity.FPS,
        Quantity.STEP_TIME,
    ),
)
_SHORTEST_HOURS = 0.5
_SHORTEST_AT_ALL = 0.05  # under which it may be a cache that fills (editorial)
_LOSS_AN_HOUR = 0.01
_LOSS_IN_ALL = 0.10
_LARGE_LOSS = 0.40
_STEADILY = -0.5  # Kendall's tau
_DROP = 0.03
_LARGE_DROP = 0.20
_CLEARLY = 8.0  # standard errors of a difference of two means
_FEWEST_ASIDE, _FEWEST_COARSE = 6, 4  # stretches on each side of a drop; where each lies between two points
_MINUTES_PER_HOUR = 60.0
_MOSTLY = 0.9
_WINDOWS = 4


class _Loss(NamedTuple):
    """What was lost: in words, how grave, from which stretch on, the number and its threshold.

    Attributes:
        share: of the rate that was lost.
        is_at_once: whether it was lost at one moment.
    """

    says: str
    severity: Severity
    stretch: int
    value: float
    threshold: float
    share: float
    is_at_once: bool


def throughput_decay(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where steps a second sink by over 1 % an hour and over 10 % in all, or drop by 3 % for good.

    The rate is worked out from steps and wall times of the tag with the most points, within its longest
    segment: a logged `fps` is often a mean since the start, which hides a decay and turns warm-up into one.
    Episodes that become longer are no slowdown: where episodes are counted, the steps in them are.
    """
    judged = next((each for axis in _axes(seen) if (each := _timed(seen, axis)) is not None), None)
    if judged is None:
        yield from tuple(_logged_alone(seen)) or _logged_sinks(seen)
        return
    tag, series, rates = judged
    found = _loss(rates)
    if found is not None and not _is_length(seen, series):
        logged = seen.of(Quantity.FPS)
        yield CARD.symptom(
            logged[0].tag if logged else tag,
            found.severity,
            f"{found.says}, worked out from the steps and wall times of {tag}.",
            onset=seen.onset(series, _point(series, rates, found)),
            value=found.value,
            threshold=found.threshold,
        )
    elif found is None:
        yield from tuple(_logged_sinks(seen)) or _logged_alone(seen, _LARGE_LOSS)


def _logged_sinks(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for a logged speed that sinks on and on to under 60 %, whatever the wall times of the log say.

    A mean since the start falls once, where learning begins, and then comes to rest.
    """
    speeds = seen.finite(Quantity.FPS)
    for measure in (*speeds, *seen.finite(Quantity.STEP_TIME)):
        value, is_speed = measure.series.value, measure in speeds
        if len(value) < FEWEST_BINS or value.min() <= 0:
            continue
        means = window_means(value, _WINDOWS)
        speed = means if is_speed else 1 / means
        is_on_and_on = bool((speed[1:] < (1 - _LOSS_IN_ALL) * speed[:-1]).all())
        lost = 1 - float(speed[-1] / speed[0])
        if is_on_and_on and lost > _LARGE_LOSS:
            yield CARD.symptom(
                measure.tag,
                Severity.WARN,
                f"{measure.tag} {'sinks' if is_speed else 'grows'} on and on, from about {means[0]:.3g} in the first "
                f"quarter of the run to {means[-1]:.3g} in the last.",
                onset=seen.onset(measure.series, 0),
                value=lost,
                threshold=_LARGE_LOSS,
            )
            return


def _point(series: Series, rates: Rates, found: _Loss) -> int:
    dated = changed_at if found.is_at_once else sank_from
    return dated(series, rates, found.stretch)


def _logged_alone(seen: RunForDetectors, drop: float = _LARGE_DROP) -> Iterator[Symptom]:
    """Yield a symptom for a logged speed that drops by a fifth for good, in a log without wall times; or by more."""
    for measure in (*seen.finite(Quantity.FPS, Quantity.STEP_TIME), *bare_times(seen)):
        value = measure.series.value
        if len(value) == 0 or value.min() <= 0:
            continue
        is_speed = measure in seen.finite(Quantity.FPS)
        shift = level_shift(1 / value if is_speed else value, 1 / (1 - drop))
        if shift is None:
            continue
        before, after = (1 / shift.before, 1 / shift.after) if is_speed else (shift.before, shift.after)
        yield CARD.symptom(
            measure.tag,
            Severity.WARN,
            f"{measure.tag} goes from {before:.3g} to {after:.3g} at once and stays there"
            f"{'; nothing else is timed here' if drop == _LARGE_DROP else ', whatever the wall times of the log say'}.",
            onset=seen.onset(measure.series, shift.at),
            value=1 - shift.before / shift.after,
            threshold=drop,
        )
        return


class _Timed(NamedTuple):
    """A tag, its points, and the rates that follow from its steps and wall times."""

    tag: str
    series: Series
    rates: Rates


def _axes(seen: RunForDetectors) -> list[Axis]:
    return sorted(dict.fromkeys(seen.axes.values()), key=lambda axis: axis.number)


def _timed(seen: RunForDetectors, axis: Axis) -> _Timed | None:
    """Give the rates of what an axis counts; None where little is timed, or episodes are counted and not measured."""
    is_in_episodes = axis.name == EPISODE
    lengths = [each.series for each in seen.finite(Quantity.EPISODE_LENGTH) if each.tag in axis.tags]
    counted = lengths if is_in_episodes else [seen.run.series[tag] for tag in axis.tags]
    timed = [longest for each in counted if (longest := longest_segment(each)) is not None]
    if not timed:
        return None
    series = max(timed, key=len)
    rates = rates_of(_steps_inside(series) if is_in_episodes else series)
    return None if rates is None else _Timed(series.tag, series, rates)


def _loss(rates: Rates) -> _Loss | None:
    """Give what was lost; of a short run, or one with few points, only what is plain all the same."""
    elapsed = float(rates.hour[-1] - rates.hour[0])
    found = _drop(rates) or _decay(rates) if elapsed >= _SHORTEST_AT_ALL else None
    if found is None or (
        rates.is_coarse and found.share < (_LARGE_DROP if found.is_at_once else _LARGE_LOSS)
    ):
        return None
    if elapsed >= _SHORTEST_HOURS:
        return found
    return found._replace(severity=Severity.WARN) if found.share > _LARGE_LOSS else None


def _is_length(seen: RunForDetectors, series: Series) -> bool:
    """Give whether longer episodes explain a loss, where what is counted may be episodes and nothing says so."""
    axis = seen.axes[series.tag]
    for each in seen.finite(Quantity.EPISODE_LENGTH):
        if each.tag in axis.tags and axis.name == STEP and _counts_by_ones(each.series):
            length = longest_segment(each.series)
            inside = None if length is None else rates_of(_steps_inside(length))
            return inside is not None and _loss(inside) is None
    return False


def _counts_by_ones(series: Series) -> bool:
    """Give whether an episode's length is logged at each of the steps, as it is where these are episodes."""
    return len(series) > 1 and bool((np.diff(series.step) == 1).mean() > _MOSTLY)


def _steps_inside(length: Series) -> Series:
    """Give the lengths of episodes, logged against episodes, with the steps in all of them so far in their place."""
    episodes = np.maximum(np.diff(length.step, prepend=length.step[0] - 1), 0)
    return replace(length, step=np.cumsum(episodes * length.value).astype(np.int64))


def _decay(rates: Rates) -> _Loss | None:
    """Give a steady decay."""
    elapsed = float(rates.hour[-1] - rates.hour[0])
    slope = robust_slope(rates.hour, np.log(rates.rate))
    lost = 1 - float(np.exp(slope.per_x * elapsed))
    if slope.per_x > -_LOSS_AN_HOUR or lost < _LOSS_IN_ALL or slope.tau > _STEADILY:
        return None
    quarter = len(rates.rate) // 4
    before, after = float(np.median(rates.rate[:quarter])), float(np.median(rates.rate[-quarter:]))
    if after > (1 - _LOSS_IN_ALL) * before:
        return None
    is_long = elapsed >= _SHORTEST_HOURS
    pace = f"{-100 * slope.per_x:.0f} % an hour" if is_long else f"{100 * (1 - after / before):.0f} % in all"
    said = f"throughput sank from {before:.3g} to {after:.3g} steps a second over {_time(elapsed)} ({pace})"
    sunk = int(np.argmax(rates.rate < (1 - _LOSS_IN_ALL) * before))
    severity = Severity.ALARM if lost > _LARGE_LOSS else Severity.WARN
    return _Loss(said, severity, sunk, slope.per_x, -_LOSS_AN_HOUR, 1 - after / before, is_at_once=False)


def _drop(rates: Rates) -> _Loss | None:
    """Give a drop from one level to another that lasts to the end: a machine that became slower at one moment."""
    rate = np.log(rates.rate)
    n = len(rate)
    aside = _FEWEST_COARSE if rates.is_coarse else _FEWEST_ASIDE
    places = np.arange(aside, n - aside + 1)
    sums = np.cumsum(rate)
    fall = sums[places - 1] / places - (sums[-1] - sums[places - 1]) / (n - places)
    at = int(places[np.argmax(fall * np.sqrt(places * (n - places)))])
    before, after = rate[:at], rate[at:]
    scatter = max(spread(before), spread(after))
    lost = 1 - float(np.exp(np.median(after) - np.median(before)))
    error = scatter * np.sqrt(1 / len(before) + 1 / len(after))
    # Two levels, not a slope: neither side may sink by a quarter of the drop itself.
    halves = [
        float(np.median(side[: len(side) // 2]) - np.median(side[len(side) // 2 :]))
        for side in (before, after)
    ]
    if lost <= _DROP or -np.log(1 - lost) <= _CLEARLY * error or max(halves) > -np.log(1 - lost) / 4:
        return None
    said = (
        f"throughput dropped by {100 * lost:.0f} %, from {np.exp(np.median(before)):.3g} to "
        f"{np.exp(np.median(after)):.3g} steps a second, {_time(float(rates.hour[at]))} in, and stayed there"
    )
    severity = (
        Severity.ALARM if lost > _LARGE_LOSS else Severity.WARN if lost > _LARGE_DROP else Severity.INFO
    )
    return _Loss(said, severity, at, lost, _DROP, lost, is_at_once=True)


def _time(hours: float) -> str:
    return f"{hours:.1f} h" if hours >= _SHORTEST_HOURS else f"{max(1.0, hours * _MINUTES_PER_HOUR):.0f} min"
