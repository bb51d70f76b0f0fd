"""What every update of a policy moves, and here keeps one number exactly: no update reaches it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.trend import settles_at
from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.goal_since import Since, goal_since
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="learner-still",
    source="a number computed anew from another policy never repeats exactly; the counts are coach's own choice",
    innocent=(
        "the quantity is not used here, and a constant stands in for it",
        "the spread of actions is fixed on purpose, and with it the entropy",
        "a finished policy only plays from there on",
    ),
    raises=("frozen-params", "graph-break", "config-not-applied", "logging-artefact"),
)
_FEWEST = 20
_LASTING = 0.3  # of the points
_VARIED = 0.8  # of the points before, that differ from the one before them
_FROM_START = (Quantity.RATIO, Quantity.POLICY_LOSS)
_LATER = (Quantity.KL, Quantity.ENTROPY, Quantity.CLIP_FRACTION, Quantity.EXPLAINED_VARIANCE, Quantity.RATIO)
_LOSSES = (Quantity.POLICY_LOSS, Quantity.VALUE_LOSS)
_ZERO = 1e-6  # as small as what rounding leaves of 0
_MOST_NAMED = 3


class _Still(NamedTuple):
    measure: Measure
    since: int


def learner_still(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield one symptom for measures of updates that varied and keep one number to the end, or never left 0 or 1.

    From the start only a ratio of exactly 1 and a policy loss of exactly 0 count; later, whatever had varied, save a
    measure of updates that is 0 and a loss that is not: those are told elsewhere. A mention where the return gets
    better all the same.
    """
    found = [still for each in seen.finite(*_FROM_START) if (still := _never_moves(seen, each))]
    found += [
        still
        for each in seen.finite(*_LATER)
        if abs(each.series.value[-1]) > _ZERO and (still := _stands(each))
    ]
    found += [
        still for each in seen.finite(*_LOSSES) if each.series.value[-1] == 0 and (still := _stands(each))
    ]
    if not found:
        return
    first = min(found, key=lambda each: int(each.measure.series.step[each.since]))
    measure, since = first
    series = measure.series
    onset = seen.onset(series, since)
    where = f"at every point since step {onset.step:,}" if since else f"at all {len(series):,} points"
    said = f"{measure.tag} is exactly {series.value[-1]:.6g} {where}"
    others = [each.measure.tag for each in found if each is not first]
    if others:
        more = f" and {len(others) - _MOST_NAMED} more" if len(others) > _MOST_NAMED else ""
        said += f", and {', '.join(others[:_MOST_NAMED])}{more} {'stand' if len(others) > 1 else 'stands'} still too"
    went = goal_since(seen, measure.tag, onset.step)
    said += (
        ", and the return gets better all the same: the number is not computed anew"
        if went is Since.BETTER
        else ": updates do not reach the policy (frozen, detached, not in the optimiser, or skipped), or every "
        "advantage is 0"
    )
    yield CARD.symptom(
        measure.tag,
        Severity.INFO if went is Since.BETTER else Severity.WARN,
        f"{said}.",
        onset=onset,
        value=float(series.value[-1]),
        threshold=0.0,
    )


def _never_moves(seen: RunForDetectors, measure: Measure) -> _Still | None:
    """Give a ratio of exactly 1, or a policy loss of exactly 0, at all points."""
    value = measure.series.value
    level = 1.0 if measure in seen.finite(Quantity.RATIO) else 0.0
    return _Still(measure, 0) if len(value) >= _FEWEST and bool((value == level).all()) else None


def _stands(measure: Measure) -> _Still | None:
    value = measure.series.value
    since = settles_at(value == value[-1], share=1.0, fewest=_FEWEST)
    if not since or len(value) - since <= _LASTING * len(value):
        return None
    varied = float((np.diff(value[: since + 1]) != 0).mean())
    return _Still(measure, since) if varied >= _VARIED else None
