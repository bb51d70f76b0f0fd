"""What one playbook file must fulfil by itself, beyond its shape."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from coach.errors import AnswerError
from coach.playbook.fault import Fault, meant
from coach.prediction import parse_prediction
from coach.session.failure_mode import contrast_id
from coach.session.suggested import check_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.playbook.action_entries import ExperimentEntry
    from coach.playbook.evidence_entries import FactEntry
    from coach.playbook.fault import Path
    from coach.playbook.schema import AdaptationEntry, FailureModeEntry, PlaybookContent, PriorEntry

ROUNDING = 1e-6
"""How far the sum of a likelihood row may be from 1."""

RESERVED = (check_id(""), contrast_id("").replace(".", "-"))
"""How the ids of experiments begin that are made of checks and contrasts."""


def own_faults(content: PlaybookContent) -> Iterator[Fault]:
    """Give every fault that can be seen without the playbooks it builds on."""
    for mode_id, mode in content.failure_modes.items():
        yield from _faults_of_mode(mode, ("failure_modes", mode_id))
    for mode_id, adaptation in content.adapts.items():
        if adaptation.prior is not None:
            yield from _faults_of_prior(adaptation.prior, ("adapts", mode_id, "prior"))
        yield from _faults_of_tripwire(adaptation.tripwire or "", ("adapts", mode_id))
        yield from _faults_of_shares(adaptation, ("adapts", mode_id))
    for fact_id, fact in content.facts.items():
        yield from _faults_of_fact(fact, ("facts", fact_id))
    for experiment_id, experiment in content.experiments.items():
        yield from _faults_of_experiment(experiment, ("experiments", experiment_id))
        if experiment_id.startswith(RESERVED):
            said = f"{experiment_id!r} looks like a failure mode's check or a contrast"
            hint = f"Do not begin the id of an experiment with {' or '.join(RESERVED)}."
            yield Fault(("experiments", experiment_id), said, hint)


def faults_of_row(row: Sequence[float], outcome_count: int, path: Path) -> Iterator[Fault]:
    """Give the faults of one likelihood row, which needs one number an outcome and a sum of 1."""
    if len(row) != outcome_count:
        yield Fault(path, f"{len(row)} numbers for {outcome_count} outcomes", "Give one number an outcome.")
    elif not math.isclose(sum(row), 1.0, abs_tol=ROUNDING):
        yield Fault(path, f"the row sums to {sum(row):.4g}, not to 1", "Exactly one outcome comes out.")


def _faults_of_mode(mode: FailureModeEntry, path: Path) -> Iterator[Fault]:
    yield from _faults_of_prior(mode.prior, (*path, "prior"))
    yield from _faults_of_tripwire(mode.tripwire, path)
    yield from _faults_of_shares(mode, path)
    yield from _faults_of_outcomes(mode.check.outcomes, (*path, "check"))


def _faults_of_shares(entry: FailureModeEntry | AdaptationEntry, path: Path) -> Iterator[Fault]:
    """Give a fault where the classes, or the options of a fact, have more than 1 together."""
    shared = {("classes",): entry.classes} | {("facts", fact): said for fact, said in entry.facts.items()}
    for at, shares in shared.items():
        total = sum(shares.values())
        if total > 1 + ROUNDING:
            yield Fault((*path, *at), f"these sum to {total:.4g}, more than 1", "A run shows as one of them.")


def _faults_of_fact(fact: FactEntry, path: Path) -> Iterator[Fault]:
    for option in fact.options.keys() ^ fact.anyway.keys():
        missing = option in fact.options
        said = f"{option!r} has no number" if missing else f"{option!r} is not one of the options"
        hint = f"Add {option!r} here." if missing else meant(option, fact.options)
        yield Fault((*path, "anyway"), said, hint)
    total = sum(fact.anyway.values())
    if not math.isclose(total, 1.0, abs_tol=ROUNDING):
        yield Fault((*path, "anyway"), f"these sum to {total:.4g}, not to 1", "Exactly one option is true.")


def _faults_of_outcomes(outcomes: Sequence[str], path: Path) -> Iterator[Fault]:
    if len(set(outcomes)) < len(outcomes):
        yield Fault((*path, "outcomes"), "an outcome is given twice", "Give each outcome its own name.")


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
    yield from _faults_of_outcomes(experiment.outcomes, path)
    for mode_id, row in experiment.likelihood.items():
        yield from faults_of_row(row, len(experiment.outcomes), (*path, "likelihood", mode_id))
