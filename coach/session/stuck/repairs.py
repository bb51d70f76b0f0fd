"""What trying each repair would take, and what rebuilding would: the prices the plan is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.reasoning.problem import Cost
from coach.session.answers.reading import number, table
from coach.session.event.hypothesis import RepairPriced, ServicePriced
from coach.session.form import Hours, Option, Table
from coach.session.hypotheses import REPAIR_HUMAN_H, hypotheses, repair_cost, service_cost
from coach.session.pace import run_hours
from coach.session.step import Question, Step
from coach.session.stuck.mending import told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.session.event import Body
    from coach.session.failure_mode import FailureMode
    from coach.session.fold import Session
    from coach.session.hypotheses import HypothesisView
    from coach.session.step import Answer, Place


def steps(place: Place) -> Iterator[Step]:
    """Give the open questions about what repairs take."""
    session = place.session
    missing = [view for view in hypotheses(session) if view.repair is None]
    if missing:
        yield prices(place, missing)
    if session.last(ServicePriced) is None:
        yield service(session)


def prices(place: Place, views: Sequence[HypothesisView]) -> Step:
    """Give the question what some repairs take, filled with what was said.

    Else with the playbook's price where the explanation is in it, and with an hour and one run where it is not.
    """
    modes = {view.id: place.catalogue.failure_mode(view.failure_mode) for view in views}
    ours = {row: _in_playbook(place, mode) for row, mode in modes.items()}
    costs = {
        view.id: (view.repair is None and ours[view.id]) or repair_cost(place.session, view) for view in views
    }
    suggested = {each: (f"{cost.human_h:g}h", f"{cost.wall_h:g}h") for each, cost in costs.items()}
    usual = Cost(human_h=REPAIR_HUMAN_H, wall_h=run_hours(place.session))

    def accept(answer: Answer) -> tuple[Body, ...]:
        bodies: list[Body] = []
        for row, (human, wall) in table(answer).items():
            given = Cost(human_h=human or 0.0, wall_h=wall or 0.0)
            bodies.append(
                RepairPriced(
                    hypothesis=row,
                    human_h=given.human_h,
                    wall_h=given.wall_h,
                    editorial=given in (usual, ours[row]),
                    **told(modes[row]),
                )
            )
        return tuple(bodies)

    return Step(
        question=Question(
            key="repairs.price",
            text="What would each repair take, its trial included?",
            why="Whether to test or simply to try a repair depends on what the repair takes. Unless you say "
            "otherwise: the playbook's price where it has one, else an hour of yours and one run.",
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


def _in_playbook(place: Place, mode: FailureMode | None) -> Cost | None:
    if mode is None:
        return None
    return Cost(wall_h=mode.repair.runs * run_hours(place.session), human_h=mode.repair.human_h)


def service(session: Session) -> Step:
    """Give the question what rebuilding takes, filled with what was said, else with a working week."""
    return Step(
        question=Question(
            key="repairs.service",
            text="Your hours to rebuild it all from something known to work?",
            why="That always works and is the only answer to a cause nobody names, so it is the price every "
            "plan is measured against. A working week unless you say otherwise.",
            form=Hours(),
            suggested=f"{service_cost(session).human_h:g}h",
            example="40h",
        ),
        accept=lambda answer: (ServicePriced(human_h=number(answer)),),
    )
