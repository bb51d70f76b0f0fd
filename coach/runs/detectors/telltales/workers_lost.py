"""Fewer of those who do the work than there were: workers, environments or devices that are gone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import settles_at
from coach.runs.detectors.card import Card
from coach.runs.detectors.telltales.named import named
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="workers-lost",
    source="counted by the log itself; a quarter is coach's own choice",
    innocent=("workers were given back on purpose", "the run is about to end"),
    raises=("throughput-decay", "hardware-fault", "one-rank-died", "slow-node"),
)
_WORKERS = re.compile(
    r"(?:healthy|alive|active|available|ready|live|running|num|n)_(?:\w+_)?(?:workers?|actors?|nodes?|ranks?|replicas?|"
    r"gpus?|devices?|envs?|runners?)(?:_|$)|(?:workers?|actors?|nodes?|envs?)_(?:healthy|alive|active|available|ready)"
)
_NOT_THESE = re.compile(r"dead|failed|lost|unhealthy|restart|time|fps|steps|reward|loss")
_FEWEST = 10
_LEFT = 0.75


def workers_lost(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for the first such count that falls by a quarter or more and stays down."""
    for found in named(seen, _WORKERS, _FEWEST):
        value = found.series.value
        if _NOT_THESE.search(found.words) or value.min() < 0 or not bool((value == np.floor(value)).all()):
            continue
        full = float(np.median(value[: max(3, len(value) // 5)]))
        since = settles_at(value <= _LEFT * full, share=1.0)
        if not since or full <= 1:
            continue
        onset = seen.onset(found.series, since)
        yield CARD.symptom(
            found.tag,
            Severity.WARN,
            f"{found.tag} falls from {full:g} to {value[-1]:g} at step {onset.step:,}: some of those who do the work "
            "are gone, and the rest goes on more slowly.",
            onset=onset,
            value=float(value[-1]) / full,
            threshold=_LEFT,
        )
        return
