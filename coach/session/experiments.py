"""Experiments, commitments and results as they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.reasoning.problem import Cost
from coach.session.event.experiment import (
    Committed,
    CostSpent,
    ExperimentAdded,
    ExperimentPriced,
    OutcomePredicted,
    OutcomesForecast,
    ResultRecorded,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.session.event.hypothesis import Origin
    from coach.session.fold import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperimentView:
    """One experiment: what it asks, what could come out, what it takes, what is known of its outcomes.

    Attributes:
        cost: None until priced.
        rows: P(outcome | hypothesis) by hypothesis id, as far as given.
    """

    id: str
    question: str
    how: str
    outcomes: tuple[str, ...]
    origin: Origin
    cost: Cost | None
    rows: Mapping[str, tuple[float, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentView:
    """What was promised, what was predicted, and what came of it."""

    committed: Committed
    predicted: Mapping[str, float] | None
    result: ResultRecorded | None
    hours_spent: float | None


def experiments(session: Session) -> tuple[ExperimentView, ...]:
    """Give every experiment that was thought of, in order."""
    cost = {
        body.experiment: Cost(wall_h=body.wall_h, dollars=body.dollars, human_h=body.human_h)
        for body in session.all(ExperimentPriced)
    }
    rows: dict[str, dict[str, tuple[float, ...]]] = {}
    for body in session.all(OutcomesForecast):
        rows.setdefault(body.experiment, {}).update(body.rows)
    added = {body.experiment: body for body in reversed(session.all(ExperimentAdded))}
    return tuple(
        ExperimentView(
            id=body.experiment,
            question=body.question,
            how=body.how,
            outcomes=body.outcomes,
            origin=body.origin,
            cost=cost.get(body.experiment),
            rows=rows.get(body.experiment, {}),
        )
        for body in reversed(added.values())
    )


def commitments(session: Session) -> tuple[CommitmentView, ...]:
    """Give every commitment, oldest first, with its result when there is one."""
    predicted = {body.commitment: body.probability for body in session.all(OutcomePredicted)}
    results = {body.commitment: body for body in session.all(ResultRecorded)}
    spent = {body.commitment: body.hours for body in session.all(CostSpent)}
    return tuple(
        CommitmentView(
            committed=body,
            predicted=predicted.get(body.commitment),
            result=results.get(body.commitment),
            hours_spent=spent.get(body.commitment),
        )
        for body in {each.commitment: each for each in reversed(session.all(Committed))}.values()
    )[::-1]


def under_way(session: Session) -> CommitmentView | None:
    """Give the commitment whose result is still awaited."""
    waiting = [view for view in commitments(session) if view.result is None]
    return waiting[-1] if waiting else None


def experiment_by_id(session: Session, experiment: str) -> ExperimentView | None:
    """Give one experiment by its id."""
    return next((view for view in experiments(session) if view.id == experiment), None)
