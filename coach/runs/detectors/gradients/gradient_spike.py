"""Single gradient norms far above the level of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.detectors.card import Card
from coach.runs.detectors.gradients.gradient_levels import gradient_levels
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="gradient-spike",
    source="Axolotl's guide (spikes over 100); ten times the early level is coach's own choice",
    innocent=("a batch of rare examples", "batch size or data mixture was changed for a while"),
    raises=("constant-or-nan-feature", "lr-too-high", "exploding-gradients"),
    looks_at=(Quantity.GRAD_NORM,),
)


def gradient_spike(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where some norms after warm-up are ten times the level, and the run comes back from them."""
    for found in gradient_levels(seen):
        if found.since is not None or not len(found.high) or found.level <= 0:
            continue
        series, times = found.measure.series, len(found.high)
        top = float(series.value[found.high].max())
        said = f"{found.measure.tag} reaches {top:.3g}, where {found.level:.3g} was usual"
        said += (
            f"; {times} of its {len(series):,} points {'is' if times == 1 else 'are'} over {found.limit:.3g}"
        )
        yield CARD.symptom(
            found.measure.tag,
            Severity.INFO,
            f"{said}.",
            onset=seen.onset(series, int(found.high[0])),
            value=top,
            threshold=found.limit,
        )
