"""What an experiment takes: waiting, one's own hours, money, and whether it shows early which way it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.errors import AnswerError
from coach.reasoning.hours import format_hours
from coach.session.answers.reading import card
from coach.session.event.common import Finished, RunPriceGiven, Skipped
from coach.session.event.experiment import ExperimentPriced
from coach.session.form import Card, Chance, Choice, Field, Hours, Number, Option
from coach.session.pace import run_hours
from coach.session.step import Question, Step

if TYPE_CHECKING:
    from coach.session.event import Body
    from coach.session.experiments import ExperimentView
    from coach.session.fold import Session
    from coach.session.step import Answer

LOOK_HUMAN_H = 0.5
"""A person's hours for an experiment nobody has priced (editorial)."""
SEED_HUMAN_H = 0.1
"""A person's hours for starting one more seed and reading its curve (editorial)."""
LONG_H = 1.0
"""Hours of waiting above which a look half-way is asked about (editorial; the full method's own limit)."""
IN_TURN, SIDE_BY_SIDE = "in-turn", "side-by-side"


def price(session: Session, view: ExperimentView) -> Step:
    """Give the question what an experiment takes, filled with what was said."""
    said = view.price or _starting_price(session, view)

    def accept(answer: Answer) -> tuple[Body, ...]:
        given = card(answer)
        wall_h = float(given["machine"])
        keeps_look = said.early_h <= wall_h
        return (
            ExperimentPriced(
                experiment=view.id,
                wall_h=wall_h,
                human_h=float(given["you"]),
                dollars=float(given.get("dollars", 0.0)),
                early_h=said.early_h if keeps_look else 0.0,
                early_chance=said.early_chance if keeps_look else 0.0,
                side_by_side=given.get("together") == SIDE_BY_SIDE,
            ),
        )

    text = "What would one more run take?" if view.repeats else f"What would “{view.question}” take?"
    return Step(
        question=Question(
            key=f"experiments.price.{view.id}",
            text=text,
            why="A 30-second check that tells a little beats a ten-hour run that tells more.",
            form=Card((*_cost_fields(said), *(_together(said) if view.repeats else ()))),
            example="machine: 0; you: 20 min",
        ),
        accept=accept,
    )


def takes_long(view: ExperimentView) -> bool:
    """True when an experiment makes one wait so long that a look half-way could save hours."""
    return view.price is not None and view.price.wall_h > LONG_H


def early_look(view: ExperimentView) -> Step:
    """Give the question when a long experiment would show which way it goes, filled with what was said."""
    said = view.price or ExperimentPriced(experiment=view.id, wall_h=0.0, human_h=0.0)
    key = early_key(view)

    def accept(answer: Answer) -> tuple[Body, ...]:
        given = {} if answer is None else card(answer)
        if not given:
            return (Skipped(question=key),)
        if given.get("early") == 0:
            return (said.model_copy(update={"early_h": 0.0, "early_chance": 0.0}), Finished(question=key))
        if "early" not in given or "clear" not in given:
            raise AnswerError(
                "a look half-way needs its hour and its chance", hint="Fill in both, or neither."
            )
        if float(given["early"]) > said.wall_h:
            raise AnswerError("you would look after it is over", hint="Give an hour within it.")
        look = {"early_h": float(given["early"]), "early_chance": float(given["clear"])}
        return (said.model_copy(update=look), Finished(question=key))

    return Step(
        question=Question(
            key=key,
            text=f"“{view.question}” takes {format_hours(said.wall_h)}. Could you tell earlier which way it goes?",
            why="A run that is stopped as soon as it is clear costs less than its length. Agreeing on one time to look "
            f"also saves staring at curves. {'Look after 0h' if said.early_chance else 'Leave both empty'} if only the "
            "end tells.",
            form=Card(_look_fields(said)),
            example="early: 2h; clear: likely",
            optional=True,
        ),
        accept=accept,
    )


def early_key(view: ExperimentView) -> str:
    """Give the address of the question about an early look."""
    return f"experiments.early.{view.id}"


def _look_fields(said: ExperimentPriced) -> tuple[Field, ...]:
    hours, chance = (f"{said.early_h:g}h", f"{100 * said.early_chance:g}%") if said.early_chance else ("", "")
    return (
        Field("early", "Look after", Hours(), suggested=hours, optional=True),
        Field("clear", "Chance to know then", Chance(), suggested=chance, optional=True),
    )


def _starting_price(session: Session, view: ExperimentView) -> ExperimentPriced:
    if not view.repeats:
        return ExperimentPriced(experiment=view.id, wall_h=0.0, human_h=LOOK_HUMAN_H)
    run = session.last(RunPriceGiven)
    return ExperimentPriced(
        experiment=view.id,
        wall_h=run_hours(session),
        human_h=SEED_HUMAN_H,
        dollars=run.dollars if run else 0.0,
    )


def _cost_fields(said: ExperimentPriced) -> tuple[Field, ...]:
    return (
        Field("machine", "Hours of waiting", Hours(), suggested=f"{said.wall_h:g}h"),
        Field("you", "Hours of your own", Hours(), suggested=f"{said.human_h:g}h"),
        Field("dollars", "Dollars", Number(unit="dollars"), suggested=f"{said.dollars:g}", optional=True),
    )


def _together(said: ExperimentPriced) -> tuple[Field, ...]:
    ways = Choice((Option(IN_TURN, "one after another"), Option(SIDE_BY_SIDE, "side by side")))
    now = SIDE_BY_SIDE if said.side_by_side else IN_TURN
    return (Field("together", "Several would run", ways, suggested=now),)
