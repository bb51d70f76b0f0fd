"""The short form for runs of minutes: say what you expect, try, compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.answers.reading import number, words
from coach.session.event.common import Finished, PaceChosen
from coach.session.event.experiment import Committed, OutcomePredicted
from coach.session.experiments import commitments, under_way
from coach.session.form import Chance, Choice, Option, Text
from coach.session.step import Question, Step
from coach.session.stuck.commitment import is_sealed, is_solved, seal_step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.event import Body
    from coach.session.experiments import CommitmentView
    from coach.session.step import Answer, Place

TRY_OUTCOMES = ("as-expected", "otherwise")


def steps(place: Place) -> Iterator[Step]:
    """Give the open questions of the short form."""
    session = place.session
    if session.is_closed or is_solved(session):
        return
    waiting = under_way(session)
    if waiting is None:
        done = len(commitments(session))
        if done and not session.is_finished(f"try.next-{done}"):
            yield _next(done)
        else:
            yield _try(done + 1)
    elif waiting.predicted is None:
        yield _chance(waiting)
    elif not is_sealed(session, waiting):
        yield seal_step(session, waiting)


def _try(number_: int) -> Step:
    def accept(answer: Answer) -> tuple[Body, ...]:
        return (
            Committed(commitment=f"c{number_}", action="try", target="", question=words(answer), advised=""),
        )

    return Step(
        question=Question(
            key=f"try.expect-{number_}",
            text="What will you change or run, and what do you expect to see?",
            why="When a try costs minutes, trying is right; saying first what you expect is what makes it evidence.",
            source="Rahtz 2018",
            form=Text(),
            example="Learning rate 1e-4: the loss should fall under 2.3 within 200 steps.",
        ),
        accept=accept,
    )


def _chance(view: CommitmentView) -> Step:
    def accept(answer: Answer) -> tuple[Body, ...]:
        p = number(answer)
        return (
            OutcomePredicted(
                commitment=view.committed.commitment,
                probability=dict(zip(TRY_OUTCOMES, (p, 1 - p), strict=True)),
            ),
        )

    return Step(
        question=Question(
            key=f"try.chance-{view.committed.commitment}",
            text="How likely is it that you will see just that?",
            why="A number now is what you can be right or wrong about in five minutes.",
            form=Chance(),
            example="likely",
        ),
        accept=accept,
    )


def _next(done: int) -> Step:
    key = f"try.next-{done}"
    options = (
        Option("again", "try the next thing"),
        Option("think", "stop trying, think properly", "the full method, with what you have written so far"),
    )

    def accept(answer: Answer) -> tuple[Body, ...]:
        chosen: tuple[Body, ...] = (Finished(question=key),)
        return (*chosen, PaceChosen(form="full")) if words(answer) == "think" else chosen

    return Step(
        question=Question(
            key=key,
            text="And now?",
            why="Three surprises in a row are cheaper to think about than a fourth.",
            form=Choice(options),
            suggested="again",
        ),
        accept=accept,
    )
