"""NaN and infinities, told apart by what they mean for the quantity they appear in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.before_non_finite import points_before_non_finite
from coach.runs.detectors.card import Card
from coach.runs.detectors.logging.undefined import undefined
from coach.runs.detectors.logging.undefined_metric import kind_of
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.series import Series
    from coach.runs.symptom import Symptom

CARD = Card(
    name="non-finite",
    source="every published monitor fires on any NaN; AutoTrainer (Zhang et al. 2021)",
    innocent=(
        "an empty class or an empty batch in an evaluation metric",
        "a logged quantity that divides by what may be nothing",
    ),
    raises=("numeric-overflow", "fp16-overflow", "exploding-gradients", "constant-or-nan-feature"),
    looks_at=(
        Quantity.LOSS,
        Quantity.GRAD_NORM,
        Quantity.POLICY_LOSS,
        Quantity.VALUE_LOSS,
    ),
)
_FEW = 0.05  # of the points
_MOVED = 2.0
"""Times its own median over the points before: less is not worth a word (editorial)."""


def non_finite(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for every tag with values that are no finite numbers, unless it may legally have none there."""
    for tag, series in seen.timelines.items():
        bad = ~np.isfinite(series.value)
        if bad.any() and undefined(seen, tag, series) is None:
            yield _symptom(seen, tag, series, bad)


def _symptom(seen: RunForDetectors, tag: str, series: Series, bad: np.typing.NDArray[np.bool_]) -> Symptom:
    first, n = int(np.argmax(bad)), int(bad.sum())
    onset = seen.onset(series, first)
    said = f"{tag} is {kind_of(series.value[bad])} at {n:,} of {len(series):,} points, first at step {onset.step:,}"
    is_all = bool(bad.all())
    if bad[first:].all() and not is_all:
        said += ", and has been ever since"
    is_known = tag in seen.meanings
    severity = Severity.ALARM if is_known else Severity.INFO if is_all else Severity.WARN
    if skipped := _skipped(seen, tag, bad):
        return CARD.symptom(
            tag, Severity.INFO, f"{said}{skipped}.", onset=onset, value=n / len(series), threshold=0.0
        )
    if severity is Severity.ALARM:
        said += _before(seen, tag, onset.step)
    return CARD.symptom(tag, severity, f"{said}.", onset=onset, value=n / len(series), threshold=0.0)


def _skipped(seen: RunForDetectors, tag: str, bad: np.typing.NDArray[np.bool_]) -> str:
    """Give, as the end of a sentence, that half precision skips the steps of such gradients; empty where it does not.

    The scaler leaves out a step whose gradients overflow, and the weights stay what they were.
    """
    meaning, scales = seen.meanings.get(tag), seen.of(Quantity.LOSS_SCALE)
    losses = seen.of(Quantity.LOSS, Quantity.POLICY_LOSS, Quantity.VALUE_LOSS)
    is_rare = not bad[-1] and float(bad.mean()) <= _FEW
    is_gradient = meaning is not None and meaning.quantity is Quantity.GRAD_NORM
    if not (is_gradient and is_rare and scales and losses):
        return ""
    is_unharmed = all(bool(np.isfinite(each.series.value).all()) for each in losses)
    return f": {scales[0].tag} is logged, and half precision skips such steps" if is_unharmed else ""


def _before(seen: RunForDetectors, tag: str, step: int) -> str:
    """Give what loss, gradient norm, learning rate and loss scale did shortly before."""
    moved = []
    for series in points_before_non_finite(seen, tag, step):
        usual, last = float(np.median(series.value)), float(series.value[-1])
        if last * usual <= 0 or max(last / usual, usual / last) >= _MOVED:
            moved.append(f"{series.tag} went from {usual:.3g} to {last:.3g}")
    return f"; in the points before it, {' and '.join(moved)}" if moved else ""
