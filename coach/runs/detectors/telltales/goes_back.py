"""A count of what has been done that goes back: something was begun again there."""

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
    name="counter-goes-back",
    source="what has been done is not undone (worked out); half is coach's own choice",
    innocent=("the count is one a stage or an epoch by its nature", "the memory was emptied on purpose"),
    raises=("checkpoint-incomplete", "data-position-lost"),
)
_COUNT = re.compile(
    r"(?:samples|tokens|examples|frames|transitions|episodes|batches|images|sequences|updates|steps)_(?:seen|consumed|"
    r"processed|done|trained|total|so_far)|(?:seen|consumed|processed|total|cumulative|num|n)_(?:samples|tokens|examples|"
    r"frames|transitions|episodes|updates|env_steps|steps)|(?:data\w*|loader|shard)_(?:position|offset|index|cursor)|"
    r"(?:replay|buffer|memory)_(?:\w+_)?(?:size|len|length|count|entries)|optimi[sz]er_steps?|adam_steps?|n_updates"
)
_OF_DATA = re.compile(r"data|loader|shard|samples|tokens|examples|images|sequences")
_OF_MEMORY = re.compile(r"replay|buffer|memory")
_OTHER = re.compile(r"per_|rate|loss|time|eval|val_|batch_size|window")
_FEWEST = 20
_RISES = 0.95  # of the steps from point to point that do not fall
_LEFT = 0.5  # of the count before
_MOST_FALLS = 2  # more, and it is a count by its nature of something that comes round


def goes_back(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for the first count that only rises, save once or twice, where it falls to half or less."""
    for found in named(seen, _COUNT, _FEWEST):
        value = found.series.value
        steps = np.diff(value)
        falls = np.flatnonzero(value[1:] < _LEFT * value[:-1])
        if _OTHER.search(found.words) or value.min() < 0 or not 0 < len(falls) <= _MOST_FALLS:
            continue
        if float((steps >= 0).mean()) < _RISES or not float((steps > 0).mean()) > 1 - _RISES:
            continue
        at = int(falls[0]) + 1
        onset = seen.onset(found.series, at)
        what, raises = _meaning(found.words)
        yield CARD.symptom(
            found.tag,
            Severity.WARN,
            f"{found.tag} goes back from {value[at - 1]:,.6g} to {value[at]:,.6g} at step {onset.step:,}: {what}.",
            onset=onset,
            value=float(value[at]),
            threshold=_LEFT * float(value[at - 1]),
            raises=raises,
        )
        return


def _meaning(words: str) -> tuple[str, tuple[str, ...]]:
    if _OF_MEMORY.search(words):
        return (
            "the memory of transitions was empty there, as after a resume that did not bring it back",
            ("replay-empty-after-resume", "checkpoint-incomplete"),
        )
    if _OF_DATA.search(words):
        return (
            "the data are begun anew there, as after a resume that forgot how far it had come",
            ("data-position-lost", "checkpoint-incomplete"),
        )
    return "something was begun anew there, as after a resume that brought back a part", (
        "checkpoint-incomplete",
    )
