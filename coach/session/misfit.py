"""The alarm that leads back to the list: evidence or a result that no story expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.event.hypothesis import CatchAllGiven, HypothesisAdded
from coach.session.experiments import commitments, experiment_by_id
from coach.session.fold import fold
from coach.session.hypotheses import hypotheses
from coach.session.inside import expecting
from coach.session.observations import observations
from coach.session.problem import problem_of

if TYPE_CHECKING:
    from coach.session.experiments import CommitmentView
    from coach.session.fold import Session

UNLISTED_OUTCOME = "none-of-these"
"""The outcome of an experiment that nobody had thought of."""


def alarm_round(session: Session) -> int:
    """Give the number of the alarm that stands: 0 for none, 1 for the evidence, n + 1 for the n-th result.

    The session is judged as it stood when the alarm came, so that explanations added because of it do not
    silence it. While the catalogue knows a cause that expected the evidence, that one is named first; before anybody
    said how likely each explanation is, nothing can be a surprise.
    """
    finished = [view for view in commitments(session) if view.result is not None]
    if finished:
        newest = finished[-1]
        place = next(at for at, event in enumerate(session.active) if event.body == newest.result)
        before = fold(session.active[: place + 1])
        is_new = is_unlisted(before, newest) or bool(confusion_reasons(before))
        return len(finished) + 1 if is_new else 0
    if session.last(CatchAllGiven) is None:
        return 0
    late = next(
        (
            at
            for at, event in enumerate(session.active)
            if isinstance(event.body, HypothesisAdded) and event.body.late and not event.body.brought_back
        ),
        len(session.active),
    )
    before = fold(session.active[:late])
    if late == len(session.active) and is_weighing_complete(session) and expecting(session):
        return 0
    return 1 if is_weighing_complete(before) and confusion_reasons(before) else 0


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


def confusion_reasons(session: Session) -> tuple[str, ...]:
    """Give why the evidence so far fits no story, one sentence each; empty when it does."""
    problem = problem_of(session)
    if problem is None or not problem.evidence:
        return ()
    from coach.reasoning.confusion import confusion  # noqa: PLC0415 - only evidence can confuse

    return confusion(problem).reasons
