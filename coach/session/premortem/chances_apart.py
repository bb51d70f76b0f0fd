"""How likely each cause is, asked of several people at once, so that each can say it alone before they talk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.answers.reading import table
from coach.session.causes import causes
from coach.session.event.common import Finished
from coach.session.event.premortem import CauseJudged
from coach.session.form import Option, Table
from coach.session.pairing.people import people
from coach.session.premortem.stated_risk import current_round
from coach.session.step import Question, Step

if TYPE_CHECKING:
    from coach.session.causes import CauseView
    from coach.session.event import Body
    from coach.session.step import Answer, Place


def chances_of_all(place: Place) -> Step | None:
    """Give the table of what nobody has judged yet, once a round; None for one person, and where nothing is left."""
    session = place.session
    key = f"chances.round-{current_round(session)}"
    unjudged = [view for view in causes(session) if view.probability is None]
    if not people(session) or not unjudged or session.is_finished(key):
        return None
    return _chances(key, unjudged)


def _chances(key: str, unjudged: list[CauseView]) -> Step:
    def accept(answer: Answer) -> tuple[Body, ...]:
        given = {row: cells[0] for row, cells in table(answer).items()}
        judged = (CauseJudged(cause=row, probability=p) for row, p in given.items() if p is not None)
        return (*judged, Finished(question=key))

    return Step(
        question=Question(
            key=key,
            text="How likely is each of these to make the run fail?",
            why="Each by itself: they need not sum to anything. What pays to check hangs on these numbers.",
            form=Table(
                rows=tuple(Option(view.id, view.text) for view in unjudged),
                columns=(Option("chance", "it makes the run fail"),),
                no_idea=True,
            ),
            example="unlikely",
        ),
        accept=accept,
    )
