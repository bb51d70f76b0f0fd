"""A return that falls off a cliff at one point while the learner does nothing unusual: the world changed, not it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.course import course
from coach.runs.describing.sudden_change import SuddenChange, sudden_change
from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.harder_task import harder_task
from coach.runs.detectors.returns.learner import Calm, calm_at
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="fall-while-calm",
    source="a trust region bounds what one update can lose (Schulman 2015); the shares are coach's own choice",
    innocent=(
        "the task was changed there on purpose",
        "the run was resumed there with other settings",
    ),
    raises=(
        "running-stats-bug",
        "obs-corruption",
        "env-nondeterminism-unknown",
        "constant-or-nan-feature",
        "checkpoint-incomplete",
    ),
)
_BY_RATE_ALONE = (
    "running-stats-bug",
    "env-nondeterminism-unknown",
    "obs-corruption",
    "checkpoint-incomplete",
    "kl-blowup",
)
_FEWEST = 20
_OF_RANGE = 0.6  # between the 5th and the 95th percentile
_NEAR_BEST = 0.3  # of that range: what had been falling before tells another story
_MOST_NAMED = 2


class _Fall(NamedTuple):
    measure: Measure
    change: SuddenChange
    calm: Calm


def fall_while_calm(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield one symptom for a return that had been learnt and falls by over 60 % of its range at one point.

    Silent where an update or the learning rate was unusual then, and where nothing tells how large updates were.
    """
    falls = [
        found for each in seen.finite(Quantity.RETURN, Quantity.EVAL_RETURN) if (found := _fall(seen, each))
    ]
    if not falls:
        return
    measure, change, calm = falls[0]
    updates = ", ".join(f"{tag} {value:.2g}" for tag, value in calm.updates[:_MOST_NAMED])
    told = [f"updates are small ({updates})"] if updates else []
    told += ["the learning rate does not move"] if calm.has_rate else []
    onset = seen.onset(measure.series, change.at)
    said = (
        f"{measure.tag} falls from {change.before:.4g} to {change.after:.4g} at one point, step {onset.step:,}, while "
        f"{' and '.join(told)}"
    )
    said += (
        ": as where the world, what is observed of it or its scaling changes, and not the policy"
        if calm.updates
        else ": a world, an observation or its scaling that changes does that, and so does one update that goes too far"
    )
    harder = harder_task(seen, measure.tag)
    yield CARD.symptom(
        measure.tag,
        Severity.INFO if harder else Severity.WARN,
        f"{said}{harder}.",
        onset=onset,
        value=change.before - change.after,
        threshold=_OF_RANGE,
        raises=CARD.raises if calm.updates else _BY_RATE_ALONE,
    )


def _fall(seen: RunForDetectors, measure: Measure) -> _Fall | None:
    value = measure.series.value
    change = sudden_change(value, -1) if len(value) >= _FEWEST else None
    if change is None:
        return None
    low, high = np.percentile(value, [5, 95])
    if change.before - change.after < _OF_RANGE * float(high - low):
        return None
    went = course(value[: change.at])
    if change.before < float(np.percentile(value[: change.at], 95)) - _NEAR_BEST * float(high - low):
        return None
    calm = calm_at(seen, measure, change.at)
    return _Fall(measure, change, calm) if calm and went is not None and went.has_improved else None
