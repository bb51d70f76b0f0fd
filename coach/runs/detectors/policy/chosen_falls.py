"""The log-probability of chosen answers that falls together with that of the rejected ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import robust_slope
from coach.runs.detectors.card import Card
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.series import Series
    from coach.runs.symptom import Symptom

CARD = Card(
    name="chosen-falls-with-rejected",
    source="Razin 2024 (likelihood displacement); a fall of a tenth at a trend of 0.6 is coach's own choice",
    innocent=(
        "chosen and rejected answers are nearly alike, and little of what they share is worth keeping",
    ),
    raises=("likelihood-displacement",),
)
_FEWEST = 15
_STEADY = -0.6  # Kendall's tau
_FALLS = 0.1  # of the log-probability at first
_PROBABILITIES = ("logp", "log_prob", "logprob")


def chosen_falls(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where chosen and rejected log-probabilities both sink steadily by a tenth or more."""
    for tag, series in seen.timelines.items():
        name = tag.lower()
        other = seen.timelines.get(tag.replace("chosen", "rejected").replace("Chosen", "Rejected"))
        is_pair = "chosen" in name and other is not None and other is not series
        if not is_pair or not any(word in name for word in _PROBABILITIES):
            continue
        if _sinks(series) and other is not None and _sinks(other):
            said = (
                f"{tag} sinks from {series.value[0]:.4g} to {series.value[-1]:.4g}, and that of rejected answers from "
                f"{other.value[0]:.4g} to {other.value[-1]:.4g}: the margin grows as both become less likely, and the "
                "probability goes to answers that are in neither"
            )
            yield CARD.symptom(
                tag,
                Severity.WARN,
                f"{said}.",
                onset=seen.onset(series, 0),
                value=float(series.value[-1] / series.value[0]),
                threshold=1 + _FALLS,
            )
            return


def _sinks(series: Series) -> bool:
    value = series.value
    if len(value) < _FEWEST or not np.isfinite(value).all() or value.max() >= 0:
        return False
    first, last = float(np.median(value[:3])), float(np.median(value[-3:]))
    slope = robust_slope(np.arange(len(value), dtype=np.float64), value)
    return last < (1 + _FALLS) * first and slope.tau < _STEADY
