"""Frame, and what was expected against what was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session import packs
from coach.session.answers.reading import chosen
from coach.session.classes import proposed_classes
from coach.session.event.common import Classified, Skipped
from coach.session.example_claims import example_claims
from coach.session.form import Option, Several
from coach.session.frame import price_steps
from coach.session.pace import pace
from coach.session.step import Question, Step
from coach.session.step_builders import is_stated, statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.event import Body
    from coach.session.step import Answer, Place

CLASS = "expectation.class"
"""Asks for the kind of trouble."""


def frame_steps(place: Place) -> Iterator[Step]:
    """Give the open questions of the frame."""
    session = place.session
    if not is_stated(session, "working-on"):
        yield statement(
            "working-on",
            key="frame.working-on",
            text="What are you working on, in one sentence?",
            why="Naming the one output you want now keeps the rest of this hour honest.",
            source="Rahtz 2018, the first of his four logs",
            example="Getting the reward predictor to train the Pong agent as well as the true reward does.",
        )
    yield from packs.steps(place)
    yield from price_steps(session)
    if pace(session) != "short" and not is_stated(session, "tried") and not session.is_skipped("frame.tried"):
        yield statement(
            "tried",
            key="frame.tried",
            text="What have you tried already, and what came of each? Leave it empty if nothing yet.",
            why="Something tried without a written result counts as unknown; people go in circles on those.",
            source="Rahtz 2018",
            example="Lower learning rate: no change. Bigger batch: ran, never looked at entropy.",
            multiline=True,
            optional=True,
        )


def expectation_steps(place: Place) -> Iterator[Step]:
    """Give the open questions about what was expected and what was seen."""
    session = place.session
    if not is_stated(session, "expected"):
        yield statement(
            "expected",
            key="expectation.expected",
            text="What did you expect to see?",
            why="A surprise is the distance between two things, and one of them is usually never written down.",
            example=example_claims(session).expected,
            multiline=True,
        )
    if not is_stated(session, "observed"):
        yield statement(
            "observed",
            key="expectation.observed",
            text="And what did you see? Only what you saw, not what you make of it.",
            why="Observations can be checked later; interpretations creep in and stay.",
            example=example_claims(session).observed,
            multiline=True,
        )
    is_open = session.last(Classified) is None and not session.is_skipped(CLASS)
    if is_open and pace(session) != "short":
        yield _symptom_class(place)


def _symptom_class(place: Place) -> Step:
    options = tuple(Option(each, text) for each, text in place.catalogue.symptom_classes.items())
    ticked = proposed_classes(place)

    def accept(answer: Answer) -> tuple[Body, ...]:
        picked = () if answer is None else chosen(answer)
        if not picked:
            return (Skipped(question=CLASS),)
        return (Classified(symptom_class=picked[0], also=picked[1:]),)

    return Step(
        question=Question(
            key=CLASS,
            text="What did it do? One of these, or more if it may be any of them; left open, it says nothing.",
            why="How common a cause is depends strongly on the kind of trouble: what people meet in crashes is "
            "not what they meet when a run quietly learns badly.",
            source="Humbatova et al. 2020 (the same taxonomy flips between crashes and silent faults)",
            form=Several(options, chosen=ticked),
            suggested=", ".join(ticked),
            optional=True,
        ),
        accept=accept,
    )
