"""The close: what it was, how sure that is, what stays unexplained, what would have found it sooner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.errors import AnswerError
from coach.session.answers.reading import card
from coach.session.beliefs import OTHER_LABEL
from coach.session.event.common import Closed, ConfusionSettled
from coach.session.event.experiment import FixConfirmed
from coach.session.experiments import commitments, is_solved
from coach.session.form import Card, Choice, Field, GoOn, Option, Text
from coach.session.hypotheses import hypotheses
from coach.session.moved import moved
from coach.session.observations import Confusion, confusions
from coach.session.pairing.scores import apart_and_together
from coach.session.reward import reward
from coach.session.seeds import confirmation_says
from coach.session.step import Question, Step
from coach.session.step_builders import is_stated, statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.event import Body
    from coach.session.fold import Session
    from coach.session.step import Answer, Place

GRADES = (
    Option("reversed", "reversed", "undoing the repair brought the trouble back"),
    Option("fixed-once", "seen once", "it works now; the repair was not undone"),
    Option("believed", "believed", "nobody has checked"),
)


def steps(place: Place) -> Iterator[Step]:
    """Give the open questions of the close."""
    session = place.session
    if session.is_closed or not is_solved(session):
        return
    is_named = session.last(FixConfirmed) is not None
    if not is_named:
        yield _cause(session)
    left = [each for each in confusions(session) if each.settled is None]
    yield from map(_settle, left)
    if not is_stated(session, "sooner"):
        yield statement(
            "sooner",
            key="closing.sooner",
            text="What would have found it sooner?",
            why="This sentence is the cheapest thing the whole investigation produces; it comes back in your next "
            "pre-mortem.",
            example="Printing the scale of every reward on the first day.",
        )
    elif is_named and not left:
        yield _close(session)


def _cause(session: Session) -> Step:
    causes = (*(Option(view.id, view.text) for view in hypotheses(session)), Option("other", OTHER_LABEL))

    def accept(answer: Answer) -> tuple[Body, ...]:
        given = card(answer)
        text = str(given.get("text", ""))
        if given["cause"] == "other" and not text:
            raise AnswerError("say in a few words what it was", hint="Fill in the last field.")
        match given["grade"]:
            case "reversed" | "fixed-once" | "believed" as grade:
                return (FixConfirmed(hypothesis=str(given["cause"]), grade=grade, text=text),)
            case _:
                raise AnswerError("choose how sure that is")

    return Step(
        question=Question(
            key="closing.cause",
            text="What was the cause, and how sure is that?",
            why="Only a repair that was undone and redone, or at least seen to work, counts towards your record: "
            "“it went away” is not “it was understood”.",
            form=Card(
                (
                    Field("cause", "It was", Choice(causes), suggested=_likely(session)),
                    Field("grade", "How sure", Choice(GRADES), suggested="fixed-once"),
                    Field("text", "In your words", Text(), optional=True),
                )
            ),
        ),
        accept=accept,
        exhibits=(*moved(session), *((confirmation_says(),) if _was_repaired(session) else ())),
    )


def _was_repaired(session: Session) -> bool:
    """True when what ended the trouble was a repair that one run has confirmed."""
    done = [view.committed for view in commitments(session) if view.result is not None]
    return bool(done) and done[-1].action == "fix"


def _likely(session: Session) -> str:
    done = [view.committed for view in commitments(session) if view.result is not None]
    known = {view.id for view in hypotheses(session)}
    return done[-1].target if done and done[-1].target in known else "other"


def _settle(each: Confusion) -> Step:
    options = (Option("yes", "yes"), Option("no", "no, set it aside"))

    def accept(answer: Answer) -> tuple[Body, ...]:
        given = card(answer)
        return (
            ConfusionSettled(
                confusion=each.id, text=str(given["text"]), explained=given["explained"] == "yes"
            ),
        )

    return Step(
        question=Question(
            key=f"closing.confusion.{each.id}",
            text=f"“{each.text}” Does what you found explain this?",
            why="A confusion that the cause does not explain is where the next bug lives; it may be set aside, "
            "but only with a reason.",
            source="Rahtz 2018 (commit to following confusion through)",
            form=Card(
                (
                    Field("explained", "Explained", Choice(options)),
                    Field("text", "How, or why not now", Text()),
                )
            ),
        ),
        accept=accept,
    )


def _close(session: Session) -> Step:
    return Step(
        question=Question(
            key="closing.close",
            text="Close the investigation?",
            why="A closed session counts towards your record and towards how often the cause is on the list.",
            form=GoOn(),
        ),
        accept=lambda _answer: (Closed(ending="solved"),),
        exhibits=(*reward(session), *apart_and_together(session)),
    )
