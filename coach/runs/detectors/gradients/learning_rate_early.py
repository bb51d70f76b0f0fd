"""A learning rate that is spent long before the run is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import settles_at
from coach.runs.detectors.card import Card
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="learning-rate-early",
    source="Karpathy 2019 (a schedule that secretly decayed to 0); 1 % and 80 % are coach's own choice",
    innocent=(
        "the run was extended after its schedule had ended",
        "a short last stage at a low rate was planned",
    ),
    raises=("lr-schedule-units", "config-not-applied"),
    looks_at=(Quantity.LEARNING_RATE,),
)
_FEWEST = 10
_SPENT = 0.01  # of the peak
_EARLY = 0.8  # of the run
_STEP = 0.6  # the most a step may leave of the rate
_FEWEST_STEPS, _MOST_STEPS = 2, 12


def learning_rate_early(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the rate falls under 1 % of its peak, for good, before 80 % of the run."""
    for measure in seen.finite(Quantity.LEARNING_RATE):
        value = measure.series.value
        peak = float(value.max())
        if len(value) < _FEWEST or peak <= 0:
            continue
        since = settles_at(value < _SPENT * peak, share=1.0)
        if since is None or since == 0:
            continue
        onset = seen.onset(measure.series, since)
        begun, last = int(measure.series.step[0]), seen.axes[measure.tag].last
        share = (onset.step - begun) / max(1, last - begun)
        if share < _EARLY:
            said = (
                f"{measure.tag} fell under 1 % of its peak ({peak:.3g}) at step {onset.step:,}, "
                f"after {100 * share:.0f} % of the run"
            )
            zero = settles_at(value == 0, share=1.0)
            said += f", and has been exactly 0 since step {int(measure.series.step[zero]):,}" if zero else ""
            is_stepped = _is_stepped(value)
            said += ", in equal steps as a planned schedule does" if is_stepped else ""
            severity = Severity.INFO if is_stepped else Severity.WARN
            yield CARD.symptom(measure.tag, severity, f"{said}.", onset=onset, value=share, threshold=_EARLY)


def _is_stepped(value: NDArray[np.float64]) -> bool:
    """Give whether the rate only ever falls by one and the same factor, and stays there for a while each time."""
    jumps = np.flatnonzero(np.diff(value))
    if not _FEWEST_STEPS <= len(jumps) <= _MOST_STEPS or not (value > 0).all():
        return False
    factors = value[jumps + 1] / value[jumps]
    lasts = np.diff(jumps)
    return bool(factors.max() < _STEP and np.allclose(factors, factors[0], rtol=0.05) and lasts.min() > 1)
