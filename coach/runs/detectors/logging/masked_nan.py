"""A loss of exactly zero that stands for a NaN."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
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


def masked_nan(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for each loss whose reader saw a zero beside a NaN gradient norm."""
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
