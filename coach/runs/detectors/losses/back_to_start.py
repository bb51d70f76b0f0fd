"""Several quantities that go back, at one and the same point, to where they began: what was learnt is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.runs.describing.sudden_change import sudden_change
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.breaks import First, rate_moves, training_breaks
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="back-to-start",
    source="an untrained model is as good on all data, and no better than at first (worked out); shares are own",
    innocent=(
        "weights were made anew there on purpose, as some methods do at intervals",
        "another task began there",
    ),
    raises=(
        "checkpoint-incomplete",
        "weights-not-loaded",
        "preprocess-mismatch",
        "obs-corruption",
        "running-stats-bug",
    ),
)
_OF_A_POLICY = (
    "checkpoint-incomplete",
    "obs-corruption",
    "running-stats-bug",
    "constant-or-nan-feature",
    "entropy-stuck-max",
)
_REPLACED = "weights or inputs were replaced"
_BETTER = {
    Quantity.LOSS: -1,
    Quantity.EVAL_LOSS: -1,
    Quantity.ACCURACY: 1,
    Quantity.EVAL_ACCURACY: 1,
    Quantity.RETURN: 1,
    Quantity.EVAL_RETURN: 1,
    Quantity.ENTROPY: -1,
    Quantity.EXPLAINED_VARIANCE: 1,
}
"""Which way a quantity goes as a run learns; an entropy comes down as a policy settles."""
_SIDES = (
    frozenset({Quantity.LOSS, Quantity.ACCURACY, Quantity.RETURN}),
    frozenset({Quantity.EVAL_LOSS, Quantity.EVAL_ACCURACY, Quantity.ENTROPY, Quantity.EXPLAINED_VARIANCE}),
)
"""Two of which one has to be on each side: training and held-out data, or the return and the policy itself."""
_FEWEST = 20
_FIRST = 3  # points
_SHORT, _OVER = 0.3, 0.6  # of what had been gained: how far off the start it may end, on each side
_NEAR = 0.03  # of the run


class _Lost(NamedTuple):
    quantity: Quantity
    measure: Measure
    at: int
    step: int
    start: float
    before: float
    after: float


def back_to_start(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where two quantities of different kinds are back at their first level from one point on.

    Silent where held-out data are lost later than training's: then the weights outlived that point.
    """
    lost = [
        found for quantity in _BETTER for each in seen.finite(quantity) if (found := _lost(quantity, each))
    ]
    if any(found.first is First.TRAINING for found in training_breaks(seen)):
        return
    for one in lost:
        together = [each for each in lost if _is_beside(seen, one, each)]
        if all(any(each.quantity in side for each in together) for side in _SIDES):
            yield _symptom(seen, one, [each for each in together if each is not one])
            return


def _lost(quantity: Quantity, measure: Measure) -> _Lost | None:
    value, better = measure.series.value, _BETTER[quantity]
    change = sudden_change(value, -better) if len(value) >= _FEWEST else None
    if change is None or not change.lasts or change.at < 2 * _FIRST:
        return None
    start = float(better * (better * value[:_FIRST]).min())
    gained, lost = better * (change.before - start), better * (change.before - change.after)
    if gained <= 0 or not (1 - _SHORT) * gained < lost < (1 + _OVER) * gained:
        return None
    step = int(measure.series.step[change.at])
    return _Lost(quantity, measure, change.at, step, start, change.before, change.after)


def _is_beside(seen: RunForDetectors, one: _Lost, other: _Lost) -> bool:
    if not seen.count_alike(one.measure.tag, other.measure.tag):
        return False
    steps = one.measure.series.step
    return abs(one.step - other.step) <= _NEAR * float(steps[-1] - steps[0])


def _symptom(seen: RunForDetectors, one: _Lost, others: list[_Lost]) -> Symptom:
    also = " and ".join(
        f"{each.measure.tag} from {each.before:.3g} to {each.after:.3g}" for each in others[:2]
    )
    said = (
        f"{one.measure.tag} goes from {one.before:.3g} to {one.after:.3g} at step {one.step:,}, near the "
        f"{one.start:.3g} it began with, and so does {also}: all that was learnt is gone at once"
    )
    is_driven = rate_moves(seen, one.measure, one.at)
    is_policy = one.quantity in (Quantity.RETURN, Quantity.EVAL_RETURN)
    what = "weights or observations were replaced, or chance was paid for" if is_policy else _REPLACED
    said += ", where the learning rate moves" if is_driven else f", as where {what}"
    return CARD.symptom(
        one.measure.tag,
        Severity.WARN,
        f"{said}.",
        onset=seen.onset(one.measure.series, one.at),
        value=one.after,
        threshold=one.start,
        raises=("lr-too-high", *CARD.raises[:2]) if is_driven else _OF_A_POLICY if is_policy else CARD.raises,
    )
