"""The pre-mortem's arithmetic in words: what the list explains, what it leaves out, which checks pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.reasoning.hours import DOLLARS_PER_HOUR, format_hours
from coach.reasoning.premortem import PremortemArithmetic, PremortemCause, any_of, premortem_arithmetic
from coach.reasoning.scale import format_probability
from coach.session.causes import causes, doubts
from coach.session.event.common import RunPriceGiven
from coach.session.event.premortem import CauseDecided, DoubtRated
from coach.session.exhibit import Grid, Say, Trend
from coach.session.pace import run_hours

if TYPE_CHECKING:
    from coach.session.causes import CauseView
    from coach.session.exhibit import Exhibit
    from coach.session.fold import Session


def run_cost(session: Session) -> float:
    """Give what a failed run costs, in hours: its length, and its price in hours of one's own time."""
    price = session.last(RunPriceGiven)
    return run_hours(session) + (price.dollars if price else 0.0) / DOLLARS_PER_HOUR


def arithmetic(session: Session) -> PremortemArithmetic | None:
    """Give the arithmetic over all judged causes; None before any doubt.

    The doubt that was felt is held against the list as it stood then: a check done before the newest rating
    has lowered its cause, one done since has not, but costs nothing any more.
    """
    rated = doubts(session)
    judged = [view for view in causes(session) if view.probability is not None]
    if not rated or not judged:
        return None
    settled = _done_before_the_newest_rating(session)
    considered = [_as_cause(view, is_settled=view.id in settled) for view in judged]
    return premortem_arithmetic(considered, rated[-1].probability, run_cost(session))


def _done_before_the_newest_rating(session: Session) -> frozenset[str]:
    newest = max(event.order for event, _ in session.entries(DoubtRated))
    return frozenset(
        body.cause
        for event, body in session.entries(CauseDecided)
        if body.decision == "done" and event.order < newest
    )


def _works(view: CauseView) -> float:
    return view.prevention.effectiveness if view.prevention and view.prevention.text else 0.0


def _is_done(view: CauseView) -> bool:
    return view.decision is not None and view.decision.decision == "done"


def _as_cause(view: CauseView, *, is_settled: bool) -> PremortemCause:
    probability = view.probability or 0.0
    if is_settled:
        return PremortemCause(id=view.id, probability=probability * (1 - _works(view)))
    minutes = view.prevention.minutes if view.prevention and not _is_done(view) else 0.0
    return PremortemCause(
        id=view.id, probability=probability, effectiveness=_works(view), check_cost=minutes / 60
    )


def paying(session: Session) -> tuple[str, ...]:
    """Give the ids of the causes whose prevention is worth its cost and not done yet, best first."""
    sums = arithmetic(session)
    done = {view.id for view in causes(session) if _is_done(view)}
    return tuple(each for each in sums.pays if each not in done) if sums else ()


def remaining(session: Session) -> float:
    """Give P(at least one listed cause strikes) after everything that was done."""
    return any_of(
        [
            (view.probability or 0.0) * (1 - _works(view) if _is_done(view) else 1.0)
            for view in causes(session)
        ]
    )


def progress(session: Session) -> tuple[Exhibit, ...]:
    """Give what the round has done to the listed doubt, as exhibits."""
    sums = arithmetic(session)
    if sums is None:
        return ()
    listed, left = format_probability(sums.listed), format_probability(remaining(session))
    said = f"Your list came to {listed} of failing; after what you have done, {left} is left."
    return (Say(said), _table(session, sums))


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
