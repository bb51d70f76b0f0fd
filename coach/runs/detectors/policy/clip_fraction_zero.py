"""Policy updates so small that PPO never has to clip one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import mostly_since
from coach.runs.detectors.card import Card
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="clip-fraction-zero",
    source="Axolotl's guide (under 0.1 is healthy); exactly nothing in half of the run is coach's own choice",
    innocent=(
        "a wide clip range, or one epoch an update",
        "a learning rate that has decayed to nothing",
        "the policy is as good as it can get",
    ),
    raises=("kl-too-low", "lr-too-low", "frozen-params", "graph-break"),
    looks_at=(Quantity.CLIP_FRACTION,),
)
_FEWEST = 10
_WARM_UP = 0.05
_OFTEN = 0.5


def clip_fraction_zero(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where nothing at all is clipped at half of the points after warm-up."""
    for measure in seen.finite(Quantity.CLIP_FRACTION):
        value = measure.series.value
        warm = int(np.ceil(_WARM_UP * len(value)))
        none = value[warm:] == 0
        if len(value) >= _FEWEST and float(none.mean()) >= _OFTEN:
            said = f"nothing of the policy update is clipped at {100 * none.mean():.0f} % of the points"
            yield CARD.symptom(
                measure.tag,
                Severity.INFO,
                f"{said}.",
                onset=seen.onset(measure.series, warm + mostly_since(none)),
                value=float(none.mean()),
                threshold=_OFTEN,
            )
