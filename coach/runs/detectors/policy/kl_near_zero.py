"""Policy updates that change next to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import mostly_since
from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.progress import hardly_improved_since, improved_since
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="kl-near-zero",
    source="Jones 2021 (a divergence near zero means no learning); one in ten thousand is coach's own choice",
    innocent=(
        "the policy is as good as it can get",
        "the end of a learning-rate schedule",
        "an estimator that is averaged over tokens the update cannot change",
    ),
    raises=("kl-too-low", "lr-too-low", "frozen-params"),
    looks_at=(Quantity.KL,),
)
_FEWEST = 20
_SMALL = 1e-4
_OFTEN = 0.8
_LAST = 0.5
_MOVED = 0.1  # of the entropy's largest size


def kl_near_zero(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where updates stay under 1e-4 at most points of the second half and the return is no better.

    Exactly 0 at all points says nothing where the entropy moves: it was measured before the only update of a batch,
    where the policy is the one that acted.
    """
    for measure in seen.finite(Quantity.KL):
        small = np.abs(measure.series.value) < _SMALL
        late = small[int(len(small) * (1 - _LAST)) :]
        if len(small) < _FEWEST or float(late.mean()) < _OFTEN:
            continue
        if not measure.series.value.any() and _moved(seen):
            continue
        improved = improved_since(seen, int(measure.series.step[0]))
        is_little = hardly_improved_since(seen, int(measure.series.step[0]))
        if improved and not is_little:
            continue
        onset = seen.onset(measure.series, mostly_since(small))
        usual = float(np.median(measure.series.value[-len(late) :]))
        said = f"the KL divergence of an update is {usual:.1g} in the second half of the run: the policy hardly changes"
        said += (
            ""
            if improved is None
            else ", and the return hardly rises"
            if improved
            else ", and the return does not rise"
        )
        severity = Severity.INFO if improved is None else Severity.WARN
        yield CARD.symptom(measure.tag, severity, f"{said}.", onset=onset, value=usual, threshold=_SMALL)


def _moved(seen: RunForDetectors) -> bool:
    """Give whether the entropy shows that the policy changed."""
    return any(
        float(np.ptp(each.series.value)) > _MOVED * float(np.abs(each.series.value).max())
        for each in seen.finite(Quantity.ENTROPY)
    )
