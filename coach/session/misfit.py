"""The alarm that leads back to the list: evidence or a result that no explanation on it expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.event.hypothesis import CatchAllGiven, HypothesisAdded
from coach.session.experiments import (
    FIXED,
    NOT_FIXED,
    commitments,
    experiment_by_id,
    is_solved,
    newest_result,
)
from coach.session.fold import fold
from coach.session.hypotheses import hypotheses
from coach.session.inside import expecting
from coach.session.observations import observations
from coach.session.once import once
from coach.session.problem import problem_of

if TYPE_CHECKING:
    from coach.session.experiments import CommitmentView
    from coach.session.fold import Session

UNLISTED_OUTCOME = "none-of-these"
"""The outcome of an experiment that nobody had thought of."""
UNLISTED = "It came out in a way that was not on the list of outcomes."
FORESEEN = 0.5
"""Forecast of an outcome from which it surprises nobody (editorial)."""


@once
def alarm_round(session: Session) -> int:
    """Give the number of the alarm that stands: 0 for none, 1 for the evidence, n + 1 for the n-th result.

    After a result only what it brought can be an alarm: the older evidence has had its own. Once the trouble is gone
    there is none.

    The session is judged as it stood when the alarm came, so that explanations added because of it do not
    silence it. While the catalogue knows a cause that expected the evidence, that one is named first; before anybody
    said how likely each explanation is, nothing can be a surprise.
    """
    finished = [view for view in commitments(session) if view.result is not None]
    if finished:
        return len(finished) + 1 if alarm_reasons(session) else 0
    if session.last(CatchAllGiven) is None:
        return 0
    late = _place_of_late(session)
    before = fold(session.active[:late])
    if late == len(session.active) and is_weighing_complete(session) and expecting(session):
        return 0
    return 1 if is_weighing_complete(before) and confusion_reasons(before) else 0


def _place_of_late(session: Session) -> int:
    """Give where the first explanation was added that an alarm asked for; the end where none was."""
    return next(
        (
            at
            for at, event in enumerate(session.active)
            if isinstance(event.body, HypothesisAdded) and event.body.late and not event.body.brought_back
        ),
        len(session.active),
    )


def is_unlisted(session: Session, view: CommitmentView) -> bool:
    """True when an experiment came out in a way that was not among its outcomes."""
    experiment = experiment_by_id(session, view.committed.target)
    return (
        view.result is not None and experiment is not None and view.result.outcome not in experiment.outcomes
    )


def is_weighing_complete(session: Session) -> bool:
    """True when every observation has been judged under every explanation."""
    named = [view.id for view in hypotheses(session)]
    return bool(named) and all(seen.is_judged_under(each) for seen in observations(session) for each in named)


@once
def confusion_reasons(session: Session) -> tuple[str, ...]:
    """Give why the newest evidence fits no explanation on the list, one sentence each; empty when it does.

    The newest is what the last result brought, and all that was seen before there is any. An outcome that was sealed
    with an even chance or more surprises nobody.
    """
    newest = newest_result(session)
    key = newest.committed.commitment if newest else ""
    problem = problem_of(session)
    if problem is None or not problem.evidence or (key and key not in {each.id for each in problem.evidence}):
        return ()
    from coach.reasoning.confusion import confusion  # noqa: PLC0415 - only evidence can confuse

    foreseen = newest is not None and forecast_of_result(newest) >= FORESEEN
    return confusion(problem, newest=key, names=words_for_evidence(session), foreseen=foreseen).reasons


@once
def alarm_reasons(session: Session) -> tuple[str, ...]:
    """Give why the list is asked for again, one sentence each, as it stood when the alarm came."""
    newest = newest_result(session)
    if newest is None:
        return confusion_reasons(fold(session.active[: _place_of_late(session)]))
    if is_solved(session):
        return ()
    place = next(at for at, event in enumerate(session.active) if event.body == newest.result)
    before = fold(session.active[: place + 1])
    unlisted = (UNLISTED,) if is_unlisted(before, newest) else ()
    return (*unlisted, *confusion_reasons(before))


def forecast_of_result(view: CommitmentView) -> float:
    """Give the probability that the person gave to what came; 0 where nothing was forecast, or it was not listed."""
    if view.predicted is None or view.result is None:
        return 0.0
    return view.predicted.get(view.result.outcome, 0.0)


def words_for_evidence(session: Session) -> dict[str, str]:
    """Give the words for every piece of evidence, results among them, by its id."""
    came = {
        view.committed.commitment: f"{view.committed.question}: {came_out(view.result.outcome)}"
        for view in commitments(session)
        if view.result is not None
    }
    return {seen.id: seen.text for seen in observations(session)} | came


def came_out(outcome: str) -> str:
    """Give an outcome as people say it.

    >>> came_out("not-fixed"), came_out("wide")
    ('no, it is still there', 'wide')
    """
    return {FIXED: "yes, it is gone", NOT_FIXED: "no, it is still there"}.get(outcome, outcome)
