"""The pre-mortem's arithmetic in words: what the list explains, what it leaves out, which checks pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.reasoning.hours import format_hours
from coach.reasoning.premortem import PremortemArithmetic, PremortemCause, premortem_arithmetic
from coach.reasoning.scale import format_probability
from coach.session.causes import causes, doubts
from coach.session.event.common import RunPriceGiven
from coach.session.exhibit import Grid, Say, Trend
from coach.session.pace import run_hours

if TYPE_CHECKING:
    from coach.session.causes import CauseView
    from coach.session.exhibit import Exhibit
    from coach.session.fold import Session

DOLLARS_PER_HOUR = 40.0
"""What an hour of one's own time is taken to be worth (editorial; engine.md 5.4)."""


def run_cost(session: Session) -> float:
    """Give what a failed run costs, in hours: its length, and its price in hours of one's own time."""
    price = session.last(RunPriceGiven)
    return run_hours(session) + (price.dollars if price else 0.0) / DOLLARS_PER_HOUR


def arithmetic(session: Session) -> PremortemArithmetic | None:
    """Give the arithmetic over all judged causes that nobody has dealt with; None before any doubt."""
    rated = doubts(session)
    judged = [view for view in causes(session) if view.probability is not None]
    if not rated or not judged:
        return None
    return premortem_arithmetic(
        [_as_cause(view) for view in judged], rated[-1].probability, run_cost(session)
    )


def _as_cause(view: CauseView) -> PremortemCause:
    probability = view.probability or 0.0
    prevention = view.prevention
    works = prevention.effectiveness if prevention and prevention.text else 0.0
    if view.decision and view.decision.decision == "done":
        return PremortemCause(id=view.id, probability=probability * (1 - works))
    minutes = prevention.minutes if prevention else 0.0
    return PremortemCause(id=view.id, probability=probability, effectiveness=works, check_cost=minutes / 60)


def paying(session: Session) -> tuple[str, ...]:
    """Give the ids of the causes whose prevention is worth its cost and not done yet, best first."""
    sums = arithmetic(session)
    return sums.pays if sums else ()


def summary(session: Session) -> tuple[Exhibit, ...]:
    """Give the arithmetic as exhibits."""
    sums = arithmetic(session)
    if sums is None:
        return ()
    after = Say(
        f"With every check that pays done, about {format_probability(sums.residual)} of failing would remain.",
        "quiet",
    )
    return (Say(sums.says, "plain" if sums.coherent else "warn"), _table(session, sums), after)


def _table(session: Session, sums: PremortemArithmetic) -> Grid:
    rows = tuple(
        (
            view.text,
            format_probability(view.probability or 0.0),
            "" if view.prevention is None else f"{view.prevention.minutes:g} min",
            _verdict(session, view, sums),
        )
        for view in sorted(causes(session), key=lambda view: -(view.probability or 0.0))
    )
    return Grid("What could make it fail", ("cause", "chance", "check takes", "worth it"), rows)


def _verdict(session: Session, view: CauseView, sums: PremortemArithmetic) -> str:
    if view.decision is not None:
        return view.decision.decision
    if view.prevention is None or not view.prevention.text:
        return "nothing prevents it"
    saves = (view.probability or 0.0) * view.prevention.effectiveness * run_cost(session)
    return (
        f"pays: saves {format_hours(saves)}" if view.id in sums.pays else f"no: saves {format_hours(saves)}"
    )


def doubt_trend(session: Session) -> tuple[Trend, ...]:
    """Give P(fail) round by round, once there is one."""
    rated = doubts(session)
    if not rated:
        return ()
    return (
        Trend(
            "Chance that it fails, round by round",
            tuple(f"{body.round}: {body.level}" for body in rated),
            tuple(body.probability for body in rated),
        ),
    )
