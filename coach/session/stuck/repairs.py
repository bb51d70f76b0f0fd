"""What trying each repair would take, and what rebuilding would: the prices the plan is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.event.hypothesis import RepairPriced, ServicePriced
from coach.session.form import Hours, Option, Table
from coach.session.hypotheses import REPAIR_HUMAN_H, hypotheses, repair_cost, service_cost
from coach.session.pace import run_hours
from coach.session.reading import number, table
from coach.session.step import Question, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.session.event import Body
    from coach.session.fold import Session
    from coach.session.hypotheses import HypothesisView
    from coach.session.step import Answer, Place


def steps(place: Place) -> Iterator[Step]:
    """Give the open questions about what repairs take."""
    session = place.session
    missing = [view for view in hypotheses(session) if view.repair is None]
    if missing:
        yield prices(session, missing)
    if session.last(ServicePriced) is None:
        yield service(session)


def prices(session: Session, views: Sequence[HypothesisView]) -> Step:
    """Give the question what some repairs take, filled with what was said, else with an hour and one run."""
    costs = {view.id: repair_cost(session, view) for view in views}
    suggested = {each: (f"{cost.human_h:g}h", f"{cost.wall_h:g}h") for each, cost in costs.items()}

    def accept(answer: Answer) -> tuple[Body, ...]:
        bodies: list[Body] = []
        for row, (human, wall) in table(answer).items():
            untouched = (human, wall) == (REPAIR_HUMAN_H, run_hours(session))
            bodies.append(
                RepairPriced(hypothesis=row, human_h=human or 0.0, wall_h=wall or 0.0, editorial=untouched)
            )
        return tuple(bodies)

    return Step(
        question=Question(
            key="repairs.price",
            text="If it were this: how long to change it, and how long to see that it helped?",
            why="Whether to test or simply to try a repair depends on what the repair takes. Unless you say "
            "otherwise: an hour of yours and one run.",
            source="Heckerman, Breese and Rommelse 1995 (cited from memory)",
            form=Table(
                rows=tuple(Option(view.id, view.text) for view in views),
                columns=(Option("you", "your hours"), Option("run", "waiting")),
                cell="hours",
                suggested=suggested,
            ),
            example="30 min, 10h",
        ),
        accept=accept,
    )


def service(session: Session) -> Step:
    """Give the question what rebuilding takes, filled with what was said, else with a working week."""
    return Step(
        question=Question(
            key="repairs.service",
            text="And if you had to rebuild it all from something known to work: how many of your hours?",
            why="That always works and is the only answer to a cause nobody names, so it is the price every "
            "plan is measured against. A working week unless you say otherwise.",
            form=Hours(),
            suggested=f"{service_cost(session).human_h:g}h",
            example="40h",
        ),
        accept=lambda answer: (ServicePriced(human_h=number(answer)),),
    )
