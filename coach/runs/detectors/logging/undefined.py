"""NaN and infinities that a metric may have without anything having overflowed."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.quantities import Quantity, meaning_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.series import Series

OVER_EPISODES = frozenset(
    {
        Quantity.RETURN,
        Quantity.EVAL_RETURN,
        Quantity.MAX_RETURN,
        Quantity.MIN_RETURN,
        Quantity.BEST_RETURN,
        Quantity.RETURN_SPREAD,
        Quantity.EPISODE_LENGTH,
        Quantity.RATING,
    }
)
"""What has no value until an episode has ended, or where none has since the last look."""
_COMPUTED = (
    Quantity.LOSS,
    Quantity.POLICY_LOSS,
    Quantity.VALUE_LOSS,
    Quantity.GRAD_NORM,
    Quantity.ENTROPY,
    Quantity.KL,
    Quantity.Q_VALUE,
    Quantity.VALUE,
)


class Undefined(Enum):
    """Why a metric has no value."""

    NOT_YET = auto()  # before the first finite value of a series that is finite from there on
    NO_EPISODE = auto()
    NO_VARIANCE = auto()


def undefined(seen: RunForDetectors, tag: str, series: Series) -> Undefined | None:
    """Give why a series with bad values is undefined at them; None where they speak of numbers gone wrong.

    A mean over episodes is undefined where none has ended, and a share of the variance where there is none, unless
    what the training computes is bad as well.
    """
    bad = ~np.isfinite(series.value)
    meaning = meaning_of(tag, seen.run.format)
    quantity = None if meaning is None else meaning.quantity
    if _is_leading(bad) and quantity is not Quantity.EXPLAINED_VARIANCE:
        return Undefined.NOT_YET
    if _is_anything_computed_bad(seen):
        return None
    if quantity is Quantity.EXPLAINED_VARIANCE:
        return Undefined.NO_VARIANCE
    return Undefined.NO_EPISODE if quantity in OVER_EPISODES else None


def _is_leading(bad: NDArray[np.bool_]) -> bool:
    n = int(bad.sum())
    return n < len(bad) and bool(bad[:n].all())


def _is_anything_computed_bad(seen: RunForDetectors) -> bool:
    bad = [~np.isfinite(measure.series.value) for measure in seen.of(*_COMPUTED)]
    return any(each.any() and not _is_leading(each) for each in bad)
