"""Runs beside others that logged no curve: nobody can tell from the logs whether they trained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.detectors.card import Card
from coach.runs.quantities.run_meanings import HELD_OUT
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="runs-without-curves",
    source="seen in published sweeps; coach's own choice of the least number of runs",
    innocent=(
        "files that keep settings, graphs or final results beside the curves",
        "runs that were stopped before their first value",
    ),
    raises=("logging-artefact",),
)
_FEWEST_RUNS = 5
_MOST_NAMED = 2


def runs_without_curves(runs: Sequence[RunForDetectors]) -> Iterator[Symptom]:
    """Yield one symptom where runs, among many that logged some in the same format, logged no curve."""
    runs = [each for each in runs if HELD_OUT not in each.run.metadata]
    begun = [each.run for each in runs if each.run.points]
    if len(begun) < _FEWEST_RUNS:
        return
    formats = {each.format for each in begun}
    silent = [each.run.name for each in runs if not each.run.points and each.run.format in formats]
    if not silent:
        return
    more = f" and {len(silent) - _MOST_NAMED} more" if len(silent) > _MOST_NAMED else ""
    yield CARD.symptom(
        "",
        Severity.INFO,
        f"{len(silent)} of {len(runs)} runs logged no curve: {', '.join(silent[:_MOST_NAMED])}{more}.",
        value=len(silent) / len(runs),
        threshold=0.0,
    )
