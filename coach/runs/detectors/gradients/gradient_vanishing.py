"""Gradient norms that sink to next to nothing while the loss is still high."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.ramp import ramp_onset
from coach.runs.describing.trend import settles_at
from coach.runs.describing.written_digits import finest
from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.progress import is_near_its_best
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="gradient-vanishing",
    source="DeepDiagnosis and TheDeepChecker (1e-7, 1e-6); a thousandth of its own start is coach's own choice",
    innocent=(
        "the model has converged, or knows its training data by heart",
        "all rewards of a group are equal, so that a step has no gradient",
        "gradients were clipped or scaled before they were logged",
    ),
    raises=(
        "vanishing-gradients",
        "graph-break",
        "frozen-params",
    ),
    looks_at=(Quantity.GRAD_NORM,),
)
_FEWEST = 20
_SHARE = 1e-3
_NOTHING = 1e-7
_STILL_HIGH = 0.5


def gradient_vanishing(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the norm settles under a thousandth of its start, or 1e-7, and the loss has not halved.

    Silent where a thousandth of the start is less than the digits that were written can tell from 0.
    """
    yield from _of_a_part(seen)
    losses = seen.finite(Quantity.LOSS)
    is_done = bool(losses) and all(_has_fallen(each) for each in losses)
    for measure in seen.finite(Quantity.GRAD_NORM):
        value = measure.series.value
        start = float(np.median(value[: max(5, len(value) // 20)]))
        if len(value) < _FEWEST or start < 0 or is_done or _is_part_without(seen, measure):
            continue
        since = (
            0 if not value.any() else settles_at(value < max(_SHARE * start, _NOTHING), share=0.95, fewest=10)
        )
        is_rounded = bool(since) and not np.median(value[-10:]) and _SHARE * start < finest(value)
        if since is not None and not is_rounded:
            step = int(measure.series.step[since])
            onset = ramp_onset(seen, measure.series, since, -1) if since else seen.onset(measure.series, 0)
            last = float(np.median(value[-10:]))
            first = start or float(value[0])
            said = f"{measure.tag} was {first:.3g} at first and has been {last:.2g} since step {step:,}"
            said += _of_losses(losses)
            is_solved = not losses and is_near_its_best(seen)
            said += ", while the return is near its best" if is_solved else ""
            yield CARD.symptom(
                measure.tag,
                Severity.ALARM if losses else Severity.INFO if is_solved else Severity.WARN,
                f"{said}.",
                onset=onset,
                value=last,
                threshold=max(_SHARE * start, _NOTHING),
                raises=("vanishing-gradients",) if since else CARD.raises,
            )


def _of_a_part(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for each part of a model whose norm is 0 throughout, while another part's is not."""
    for measure in seen.finite(Quantity.GRAD_NORM):
        if _is_part_without(seen, measure):
            count = len(measure.series)
            yield CARD.symptom(
                measure.tag,
                Severity.WARN,
                f"{measure.tag} is exactly 0 at all {count} points, and another norm is not: nothing is trained there.",
                onset=seen.onset(measure.series, 0),
                value=0.0,
                threshold=_NOTHING,
                raises=("frozen-params", "graph-break"),
            )


def _is_part_without(seen: RunForDetectors, measure: Measure) -> bool:
    if len(measure.series) < _FEWEST or measure.series.value.any():
        return False
    return any(each.series.value.any() for each in seen.finite(Quantity.GRAD_NORM))


def _of_losses(losses: Sequence[Measure]) -> str:
    """Give which losses have not halved, as the end of a sentence; some may have."""
    high = [each.tag for each in losses if not _has_fallen(each)]
    if not high:
        return ""
    return f", and {high[0] if len(losses) > 1 else 'the loss'} has not halved"


def _has_fallen(measure: Measure) -> bool:
    value = measure.series.value
    window = max(1, len(value) // 20)
    return float(np.median(value[-window:])) < _STILL_HIGH * float(np.median(value[:window]))
