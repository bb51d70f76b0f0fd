"""Runs that are two parts of one training, as their reading marked them: training, and its held-out data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.quantities.run_meanings import HELD_OUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.runs.run import Run


def held_out_pairs(runs: Sequence[Run]) -> Iterator[tuple[Run, Run]]:
    """Yield (training, held-out part), in the order of the held-out parts, where both are among the runs."""
    by_path = {str(run.path): run for run in runs}
    for held_out in runs:
        training = by_path.get(held_out.metadata.get(HELD_OUT, ""))
        if training is not None:
            yield training, held_out
