"""A learning rate of exactly 0, with which nothing can be learnt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.gradients.learning import has_learnt
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="learning-rate-zero",
    source="an update is the gradient times the rate, so that a rate of 0 changes nothing",
    innocent=(
        "a small rate was rounded to 0 when it was logged",
        "the logged rate is that of another group of parameters, which is frozen on purpose",
        "a trained model was only evaluated",
    ),
    raises=("lr-schedule-units", "config-not-applied", "frozen-params"),
    looks_at=(Quantity.LEARNING_RATE,),
)
_FEWEST = 3
_FEW_DECIMALS = 4
"""Places behind the point with which a usual learning rate is written as 0: half of 0.0001 and less (editorial)."""
_ROUNDING = 1e-6  # of the last place: numbers that were read from decimals
_LOOKED_AT = 200  # values of a tag


def learning_rate_zero(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where every logged rate is 0 at every point; a mention where the run learns all the same."""
    rates = [each for each in seen.finite(Quantity.LEARNING_RATE) if len(each.series) >= _FEWEST]
    if not rates or any(each.series.value.any() for each in rates):
        return
    measure = rates[0]
    others = f", and so {'is' if len(rates) == 2 else 'are'} {len(rates) - 1} more" if len(rates) > 1 else ""  # noqa: PLR2004 - one more
    if (places := _decimals(seen)) is not None:
        said = (
            f"{measure.tag} is 0 at all {len(measure.series):,} points{others}; if it was written with {places} "
            f"decimals, as other numbers here are, it may be any rate under {10.0**-places / 2:.{places + 1}f}"
        )
        onset = seen.onset(measure.series, 0)
        yield CARD.symptom(measure.tag, Severity.INFO, f"{said}.", onset=onset, value=0.0, threshold=0.0)
        return
    said = f"{measure.tag} is exactly 0 at all {len(measure.series):,} points{others}: "
    is_learning = has_learnt(seen)
    said += (
        "the run learns all the same, so that it is not the rate that was used"
        if is_learning
        else ("nothing can be learnt with it, unless a small rate was rounded")
    )
    yield CARD.symptom(
        measure.tag,
        Severity.INFO if is_learning else Severity.WARN,
        f"{said}.",
        onset=seen.onset(measure.series, 0),
        value=0.0,
        threshold=0.0,
    )


def _decimals(seen: RunForDetectors) -> int | None:
    """Give to how few places all numbers of the run are written; None where they are enough to show a rate."""
    places = 0
    for series in seen.run.series.values():
        value = series.value[:_LOOKED_AT]
        scaled = value[np.isfinite(value)]
        while len(scaled) and not _are_whole(scaled * 10.0**places):
            places += 1
            if places > _FEW_DECIMALS:
                return None
    return places or None


def _are_whole(value: NDArray[np.float64]) -> bool:
    return bool((np.abs(value - np.round(value)) <= _ROUNDING * np.maximum(1.0, np.abs(value))).all())
