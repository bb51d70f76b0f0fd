"""Numbers that jump between two levels from point to point: two things are logged under one name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import robust_noise, settles_at
from coach.runs.detectors.card import Card
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="alternates",
    source="what learns does not turn round at every point; that nine in ten turns are told is coach's own choice",
    innocent=(
        "two data sets, tasks or networks take turns on purpose",
        "a part of the loss is added at every other step",
    ),
    raises=("logging-artefact", "adversarial-steps-mixed", "unshuffled-data", "metric-of-one-rank"),
)
_FEWEST = 40
_OFTEN = 0.95  # of the points
_APART = 6.0  # noises of the points of one level
_MATTERS = 0.1  # of the level


def alternates(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield one symptom for all tags whose even and odd points lie on two levels, each of which moves far less."""
    found = [
        (tag, at)
        for tag, series in seen.timelines.items()
        if len(series) >= _FEWEST and np.isfinite(series.value).all()
        for at in [_since(series.value)]
        if at is not None
    ]
    if not found:
        return
    tag, at = found[0]
    series = seen.timelines[tag]
    ends = series.value[at:]
    one, other = float(np.median(ends[::2])), float(np.median(ends[1::2]))
    said = f"{tag} jumps to and fro between about {one:.3g} and about {other:.3g} at every point"
    said += f" since step {int(series.step[at]):,}" if at else ""
    said += f", and so does {found[1][0]}" if found[1:] else ""
    yield CARD.symptom(
        tag,
        Severity.WARN,
        f"{said}: two things take turns under one name (two processes, two data sets, two parts of an update).",
        onset=seen.onset(series, at),
        value=abs(one - other),
        threshold=_APART,
    )


def _since(value: NDArray[np.float64]) -> int | None:
    """Give the point from which on every other point lies on another level, to the end; None where none does."""
    turns = np.sign(np.diff(value))
    turns_round = np.concatenate([[False, False], turns[1:] * turns[:-1] < 0])
    at = settles_at(turns_round, share=_OFTEN, fewest=_FEWEST - 2)
    if at is None:
        return None
    at = max(0, at - 2)
    rest = value[at:]
    even, odd = rest[::2], rest[1::2]
    n = min(len(even), len(odd))
    apart = np.abs(even[:n] - odd[:n])
    own = max(robust_noise(even), robust_noise(odd))
    is_clear = float(np.median(apart)) > max(_APART * own, _MATTERS * float(np.median(np.abs(rest))))
    return (
        at
        if is_clear and bool((np.sign(even[:n] - odd[:n]) == np.sign(even[0] - odd[0])).mean() >= _OFTEN)
        else None
    )
