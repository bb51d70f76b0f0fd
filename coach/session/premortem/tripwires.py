"""Tripwires for the causes that stay, agreed times to look, and an estimate corrected by experience."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.errors import AnswerError
from coach.prediction import looks_like_prediction, parse_prediction
from coach.session.answers.reading import card, chosen
from coach.session.causes import causes, predictions
from coach.session.event.common import Finished
from coach.session.event.premortem import Estimated, PredictionMade
from coach.session.form import Card, Field, Hours, Number, Option, Several
from coach.session.pace import run_hours
from coach.session.premortem.plan import split_claim
from coach.session.slug import slug
from coach.session.step import Question, Step
from coach.session.step_builders import growing_list, is_stated, statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.causes import CauseView
    from coach.session.event import Body
    from coach.session.fold import Session
    from coach.session.step import Answer, Place

DOUBLED = 2.0
"""Factor on an estimate until there is a track record (Rahtz 2018: double side-project estimates)."""


def steps(place: Place) -> Iterator[Step]:
    """Give the open questions about watching the run."""
    session = place.session
    offered = _offered(session)
    if offered and not session.is_finished("watching.offered"):
        yield _offer(session, offered)
    if not session.is_finished("watching.own"):
        yield _own(session)
    if not is_stated(session, "look-times"):
        yield statement(
            "look-times",
            key="watching.look-times",
            text="When will you look, and what may you do when you look?",
            why="Curves reward staring. Agreed times end it, and tripwires are checked for you in between.",
            source="Rahtz 2018 (checking TensorBoard is an addiction with variable reward)",
            example="At one hour for the tripwires, then only when it has ended.",
        )
    if session.last(Estimated) is None:
        yield _estimate(session)


def _offered(session: Session) -> tuple[CauseView, ...]:
    watched = {view.made.cause for view in predictions(session)}
    return tuple(
        view
        for view in causes(session)
        if view.shows and looks_like_prediction(view.shows) and view.id not in watched
    )


def _offer(session: Session, offered: tuple[CauseView, ...]) -> Step:
    by_id = {view.id: view for view in offered}

    def accept(answer: Answer) -> tuple[Body, ...]:
        taken = {view.made.prediction for view in predictions(session)}
        bodies: list[Body] = []
        for each in chosen(answer):
            view = by_id[each]
            wire = slug(f"wire {view.id}", taken, fallback="wire")
            taken.add(wire)
            bodies.append(
                PredictionMade(
                    prediction=wire,
                    text=str(parse_prediction(view.shows or "")),
                    probability=1 - (view.probability or 0.0),
                    role="tripwire",
                    cause=view.id,
                )
            )
        return (*bodies, Finished(question="watching.offered"))

    return Step(
        question=Question(
            key="watching.offered",
            text="Which of these shall be watched as tripwires?",
            why="A tripwire names the cause it would give away. It holds while the cause stays away; its chance is "
            "what you gave the cause, turned round.",
            form=Several(
                tuple(Option(view.id, view.shows or "", view.text) for view in offered),
                chosen=tuple(view.id for view in offered),
            ),
            suggested="all",
        ),
        accept=accept,
    )


def _own(session: Session) -> Step:
    def body_for(line: str, earlier: tuple[Body, ...]) -> Body:
        claim, probability = split_claim(line)
        if not looks_like_prediction(claim):
            raise AnswerError(
                "a tripwire has to name a logged scalar", hint="Like: train/entropy > 0.1 throughout: 90%"
            )
        taken = {view.made.prediction for view in predictions(session)}
        taken |= {body.prediction for body in earlier if isinstance(body, PredictionMade)}
        text = str(parse_prediction(claim))
        return PredictionMade(
            prediction=slug(f"wire {text}", taken, fallback="wire"),
            text=text,
            probability=probability,
            role="tripwire",
        )

    return growing_list(
        key="watching.own",
        text="Any tripwires of your own? One a line, with how likely they are to hold.",
        why="The sooner a dead run is seen to be dead, the cheaper it is.",
        existing=tuple(view.made.text for view in predictions(session) if view.made.role == "tripwire"),
        body_for=body_for,
        example="max(train/approx_kl) < 0.1 by 200k: 90%",
    )


def _estimate(session: Session) -> Step:
    def accept(answer: Answer) -> tuple[Body, ...]:
        given = card(answer)
        return (Estimated(hours=float(given["hours"]), dollars=float(given.get("dollars", 0.0))),)

    return Step(
        question=Question(
            key="watching.estimate",
            text="How long until you have the answer, everything included?",
            why="Plans run over even when they are meant to be pessimistic: three months became eight. Until you "
            f"have a record of your own, take what you write times {DOUBLED:g}.",
            source="Rahtz 2018",
            form=Card(
                (
                    Field("hours", "Hours until the answer", Hours(), suggested=f"{run_hours(session):g}h"),
                    Field("dollars", "Dollars", Number(unit="dollars"), optional=True),
                )
            ),
        ),
        accept=accept,
    )
