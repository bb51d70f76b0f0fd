"""Values so small that a network has little to fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.progress import hardly_improved_since, improved_since, main_return
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
    raises=("reward-scale", "reward-uninformative", "value-not-learning"),
    looks_at=(
        Quantity.Q_VALUE,
        Quantity.VALUE,
    ),
)
_FEWEST = 10
_SMALL = 0.1
_TIMES = 4.0
_LAST = 0.3


def value_scale_small(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where 99 values in a hundred stay under 0.1 in size, and not all are 0.

    A mention, unless an episode brings far more all along and the return does not rise: the critic knows nothing of it.
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
            severity = Severity.WARN if is_far else Severity.INFO
            yield CARD.symptom(measure.tag, severity, f"{said}.", value=top, threshold=_SMALL)


def _paid_for_nothing(seen: RunForDetectors) -> float | None:
    """Give the return at the end where it is no better than at the beginning; None where it is, or none is logged."""
    returns = main_return(seen)
    begun = seen.run.first_step or 0
    if returns is None or (improved_since(seen, begun) and not hardly_improved_since(seen, begun)):
        return None
    value = returns.series.value
    return float(np.median(value[-max(1, int(_LAST * len(value))) :]))
