"""The numbers somebody stated, one by one, and a problem with one of them changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from coach.reasoning.problem import (
    LARGEST_COST_H,
    OTHER,
    OTHER_PRIOR_FLOOR,
    Cost,
    Evidence,
    Experiment,
    Problem,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVICE_FACTOR: Final = 1.5
"""One notch of the service action's cost: half as much again, or two thirds (editorial)."""
_TWO: Final = 2


class Cell(NamedTuple):
    """One stated or missing number.

    Attributes:
        kind: where it stands.
        of: id of the experiment or the evidence; "service" for the cost of the service action; "prior" for P(h)
            before the evidence.
        hypothesis_id: its row; empty for the service.
        outcome: its column in an experiment's row; empty elsewhere.
    """

    kind: Literal["experiment", "evidence", "service", "prior"]
    of: str
    hypothesis_id: str = ""
    outcome: str = ""


SERVICE_CELL: Final = Cell("service", "service")
LARGEST_PRIOR: Final = 0.999
"""No hypothesis takes all of the belief, so that the rest stays a distribution."""


def stated_cells(problem: Problem) -> Iterator[Cell]:
    """Give every likelihood somebody stated: the first outcome's where there are two, else each."""
    for evidence in problem.evidence:
        for each in evidence.likelihood:
            yield Cell("evidence", evidence.id, each)
    for experiment in problem.experiments:
        for each in experiment.likelihood:
            yield from _row_cells(experiment, each)


def prior_cells(problem: Problem) -> Iterator[Cell]:
    """Give P(h) before the evidence for every hypothesis and for something else."""
    for each in problem.ids:
        yield Cell("prior", "prior", each)


def missing_cells(problem: Problem) -> Iterator[Cell]:
    """Give every likelihood of a named hypothesis that nobody stated yet."""
    for hypothesis in problem.hypotheses:
        for evidence in problem.evidence:
            if hypothesis.id not in evidence.likelihood:
                yield Cell("evidence", evidence.id, hypothesis.id)
        for experiment in problem.experiments:
            if hypothesis.id not in experiment.likelihood:
                yield from _row_cells(experiment, hypothesis.id)


def value_of_cell(problem: Problem, cell: Cell) -> float:
    """Give the probability in a cell (the uniform one where it is missing), or the service's cost in hours."""
    if cell.kind == "service":
        return problem.service_hours
    if cell.kind == "prior":
        return problem.prior[cell.hypothesis_id]
    if cell.kind == "evidence":
        return _evidence(problem, cell).of(cell.hypothesis_id)
    experiment = _experiment(problem, cell)
    return experiment.row(cell.hypothesis_id)[experiment.outcomes.index(cell.outcome)]


def with_cell(problem: Problem, cell: Cell, value: float) -> Problem:
    """Give the problem with one probability changed.

    The rest of an experiment's row shares what is left, and so do the other hypotheses where a prior changes; something
    else keeps its floor.
    """
    if cell.kind == "prior":
        return _with_prior(problem, cell.hypothesis_id, value)
    if cell.kind == "evidence":
        old = _evidence(problem, cell)
        new = replace(old, likelihood={**old.likelihood, cell.hypothesis_id: value})
        return replace(problem, evidence=tuple(new if each is old else each for each in problem.evidence))
    experiment = _experiment(problem, cell)
    row = _row_with(experiment.row(cell.hypothesis_id), experiment.outcomes.index(cell.outcome), value)
    changed = replace(experiment, likelihood={**experiment.likelihood, cell.hypothesis_id: row})
    return replace(
        problem, experiments=tuple(changed if each is experiment else each for each in problem.experiments)
    )


def _with_prior(problem: Problem, hypothesis_id: str, value: float) -> Problem:
    before = problem.prior
    value = min(LARGEST_PRIOR, max(0.0, value))
    others, rest = len(before) - 1, 1 - before[hypothesis_id]
    after = {
        each: value if each == hypothesis_id else (1 - value) * (p / rest if rest > 0 else 1 / others)
        for each, p in before.items()
    }
    if not any(after[each.id] for each in problem.hypotheses):
        return problem
    return replace(
        problem,
        hypotheses=tuple(replace(each, prior=after[each.id]) for each in problem.hypotheses),
        other_prior=min(LARGEST_PRIOR, max(OTHER_PRIOR_FLOOR, after[OTHER])),
    )


def with_service_times(problem: Problem, factor: float) -> Problem:
    """Give the problem with a service action so many times as dear, as far as a cost may go."""
    old = problem.service
    dearer = (min(LARGEST_COST_H, factor * each) for each in (old.wall_h, old.dollars, old.human_h))
    return replace(problem, service=Cost(*dearer))


def _row_cells(experiment: Experiment, hypothesis_id: str) -> Iterator[Cell]:
    binary = len(experiment.outcomes) == _TWO
    for outcome in experiment.outcomes[:1] if binary else experiment.outcomes:
        yield Cell("experiment", experiment.id, hypothesis_id, outcome)


def _row_with(row: tuple[float, ...], at: int, value: float) -> tuple[float, ...]:
    rest = 1 - row[at]
    count = len(row) - 1
    return tuple(
        value if each == at else (1 - value) * (p / rest if rest > 0 else 1 / count)
        for each, p in enumerate(row)
    )


def _evidence(problem: Problem, cell: Cell) -> Evidence:
    return next(each for each in problem.evidence if each.id == cell.of)


def _experiment(problem: Problem, cell: Cell) -> Experiment:
    return next(each for each in problem.experiments if each.id == cell.of)
