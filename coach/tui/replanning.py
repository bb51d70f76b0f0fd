"""What comes back to the tables from the threads: how they stand, the advice, and how sturdy it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

from coach.errors import CoachError
from coach.session.exhibit import Recipe, Say

if TYPE_CHECKING:
    from coach.session.exhibit import Exhibit
    from coach.session.fold import Session
    from coach.session.robustness import ShownRobustness
    from coach.tui.tables import Tables


class Stood(Message):
    """Something was done with the walk, or refused: the tables as they stand now."""

    def __init__(self, tables: Tables, says: str, error: CoachError | None) -> None:
        super().__init__()
        self.tables = tables
        self.says = says
        self.error = error


class Planned(Message):
    """The advice for a session was worked out."""

    def __init__(self, session: Session, exhibits: tuple[Exhibit, ...]) -> None:
        super().__init__()
        self.session = session
        self.exhibits = exhibits


class Tried(Message):
    """How sturdy the advice for a session is was worked out."""

    def __init__(self, session: Session, found: ShownRobustness) -> None:
        super().__init__()
        self.session = session
        self.found = found


def planned(session: Session) -> tuple[Exhibit, ...]:
    """Give the advice for a session, or why there is none; slow, so not for the event loop."""
    from coach.session.advice import advise  # noqa: PLC0415 - in the thread

    try:
        advice = advise(session)
    except CoachError as error:
        said = f"{error.message[:1].upper()}{error.message[1:].rstrip('.')}. {error.hint}"
        return (Say(said.strip(), "warn"),)
    return tuple(each for each in advice.exhibits if not isinstance(each, Recipe)) if advice else ()


def tried(session: Session) -> ShownRobustness:
    """Give how sturdy the advice is, and after that the plan where it was too large to come at once; slow."""
    from coach.session.advice import plan_later  # noqa: PLC0415 - in the thread
    from coach.session.robustness import robustness_of  # noqa: PLC0415 - in the thread

    found = robustness_of(session)
    return found._replace(exhibits=(*found.exhibits, *plan_later(session)))
