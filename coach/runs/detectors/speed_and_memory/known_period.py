"""What a run is known to do at regular intervals: evaluations, and the epochs it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.epochs import epochs_done
from coach.runs.quantities import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors

_FEWEST = 4
_NEAR = 0.1
_EVALUATIONS = (Quantity.EVAL_LOSS, Quantity.EVAL_RETURN, Quantity.EVAL_ACCURACY)


def known_period(seen: RunForDetectors, tag: str, steps: float) -> str:
    """Give, as the end of a sentence, what comes as often as something repeats itself; empty where nothing does."""
    near = [(abs(length / steps - 1), what) for length, what in _known(seen, tag)]
    closest = min(near, default=(1.0, ""))
    return f"; {closest[1]}" if closest[0] <= _NEAR else ""


def _known(seen: RunForDetectors, tag: str) -> Iterator[tuple[float, str]]:
    epochs, axis = epochs_done(seen.run), seen.axes[tag]
    if epochs is not None and epochs > 1:
        length = (axis.last - axis.first) / epochs
        yield length, f"an epoch is {length:,.0f} steps"
    for measure in seen.finite(*_EVALUATIONS, beside=tag):
        if measure.tag != tag and len(measure.series) >= _FEWEST:
            between = float(np.median(np.diff(measure.series.step)))
            yield between, f"{measure.tag} is logged every {between:,.0f} steps"
