"""A critic's loss that climbs away from its minimum while the return does not rise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.ramp import ramp_onset
from coach.runs.describing.sudden_change import sudden_change
from coach.runs.describing.trend import settles_at, window_means
from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.learner import updates_a_policy
from coach.runs.detectors.returns.progress import improved_since, is_near_its_best, main_return
from coach.runs.detectors.values.unbounded_growth import without_bound
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="value-loss-growth",
    source="TheDeepChecker (a loss at twice its minimum over 5 windows); ten and a hundred times are coach's own",
    innocent=(
        "better returns have a larger variance, which the critic must follow",
        "the agent has reached a new part of the task",
    ),
    raises=(
        "reward-scale",
        "q-overestimation",
        "wrong-td-target",
        "target-net-frequency",
        "nonstationary-normaliser",
    ),
    looks_at=(Quantity.VALUE_LOSS,),
)
_AT_ONCE = (
    "reward-scale",
    "nonstationary-normaliser",
    "obs-corruption",
    "buffer-misalignment",
    "wrong-td-target",
)
_OF_A_POLICY = (
    "reward-scale",
    "value-not-learning",
    "termination-truncation",
    "nonstationary-normaliser",
    "lr-too-high",
)
_FEWEST = 6
_MANY = 20
_WINDOWS = 10
_FACTOR = 10.0
_FACTOR_OF_FEW = 100.0  # of a handful of points, each stands for itself

_OF_BEFORE = (
    0.1  # of the largest before the lowest: less is a critic that had next to nothing to learn for a while
)


def value_loss_growth(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the critic's loss settles at over ten times its lowest tenth without better returns.

    Of fewer than 20 points, a hundred times the lowest one.
    """
    for measure in seen.finite(Quantity.VALUE_LOSS):
        value = measure.series.value
        if len(value) < _FEWEST:
            continue
        is_few = len(value) < _MANY
        windows, factor = (len(value), _FACTOR_OF_FEW) if is_few else (_WINDOWS, _FACTOR)
        means = window_means(value, windows)
        lowest = int(np.argmin(means))
        floor = float(means[lowest])
        after = (lowest + 1) * len(value) // windows
        since = settles_at(value[after:] > factor * floor, share=0.8) if floor > 0 else None
        step = int(measure.series.step[min(after, len(value) - 1)])
        if since is None or improved_since(seen, step) or is_near_its_best(seen):
            continue
        if means[-1] < _OF_BEFORE * means[: lowest + 1].max() or without_bound(seen, measure):
            continue
        onset = ramp_onset(seen, measure.series, after + since, 1)
        said = (
            f"{measure.tag} has been over {factor:.0f} times its lowest level (about {floor:.3g}) since step "
            f"{int(measure.series.step[after + since]):,} and is about {means[-1]:.3g} now, "
            f"{'without a better return' if main_return(seen) else 'and no return is logged that would explain it'}"
        )
        growth = float(means[-1]) / floor
        yield CARD.symptom(
            measure.tag,
            Severity.WARN,
            f"{said}.",
            onset=onset,
            value=growth,
            threshold=factor,
            raises=_raises(seen, value),
        )


def _raises(seen: RunForDetectors, value: NDArray[np.float64]) -> tuple[str, ...]:
    """Give what makes a critic's loss grow, at one point or by and by, in such a learner."""
    jump = sudden_change(value, 1)
    if jump is not None and jump.lasts:
        return _AT_ONCE
    return _OF_A_POLICY if updates_a_policy(seen) else CARD.raises
