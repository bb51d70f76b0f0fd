"""An entropy that never leaves the level it began at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.policy.entropy_levels import HIGH, entropy_levels
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.detectors.policy.entropy_levels import EntropyLevel
    from coach.runs.symptom import Symptom

_MOVES = 2e-3  # nats an update
_FAR = 10.0  # times what the entropy moved

CARD = Card(
    name="entropy-at-start",
    source="Jones 2021 (near the maximum no policy is learnt); the shares are coach's own choice",
    innocent=(
        "the entropy bonus and the return have reached their balance",
        "the run goes on from a policy that had learnt",
        "the best policy is a mixed one",
    ),
    raises=("entropy-stuck-max", "kl-too-low", "reward-uninformative", "graph-break", "lr-too-low"),
    looks_at=(Quantity.ENTROPY,),
)

_IF_SAID_TO_MOVE = (
    *("entropy-stuck-max", "kl-too-low", "reward-uninformative"),
    *("graph-break", "ratio-not-one", "train-eval-mode"),
)


def entropy_at_start(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where entropy keeps the level it began at over 40 % of the run while the return does not rise."""
    for found in entropy_levels(seen):
        if not found.is_at_start:
            continue
        said = f"entropy has stayed at {found.level:.3g} nats, where it began{found.as_choice}"
        said += (
            f", and the return {found.return_does}: no policy has been learnt" if found.return_does else ""
        )
        in_all = _said_to_move(seen, found)
        said += f"; {in_all}" if in_all else ""
        yield CARD.symptom(
            found.measure.tag,
            Severity.WARN if found.return_does else Severity.INFO,
            f"{said}.",
            onset=seen.onset(found.measure.series, found.since),
            value=found.level,
            threshold=HIGH * found.start,
            raises=_IF_SAID_TO_MOVE if in_all else None,
        )


def _said_to_move(seen: RunForDetectors, found: EntropyLevel) -> str:
    """Give in words that the divergences of the updates add up to far more than the entropy moved; else nothing.

    Moves that went anywhere would have taken a uniform policy with them.
    """
    for measure in seen.finite(Quantity.KL, beside=found.measure.tag):
        series = measure.series.where(measure.series.step >= found.step)
        moved, usual = (
            float(np.ptp(found.measure.series.value[found.since :])),
            float(np.median(series.value)),
        )
        if found.as_choice and usual > _MOVES and len(series) * usual > _FAR * moved:
            return (
                f"yet {measure.tag} is {usual:.2g} at an update, {len(series) * usual:.2g} in all, so that what it "
                f"measures is taken back by the next update or is no change of the policy"
            )
    return ""
