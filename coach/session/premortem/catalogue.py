"""What the playbook knows and the person did not mention, shown after their own list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.answers.reading import chosen
from coach.session.causes import causes
from coach.session.event.common import Finished
from coach.session.event.premortem import CauseAdded
from coach.session.form import Option, Several
from coach.session.matching import asked_about, same_steps
from coach.session.premortem.own_failures import listed
from coach.session.premortem.stated_risk import current_round
from coach.session.step import Question, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.event import Body
    from coach.session.failure_mode import FailureMode
    from coach.session.fold import Session
    from coach.session.step import Answer, Place

SHOWN = 7
"""Catalogue entries shown in one round (editorial)."""


def steps(place: Place) -> Iterator[Step]:
    """Give the open question `you did not mention` of the current round."""
    session, catalogue = place.session, place.catalogue
    now = current_round(session)
    key = f"catalogue.picks-{now}"
    if not session.is_finished(f"causes.own-{now}"):
        return
    if session.is_finished(key):
        yield from same_steps(place, listed(session))
        return
    mentioned = {view.failure_mode for view in causes(session)} | {view.id for view in causes(session)}
    of_this_round = {view.id for view in causes(session) if view.round == now}
    mentioned |= asked_about(place, [line for line in listed(session) if line.id in of_this_round])
    modes = catalogue.for_premortem(exclude=mentioned)[(now - 1) * SHOWN : now * SHOWN]
    if modes:
        yield _picks(session, key, modes, now)


def _picks(session: Session, key: str, modes: tuple[FailureMode, ...], now: int) -> Step:
    by_id = {mode.id: mode for mode in modes}
    taken = {view.id for view in causes(session)}

    def accept(answer: Answer) -> tuple[Body, ...]:
        added: list[Body] = [
            CauseAdded(
                cause=each, text=by_id[each].name, origin="catalogue", round=now, failure_mode=by_id[each].id
            )
            for each in chosen(answer)
            if each not in taken
        ]
        return (*added, Finished(question=key))

    return Step(
        question=Question(
            key=key,
            text="You did not mention these. Which could it be?",
            why="People hardly notice what a list leaves out. Yours came first, so that this one does not replace it.",
            source="Fischhoff, Slovic and Lichtenstein 1978 (cited from memory)",
            form=Several(tuple(Option(mode.id, mode.name, mode.says) for mode in modes)),
            suggested="none",
        ),
        accept=accept,
    )
