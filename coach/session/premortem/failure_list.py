"""Each cause thought through: how likely, whose doing, how it would show, what prevents it, what that takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from coach.errors import AnswerError
from coach.prediction import looks_like_prediction, parse_prediction
from coach.session.answers.reading import card
from coach.session.causes import causes
from coach.session.event.premortem import CauseJudged, CauseShown, Owner, PreventionGiven
from coach.session.form import Card, Chance, Choice, Field, Number, Option, Text
from coach.session.step import Question, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.causes import CauseView
    from coach.session.event import Body
    from coach.session.failure_mode import FailureMode
    from coach.session.step import Answer, Place

PREVENTS = 0.7
"""Share of a cause that a person's own prevention removes when they do not say (editorial)."""
OWNERS = (
    Option("mine", "mine", "I would have done it, or left it undone"),
    Option("shared", "shared", "mine and somebody else's"),
    Option("outside", "outside", "not in my hands"),
)


def steps(place: Place) -> Iterator[Step]:
    """Give one card for each cause that was not thought through yet."""
    for view in causes(place.session):
        if view.probability is None:
            yield _card(place, view)


def _card(place: Place, view: CauseView) -> Step:
    mode = place.catalogue.failure_mode(view.failure_mode) if view.failure_mode else None

    def accept(answer: Answer) -> tuple[Body, ...]:
        return _bodies(view, card(answer), mode)

    return Step(
        question=Question(
            key=f"thinking.{view.id}",
            text=f"“{view.text}”",
            why="A cause becomes useful when you know how it would show and what would stop it. A tripwire such as "
            "`train/entropy > 0.1 throughout` is watched for you. What is filled in already is the playbook's, "
            "editorial.",
            form=Card(_fields(mode)),
            example="unlikely; mine; entropy near zero by 100k; print the config; 5; likely",
        ),
        accept=accept,
    )


def _fields(mode: FailureMode | None) -> tuple[Field, ...]:
    prevention = mode.prevention if mode else None
    works = prevention.effectiveness if prevention else PREVENTS
    return (
        Field("chance", "How likely is it to make this run fail", Chance()),
        Field("owner", "Whose doing", Choice(OWNERS), suggested=mode.mine if mode else ""),
        Field(
            "shows",
            "How it would show (words, or a tripwire)",
            Text(),
            suggested=(mode.tripwire or mode.says) if mode else "",
            optional=True,
        ),
        Field(
            "prevent",
            "What would prevent it",
            Text(),
            suggested=prevention.text if prevention else "",
            optional=True,
        ),
        Field(
            "minutes",
            "Minutes that takes",
            Number(unit="minutes"),
            suggested=f"{prevention.minutes:g}" if prevention else "",
            optional=True,
        ),
        Field("works", "How likely to prevent it", Chance(), suggested=f"{100 * works:g}%", optional=True),
    )


def _bodies(view: CauseView, given: dict[str, str | float], mode: FailureMode | None) -> tuple[Body, ...]:
    shows = str(given.get("shows", ""))
    if looks_like_prediction(shows):
        shows = str(parse_prediction(shows))
    prevent = str(given.get("prevent", ""))
    if prevent and "minutes" not in given:
        raise AnswerError(
            "the prevention has no minutes yet", hint="How many would it take? A guess will do."
        )
    prevention = mode.prevention if mode else None
    return (
        CauseJudged(cause=view.id, probability=float(given["chance"]), owner=_owner(str(given["owner"]))),
        CauseShown(cause=view.id, text=shows),
        PreventionGiven(
            cause=view.id,
            text=prevent,
            minutes=float(given.get("minutes", 0.0)),
            effectiveness=float(given.get("works", PREVENTS)) if prevent else 0.0,
            editorial=prevention is not None and prevent == prevention.text,
        ),
    )


def _owner(said: str) -> Owner:
    for owner in get_args(Owner):
        if owner == said:
            known: Owner = owner
            return known
    raise AnswerError(f"{said} is nobody", hint="mine, shared or outside.")
