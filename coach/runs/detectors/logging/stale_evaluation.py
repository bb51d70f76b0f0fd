"""An evaluation that keeps one number exactly while the training loss goes on moving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.describing.course import course
from coach.runs.detectors.card import Card
from coach.runs.detectors.logging.constant_value import moves_beside, since_when
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="stale-evaluation",
    source="a number computed anew from other weights never repeats exactly; the counts are coach's own choice",
    innocent=(
        "the log repeats the last value where nothing new was computed",
        "what is evaluated is frozen on purpose",
    ),
    raises=("eval-bug", "logging-artefact", "config-not-applied"),
    looks_at=(Quantity.EVAL_LOSS, Quantity.EVAL_ACCURACY),
)
_SPENT = 1e-3  # of the largest rate
_IF_FROZEN = ("frozen-params", "bf16-updates-lost", "eval-bug", "graph-break", "logging-artefact")


def stale_evaluation(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield one symptom for held-out measures that varied and then kept one number while training's loss moves.

    Where training gets no better either, the weights may stand still and only its batches vary.
    """
    found = [
        (still, beside)
        for measure in seen.finite(Quantity.EVAL_LOSS, Quantity.EVAL_ACCURACY)
        if (still := since_when(measure)) and (beside := moves_beside(seen, still)) is not None
    ]
    if not found:
        return
    still, beside = found[0]
    series = still.measure.series
    if _rate_is_spent(seen, int(series.step[still.since])):
        return
    onset = seen.onset(series, still.since)
    improves = _improves(beside, onset.step)
    said = f"{still.measure.tag} is exactly {series.value[-1]:.6g} at every look since step {onset.step:,}, while "
    said += (
        f"{beside.tag} goes on getting better: what is evaluated is not what is trained, or is not computed anew"
        if improves
        else f"{beside.tag} only varies: the weights stand still, or the evaluation is not computed anew"
    )
    yield CARD.symptom(
        still.measure.tag,
        Severity.WARN,
        f"{said}.",
        onset=onset,
        value=float(series.value[-1]),
        threshold=0.0,
        raises=CARD.raises if improves else _IF_FROZEN,
    )


def _rate_is_spent(seen: RunForDetectors, step: int) -> bool:
    """Give whether a learning rate is next to nothing from about a step on: then nothing is left to compute anew."""
    return any(
        float(each.series.value[each.series.step >= step].max(initial=0.0))
        < _SPENT * float(each.series.value.max())
        for each in seen.finite(Quantity.LEARNING_RATE)
    )


def _improves(measure: Measure, step: int) -> bool:
    went = course(-measure.series.value[measure.series.step >= step], is_sparse=False)
    return went is not None and went.has_improved
