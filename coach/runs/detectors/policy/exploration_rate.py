"""A share of random actions that never falls, falls at once, or rises."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.run_state import planned_share
from coach.runs.describing.trend import settles_at
from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.progress import rose_since
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="exploration-rate-stuck",
    source="OpenAI Baselines: DQN 2017 (the schedule of exploration matters much); every share is coach's own choice",
    innocent=(
        "exploration is constant on purpose, and the evaluation is greedy",
        "the run was stopped while the schedule was still at its beginning",
        "data is only collected here, for another agent to learn from",
    ),
    raises=("epsilon-schedule", "config-not-applied"),
    looks_at=(Quantity.EXPLORATION_RATE,),
)
_FEWEST = 10
_HIGH = 0.3  # three actions in ten at random are more than a policy can be judged by
_MOVED = 0.01
_MOVED_FROM_LEVEL = 0.05
_STILL_HIGH = 0.5
_NEARLY_ALL = 0.8  # no return can be that of the policy where so many actions are random at all points
_RISES = 0.2
_PERCENT = 1.5  # above it, the rate is logged in percent
_EARLY = 0.2  # of the planned run


class _Stuck(NamedTuple):
    says: str
    at: int
    value: float
    threshold: float
    severity: Severity


def exploration_rate(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the rate of exploration is high and never moves, is still high at the end, or rises.

    Of a run that has come through less than a fifth of what is planned it is no more than a mention.
    """
    share = planned_share(seen.run, seen.run.last_step or 0)
    is_early = share is not None and share < _EARLY
    for measure in seen.finite(Quantity.EXPLORATION_RATE):
        value = measure.series.value
        if len(value) < _FEWEST or value.min() < 0:
            continue
        rate = value / 100 if value.max() > _PERCENT else value
        found = (
            _never_moves(measure.tag, rate)
            or _rises(measure.tag, rate)
            or _stays_high(measure.tag, rate, share)
        )
        if found is None:
            continue
        begun = int(measure.series.step[0])
        is_played = float(rate.min()) < _NEARLY_ALL
        is_learning = is_played and rose_since(seen, begun)
        said = f"{found.says}, though the return ends higher than it began" if is_learning else found.says
        yield CARD.symptom(
            measure.tag,
            Severity.INFO if is_learning or is_early else found.severity,
            f"{said}.",
            onset=seen.onset(measure.series, found.at),
            value=found.value,
            threshold=found.threshold,
        )


def _never_moves(tag: str, rate: NDArray[np.float64]) -> _Stuck | None:
    level = float(np.median(rate))
    if level < _HIGH or float(np.ptp(rate)) > _MOVED_FROM_LEVEL * level:
        return None
    said = f"{tag} stays at {_span(rate)} at all {len(rate):,} points: that share of the actions is random all along"
    return _Stuck(said, 0, level, _HIGH, Severity.WARN)


def _span(rate: NDArray[np.float64]) -> str:
    low, high = f"{rate.min():.3g}", f"{rate.max():.3g}"
    return low if low == high else f"{low} to {high}"


def _rises(tag: str, rate: NDArray[np.float64]) -> _Stuck | None:
    first, last = float(rate[0]), float(rate[-1])
    if last - first < _RISES or last < float(rate.max()) - _MOVED:
        return None
    at = settles_at(rate > first + _MOVED, share=0.9) or 0
    return _Stuck(f"{tag} rises from {first:.3g} to {last:.3g}", at, last, first + _RISES, Severity.WARN)


def _stays_high(tag: str, rate: NDArray[np.float64], share: float | None) -> _Stuck | None:
    """Give a rate with which half of the actions are still random at the end; the run may have been cut short."""
    last = float(rate[-1])
    if last < _STILL_HIGH:
        return None
    is_whole = share is not None and share > 1 - _EARLY
    first, lowest = float(rate[0]), float(rate.min())
    if last - lowest > _RISES:
        said = f"{tag} fell from {first:.3g} to {lowest:.3g} and is back at {last:.3g} at the end"
        low = np.flatnonzero(rate <= lowest + _MOVED)
        return _Stuck(said, int(low[-1]) + 1, last, _STILL_HIGH, Severity.WARN)
    if first - last > _MOVED:
        said = f"{tag} has only come down from {first:.3g} to {last:.3g} by the end"
    else:
        said = f"{tag} is still {last:.3g} at the end"
    return _Stuck(said, len(rate) - 1, last, _STILL_HIGH, Severity.WARN if is_whole else Severity.INFO)
