"""The numbers of an investigation as tables that can be changed at any time, beside the questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.experiments import experiments
from coach.session.hypotheses import hypotheses
from coach.session.observations import observations
from coach.session.stuck import experiments as experiment_steps
from coach.session.stuck import odds, repairs, weighing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.step import Place, Step


def tables(place: Place) -> tuple[Step, ...]:
    """Give a step for every table of numbers, filled with what stands; empty while nothing was named.

    An answer to one of them is kept as a newer value. What was sealed before stays sealed and is what gets
    scored.
    """
    return tuple(_tables(place)) if hypotheses(place.session) else ()


def _tables(place: Place) -> Iterator[Step]:
    session = place.session
    views = hypotheses(session)
    yield odds.odds(place)
    yield odds.catch_all(session)
    for seen in observations(session):
        yield weighing.weigh(place, seen, views)
    for each in experiments(session):
        yield experiment_steps.forecast(each, views)
        yield experiment_steps.price(each)
    yield repairs.prices(session, views)
    yield repairs.service(session)
