"""The numbers of an investigation as tables that can be changed at any time, beside the questions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.session import packs
from coach.session.experiments import experiments
from coach.session.form import Table
from coach.session.hypotheses import hypotheses
from coach.session.observations import observations
from coach.session.stuck import assumptions, costs, likelihoods, priors, repairs
from coach.session.stuck import experiments as experiment_steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.step import Place, Step


def revisions(place: Place) -> tuple[Step, ...]:
    """Give what can be changed at any time: every table of numbers of an investigation, and the choice of playbooks."""
    numbers = tables(place) if place.session.method == "stuck" else ()
    return (*numbers, *packs.revision(place))


def tables(place: Place) -> tuple[Step, ...]:
    """Give a step for every table of numbers, filled with what stands; empty while nothing was named.

    An answer to one of them is kept as a newer value. What was sealed before stays sealed and is what gets
    scored.
    """
    return tuple(_tables(place)) if hypotheses(place.session) else ()


def _tables(place: Place) -> Iterator[Step]:
    session = place.session
    views = hypotheses(session)
    yield _filled(priors.odds(place))
    yield priors.catch_all(place)
    for seen in observations(session):
        yield _filled(likelihoods.weigh(place, seen, views))
    for each in experiments(session):
        yield _filled(experiment_steps.forecast(each, views))
        yield costs.price(session, each)
        if costs.takes_long(each):
            yield costs.early_look(each)
    yield repairs.prices(place, views)
    yield repairs.service(session)
    yield from assumptions.questions(session)


def _filled(step: Step) -> Step:
    """Give a table's step with `no idea` in the rows nobody has answered, which is what they count as."""
    form = step.question.form
    if not isinstance(form, Table):
        return step
    suggested = {row.id: ("no idea",) for row in form.rows} | dict(form.suggested)
    return replace(step, question=replace(step.question, form=replace(form, suggested=suggested)))
