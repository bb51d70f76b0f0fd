"""Policy entropy, or the spread of continuous actions, that rises above where it began: ever more random."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.ramp import ramp_onset
from coach.runs.describing.trend import settles_at, spread
from coach.runs.detectors.card import Card
from coach.runs.detectors.policy.action_spread import action_spreads, as_entropy, entropies
from coach.runs.detectors.returns.progress import improved_since
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
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
    looks_at=(
        Quantity.ENTROPY,
        Quantity.POLICY_STD,
    ),
)
_FEWEST = 10
_ABOVE = 0.05  # of the start
_CLEARLY = 3.0


def entropy_growth(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where entropy settles over 5 % above its start for the last fifth of the run or longer.

    Where the standard deviation of continuous actions is logged, that is looked at instead of the entropy.
    """
    spreads = action_spreads(seen, _FEWEST)
    for measure in spreads or entropies(seen, _FEWEST):
        value = measure.series.value
        first = value[: max(3, len(value) // 20)]
        start = float(np.median(first))
        limit = max((1 + _ABOVE) * start, start + _CLEARLY * spread(first))
        since = settles_at(value > limit, share=0.9, fewest=max(3, len(value) // 5))
        if start > 0 and since is not None:
            yield _symptom(seen, measure, since, start, is_entropy=not spreads)


def _symptom(
    seen: RunForDetectors, measure: Measure, since: int, start: float, *, is_entropy: bool
) -> Symptom:
    value = measure.series.value
    onset = ramp_onset(seen, measure.series, since, 1)
    end = float(np.median(value[-max(3, len(value) // 10) :]))
    is_learning = improved_since(seen, int(measure.series.step[0]))
    if is_entropy:
        said = f"entropy rose from {start:.3g} nats to {end:.3g}"
    else:
        said = f"the standard deviation of actions, {measure.tag}, rose from {start:.3g} to {end:.3g}"
    said += f", above its start since step {int(measure.series.step[since]):,}"
    said += "" if is_entropy else f" ({as_entropy(start, end)})"
    said += ", though the return ends higher than it began" if is_learning else ""
    return CARD.symptom(
        measure.tag,
        Severity.INFO if is_learning else Severity.WARN,
        f"{said}.",
        onset=onset,
        value=end / start,
        threshold=1 + _ABOVE,
    )
