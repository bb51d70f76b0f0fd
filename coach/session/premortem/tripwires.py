"""Tripwires for the causes that stay, agreed times to look, and an estimate corrected by experience."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.errors import AnswerError
from coach.prediction import looks_like_prediction, parse_prediction
from coach.reasoning.multiplier import AT_START
from coach.session.answers.reading import card, chosen
from coach.session.causes import causes, predictions
from coach.session.event.common import Finished
from coach.session.event.premortem import Estimated, PredictionMade
from coach.session.event.watching import StopAllowed
from coach.session.example_claims import example_claims
from coach.session.form import Card, Choice, Field, Hours, Number, Option, Several
from coach.session.matching import as_new
from coach.session.pace import run_hours
from coach.session.premortem.claim_in_words import says_what_must_hold
from coach.session.premortem.claims import as_one_sees, beside_failure, tripwire_of
from coach.session.premortem.coherent_claims import contradiction, fitting_chance
from coach.session.premortem.plan import split_claim, without_chance
from coach.session.slug import slug
from coach.session.step import Question, Step
from coach.session.step_builders import growing_list, is_stated, statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.prediction import Prediction
    from coach.session.causes import CauseView
    from coach.session.event import Body
    from coach.session.fold import Session
    from coach.session.step import Answer, Place


_WIRE_MAY = (
    Option("tells", "a tripwire tells me"),
    Option("stops", "a tripwire stops the run", "where coach run started it, and coach watch watches"),
)


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
        made = [view.made for view in predictions(session)]
        taken = {each.prediction for each in made}
        bodies: list[Body] = []
        for each in chosen(answer):
            view = by_id[each]
            wire = slug(f"wire {view.id}", taken, fallback="wire")
            taken.add(wire)
            tripwire = parse_prediction(view.shows or "")
            bodies.append(
                PredictionMade(
                    prediction=wire,
                    text=str(tripwire),
                    probability=fitting_chance(tripwire, 1 - (view.probability or 0.0), made),
                    role="tripwire",
                    cause=view.id,
                )
            )
        return (*bodies, Finished(question="watching.offered"))

    return Step(
        question=Question(
            key="watching.offered",
            text="Which of these shall be watched as tripwires?",
            why="A tripwire points to its cause. It is as likely to stay quiet as the cause is to stay away, as far as "
            "your other claims about the same quantity allow.",
            form=Several(
                tuple(
                    Option(view.id, f"fires when {as_one_sees(view.shows or '')}", view.text)
                    for view in offered
                ),
                chosen=tuple(view.id for view in offered),
            ),
            suggested="all",
        ),
        accept=accept,
    )


def _own(session: Session) -> Step:
    def body_for(line: str, earlier: tuple[Body, ...]) -> Body:
        tripwire, probability = _read(session, line)
        made = [view.made for view in predictions(session)]
        made += [body for body in earlier if isinstance(body, PredictionMade)]
        text = str(tripwire)
        wrong = contradiction(text, probability, made)
        if wrong is not None:
            raise wrong
        return PredictionMade(
            prediction=slug(f"wire {text}", {each.prediction for each in made}, fallback="wire"),
            text=text,
            probability=probability,
            role="tripwire",
        )

    return growing_list(
        key="watching.own",
        text="What else would tell you early that it has failed? One a line, with how likely that is.",
        why="The sooner a dead run is seen to be dead, the cheaper it is.",
        existing=tuple(
            f"fires when {as_one_sees(view.made.text)}"
            for view in predictions(session)
            if view.made.role == "tripwire"
        ),
        body_for=body_for,
        example=f"{example_claims(session).tripwire}: 10%     or what must hold: max(train/grad_norm) < 9 by 2k: 90%",
        beside=lambda line: beside_failure(session, without_chance(line)),
    )


def _read(session: Session, line: str) -> tuple[Prediction, float]:
    """Give the tripwire of a line, and how likely it is to hold.

    A line says what one would see, and how likely that is, or as a statistic or throughout what must hold, and how
    likely that is.
    """
    said, probability = split_claim(line)
    tripwire = tripwire_of(session, said)
    if tripwire is None:
        raise AnswerError(
            "a tripwire needs a quantity that is logged, and a number",
            hint="Like: entropy below 0.1 by 100k: 10%",
        )
    return tripwire, probability if says_what_must_hold(as_new(said)) else 1 - probability


def _estimate(session: Session) -> Step:
    def accept(answer: Answer) -> tuple[Body, ...]:
        given = card(answer)
        estimated = Estimated(hours=float(given["hours"]), dollars=float(given.get("dollars", 0.0)))
        return (estimated, StopAllowed()) if given.get("stop") == "stops" else (estimated,)

    return Step(
        question=Question(
            key="watching.estimate",
            text="How long until you have the answer, everything included?",
            why="Plans run over even when they are meant to be pessimistic: three months became eight. Plan for "
            f"{AT_START:g} times what you write, until your own record says less.",
            source="Rahtz 2018",
            form=Card(
                (
                    Field("hours", "Hours until the answer", Hours(), suggested=_typed(run_hours(session))),
                    Field("dollars", "Dollars", Number(unit="dollars"), optional=True),
                    Field("stop", "A tripwire", Choice(_WIRE_MAY), suggested="tells", optional=True),
                )
            ),
        ),
        accept=accept,
    )


def _typed(hours: float) -> str:
    """Give hours as one would type them."""
    return f"{hours:.3g}h" if hours >= 1 else f"{60 * hours:.3g} min"
