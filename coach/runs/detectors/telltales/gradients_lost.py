"""Gradients that are nearly all exactly zero, or next to nothing from the first point on: lost before they are used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import mostly_since
from coach.runs.detectors.card import Card
from coach.runs.detectors.telltales.named import as_share, early, late, named
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="gradients-mostly-zero",
    source="Micikevicius 2018 (half precision has no number under 6e-8); the shares are coach's own choice",
    innocent=("gradients are sparse by nature, as of an embedding", "the loss is divided by a large number"),
    raises=("fp16-underflow", "vanishing-gradients", "frozen-params", "graph-break"),
)
_ZEROS = re.compile(
    r"(?:grads?|gradients?)\w*_(?:zeros?|underflow\w*|vanish\w*)|(?:zeros?|underflow\w*)_(?:grads?|gradients?)"
)
_OTHER = re.compile(r"second|time|_ms(?:_|$)|call")
_FEWEST = 10
_NEARLY_ALL = 0.95
_TINY = 1e-6
_SOME, _MOST = 0.1, 0.9  # shares of points at which a tiny norm is exactly 0


def gradients_lost(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where a logged share of zero gradients is 95 % or more, or a norm is tiny and at times exactly 0.

    A norm of exactly 0 at nearly all points is told elsewhere.
    """
    for found in named(seen, _ZEROS, _FEWEST):
        share = as_share(found)
        if share is None or _OTHER.search(found.words) or late(share) < _NEARLY_ALL:
            continue
        onset = seen.onset(found.series, mostly_since(share >= _NEARLY_ALL))
        yield CARD.symptom(
            found.tag,
            Severity.WARN,
            f"{found.tag} is {100 * late(share):.4g} % from step {onset.step:,} on: nearly every gradient is exactly "
            "0, as where half precision without a scaled loss rounds them away, or nothing reaches the weights.",
            onset=onset,
            value=late(share),
            threshold=_NEARLY_ALL,
        )
        return
    for measure in seen.finite(Quantity.GRAD_NORM):
        value = measure.series.value
        if len(value) < _FEWEST or not max(early(value), late(value)) < _TINY:
            continue
        zeros = float((value == 0).mean())
        if _SOME < zeros < _MOST and value.max() > 0:
            yield CARD.symptom(
                measure.tag,
                Severity.WARN,
                f"{measure.tag} is about {np.median(value[value > 0]):.1g} from the first point on and exactly 0 at "
                f"{100 * zeros:.0f} % of the points: gradients are rounded away, as in half precision without a scaled "
                "loss.",
                onset=seen.onset(measure.series, 0),
                value=zeros,
                threshold=_SOME,
            )
            return
