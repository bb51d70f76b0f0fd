"""Values so small that a network has little to fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.progress import main_return, rose_since
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="value-scale-small",
    source="Jones 2021 (targets in [-10, 10], better in [-3, 3]); under 0.1 is coach's own choice",
    innocent=("rewards are sparse, so that values are small",),
    raises=(
        "reward-scale",
        "reward-uninformative",
        "value-not-learning",
        "discount-horizon",
        "target-net-frequency",
    ),
    looks_at=(
        Quantity.Q_VALUE,
        Quantity.VALUE,
    ),
)
_FEWEST = 10
_SMALL = 0.1
_TIMES = 4.0
_LAST = 0.3
_DOWN = 0.1  # of the loss after the first tenth


def value_scale_small(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where 99 values in a hundred stay under 0.1 in size, and not all are 0.

    A mention, unless an episode brings far more all along and the return does not rise: the critic knows nothing of it.
    Nor does one whose loss has not come down.
    """
    for measure in seen.finite(Quantity.VALUE, Quantity.Q_VALUE):
        top = float(np.percentile(np.abs(measure.series.value), 99))
        if len(measure.series) >= _FEWEST and 0 < top < _SMALL:
            said = f"{measure.tag} hardly ever passes {top:.2g} in size, which is little for a network to fit"
            paid = _paid_for_nothing(seen)
            is_far = paid is not None and abs(paid) > _TIMES * top
            said += (
                f", though an episode brings {paid:.3g} and the return does not clearly rise"
                if is_far
                else ""
            )
            stands = None if is_far else _loss_that_stands(seen)
            said += f", and {stands} has not come down either" if stands else ""
            severity = Severity.WARN if is_far or stands else Severity.INFO
            yield CARD.symptom(measure.tag, severity, f"{said}.", value=top, threshold=_SMALL)


def _paid_for_nothing(seen: RunForDetectors) -> float | None:
    """Give the return at the end where it is no better than at the beginning; None where it is, or none is logged."""
    returns = main_return(seen)
    begun = seen.run.first_step or 0
    if returns is None or rose_since(seen, begun):
        return None
    value = returns.series.value
    return float(np.median(value[-max(1, int(_LAST * len(value))) :]))


def _loss_that_stands(seen: RunForDetectors) -> str | None:
    """Give the critic's loss where its end is no lower than its beginning by a tenth; None where it is, or none is."""
    losses = seen.finite(Quantity.VALUE_LOSS) or seen.finite(Quantity.LOSS)
    for measure in losses:
        value, tenth = measure.series.value, max(_FEWEST, len(measure.series) // 10)
        if len(value) < 2 * tenth or seen.of(Quantity.POLICY_LOSS):
            return None
        first, last = float(np.median(value[tenth : 2 * tenth])), float(np.median(value[-tenth:]))
        return measure.tag if first > 0 and last > (1 - _DOWN) * first else None
    return None
