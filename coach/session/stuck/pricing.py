"""What an experiment takes: waiting, one's own hours, money, and whether it shows early which way it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.errors import AnswerError
from coach.session.event.common import RunPriceGiven
from coach.session.event.experiment import ExperimentPriced
from coach.session.form import Card, Chance, Choice, Field, Hours, Number, Option
from coach.session.pace import run_hours
from coach.session.reading import card
from coach.session.step import Question, Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.session.event import Body
    from coach.session.experiments import ExperimentView
    from coach.session.fold import Session
    from coach.session.step import Answer

LOOK_HUMAN_H = 0.5
"""A person's hours for an experiment nobody has priced (editorial)."""
SEED_HUMAN_H = 0.1
"""A person's hours for starting one more seed and reading its curve (editorial)."""
IN_TURN, SIDE_BY_SIDE = "in-turn", "side-by-side"


def price(session: Session, view: ExperimentView) -> Step:
    """Give the question what an experiment takes, filled with what was said."""
    said = view.price or _starting_price(session, view)

    def accept(answer: Answer) -> tuple[Body, ...]:
        given = card(answer)
        wall_h = float(given["machine"])
        early_h, early_chance = _early(given, wall_h)
        return (
            ExperimentPriced(
                experiment=view.id,
                wall_h=wall_h,
                human_h=float(given["you"]),
                dollars=float(given.get("dollars", 0.0)),
                early_h=early_h,
                early_chance=early_chance,
                side_by_side=given.get("together") == SIDE_BY_SIDE,
            ),
        )

    text = "What would one more run take?" if view.repeats else f"What would “{view.question}” take?"
    return Step(
        question=Question(
            key=f"experiments.price.{view.id}",
            text=text,
            why="A 30-second check that tells a little beats a ten-hour run that tells more. A long one that shows "
            "early which way it goes costs less than its length: agree on when to look, and how likely you "
            "would know by then.",
            form=Card(
                (*_cost_fields(said), *_early_fields(said), *(_together(said) if view.repeats else ()))
            ),
            example="machine: 0; you: 20 min",
        ),
        accept=accept,
    )


def _early(given: Mapping[str, str | float], wall_h: float) -> tuple[float, float]:
    """Give when one would look, and the chance that the outcome is clear by then; 0 for both where nothing was said."""
    if ("early" in given) != ("clear" in given):
        raise AnswerError(
            "a look half-way needs its hour and its chance", hint="Fill in both, or leave both empty."
        )
    early_h = float(given.get("early", 0.0))
    if early_h > wall_h:
        raise AnswerError(
            "you would look after it is over", hint="Give an hour within it, or leave it empty."
        )
    return early_h, float(given.get("clear", 0.0))


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


def _early_fields(said: ExperimentPriced) -> tuple[Field, ...]:
    is_agreed = said.early_chance > 0
    return (
        Field(
            "early",
            "Look early, after",
            Hours(),
            suggested=f"{said.early_h:g}h" if is_agreed else "",
            optional=True,
        ),
        Field(
            "clear",
            "Chance to know then",
            Chance(),
            suggested=f"{100 * said.early_chance:g}%" if is_agreed else "",
            optional=True,
        ),
    )


def _together(said: ExperimentPriced) -> tuple[Field, ...]:
    ways = Choice((Option(IN_TURN, "one after another"), Option(SIDE_BY_SIDE, "side by side")))
    now = SIDE_BY_SIDE if said.side_by_side else IN_TURN
    return (Field("together", "Several would run", ways, suggested=now),)
