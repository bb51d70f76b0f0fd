"""How a walk would stand after answers that nobody has confirmed: what is asked then, and what one would believe."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from coach.errors import AnswerError
from coach.session.answers.answer import parse_data
from coach.session.beliefs import BeliefRow, belief_rows
from coach.session.form import Chance, Table
from coach.session.hypotheses import hypotheses
from coach.session.method import parts, sheet_at
from coach.session.prefilled import NO_IDEA, prefilled
from coach.session.sheet import take
from coach.session.stuck import likelihoods, priors
from coach.session.supposing import supposing
from coach.session.weighing import decisive_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from coach.session.event import Body
    from coach.session.sheet import Sheet
    from coach.session.step import Place, Step
    from coach.session.weighing import WeighedCell


class Supposed:
    """A walk after some answers. What is worked out of it is worked out when it is asked for.

    Attributes:
        place: where it stands.
    """

    def __init__(self, place: Place) -> None:
        self.place = place

    @property
    def sheet(self) -> Sheet | None:
        """What would be asked then."""
        return sheet_at(self.place)

    @cached_property
    def _filled(self) -> Place:
        """The place once every odd and likelihood that is still open is taken as the playbook has it."""
        place = self.place
        if not hypotheses(place.session):
            return place
        for steps in (priors.steps, likelihoods.steps):
            numbers = (step for step in steps(place) if isinstance(step.question.form, Table | Chance))
            place = _place(place, [body for step in numbers for body in _as_filled_in(place, step)])
        return place

    @property
    def beliefs(self) -> tuple[BeliefRow, ...]:
        """The bars, with the playbook's numbers where no others were given; none while no cause is named."""
        rows = belief_rows(self._filled.session)
        return () if all(row.is_catch_all for row in rows) else rows

    def decisive(self) -> Iterator[WeighedCell]:
        """Give the likelihoods of which another mark would change the advice, one by one; it takes a while."""
        return decisive_cells(self._filled)


def supposed(
    place: Place, answers: Mapping[str, object], changed: Iterable[tuple[Step, object]] = ()
) -> Supposed:
    """Give how a walk would stand after these answers; nothing is kept.

    Args:
        place: where it stands.
        answers: to its open sheet, as `sheet.take` reads them.
        changed: tables that need no answer to anything else, those that stand already among them, with their cells.

    Raises:
        AnswerError: an answer does not fit.
    """
    given = [body for step, data in changed for body in step.accept(parse_data(step.question, data))]
    now = _place(place, given)
    if not answers:
        return Supposed(now)

    def keep(bodies: tuple[Body, ...]) -> Place:
        nonlocal now
        now = _place(now, bodies)
        return now

    take(parts(now), now, answers, keep)
    return Supposed(now)


def _place(place: Place, bodies: Sequence[Body]) -> Place:
    return place._replace(session=supposing(place.session, bodies))


def _as_filled_in(place: Place, step: Step) -> tuple[Body, ...]:
    """Give what a step means as it is filled in, with `no idea` where it is not; nothing where that does not do."""
    known = prefilled(place, step)
    form = step.question.form
    if known is not None:
        data = known.answer
    elif isinstance(form, Table):
        data = {row.id: list(form.suggested.get(row.id, (NO_IDEA,))) for row in form.rows}
    else:
        return ()
    try:
        return step.accept(parse_data(step.question, data))
    except AnswerError:
        return ()
