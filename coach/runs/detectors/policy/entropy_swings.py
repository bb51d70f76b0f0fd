"""Policy entropy that swings up and down without coming to rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import robust_noise, turning_points
from coach.runs.detectors.card import Card
from coach.runs.detectors.policy.action_spread import action_spreads, entropies
from coach.runs.detectors.returns.progress import improved_since
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="entropy-swings",
    source="Jones 2021 (wild oscillation means too high a learning rate); half of the start is coach's own choice",
    innocent=(
        "exploration is raised and lowered on purpose",
        "the task changes by stages",
    ),
    raises=(
        "lr-too-high",
        "kl-blowup",
    ),
    looks_at=(Quantity.ENTROPY,),
)
_FEWEST = 30
_LARGE = 0.5  # of the start
_MATTERS = 0.05  # nats: a policy so certain hardly moves (editorial)
_OFTEN = 6


def entropy_swings(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for six or more turns, each at least half of the starting entropy and clear of the noise.

    Where the standard deviation of continuous actions is logged, that is looked at instead of the entropy.
    """
    spreads = action_spreads(seen, _FEWEST)
    for measure in spreads or entropies(seen, _FEWEST):
        value = measure.series.value
        start = float(np.median(value[: max(3, len(value) // 20)]))
        if start <= 0:
            continue
        large = _LARGE * start if spreads else max(_LARGE * start, _MATTERS)
        turns = turning_points(value, max(large, 6 * robust_noise(value)))
        if len(turns) >= _OFTEN:
            onset = seen.onset(measure.series, int(turns[0]))
            name = f"the standard deviation of actions, {measure.tag}," if spreads else measure.tag
            said = f"{name} has turned {len(turns)} times by over {large:.2g} since step {onset.step:,}"
            is_learning = improved_since(seen, int(measure.series.step[0]))
            said += ", though the return ends higher than it began" if is_learning else ""
            yield CARD.symptom(
                measure.tag,
                Severity.INFO if is_learning else Severity.WARN,
                f"{said}.",
                onset=onset,
                value=float(len(turns)),
                threshold=float(_OFTEN),
            )
