"""What a log says outright: shares, counts and sizes whose names leave no doubt what they should not be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import mostly_since
from coach.runs.detectors.card import Card
from coach.runs.detectors.telltales.named import as_share, early, late, named
from coach.runs.detectors.telltales.signs import SIGNS, State
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.detectors.telltales.named import Named
    from coach.runs.detectors.telltales.signs import Sign
    from coach.runs.symptom import Symptom

CARD = Card(
    name="told-outright",
    source="said by the log itself; every limit is coach's own choice",
    innocent=("the quantity is meant to be so in this run",),
    raises=("logging-artefact",),
)
_FEWEST = 15
_COUNTED = 3.0  # more, over the second half of the points


def outright(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for each sign of the list that holds, once a sign."""
    for sign in SIGNS:
        for found in named(seen, sign.pattern, _FEWEST):
            if sign.other is not None and sign.other.search(found.words):
                continue
            since = _since(found, sign)
            if since is not None:
                yield _symptom(seen, found, sign, since)
                break


def _symptom(seen: RunForDetectors, found: Named, sign: Sign, since: int) -> Symptom:
    value = found.series.value
    onset = seen.onset(found.series, since)
    match sign.state:
        case State.GROWS | State.FALLS:
            said = f"{found.tag} goes from {early(value):.3g} to {late(value):.3g}"
        case State.COUNTS:
            said = f"{found.tag} goes on counting from step {onset.step:,} to the end"
        case _:
            said = f"{found.tag} is {late(value):.3g} in the end"
            said += f", since step {onset.step:,}" if since else ", from the first point on"
    return CARD.symptom(
        found.tag,
        Severity.WARN,
        f"{said}: {sign.says}.",
        onset=onset,
        value=late(value),
        threshold=sign.limit,
        raises=sign.raises,
    ).named(f"{CARD.name}:{sign.id}:{found.tag}")


def _since(found: Named, sign: Sign) -> int | None:
    """Give the first point from which a sign holds at most points; None where it does not hold in the end."""
    value = found.series.value
    match sign.state:
        case State.HIGH | State.LOW:
            share = as_share(found)
            if share is None:
                return None
            holds = share >= sign.limit if sign.state is State.HIGH else share <= sign.limit
        case State.OVER:
            holds = np.abs(value) >= sign.limit
        case State.GROWS:
            holds = (
                value >= sign.limit * early(value)
                if early(value) > 0
                else np.zeros(len(value), dtype=np.bool_)
            )
        case State.FALLS:
            holds = (
                value <= sign.limit * early(value)
                if early(value) > 0
                else np.zeros(len(value), dtype=np.bool_)
            )
        case State.COUNTS:
            return _counts(value)
    last = holds[-max(3, int(0.3 * len(holds))) :]
    return mostly_since(holds) if float(last.mean()) > 0.5 else None  # noqa: PLR2004 - at most points


def _counts(value: NDArray[np.float64]) -> int | None:
    """Give the first point at which a count that only rises begins to, where it goes on through the second half."""
    steps = np.diff(value)
    half = value[len(value) // 2 :]
    if value.min() < 0 or (steps < 0).any() or float(half[-1] - half[0]) < _COUNTED:
        return None
    quarters = [float(part[-1] - part[0]) for part in np.array_split(half, 2)]
    return int(np.argmax(steps > 0)) + 1 if min(quarters) > 0 else None
