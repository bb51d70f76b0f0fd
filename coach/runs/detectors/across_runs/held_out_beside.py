"""Validation that turns for the worse in the folder beside the one whose loss goes on improving."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.runs.comparing.held_out_pairs import held_out_pairs
from coach.runs.describing.run_for_detectors import RunForDetectors
from coach.runs.detectors.losses.validation_turn import CARD, validation_turn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.runs.run import Run
    from coach.runs.symptom import Symptom


def held_out_beside(runs: Sequence[RunForDetectors]) -> Iterator[Symptom]:
    """Yield the turns of validation that show only where a training and its held-out part are looked at as one run."""
    for training, held_out in held_out_pairs([seen.run for seen in runs]):
        both = RunForDetectors(_joined(training, held_out), runs[0].facts)
        for symptom in validation_turn(both):
            yield symptom.named(f"{CARD.name}:{symptom.tag}:{held_out.name}")


def _joined(training: Run, held_out: Run) -> Run:
    """Give both as one run: what both log under the names of the two parts of the data."""
    shared = training.series.keys() & held_out.series.keys()
    series = {
        f"{part}/{tag}": replace(run.series[tag], tag=f"{part}/{tag}")
        for part, run in (("train", training), ("validation", held_out))
        for tag in run.series
        if tag in shared
    }
    return replace(training, series=series, stated={}, metadata={}, cuts=())
