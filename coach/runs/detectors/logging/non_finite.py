"""NaN and infinities, told apart by what they mean for the quantity they appear in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.before_non_finite import points_before_non_finite
from coach.runs.detectors.card import Card
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
        "a metric that is undefined at that moment, such as the mean return before an episode has ended",
        "an empty class or an empty batch in an evaluation metric",
    ),
    raises=("numeric-overflow", "fp16-overflow", "exploding-gradients", "constant-or-nan-feature"),
)
_MOVED = 2.0
"""Times its own median over the points before: less is not worth a word (editorial)."""
_UNDEFINED_EARLY = frozenset(
    {
        Quantity.RETURN,
        Quantity.EVAL_RETURN,
        Quantity.MAX_RETURN,
        Quantity.MIN_RETURN,
        Quantity.BEST_RETURN,
        Quantity.RETURN_SPREAD,
        Quantity.EPISODE_LENGTH,
        Quantity.RATING,
    }
)


def non_finite(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for every tag with values that are no finite numbers."""
    for tag, series in seen.timelines.items():
        bad = ~np.isfinite(series.value)
        if bad.any():
            yield _symptom(seen, tag, series, bad)


def _symptom(seen: RunForDetectors, tag: str, series: Series, bad: np.typing.NDArray[np.bool_]) -> Symptom:
    first = int(np.argmax(bad))
    onset = seen.onset(series, first)
    n, infinite = int(bad.sum()), int(np.isinf(series.value).sum())
    kinds = "infinite" if infinite == n else "NaN" if infinite == 0 else "NaN or infinite"
    is_leading = bool(bad[:n].all())
    said = f"{tag} is {kinds} at {n:,} of {len(series):,} points, first at step {onset.step:,}"
    severity, meaning, raises = _judge(seen, tag, is_leading=is_leading, is_all=bool(bad.all()))
    if not is_leading and bad[first:].all():
        said += ", and has been ever since"
    if severity is Severity.ALARM and not is_leading:
        meaning += _before(seen, tag, onset.step)
    return CARD.symptom(
        tag, severity, f"{said}{meaning}.", onset=onset, value=n / len(series), threshold=0.0, raises=raises
    )


def _before(seen: RunForDetectors, tag: str, step: int) -> str:
    """Give what loss, gradient norm, learning rate and loss scale did shortly before."""
    moved = []
    for series in points_before_non_finite(seen, tag, step):
        usual, last = float(np.median(series.value)), float(series.value[-1])
        if last * usual <= 0 or max(last / usual, usual / last) >= _MOVED:
            moved.append(f"{series.tag} went from {usual:.3g} to {last:.3g}")
    return f"; in the points before it, {' and '.join(moved)}" if moved else ""


def _judge(
    seen: RunForDetectors, tag: str, *, is_leading: bool, is_all: bool
) -> tuple[Severity, str, tuple[str, ...] | None]:
    """Give how bad it is, what it means, and the failure modes it speaks for where they differ."""
    meaning = seen.meanings.get(tag)
    quantity = None if meaning is None else meaning.quantity
    if quantity is Quantity.EXPLAINED_VARIANCE:
        return Severity.WARN, "; it is undefined where the returns do not vary", ("reward-uninformative",)
    if quantity in _UNDEFINED_EARLY and is_leading:
        return Severity.INFO, "; no episode had ended before that", ()
    if quantity is None:
        return (Severity.INFO if is_leading or is_all else Severity.WARN), "", None
    return Severity.ALARM, "", None
