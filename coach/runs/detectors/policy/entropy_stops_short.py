"""An entropy that falls for a while and then keeps a level well above nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.detectors.card import Card
from coach.runs.detectors.policy.entropy_levels import HIGH, entropy_levels
from coach.runs.detectors.returns.progress import is_near_its_best
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="entropy-stops-short",
    source="Rahtz 2018 (a constant level short of zero); the shares are coach's own choice",
    innocent=(
        "the entropy bonus and the return have reached their balance",
        "the best policy is a mixed one",
    ),
    raises=(
        "entropy-stuck-constant",
        "lr-schedule-units",
        "value-not-learning",
        "buffer-misalignment",
        "exploration-collapse",
    ),
    looks_at=(Quantity.ENTROPY,),
)

_HALF = 0.5  # of the start


def entropy_stops_short(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where entropy fell and keeps a level over 40 % of the run while the return does not rise.

    A mention where entropy lost half or more of its start and the return ends near its best after a rise.
    """
    for found in entropy_levels(seen):
        if found.is_at_start:
            continue
        said = f"entropy fell from {found.start:.3g} to {found.level:.3g} nats by step {found.step:,}"
        said += f" and has not moved since{found.as_choice}"
        is_good = found.level < _HALF * found.start and is_near_its_best(seen) is True
        said += ", and the return ends near its best" if is_good else ""
        said += f", and the return {found.return_does}" if found.return_does and not is_good else ""
        yield CARD.symptom(
            found.measure.tag,
            Severity.WARN if found.return_does and not is_good else Severity.INFO,
            f"{said}.",
            onset=seen.onset(found.measure.series, found.since),
            value=found.level,
            threshold=HIGH * found.start,
        )
