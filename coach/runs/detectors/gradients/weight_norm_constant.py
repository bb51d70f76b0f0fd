"""Weights whose norm never changes, or no longer does, and steps of exactly no length."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import settles_at
from coach.runs.detectors.card import Card
from coach.runs.detectors.gradients.learning import has_learnt
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.series import Series
    from coach.runs.symptom import Symptom

CARD = Card(
    name="weight-norm-constant",
    source="TheDeepChecker (no change means not trained)",
    innocent=(
        "the layer is frozen on purpose",
        "an average that is updated rarely",
        "weights that are normalised to one length after every step",
    ),
    raises=("frozen-params", "graph-break", "bf16-updates-lost", "lr-schedule-units"),
    looks_at=(Quantity.WEIGHT_NORM,),
)
_FEWEST = 20
_LASTING = 0.3  # of the points
_VARIED = 0.5  # of the points before, that differ from the one before them
_OF_STEPS = re.compile(
    r"(?:update|delta|step)_?(?:norm|size|magnitude)|(?:param|weight)_?(?:delta|update|change)s?",
    re.IGNORECASE,
)

_KEPT = ", and the run learns all the same: these weights are frozen, or kept at one length"
_UNTRAINED = ", as if nothing were trained"
_STOPPED = ": updates have stopped, are lost to rounding (bf16), or reach other weights"


def weight_norm_constant(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for each norm that is one number at every point, or has been for the last third of them.

    The same for a logged size of the updates that is exactly 0.
    """
    for measure in seen.finite(Quantity.WEIGHT_NORM):
        value = measure.series.value
        since = settles_at(value == value[-1], share=1.0, fewest=_FEWEST)
        if since is not None and (not since or _stopped(value, since)):
            is_learning = not since and bool(has_learnt(seen))
            said = f"{measure.tag} is exactly {value[-1]:.6g} {_where(measure.series, since)}"
            said += _KEPT if is_learning else _UNTRAINED + (_STOPPED if since else "")
            yield _symptom(seen, measure.tag, measure.series, since, said, is_learning=is_learning)
    for tag, series in seen.timelines.items():
        if tag in seen.meanings or not _OF_STEPS.search(tag) or len(series) < _FEWEST:
            continue
        since = settles_at(series.value == 0, share=1.0, fewest=_FEWEST)
        if since is not None and len(series) - since > _LASTING * len(series):
            said = f"{tag} is exactly 0 {_where(series, since)}: no step moves the weights"
            yield _symptom(seen, tag, series, since, said)


def _stopped(value: NDArray[np.float64], since: int) -> bool:
    """Give whether a norm that moved from point to point has stood still for the last third of them."""
    varied = float((np.diff(value[: since + 1]) != 0).mean())
    return len(value) - since > _LASTING * len(value) and varied >= _VARIED


def _where(series: Series, since: int) -> str:
    if since:
        return f"at every point since step {int(series.step[since]):,}"
    return f"at all {len(series):,} points"


def _symptom(
    seen: RunForDetectors, tag: str, series: Series, since: int, said: str, *, is_learning: bool = False
) -> Symptom:
    return CARD.symptom(
        tag,
        Severity.INFO if is_learning else Severity.WARN,
        f"{said}.",
        onset=seen.onset(series, since),
        value=0.0,
        threshold=0.0,
    )
