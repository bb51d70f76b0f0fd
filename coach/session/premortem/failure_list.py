"""Each cause thought through: how likely, whose doing, how it would show, what prevents it, what that takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from coach.errors import AnswerError
from coach.prediction import looks_like_prediction, parse_prediction
from coach.session.answers.reading import card
from coach.session.causes import causes, predictions
from coach.session.event.premortem import CauseJudged, CauseShown, Owner, PreventionGiven
from coach.session.example_claims import example_claims
from coach.session.form import Card, Chance, Choice, Field, Number, Option, Text
from coach.session.premortem.chances_apart import chances_of_all
from coach.session.premortem.claims import as_one_sees, beside_failure, of_what_one_sees
from coach.session.premortem.coherent_claims import fires_on_success
from coach.session.premortem.known_tags import known_tags
from coach.session.step import Question, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.causes import CauseView
    from coach.session.event import Body
    from coach.session.failure_mode import FailureMode
    from coach.session.fold import Session
    from coach.session.step import Answer, Place

PREVENTS = 0.7
"""Share of a cause that a person's own prevention removes when they do not say (editorial)."""
OWNERS = (
    Option("mine", "mine", "I would have done it, or left it undone"),
    Option("shared", "shared", "mine and somebody else's"),
    Option("outside", "outside", "not in my hands"),
)


def steps(place: Place) -> Iterator[Step]:
    """Give one card for each cause that was not thought through yet; several people say first how likely each is."""
    apart = chances_of_all(place)
    if apart is not None:
        yield apart
        return
    for view in causes(place.session):
        if view.probability is None or view.owner is None:
            yield _card(place, view)


def _card(place: Place, view: CauseView) -> Step:
    mode = place.catalogue.failure_mode(view.failure_mode) if view.failure_mode else None

    def accept(answer: Answer) -> tuple[Body, ...]:
        return _bodies(place.session, view, card(answer), mode)

    return Step(
        question=Question(
            key=f"thinking.{view.id}",
            text=f"“{view.text}”",
            why="A cause becomes useful when you know how it would show and what would stop it. A quantity with a "
            "number, as in “entropy below 0.1 by 100k”, becomes a tripwire that is watched for you. What is filled in "
            "already is the playbook's, editorial.",
            form=Card(_fields(place.session, view, mode)),
            example="unlikely; mine; entropy below 0.1 by 100k; print the config; 5; likely",
        ),
        accept=accept,
        beside=lambda text: beside_failure(place.session, text),
    )


def _fields(session: Session, view: CauseView, mode: FailureMode | None) -> tuple[Field, ...]:
    prevention = mode.prevention if mode else None
    judged = "" if view.probability is None else f"{100 * view.probability:.3g}%"
    works = prevention.effectiveness if prevention else PREVENTS
    return (
        Field("chance", "How likely is it to make this run fail", Chance(), suggested=judged),
        Field("owner", "Whose doing", Choice(OWNERS), suggested=mode.mine if mode else "mine"),
        Field(
            "shows",
            "How it would show",
            Text(),
            suggested=_shows_in_the_playbook(session, mode) if mode else "",
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


def _shows_in_the_playbook(session: Session, mode: FailureMode) -> str:
    """Give the playbook's tripwire as one would see it fire, where runs log its tag; else how it shows in words."""
    if not mode.tripwire:
        return mode.says
    logged = {each.tag for each in known_tags(session)}
    is_watched = not logged or parse_prediction(mode.tripwire).tag in logged
    return as_one_sees(mode.tripwire) if is_watched else mode.says


def _bodies(
    session: Session, view: CauseView, given: dict[str, str | float], mode: FailureMode | None
) -> tuple[Body, ...]:
    shows = _how_it_shows(session, str(given.get("shows", "")), mode)
    prevent = str(given.get("prevent", ""))
    if prevent and "minutes" not in given:
        raise AnswerError(
            "the prevention has no minutes yet", hint="How many would it take? A guess will do."
        )
    prevention = mode.prevention if mode else None
    return (
        CauseJudged(
            cause=view.id,
            probability=_chance(view, float(given["chance"])),
            owner=_owner(str(given["owner"])),
        ),
        CauseShown(cause=view.id, text=shows),
        PreventionGiven(
            cause=view.id,
            text=prevent,
            minutes=float(given.get("minutes", 0.0)),
            effectiveness=float(given.get("works", PREVENTS)) if prevent else 0.0,
            editorial=prevention is not None and prevent == prevention.text,
        ),
    )


def _chance(view: CauseView, given: float) -> float:
    """Give what was said, and in full what was said together where it was left as it is shown."""
    known = view.probability
    return known if known is not None and f"{known:.3g}" == f"{given:.3g}" else given


def _how_it_shows(session: Session, text: str, mode: FailureMode | None) -> str:
    """Give how a cause shows: what the playbook has as it is there, else a tripwire where the words make one.

    Raises:
        AnswerError: the words name a tag that no run logs, or what is success in the person's own words.
    """
    if mode is not None and mode.tripwire and text == as_one_sees(mode.tripwire):
        return str(parse_prediction(mode.tripwire))
    shows = of_what_one_sees(session, text)
    if looks_like_prediction(shows):
        made = [each.made for each in predictions(session)]
        wanted = fires_on_success(parse_prediction(shows), made)
        if wanted is not None:
            raise AnswerError(
                f"you have called that success: “{wanted.text}”",
                hint=f"Write what one would see when it fails, such as: {example_claims(session).failure}.",
            )
    return shows


def _owner(said: str) -> Owner:
    for owner in get_args(Owner):
        if owner == said:
            known: Owner = owner
            return known
    raise AnswerError(f"{said} is nobody", hint="mine, shared or outside.")
