"""A memory of transitions that holds next to nothing of what the agent has seen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.telltales.named import named
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="replay-tiny",
    source="Mnih 2015 (a million transitions, so that those of a batch are not alike); 2,000 is coach's own choice",
    innocent=("the memory is a queue between processes, and every transition is used once",),
    raises=("replay-too-small", "buffer-misalignment", "config-not-applied"),
)
_SIZE = re.compile(r"(?:replay|buffer|memory)_(?:\w+_)?(?:size|len|length|filled|count|entries|n|num)(?:_|$)")
_FEWEST = 20
_SMALL = 2_000.0
_TIMES = 20.0  # as many steps as it holds
_FULL = 0.9  # of the points


def replay_tiny(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for a memory full with at most 2,000 transitions, in a run of twenty times as many steps."""
    for found in named(seen, _SIZE, _FEWEST):
        value = found.series.value
        most, steps = float(value.max()), int(found.series.step[-1])
        is_full = float((value == most).mean()) >= _FULL and bool((np.diff(value) >= 0).all())
        if is_full and 1 < most <= _SMALL and steps > _TIMES * most:
            yield CARD.symptom(
                found.tag,
                Severity.WARN,
                f"{found.tag} is full with {most:,.0f} transitions of a run of {steps:,} steps: the agent only learns "
                "from what it has just done, and forgets the rest.",
                onset=seen.onset(found.series, 0),
                value=most,
                threshold=_SMALL,
            )
            return
