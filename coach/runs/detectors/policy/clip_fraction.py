"""The share of policy updates PPO had to clip: too many, or none at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.progress import improved_since
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="clip-fraction",
    source="Axolotl's guide (over 0.3 is too aggressive, under 0.1 healthy); the shares of the run are coach's own",
    innocent=(
        "a narrow clip range or many epochs were chosen on purpose",
        "a learning rate that has decayed to nothing",
    ),
    raises=("kl-blowup", "lr-too-high"),
)
_FEWEST = 10
_WARM_UP = 0.05
_HIGH = 0.3
_OFTEN = 0.25
_NEVER = 0.5
_LARGE_KL = 0.03


def clip_fraction(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where over 0.3 is clipped at a quarter of the points, or nothing in half of the run."""
    for measure in seen.finite(Quantity.CLIP_FRACTION):
        value = measure.series.value
        warm = int(np.ceil(_WARM_UP * len(value)))
        if len(value) < _FEWEST:
            continue
        high, none = value[warm:] > _HIGH, value[warm:] == 0
        if float(high.mean()) >= _OFTEN:
            onset = seen.onset(measure.series, warm + int(np.argmax(high)))
            is_well = _is_well(seen)
            said = f"over {_HIGH} of the policy update is clipped at {100 * high.mean():.0f} % of the points"
            said += ", though the return rises and the KL divergence stays small" if is_well else ""
            severity = Severity.INFO if is_well else Severity.WARN
            share, raises = float(high.mean()), CARD.raises
        elif float(none.mean()) >= _NEVER:
            onset = seen.onset(measure.series, warm + int(np.argmax(none)))
            said = f"nothing of the policy update is clipped at {100 * none.mean():.0f} % of the points"
            share, severity, raises = float(none.mean()), Severity.INFO, ("kl-too-low", "lr-too-low")
        else:
            continue
        yield CARD.symptom(
            measure.tag, severity, f"{said}.", onset=onset, value=share, threshold=_HIGH, raises=raises
        )


def _is_well(seen: RunForDetectors) -> bool:
    """Give whether the updates do what they should all the same: a better return, and no large one among most."""
    kl = seen.finite(Quantity.KL)
    is_small = bool(kl) and all(float(np.percentile(each.series.value, 90)) < _LARGE_KL for each in kl)
    return is_small and improved_since(seen, seen.run.first_step or 0) is True
