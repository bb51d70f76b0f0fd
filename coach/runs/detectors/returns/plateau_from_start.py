"""A return (or a loss) that has not improved since the first points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.run_state import planned_share
from coach.runs.describing.trend import noise, robust_noise, window_means
from coach.runs.detectors.card import Card
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="plateau-from-start",
    source="TheDeepChecker (under 5 % improvement over 5 windows); Axolotl's guide (reward at 0 for over 20 steps)",
    innocent=(
        "the method has a long burn-in, as value-based agents do while the buffer fills",
        "learning-rate warm-up",
        "the first point was logged after most of the learning was done",
        "it was as good as it can get from the beginning",
    ),
    raises=("lr-too-low", "graph-break", "reward-uninformative", "impatience"),
)
_FEWEST = 15
_EPISODES_ONLY = "monitor"  # a format that cannot tell training from evaluation
_WINDOWS = 5
_SMALL = 0.05  # of the level
_EARLY = 0.2  # of the planned run
_OF_SPREAD = 0.3  # of the standard deviation of the points
_ELSEWHERE = 3.0  # ranges of the other points
_CLEARLY = 3.0  # standard errors of the difference of two window means


def plateau_from_start(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where no fifth of the run is clearly better than the first.

    Better is higher for returns and lower for losses; a loss counts only where no return is logged, since a
    policy's loss says nothing about its progress, and an accuracy, which moves in jumps, only where no loss is. In the
    first fifth of a planned run it is too early for more than a mention.
    """
    returns = seen.finite(Quantity.RETURN, Quantity.EVAL_RETURN, Quantity.RATING)
    goals = [(measure, 1) for measure in returns]
    if not goals and not seen.of(Quantity.POLICY_LOSS, Quantity.ENTROPY):
        goals = [(measure, -1) for measure in seen.finite(Quantity.LOSS)]
        goals = goals or [(each, 1) for each in seen.finite(Quantity.EVAL_ACCURACY, Quantity.ACCURACY)]
    for measure, direction in goals:
        if len(measure.series) >= _FEWEST:
            yield from _judge(seen, measure, direction)


def _begins_elsewhere(value: NDArray[np.float64]) -> bool:
    """Give whether the first return lies above the rest by far more than those range over: that of demonstrations."""
    rest = value[1:]
    return float(value[0] - np.median(rest)) > _ELSEWHERE * float(np.ptp(rest)) > 0


def _judge(seen: RunForDetectors, measure: Measure, direction: int) -> Iterator[Symptom]:
    value = measure.series.value
    if direction > 0 and _begins_elsewhere(value):
        measure = measure._replace(series=measure.series.where(slice(1, None)))
        value = measure.series.value
    onset = seen.onset(measure.series, 0)
    if np.ptp(value) == 0 and direction < 0:
        return  # a matter of its own
    if np.ptp(value) == 0:
        said = f"{measure.tag} is exactly {value[0]:.4g} at all {len(value):,} points"
        raises = ("reward-uninformative", "graph-break", "config-not-applied")
        yield CARD.symptom(
            measure.tag, Severity.ALARM, f"{said}.", onset=onset, value=0.0, threshold=0.0, raises=raises
        )
        return
    means = direction * window_means(value, _WINDOWS)
    gain = float(means[1:].max() - means[0])
    # The first steep drop of a loss is no noise; the rare large rewards of a sparse task are.
    scatter = noise(value) if direction > 0 else robust_noise(value)
    error = scatter * np.sqrt(2 * _WINDOWS / len(value))
    limit = max(
        _CLEARLY * error,
        _SMALL * abs(float(means[0])),
        _OF_SPREAD * float(value.std()) if direction > 0 else 0,
    )
    if gain >= limit:
        return
    is_worse = float(means[-1] - means[0]) < -limit
    ends = (
        f"{direction * means[0]:.4g} in the first fifth of the run, {direction * means[-1]:.4g} in the last"
    )
    said = f"{measure.tag} {'has only got worse' if is_worse else 'has not improved since the start'}: {ends}"
    severity = Severity.WARN
    if seen.run.format == _EPISODES_ONLY:
        severity, said = Severity.INFO, f"{said}; perhaps a finished policy was only evaluated here"
    share = planned_share(seen.run, seen.run.last_step or 0)
    if share is not None and share < _EARLY:
        severity, said = Severity.INFO, f"{said}; only {100 * share:.0f} % of the planned run is done"
    yield CARD.symptom(measure.tag, severity, f"{said}.", onset=onset, value=gain, threshold=limit)
