"""Experiments, commitments and results as they stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coach.reasoning.checkpoint import Checkpoint, expected_cost_with_checkpoints
from coach.reasoning.problem import Cost
from coach.reasoning.seeds import SeedRun, success_experiments
from coach.session.event.experiment import (
    Committed,
    CostSpent,
    ExperimentAdded,
    ExperimentPriced,
    OutcomePredicted,
    OutcomesForecast,
    ResultRecorded,
)
from coach.session.once import once

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.session.event.hypothesis import Origin
    from coach.session.fold import Session


FIXED, NOT_FIXED = FIX_OUTCOMES = ("fixed", "not-fixed")
"""What can come of a repair."""
GONE = frozenset({FIXED, "rebuilt", "solved"})
"""Outcomes that say that the trouble is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperimentView:
    """One experiment: what it asks, what could come out, what it takes, what is known of its outcomes.

    Attributes:
        asked_as: id under which its price and its forecast are asked for; another one's for a number of seeds.
        repeats: True where it is the same run again with another seed; the rest is about a single one.
        price: what was said of its price; None until priced.
        rows: P(outcome | hypothesis) by hypothesis id, as far as given.
        something_else: P(outcome | something else); empty where nobody knows.
        steps: how to do it, step by step; may be empty.
        code: what to type; may be empty.
    """

    id: str
    asked_as: str
    question: str
    how: str
    outcomes: tuple[str, ...]
    origin: Origin
    repeats: bool
    price: ExperimentPriced | None
    cost: Cost | None
    rows: Mapping[str, tuple[float, ...]]
    something_else: tuple[float, ...]
    steps: tuple[str, ...]
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentView:
    """What was promised, what was predicted, and what came of it."""

    committed: Committed
    predicted: Mapping[str, float] | None
    result: ResultRecorded | None
    hours_spent: float | None


@once
def experiments(session: Session) -> tuple[ExperimentView, ...]:
    """Give every experiment that was thought of, in order."""
    price = {body.experiment: body for body in session.all(ExperimentPriced)}
    rows: dict[str, dict[str, tuple[float, ...]]] = {}
    something_else: dict[str, tuple[float, ...]] = {}
    for body in session.all(OutcomesForecast):
        rows.setdefault(body.experiment, {}).update(body.rows)
        if body.something_else:
            something_else[body.experiment] = body.something_else
    added = {body.experiment: body for body in reversed(session.all(ExperimentAdded))}
    return tuple(
        ExperimentView(
            id=body.experiment,
            asked_as=body.experiment,
            question=body.question,
            how=body.how,
            outcomes=body.outcomes,
            origin=body.origin,
            repeats=body.repeats,
            price=price.get(body.experiment),
            cost=_average_cost(price[body.experiment]) if body.experiment in price else None,
            rows=rows.get(body.experiment, {}),
            something_else=something_else.get(body.experiment, ()),
            steps=body.steps,
            code=body.code,
        )
        for body in reversed(added.values())
    )


def _average_cost(price: ExperimentPriced) -> Cost:
    """Give what one doing takes on average, where it can be stopped once the outcome is clear."""
    full = Cost(wall_h=price.wall_h, dollars=price.dollars, human_h=price.human_h)
    if not price.early_chance or price.early_h > price.wall_h:
        return full
    return expected_cost_with_checkpoints(full, (Checkpoint(price.early_h, price.early_chance),))


@once
def doable(session: Session) -> tuple[ExperimentView, ...]:
    """Give every experiment as it can be done: another seed as one, two, three and five of them."""
    return tuple(
        each for view in experiments(session) for each in (_counted(view) if view.repeats else (view,))
    )


def _counted(view: ExperimentView) -> tuple[ExperimentView, ...]:
    """Give another seed as so many runs each, whose outcome is how many of them worked.

    Information does not fall evenly over seeds, so every count stands for itself (engine.md 5.5).
    """
    side_by_side = view.price is not None and view.price.side_by_side
    run = SeedRun(view.id, view.cost or Cost(), in_parallel=side_by_side)
    success = {each: row[0] for each, row in view.rows.items()}
    return tuple(
        replace(
            view,
            id=each.id,
            question=f"{view.question}: {len(each.outcomes) - 1} {'run' if len(each.outcomes) == 2 else 'runs'}",  # noqa: PLR2004
            outcomes=each.outcomes,
            cost=None if view.cost is None else each.cost,
            rows=each.likelihood,
        )
        for each in success_experiments(run, success)
    )


@once
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


def newest_result(session: Session) -> CommitmentView | None:
    """Give the commitment whose result is the newest; None while there is no result."""
    done = [view for view in commitments(session) if view.result is not None]
    return done[-1] if done else None


def is_solved(session: Session) -> bool:
    """True when the newest result says that the trouble is gone."""
    newest = newest_result(session)
    return newest is not None and newest.result is not None and newest.result.outcome in GONE


def experiment_by_id(session: Session, experiment: str) -> ExperimentView | None:
    """Give one experiment, as it can be done, by its id."""
    return next((view for view in doable(session) if view.id == experiment), None)
