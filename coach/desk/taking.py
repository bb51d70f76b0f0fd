"""Answers to a sheet made events, each answer meeting its question as the answers before it leave it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.desk.packs_for_walks import playbook_taken
from coach.session import packs
from coach.session.event.common import Sealed
from coach.session.fold import fold
from coach.session.method import parts
from coach.session.sheet import Taken, take

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from coach.desk.stamp import Stamp
    from coach.session.event import Body, Event
    from coach.session.fold import Session
    from coach.session.step import Place


class TakenTogether(NamedTuple):
    """What is to be appended for some answers, and what became of them."""

    events: tuple[Event, ...]
    taken: Taken


def taken_together(
    place: Place, answers: Mapping[str, object], stamp: Stamp, place_of: Callable[[Session], Place]
) -> TakenTogether:
    """Give the events that answers to the open sheet mean: one turn, but that a seal ends a turn, as nobody undoes it.

    Raises:
        AnswerError: an answer does not fit, or names a question that is not open.
    """
    before = place.session.events
    made: list[Event] = []

    def keep(bodies: tuple[Body, ...]) -> Place:
        turn = made[-1].turn if made and not isinstance(made[-1].body, Sealed) else ""
        session = fold((*before, *made))
        new = stamp.events(bodies, after=session.events, turn=turn)
        made.extend((*new, *playbook_taken(new, session, place_of, stamp)))
        return place_of(fold((*before, *made)))

    # A playbook that the person chooses comes first: a sentence in the same breath may speak for another one.
    chosen = {key: each for key, each in answers.items() if key == packs.KEY and each is not None}
    first = take(parts(place), place, chosen, keep) if chosen else Taken((), ())
    after = place_of(fold((*before, *made))) if chosen else place
    rest = take(parts(after), after, {key: answers[key] for key in answers if key not in chosen}, keep)
    taken = Taken((*first.accepted, *rest.accepted), (*first.passed_over, *rest.passed_over))
    return TakenTogether(tuple(made), taken)
