"""What one playbook file must fulfil by itself, beyond its shape."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from coach.errors import AnswerError
from coach.playbook.fault import Fault
from coach.prediction import parse_prediction

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.playbook.fault import Path
    from coach.playbook.schema import ExperimentEntry, FailureModeEntry, PlaybookContent, PriorEntry

ROUNDING = 1e-6
"""How far the sum of a likelihood row may be from 1."""


def own_faults(content: PlaybookContent) -> Iterator[Fault]:
    """Give every fault that can be seen without the playbooks it builds on."""
    for mode_id, mode in content.failure_modes.items():
        yield from _faults_of_mode(mode, ("failure_modes", mode_id))
    for mode_id, adaptation in content.adapts.items():
        if adaptation.prior is not None:
            yield from _faults_of_prior(adaptation.prior, ("adapts", mode_id, "prior"))
        yield from _faults_of_tripwire(adaptation.tripwire or "", ("adapts", mode_id))
    for experiment_id, experiment in content.experiments.items():
        yield from _faults_of_experiment(experiment, ("experiments", experiment_id))


def faults_of_row(row: Sequence[float], outcome_count: int, path: Path) -> Iterator[Fault]:
    """Give the faults of one likelihood row, which needs one number an outcome and a sum of 1."""
    if len(row) != outcome_count:
        yield Fault(path, f"{len(row)} numbers for {outcome_count} outcomes", "Give one number an outcome.")
    elif not math.isclose(sum(row), 1.0, abs_tol=ROUNDING):
        yield Fault(path, f"the row sums to {sum(row):.4g}, not to 1", "Exactly one outcome comes out.")


def _faults_of_mode(mode: FailureModeEntry, path: Path) -> Iterator[Fault]:
    yield from _faults_of_prior(mode.prior, (*path, "prior"))
    yield from _faults_of_tripwire(mode.tripwire, path)


def _faults_of_tripwire(tripwire: str, path: Path) -> Iterator[Fault]:
    if tripwire:
        try:
            parse_prediction(tripwire)
        except AnswerError as error:
            yield Fault((*path, "tripwire"), error.message, error.hint)


def _faults_of_prior(prior: PriorEntry, path: Path) -> Iterator[Fault]:
    if prior.provenance == "editorial":
        return
    for key in ("source", "basis"):
        if not getattr(prior, key):
            said = f"a weight that is {prior.provenance} needs {key!r}"
            yield Fault(path, said, "Name the source and its figure, or call the weight editorial.")


def _faults_of_experiment(experiment: ExperimentEntry, path: Path) -> Iterator[Fault]:
    outcomes = experiment.outcomes
    if len(set(outcomes)) < len(outcomes):
        yield Fault((*path, "outcomes"), "an outcome is given twice", "Give each outcome its own name.")
    for mode_id, row in experiment.likelihood.items():
        yield from faults_of_row(row, len(outcomes), (*path, "likelihood", mode_id))
