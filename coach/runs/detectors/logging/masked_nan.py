"""A loss of exactly zero that stands for a NaN."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import settles_at
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.supervised import supervised_losses
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="masked-nan",
    source="Hugging Face Trainer: `logging_nan_inf_filter` writes 0 for NaN by default",
    innocent=(
        "a loss that is legally zero, as in a group of equal rewards",
        "the filter is switched on knowingly",
    ),
    raises=("numeric-overflow", "fp16-overflow", "exploding-gradients"),
)
_FEWEST = 5
_FAR_FROM_ZERO = 0.05  # of the largest loss: nearer, it may have been learnt


def masked_nan(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for each loss whose reader saw a zero beside a NaN gradient norm, or that is 0 at once."""
    yield from _zero_at_once(seen)
    for tag, series in seen.timelines.items():
        is_zero = series.value == 0
        if series.may_hide_nan and is_zero.any():
            onset = seen.onset(series, int(np.argmax(is_zero)))
            n = int(is_zero.sum())
            said = f"{tag} is exactly 0 at {n:,} points, first at step {onset.step:,}, where the gradient norm is NaN"
            yield CARD.symptom(
                tag,
                Severity.ALARM,
                f"{said}: these zeros stand for NaN.",
                onset=onset,
                value=float(n),
                threshold=0.0,
            )


def _zero_at_once(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for a supervised loss that is exactly 0 to the end, from one point to the next."""
    for measure in supervised_losses(seen, 2 * _FEWEST):
        value = measure.series.value
        since = settles_at(value == 0, share=1.0, fewest=_FEWEST)
        if measure.series.may_hide_nan or since is None or since < _FEWEST:
            continue
        usual = float(np.median(value[since - _FEWEST : since]))
        if usual < _FAR_FROM_ZERO * float(value[:since].max()):
            continue
        onset = seen.onset(measure.series, since)
        yield CARD.symptom(
            measure.tag,
            Severity.WARN,
            f"{measure.tag} is exactly 0 at every point since step {onset.step:,}, where {usual:.3g} was usual: "
            f"it is no longer computed, or is masked, as where NaN is written as 0.",
            onset=onset,
            value=float(len(value) - since),
            threshold=0.0,
        )
