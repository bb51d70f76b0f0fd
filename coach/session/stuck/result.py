"""The result of what was committed to: what came, what it took, and whether anything surprised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.answers.reading import card
from coach.session.event.common import Surprised
from coach.session.event.experiment import CostSpent, ResultRecorded
from coach.session.exhibit import Say
from coach.session.experiments import under_way
from coach.session.form import Card, Choice, Field, Hours, Option, Text
from coach.session.misfit import UNLISTED_OUTCOME
from coach.session.recipes import recipe_under_way
from coach.session.step import Question, Step
from coach.session.stuck.commitment import FIX_OUTCOMES, outcomes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.event import Body
    from coach.session.experiments import CommitmentView
    from coach.session.fold import Session
    from coach.session.step import Answer, Place


def steps(place: Place) -> Iterator[Step]:
    """Give the question about the commitment that is under way."""
    waiting = under_way(place.session)
    if waiting is not None:
        yield _result(place.session, waiting)


def _result(session: Session, view: CommitmentView) -> Step:
    committed = view.committed

    def accept(answer: Answer) -> tuple[Body, ...]:
        given = card(answer)
        outcome, text = str(given["outcome"]), str(given.get("text", ""))
        bodies: list[Body] = [ResultRecorded(commitment=committed.commitment, outcome=outcome, text=text)]
        if "hours" in given:
            bodies.append(CostSpent(commitment=committed.commitment, hours=float(given["hours"])))
        if outcome in (UNLISTED_OUTCOME, "otherwise"):
            what = text or f"{committed.question} came out in a way that was not on the list"
            bodies.append(Surprised(confusion=f"result-{committed.commitment}", text=what))
        return tuple(bodies)

    return Step(
        question=Question(
            key=f"result.{committed.commitment}",
            text=_asks(view),
            why="The outcome goes against what was sealed; the beliefs move by what each explanation predicted.",
            form=Card(
                (
                    Field("outcome", "Outcome", Choice(_options(session, view))),
                    Field("hours", "Hours it took", Hours(), optional=True),
                    Field("text", "In your words", Text(), optional=True),
                )
            ),
            waits=True,
        ),
        accept=accept,
        exhibits=(Say(f"Under way: {committed.question}"), *recipe_under_way(session, committed)),
    )


def _asks(view: CommitmentView) -> str:
    match view.committed.action:
        case "experiment":
            return f"“{view.committed.question}” What came out?"
        case "fix":
            return "Did the repair help?"
        case "service":
            return "Does the rebuilt one work?"
        case "rest":
            return "Welcome back. How did the rest go?"
        case "try":
            return "What did you see?"


def _options(session: Session, view: CommitmentView) -> tuple[Option, ...]:
    match view.committed.action:
        case "experiment":
            listed = tuple(Option(outcome, outcome) for outcome in outcomes_of(session, view))
            return (*listed, Option(UNLISTED_OUTCOME, "none of these", "nobody had thought of it"))
        case "fix":
            fixed, failed = FIX_OUTCOMES
            return (Option(fixed, "yes, it is gone"), Option(failed, "no, it is still there"))
        case "service":
            return (Option("rebuilt", "yes"), Option("not-rebuilt", "not yet"))
        case "rest":
            return (Option("rested", "back to it"),)
        case "try":
            return (
                Option("as-expected", "what I expected"),
                Option("otherwise", "something else"),
                Option("solved", "what I expected, and the trouble is gone"),
            )
