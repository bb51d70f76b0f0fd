"""What is shown of something one has committed to, until its result is there: how it is done, and what to look for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.advice import names_of
from coach.session.advised import outcomes_say
from coach.session.next_action import advised_next
from coach.session.problem import problem_of
from coach.session.recipes import how_and_when

if TYPE_CHECKING:
    from coach.session.event.experiment import Committed
    from coach.session.exhibit import Exhibit
    from coach.session.fold import Session


def shown_under_way(session: Session, committed: Committed) -> tuple[Exhibit, ...]:
    """Give how a commitment is done, what it takes, and what each outcome would speak for."""
    return (*how_and_when(session, f"{committed.action}:{committed.target}"), *_look_for(session, committed))


def _look_for(session: Session, committed: Committed) -> tuple[Exhibit, ...]:
    found, problem = advised_next(session), problem_of(session)
    if committed.action != "experiment" or found is None or problem is None:
        return ()
    from coach.reasoning.belief import posterior  # noqa: PLC0415 - only a session with explanations needs it

    look = next((each for each in found.advised.ranking if each.id == committed.target), None)
    return (outcomes_say(look.outcomes, posterior(problem).probability, names_of(session)),) if look else ()
