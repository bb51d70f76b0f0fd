"""A learning rate that is spent long before the run is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.detectors.card import Card
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity
from coach.runs.trend import settles_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.observed import Observed
    from coach.runs.symptom import Symptom

CARD = Card(
    name="learning-rate-early",
    source="Karpathy 2019 (a schedule that secretly decayed to 0); 1 % and 80 % are coach's own choice",
    innocent=(
        "the run was extended after its schedule had ended",
        "a short last stage at a low rate was planned",
    ),
    raises=("lr-schedule-units", "config-not-applied"),
)
_FEWEST = 10
_SPENT = 0.01  # of the peak
_EARLY = 0.8  # of the run


def learning_rate_early(seen: Observed) -> Iterator[Symptom]:
    """Yield a symptom where the rate falls under 1 % of its peak, for good, before 80 % of the run."""
    last_step = seen.run.last_step
    for measure in seen.finite(Quantity.LEARNING_RATE):
        value = measure.series.value
        peak = float(value.max())
        if len(value) < _FEWEST or peak <= 0 or last_step is None:
            continue
        since = settles_at(value < _SPENT * peak, share=1.0)
        if since is None or since == 0:
            continue
        onset = seen.onset(measure.series, since)
        share = (onset.step - int(measure.series.step[0])) / max(1, last_step - int(measure.series.step[0]))
        if share < _EARLY:
            said = (
                f"{measure.tag} fell under 1 % of its peak ({peak:.3g}) at step {onset.step:,}, "
                f"after {100 * share:.0f} % of the run"
            )
            yield CARD.symptom(
                measure.tag, Severity.WARN, f"{said}.", onset=onset, value=share, threshold=_EARLY
            )
