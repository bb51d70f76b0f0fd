"""The frame that both walks begin with: the kind of work, what one run takes, how much method that is worth."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from coach.session.answers.reading import number, words
from coach.session.event.common import PaceChosen, RunLengthGiven, RunPriceGiven, Skipped
from coach.session.event.evidence import RunsLinked
from coach.session.form import Choice, Hours, Number, Option
from coach.session.pace import SHORT_RUN_H
from coach.session.step import LastTime, Question, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.event import Body
    from coach.session.fold import Session
    from coach.session.step import Answer

AS_LOGGED = 0.01
"""Share by which a length may differ from the one of the logs and still be that one: it is filled in rounded."""


def price_steps(session: Session) -> Iterator[Step]:
    """Give the open questions about the price of a run."""
    length = session.last(RunLengthGiven)
    if length is None:
        yield _run_length()
    if length is not None and length.hours < SHORT_RUN_H:
        if session.last(PaceChosen) is None:
            yield _pace_choice()
    elif session.last(RunPriceGiven) is None and not session.is_skipped("frame.run-price"):
        yield _run_price()


def last_time(session: Session) -> LastTime:
    """Give what one run takes, as a session has it; a length that its own logs told says nothing of other runs."""
    length, price = session.last(RunLengthGiven), session.last(RunPriceGiven)
    logged = max((run.logged_h or 0.0 for body in session.all(RunsLinked) for run in body.runs), default=0.0)
    is_said = length is not None and not math.isclose(length.hours, logged, rel_tol=AS_LOGGED)
    return LastTime(length.hours if length and is_said else None, price.dollars if price else None)


def _run_length() -> Step:
    return Step(
        question=Question(
            key="frame.run-length",
            text="How long is one run, until it can tell you something?",
            why="The pace follows from it: when evidence is cheap, try things; when it costs hours, think first.",
            source="Rahtz 2018",
            form=Hours(),
            example="10h",
        ),
        accept=lambda answer: (RunLengthGiven(hours=number(answer)),),
    )


def _run_price() -> Step:
    def accept(answer: Answer) -> tuple[Body, ...]:
        if answer is None:
            return (Skipped(question="frame.run-price"),)
        return (RunPriceGiven(dollars=number(answer)),)

    return Step(
        question=Question(
            key="frame.run-price",
            text="What does one run cost in dollars? Leave it empty if nobody counts.",
            why="Experiments are compared by everything they take: waiting, money and your own hours.",
            source="Rahtz 2018 (a ten-hour run on 16 workers: about $5, times three seeds)",
            form=Number(unit="dollars"),
            example="5",
            optional=True,
        ),
        accept=accept,
    )


def _pace_choice() -> Step:
    def accept(answer: Answer) -> tuple[Body, ...]:
        return (PaceChosen(form="full" if words(answer) == "full" else "short"),)

    options = (
        Option("short", "the short form", "write down what you expect, try it, compare"),
        Option("full", "the full method", "worth it when you have been going round in circles"),
    )
    return Step(
        question=Question(
            key="frame.pace",
            text="Runs this short answer faster than anyone can think. Short form, or the full method?",
            why="Under about five minutes the quickest evidence is the run itself, as long as you say first "
            "what you expect.",
            source="Rahtz 2018",
            form=Choice(options),
            suggested="short",
        ),
        accept=accept,
    )
