"""A critic's loss so large that the targets must be out of scale, beside a policy that gets next to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.progress import improved_since, is_near_its_best
from coach.runs.detectors.values.unbounded_growth import without_bound
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="value-loss-scale",
    source="Jones 2021 (targets in [-10, 10]: a loss of ten thousand is an error of a hundred); the limits are own",
    innocent=(
        "returns are large by design, and the critic learns them all the same",
        "the loss is summed over the batch",
    ),
    raises=(
        "reward-scale",
        "value-not-learning",
        "shared-trunk-interference",
        "discount-horizon",
        "termination-truncation",
    ),
    looks_at=(Quantity.VALUE_LOSS,),
)
_FEWEST = 10
_LARGE = 1e4
_HUGE = 1e6
_NOTHING = 0.01  # of the variance
_EXPLAINED = 0.2  # of the variance: a critic that gets so far is learning


def value_loss_scale(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the critic's loss stays over 1e4 while it explains little and the return does not rise.

    Where nothing tells how much the critic explains: over 1e6.
    With nothing explained: over 1e6 whatever the return does.
    """
    explained = _explained(seen)
    limit = _HUGE if explained is None else _LARGE
    if explained is not None and explained > _EXPLAINED:
        return
    for measure in seen.finite(Quantity.VALUE_LOSS):
        value = measure.series.value
        level = float(np.median(value[len(value) // 10 :])) if len(value) >= _FEWEST else 0.0
        if level <= limit or without_bound(seen, measure):
            continue
        is_hopeless = explained is not None and explained < _NOTHING and level > _HUGE
        if not is_hopeless and (improved_since(seen, int(measure.series.step[0])) or is_near_its_best(seen)):
            continue
        said = f"{measure.tag} stays around {level:.2g}"
        said += f", in each value an error of about {np.sqrt(level):,.0f} where it is a squared one"
        policy = _policy_loss(seen)
        if policy is not None and policy < level / _LARGE:
            said += f", beside a policy loss of about {policy:.1g}"
        said += (
            "" if explained is None else f"; the critic explains {max(explained, 0.0):.2g} of the variance"
        )
        yield CARD.symptom(
            measure.tag,
            Severity.WARN,
            f"{said}: rewards or value targets are far too large.",
            onset=seen.onset(measure.series, int(np.argmax(value > limit))),
            value=level,
            threshold=limit,
        )


def _explained(seen: RunForDetectors) -> float | None:
    """Give the median explained variance of the second half; None where none is logged."""
    found = [
        each.series.value for each in seen.finite(Quantity.EXPLAINED_VARIANCE) if len(each.series) >= _FEWEST
    ]
    return max((float(np.median(value[len(value) // 2 :])) for value in found), default=None)


def _policy_loss(seen: RunForDetectors) -> float | None:
    found = [each.series.value for each in seen.finite(Quantity.POLICY_LOSS)]
    return min((float(np.median(np.abs(value))) for value in found), default=None)
