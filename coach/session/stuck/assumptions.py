"""What the arithmetic takes for granted, to be changed on request: worth of hours, one fault, what belongs together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.errors import AnswerError
from coach.session.answers.reading import card, chosen
from coach.session.assumptions import cost_weights, grouped_evidence, may_be_several, shared_repair
from coach.session.event.assumption import LEAST_WORTH, AssumptionsGiven, EvidenceGrouped, RepairShared
from coach.session.event.common import Finished, Reopened
from coach.session.form import Card, Choice, Field, Number, Option, Several
from coach.session.hypotheses import hypotheses
from coach.session.observations import observations
from coach.session.step import Question, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from coach.session.event import Body
    from coach.session.fold import Session
    from coach.session.step import Answer, Place

ONE, SEVERAL = "one", "several"
_FEWEST = 2


def steps(place: Place) -> Iterator[Step]:
    """Give the questions about the assumptions, once each time somebody asked to change them."""
    session = place.session
    times = sum(1 for body in session.all(Reopened) if body.what == "assumptions")
    if times:
        for step in questions(session):
            key = f"{step.question.key}-{times}"
            if not session.is_finished(key):
                yield _once(step, key)


def questions(session: Session) -> Iterator[Step]:
    """Give every question about the assumptions, filled with what stands."""
    yield _worth(session)
    if len(hypotheses(session)) >= _FEWEST:
        yield _same_repair(session)
    if len(observations(session)) >= _FEWEST:
        yield _same_evidence(session)


def _once(step: Step, key: str) -> Step:
    def accept(answer: Answer) -> tuple[Body, ...]:
        return (*step.accept(answer), Finished(question=key))

    return replace(step, question=replace(step.question, key=key), accept=accept)


def _worth(session: Session) -> Step:
    weights = cost_weights(session)

    def accept(answer: Answer) -> tuple[Body, ...]:
        given = card(answer)
        return (
            AssumptionsGiven(
                wall_weight=float(given["waiting"]),
                dollars_per_hour=float(given["money"]),
                several_faults=given["faults"] == SEVERAL,
            ),
        )

    one = Option(ONE, "exactly one", "the usual case; the advice is exact for it")
    several = Option(SEVERAL, "maybe several at once", "also shows whether one repair would be enough")
    return Step(
        question=Question(
            key="assumptions.worth",
            text="What is an hour worth, and could more than one thing be broken at once?",
            why="Prices are added up in hours of your own time. An hour of waiting counts as one of yours unless "
            "you sleep through it; $40 an hour is our own starting point. With one cause, fewer numbers are needed "
            "and the plan is exact; with several, a repair may help and still not be the end.",
            form=Card(
                (
                    Field(
                        "waiting",
                        "Of yours, an hour of waiting is",
                        Number(unit="hours", high=100.0),
                        suggested=f"{weights.wall_weight:g}",
                    ),
                    Field(
                        "money",
                        "An hour of yours, in dollars",
                        Number(unit="dollars", low=LEAST_WORTH),
                        suggested=f"{weights.dollars_per_hour:g}",
                    ),
                    Field(
                        "faults",
                        "Broken is",
                        Choice((one, several)),
                        suggested=SEVERAL if may_be_several(session) else ONE,
                    ),
                )
            ),
            example="waiting: 0.2; money: 60; faults: one",
        ),
        accept=accept,
    )


def _same_repair(session: Session) -> Step:
    return _together(
        key="assumptions.same-repair",
        text="Would one and the same change repair several of these? Mark them, or none.",
        why="Then it does not matter which of them it is, and an experiment that only tells those apart is not "
        "worth its hours. The change takes what the dearest of them takes.",
        options=tuple(Option(view.id, view.text) for view in hypotheses(session)),
        marked=shared_repair(session),
        meaning=lambda ids: RepairShared(hypotheses=ids),
    )


def _same_evidence(session: Session) -> Step:
    return _together(
        key="assumptions.same-evidence",
        text="Do some of these say the same thing in other words? Mark them, or none.",
        why="Two curves of one run often move for one reason. Counted twice, they would make a likely story "
        "look proven; together they count as one.",
        options=tuple(Option(seen.id, seen.text) for seen in observations(session)),
        marked=grouped_evidence(session),
        meaning=lambda ids: EvidenceGrouped(evidence=ids),
    )


def _together(
    *,
    key: str,
    text: str,
    why: str,
    options: tuple[Option, ...],
    marked: Collection[str],
    meaning: Callable[[tuple[str, ...]], Body],
) -> Step:
    """Give the question which of some things belong together, with those ticked that were marked before."""
    ticked = tuple(option.id for option in options if option.id in marked)
    return Step(
        question=Question(
            key=key,
            text=text,
            why=why,
            form=Several(options, chosen=ticked),
            suggested=", ".join(ticked) or "none",
        ),
        accept=lambda answer: (meaning(_two_or_none(chosen(answer))),),
    )


def _two_or_none(marked: tuple[str, ...]) -> tuple[str, ...]:
    if len(marked) == 1:
        raise AnswerError("one alone shares nothing", hint="Mark two or more, or none.")
    return marked
