"""Measures of what a model gives that keep one number exactly while losses move: that model stands still."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="outputs-still",
    source="a number computed anew from other weights never repeats exactly; the counts are coach's own choice",
    innocent=(
        "the measure is not computed in this run, and a constant stands in for it",
        "the model that is measured is frozen on purpose",
    ),
    raises=("frozen-params", "graph-break", "config-not-applied", "eval-bug"),
)
_MEASURED = re.compile(
    r"frechet|(?<![a-z])fid(?![a-z])|inception|(?<![a-z])kid(?![a-z])|sample|diversity|perplexity|psnr|ssim|lpips|"
    r"(?:output|pred|logit|embed|feat|latent|gen)\w*[_/](?:std|mean|norm|var)|param_norm|weight_norm",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"samples?_per|n_samples|num_samples|samples_seen|consumed|sample_size|sampled?$|resampl", re.IGNORECASE
)
_FEWEST = 20
_MOVING = 2  # other quantities


def outputs_still(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for measures of outputs or weights that are exactly one number, not 0, at 20 points or more.

    Silent where all of them are whole numbers, as counts are.
    """
    still = [
        tag
        for tag, series in seen.timelines.items()
        if len(series) >= _FEWEST
        and _MEASURED.search(tag)
        and not _COUNTS.search(tag)
        and series.value[0] != 0
        and np.ptp(series.value) == 0
    ]
    moving = [tag for tag in seen.timelines if tag in seen.meanings and np.ptp(seen.timelines[tag].value) > 0]
    others = [
        tag for tag, series in seen.timelines.items() if "loss" in tag.lower() and np.ptp(series.value) > 0
    ]
    is_measured = any(not float(seen.timelines[tag].value[0]).is_integer() for tag in still)
    if not is_measured or len({*moving, *others}) < _MOVING:
        return
    series = seen.timelines[still[0]]
    said = f"{still[0]} is exactly {series.value[0]:.6g} at all {len(series):,} points"
    said += f", as is {still[1]} at {seen.timelines[still[1]].value[0]:.6g}" if still[1:] else ""
    yield CARD.symptom(
        still[0],
        Severity.WARN,
        f"{said}, while {(others or moving)[0]} moves: what gives it is not trained, or is not looked at anew.",
        onset=seen.onset(series, 0),
        value=float(series.value[0]),
        threshold=0.0,
    )
