"""Runs that are two parts of one training, as their reading marked them: training, and its held-out data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.quantities.run_meanings import HELD_OUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.runs.run import Run


def trainings(runs: Sequence[Run]) -> list[Run]:
    """Give the runs that count: of a training and its held-out part, which are one run with two sets, the training."""
    parts = {id(held_out) for _, held_out in held_out_pairs(runs)}
    return [run for run in runs if id(run) not in parts]


def furthest_sets(runs: Sequence[Run]) -> list[Run]:
    """Give one log a run: of a training and its held-out parts the one that came furthest."""
    logs: dict[int, list[Run]] = {id(run): [run] for run in trainings(runs)}
    for training, held_out in held_out_pairs(runs):
        logs.get(id(training), []).append(held_out)
    return [
        max(each, key=lambda run: -1 if run.last_step is None else run.last_step) for each in logs.values()
    ]


def held_out_pairs(runs: Sequence[Run]) -> Iterator[tuple[Run, Run]]:
    """Yield (training, held-out part), in the order of the held-out parts, where both are among the runs."""
    by_path = {str(run.path): run for run in runs}
    for held_out in runs:
        training = by_path.get(held_out.metadata.get(HELD_OUT, ""))
        if training is not None:
            yield training, held_out
