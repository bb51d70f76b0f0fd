"""Epochs, where a run counts them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.runs.readers.axis import STEP_COLUMN

if TYPE_CHECKING:
    from coach.runs.run import Run

_EPOCH = re.compile(r"(^|[/_. ])epochs?$", re.IGNORECASE)


def is_epoch(tag: str) -> bool:
    """Give whether a tag is the number of the epoch."""
    return _EPOCH.search(tag) is not None


def counts_epochs(run: Run) -> bool:
    """Give whether the steps of a run are epochs, as the column of steps in its table says."""
    return is_epoch(run.metadata.get(STEP_COLUMN, "").strip())


def epochs_done(run: Run) -> float | None:
    """Give how many epochs a run has come through; None where it does not count them.

    Whole numbers that begin at 0 name the epoch that has just ended, so that the last of ten is 9.
    """
    import numpy as np  # noqa: PLC0415 - the catalogue of runs is imported without numpy

    counted = [
        finite
        for tag, series in run.series.items()
        if is_epoch(tag) and len(finite := series.value[np.isfinite(series.value)])
    ]
    if counts_epochs(run) and run.points:
        counted.append(np.unique(np.concatenate([series.step for series in run.series.values()])))
    if not counted:
        return None
    epoch = max(counted, key=np.max)
    is_from_zero = bool((epoch == np.floor(epoch)).all() and epoch.min() == 0 and len(epoch) > 1)
    return float(epoch.max()) + is_from_zero
