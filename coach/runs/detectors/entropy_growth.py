"""Policy entropy that rises above where it began: the policy becomes more random while it is trained."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.progress import improved_since
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity
from coach.runs.trend import settles_at, spread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.observed import Observed
    from coach.runs.symptom import Symptom

CARD = Card(
    name="entropy-growth",
    source="Jones 2021 (entropy should fall; wild swings mean too high a learning rate); 5 % is coach's own choice",
    innocent=(
        "exploration returned for a while after a change in the task",
        "the policy is a density, whose entropy may legally rise",
        "the entropy coefficient is tuned automatically towards a target",
    ),
    raises=("entropy-growth", "lr-too-high"),
)
_FEWEST = 10
_ABOVE = 0.05  # of the start
_CLEARLY = 3.0


def entropy_growth(seen: Observed) -> Iterator[Symptom]:
    """Yield a symptom where entropy settles over 5 % above its start for the last fifth of the run or longer."""
    for measure in seen.finite(Quantity.ENTROPY):
        value = measure.series.value
        first = value[: max(3, len(value) // 20)]
        start = float(np.median(first))
        if len(value) < _FEWEST or start <= 0:
            continue
        limit = max((1 + _ABOVE) * start, start + _CLEARLY * spread(first))
        since = settles_at(value > limit, share=0.9, fewest=max(3, len(value) // 5))
        if since is None:
            continue
        onset = seen.onset(measure.series, since)
        end = float(np.median(value[-max(3, len(value) // 10) :]))
        is_learning = improved_since(seen, int(measure.series.step[0]))
        said = f"entropy rose from {start:.3g} nats to {end:.3g}, above its start since step {onset.step:,}"
        said += ", though the return rises" if is_learning else ""
        yield CARD.symptom(
            measure.tag,
            Severity.INFO if is_learning else Severity.WARN,
            f"{said}.",
            onset=onset,
            value=end / start,
            threshold=1 + _ABOVE,
        )
