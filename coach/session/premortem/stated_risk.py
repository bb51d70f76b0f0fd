"""The surprise ladder: how surprised would you be if it failed? Asked again after each round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.errors import AnswerError
from coach.reasoning.scale import SURPRISE, format_probability
from coach.session.answers.reading import card
from coach.session.causes import causes, doubts
from coach.session.event.common import Finished
from coach.session.event.premortem import DoubtRated, RoundsEnded
from coach.session.exhibit import Say
from coach.session.form import Card, Chance, Choice, Field, Option, Text
from coach.session.premortem.arithmetic import doubt_trend, paying, progress
from coach.session.step import Question, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.event import Body
    from coach.session.exhibit import Exhibit
    from coach.session.fold import Session
    from coach.session.step import Answer, Place

VERY_SURPRISED = SURPRISE[-1].name


def first_steps(place: Place) -> Iterator[Step]:
    """Give the first rating, taken blind."""
    if not doubts(place.session):
        yield _rating(place.session, 1)


def again_steps(place: Place) -> Iterator[Step]:
    """Give the next rating once a round is dealt with, then the question whether to go round again."""
    session = place.session
    if session.last(RoundsEnded) is not None:
        return
    rated = doubts(session)
    rounds_listed = _rounds_listed(session)
    if len(rated) <= rounds_listed:
        yield _rating(session, len(rated) + 1)
    elif not is_content(session) and not session.is_finished(_round_key(len(rated))):
        yield _another_round(session, len(rated))


def is_content(session: Session) -> bool:
    """True when failure would be very surprising and no check that pays is left, or the person has ended it."""
    if session.last(RoundsEnded) is not None:
        return True
    rated = doubts(session)
    return len(rated) > 1 and rated[-1].level == VERY_SURPRISED and not paying(session)


def current_round(session: Session) -> int:
    """Give the number of the round of causes that is open: one more for each time `again` was chosen."""
    return 1 + sum(1 for each in range(1, len(doubts(session)) + 1) if session.is_finished(_round_key(each)))


def _rounds_listed(session: Session) -> int:
    return current_round(session)


def _round_key(rating: int) -> str:
    return f"again.round-{rating}"


def _rating(session: Session, number: int) -> Step:
    options = tuple(Option(level.name, level.name, level.says) for level in SURPRISE)

    def accept(answer: Answer) -> tuple[Body, ...]:
        given = card(answer)
        level = str(given["level"])
        midpoint = next(each.probability for each in SURPRISE if each.name == level)
        return (DoubtRated(round=number, level=level, probability=float(given.get("chance", midpoint))),)

    again = number > 1
    return Step(
        question=Question(
            key=f"doubt.round-{number}",
            text="And now: how surprised would you be if it failed?"
            if again
            else "How surprised would you be if this run failed: if it ended without answering its question?",
            why="Surprise is easier to feel than a probability, and it moves before the reasons do. Crashes, a wrong "
            "setting, a result you would not believe: all count as failing.",
            source="Rahtz 2018 (Murphyjitsu); Veinott, Klein and Wiggins 2010 (it lowers over-confidence)",
            form=Card(
                (
                    Field("level", "I would be", Choice(options)),
                    Field("chance", "Chance that it fails, if you have a number", Chance(), optional=True),
                )
            ),
            example="somewhat; 35%",
        ),
        accept=accept,
        exhibits=(*doubt_trend(session), *(progress(session) if again else ())),
    )


def _another_round(session: Session, rating: int) -> Step:
    options = (
        Option("again", "go round again", "three more ways it fails, then ask again"),
        Option("content", "I am as surprised as I can get", "with a word on why that has to do"),
    )

    def accept(answer: Answer) -> tuple[Body, ...]:
        given = card(answer)
        if given["next"] == "again":
            return (Finished(question=_round_key(rating)),)
        reason = str(given.get("reason", ""))
        if not reason:
            raise AnswerError("a word on why it has to do", hint="It is kept, and looked at after the run.")
        return (RoundsEnded(reason=reason),)

    return Step(
        question=Question(
            key=f"again.decide-{rating}",
            text="Go round again, or is this as surprised as you can get?",
            why="The loop ends when failure would surprise you very much, or when another round brings nothing.",
            source="Rahtz 2018",
            form=Card(
                (
                    Field("next", "Next", Choice(options), suggested="again"),
                    Field("reason", "Because", Text(), optional=True),
                )
            ),
        ),
        accept=accept,
        exhibits=(*doubt_trend(session), *_left(session)),
    )


def _left(session: Session) -> tuple[Exhibit, ...]:
    by_id = {view.id: view for view in causes(session)}
    open_checks = [by_id[each].text for each in paying(session) if each in by_id]
    said: list[Exhibit] = [Say(f"Still paying and not done: {text}", "warn") for text in open_checks]
    rated = doubts(session)[-1]
    said.append(
        Say(f"You stand at {format_probability(rated.probability)} failing ({rated.level} if it did).")
    )
    return tuple(said)
