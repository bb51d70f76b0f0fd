"""Policy entropy, or the spread of continuous actions, that falls to next to nothing and stays there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.detectors.action_spread import action_spreads, as_entropy, entropies
from coach.runs.detectors.card import Card
from coach.runs.detectors.progress import improved_since, is_near_its_best
from coach.runs.symptom import Severity
from coach.runs.trend import settles_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from coach.runs.observed import Measure, Observed
    from coach.runs.symptom import Symptom

CARD = Card(
    name="entropy-collapse",
    source="Jones 2021 (near zero means collapsed); the share of the start is coach's own choice",
    innocent=(
        "the task has a deterministic optimum and the policy has found it",
        "the set of allowed actions has changed",
        "the standard deviation is annealed on purpose",
    ),
    raises=("entropy-collapse", "reward-scale"),
)
_SHARE_OF_START = 0.05
_FEWEST = 5
_CONTINUOUS = -0.05  # a share of the start below which only a density can go


def entropy_collapse(seen: Observed) -> Iterator[Symptom]:
    """Yield a symptom where entropy falls under 5 % of its start and stays there for at least three points.

    Entropy of a continuous policy may legally be negative, so that a share of the start means nothing there; where
    the standard deviation of its actions is logged, that is looked at instead.
    """
    for measure in entropies(seen, _FEWEST):
        value = measure.series.value
        start = _start(value)
        since = settles_at(value < _SHARE_OF_START * start)
        if start > 0 and value.min() >= _CONTINUOUS * start and since is not None:
            yield _symptom(seen, measure, since, "entropy", " nats")
    for measure in action_spreads(seen, _FEWEST):
        since = settles_at(measure.series.value < _SHARE_OF_START * _start(measure.series.value))
        if since is not None:
            yield _symptom(seen, measure, since, f"the standard deviation of actions, {measure.tag},", "")


def _start(value: NDArray[np.float64]) -> float:
    return float(value[: max(3, len(value) // 10)].max())


def _symptom(seen: Observed, measure: Measure, since: int, name: str, unit: str) -> Symptom:
    onset = seen.onset(measure.series, since)
    start, last = _start(measure.series.value), float(measure.series.value[-1])
    remark = f" ({measure.remark})" if measure.remark else ""
    said = (
        f"{name} fell from {start:.3g} to under {_SHARE_OF_START * start:.2g}{unit} by step {onset.step:,} "
        f"and stayed there; it is {last:.2g} now{remark}"
    )
    said += "" if unit else f" ({as_entropy(start, last)})"
    is_good = is_near_its_best(seen)
    if is_good or improved_since(seen, onset.step):
        severity, said = Severity.INFO, f"{said}, while the return was good: perhaps a deterministic optimum"
    else:
        severity = Severity.ALARM
        said += "" if is_good is None else ", and the return is below its best"
    return CARD.symptom(
        measure.tag, severity, f"{said}.", onset=onset, value=last, threshold=_SHARE_OF_START * start
    )
