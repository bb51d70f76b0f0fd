"""A model of numbers that gives nearly the same answer to everything: its spread, or the share it explains, says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.telltales.named import late, named
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="predictions-flat",
    source="R squared is 0 for always giving the mean (by definition); a fifth and 0.1 are coach's own choice",
    innocent=("what is asked for cannot be known from what goes in", "the run has hardly begun"),
    raises=(
        "silent-broadcast",
        "label-misalignment",
        "wrong-loss",
        "under-capacity",
        "over-regularised",
        "unnormalised-inputs",
        "constant-or-nan-feature",
    ),
)
_PREDICTED = re.compile(r"(?:pred\w*|outputs?|forecasts?|y_?hat)_(?:std|sd|stddev|spread|var|variance)")
_WANTED = re.compile(r"(?:targets?|labels?|true|y|actual)_(?:std|sd|stddev|spread|var|variance)")
_EXPLAINED = re.compile(r"(?:^|_)(?:r2|r_2|r2_?score|r_?squared|rsq)(?:_|$)")
_FEWEST = 15
_FLAT = 0.2  # of the spread of what is wanted
_NOTHING = 0.1


def predictions_flat(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where predictions spread by under a fifth of what is wanted, or R squared stays under 0.1."""
    wanted = next(iter(named(seen, _WANTED, _FEWEST)), None)
    for found in named(seen, _PREDICTED, _FEWEST):
        if wanted is None or not 0 <= late(found.series.value) < _FLAT * late(wanted.series.value):
            continue
        limit = _FLAT * wanted.series.value.max()
        onset = seen.onset(found.series, int(np.argmax(found.series.value < limit)))
        yield CARD.symptom(
            found.tag,
            Severity.WARN,
            f"{found.tag} is {late(found.series.value):.3g} in the end where {wanted.tag} is "
            f"{late(wanted.series.value):.3g}: whatever goes in, nearly the mean comes out, as where answers and "
            "questions do not belong together, or shapes are broadcast against each other.",
            onset=onset,
            value=late(found.series.value) / late(wanted.series.value),
            threshold=_FLAT,
        )
        return
    for found in named(seen, _EXPLAINED, _FEWEST):
        value = found.series.value
        if value.max() < _NOTHING and late(value) > -_NOTHING:
            yield CARD.symptom(
                found.tag,
                Severity.WARN,
                f"{found.tag} is never over {value.max():.2g} and {late(value):.2g} in the end: the model explains "
                "nothing that always giving the mean would not, as where answers and questions do not belong together.",
                onset=seen.onset(found.series, 0),
                value=float(value.max()),
                threshold=_NOTHING,
            )
            return
