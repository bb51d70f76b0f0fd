"""A supervised loss that jumps to a higher level and stays there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.level_shift import level_shift
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.jumps import NEIGHBOURS, Jump, gradient_then, jumps_of
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="loss-jump",
    source="Bekman's ML Engineering (spikes by how they recover); a fifth, 8 spreads are coach's own",
    innocent=(
        "batch size or data mixture was switched there",
        "a harder stage of the data began",
        "the run was resumed with other settings",
    ),
    raises=("checkpoint-incomplete", "lr-too-high", "unshuffled-data"),
    looks_at=(Quantity.LOSS,),
)
_DIVERGED = 2.0
_A_FIFTH = 1.2


def loss_jump(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for the first jump that did not come back in ten points or more; over twice is a divergence.

    The same for a lasting shift by a fifth that is plain beside the noise around it.
    """
    for measure, jumps in jumps_of(seen):
        value = measure.series.value
        lasting = next((each for each in jumps if each.points is None), None) or _shift(value)
        if lasting is None or len(value) - lasting.at < NEIGHBOURS or _is_twice(value, lasting.at):
            continue
        said = (
            f"{measure.tag} jumps to {value[lasting.at]:.3g} at step {int(measure.series.step[lasting.at]):,}, where "
            f"{lasting.usual:.3g} was usual, and has not come back"
        )
        yield CARD.symptom(
            measure.tag,
            Severity.WARN,
            f"{said}{gradient_then(seen, measure, lasting.at)}.",
            onset=seen.onset(measure.series, lasting.at),
            value=float(value[lasting.at]),
            threshold=_A_FIFTH * lasting.usual,
        )


def _shift(value: NDArray[np.float64]) -> Jump | None:
    found = level_shift(value, _A_FIFTH)
    return None if found is None else Jump(found.at, found.before, None)


def _is_twice(value: NDArray[np.float64], at: int) -> bool:
    """Give whether the level after a jump is over twice the one before, which is a divergence and said as such."""
    return float(np.median(value[at:])) > _DIVERGED * float(np.median(value[max(0, at - NEIGHBOURS) : at]))
