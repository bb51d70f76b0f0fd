"""Updates that reach ever fewer weights while gradients are as large as ever: they are lost to rounding."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.runs.describing.trend import mostly_since
from coach.runs.detectors.card import Card
from coach.runs.detectors.telltales.named import early, late, named
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="updates-lost",
    source="bfloat16 keeps 8 bits: a step under 1/256 of a weight rounds to nothing (worked out); shares: own choice",
    innocent=("the learning rate is lowered on purpose", "most of the weights are frozen on purpose"),
    raises=("bf16-updates-lost", "lr-too-low", "frozen-params", "lr-schedule-units"),
)
_UPDATES = re.compile(
    r"(?:applied|effective|actual|real)_?\w*(?:update|step|delta)|(?:update|step|delta)_(?:norm|size|magnitude)|"
    r"(?:weights?|params?|parameters?)_(?:changed|updated|moved|delta|update)|(?:changed|updated|moved)_(?:weights?|params?)"
)
_FEWEST = 15
_LESS = 0.2  # of what it was at first
_AS_LARGE = 0.5  # of the gradient norm at first
_RATE = 0.5  # of the largest learning rate


def updates_lost(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where what is applied sinks to a fifth while the gradient norm keeps half of its size, or more.

    Silent where a logged learning rate sinks by half.
    """
    grads = [each for each in seen.finite(Quantity.GRAD_NORM) if len(each.series) >= _FEWEST]
    if not grads or any(
        late(each.series.value) < _RATE * float(each.series.value.max())
        for each in seen.finite(Quantity.LEARNING_RATE)
        if len(each.series) >= _FEWEST
    ):
        return
    for found in named(seen, _UPDATES, _FEWEST):
        value, gradient = found.series.value, grads[0].series.value
        first, last = early(value), late(value)
        if value.min() < 0 or last >= _LESS * first or late(gradient) < _AS_LARGE * early(gradient):
            continue
        onset = seen.onset(found.series, mostly_since(value < _LESS * first))
        yield CARD.symptom(
            found.tag,
            Severity.WARN,
            f"{found.tag} sinks from {first:.2g} to {last:.2g} while {grads[0].tag} goes from {early(gradient):.3g} to "
            f"{late(gradient):.3g}: gradients are there and hardly move the weights, as where weights are kept in "
            "bfloat16 and small steps are rounded away.",
            onset=onset,
            value=last / first,
            threshold=_LESS,
        )
        return
