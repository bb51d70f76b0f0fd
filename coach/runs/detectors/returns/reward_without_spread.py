"""Rewards that are all the same, so that nothing can be learnt from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import mostly_since
from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.progress import is_near_its_best, main_return
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="reward-without-spread",
    source="Axolotl's guide (a spread of 0 throughout; over 0.8 of the groups without one)",
    innocent=("the task is solved, and every answer gets the same full reward",),
    raises=("reward-uninformative", "task-too-hard", "exploration-collapse"),
    looks_at=(
        Quantity.RETURN_SPREAD,
        Quantity.ZERO_SPREAD_SHARE,
    ),
)
_FEWEST = 20
_OFTEN = 0.8
_HALF, _SMALL = 0.5, 0.1
_LAST = 0.5
_NEAR = 0.01  # of the range


def reward_without_spread(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the spread of rewards is zero, or most groups have none, over the second half."""
    for measure in seen.finite(Quantity.RETURN_SPREAD, Quantity.ZERO_SPREAD_SHARE):
        value = measure.series.value
        if len(value) < _FEWEST:
            continue
        is_share = seen.meanings[measure.tag].quantity is Quantity.ZERO_SPREAD_SHARE
        bad = value > (_OFTEN if not _has_grown(value) else _HALF) if is_share else value == 0
        half = int(_LAST * len(value))
        share = float(bad[half:].mean())
        if share < _OFTEN:
            continue
        onset = seen.onset(measure.series, mostly_since(bad))
        what = (
            "groups have rewards without any spread" if is_share else "points have rewards without any spread"
        )
        is_good = is_near_its_best(seen) or _is_at_its_best(seen)
        said = f"in the second half of the run most {what} ({measure.tag})"
        yield CARD.symptom(
            measure.tag,
            Severity.INFO if is_good else Severity.WARN,
            f"{said}{', while the return is at its best' if is_good else ''}.",
            onset=onset,
            value=share,
            threshold=_OFTEN,
        )


def _has_grown(share: NDArray[np.float64]) -> bool:
    """Give whether a share was small in the first quarter of the run: then half of it is told as well."""
    return float(np.median(share[: len(share) // 4])) < _SMALL


def _is_at_its_best(seen: RunForDetectors) -> bool:
    """Give whether the return keeps its best value over the second half, as it does where a task is solved."""
    measure = main_return(seen)
    if measure is None:
        return False
    value = measure.series.value
    late = float(np.median(value[len(value) // 2 :]))
    return float(np.ptp(value)) > 0 and late >= float(value.max()) - _NEAR * float(np.ptp(value))
