"""The seal, and the decision: launch, or no run tonight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.errors import AnswerError
from coach.reasoning.hours import format_hours
from coach.reasoning.scale import format_probability
from coach.session.answers.reading import card
from coach.session.causes import doubts, predictions
from coach.session.event.common import Sealed
from coach.session.event.premortem import Estimated, LaunchDecided
from coach.session.exhibit import Grid, Say
from coach.session.form import Card, Choice, Field, GoOn, Option, Text
from coach.session.premortem.arithmetic import doubt_trend
from coach.session.premortem.decisions import still_deferred
from coach.session.premortem.tripwires import DOUBLED
from coach.session.seal import seal
from coach.session.step import Question, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.event import Body
    from coach.session.exhibit import Exhibit
    from coach.session.fold import Session
    from coach.session.step import Answer, Place

RISKY = 0.3
"""Above this chance of failing, launching needs a typed reason (editorial)."""


def steps(place: Place) -> Iterator[Step]:
    """Give the seal, then the decision."""
    session = place.session
    if session.last(Sealed) is None:
        yield _seal(session)
    elif session.last(LaunchDecided) is None:
        yield _decide(session)


def _seal(session: Session) -> Step:
    return Step(
        question=Question(
            key="launch.seal",
            text="Seal it? What stands now is what gets scored; later changes are kept as revisions.",
            why="Nothing of the run's logs is read before this. Afterwards everybody remembers having known.",
            source="Fischhoff 1975 on hindsight (cited from memory)",
            form=GoOn(),
        ),
        accept=lambda _answer: (seal(session, "premortem"),),
        exhibits=(_promises(session), *doubt_trend(session), *_estimate(session), *still_deferred(session)),
    )


def _promises(session: Session) -> Grid:
    rows = tuple(
        (view.made.text, format_probability(view.made.probability), view.made.role)
        for view in predictions(session)
    )
    return Grid("What you predict", ("claim", "chance", "role"), rows)


def _estimate(session: Session) -> tuple[Exhibit, ...]:
    given = session.last(Estimated)
    if given is None:
        return ()
    return (
        Say(
            f"You estimate {format_hours(given.hours)}; plan for {format_hours(DOUBLED * given.hours)} "
            "until your record says less."
        ),
    )


def _decide(session: Session) -> Step:
    risk = doubts(session)[-1].probability
    options = (Option("launch", "launch"), Option("not-tonight", "no run tonight", "that is progress too"))

    def accept(answer: Answer) -> tuple[Body, ...]:
        given = card(answer)
        go, reason = given["decision"] == "launch", str(given.get("reason", ""))
        if go and risk > RISKY and not reason:
            raise AnswerError(
                f"you expect it to fail with {format_probability(risk)}; launching anyway needs a reason",
                hint="Or choose no run tonight.",
            )
        return (LaunchDecided(go=go, reason=reason),)

    return Step(
        question=Question(
            key="launch.decide",
            text="Launch it, or no run tonight?",
            why="The wish to have something running every night is a trap; a night of thought is often cheaper.",
            source="Rahtz 2018",
            form=Card(
                (
                    Field(
                        "decision", "Tonight", Choice(options), suggested="launch" if risk <= RISKY else ""
                    ),
                    Field("reason", "Because", Text(), optional=True),
                )
            ),
        ),
        accept=accept,
        exhibits=(
            Say(f"Chance that it fails, as you see it: {format_probability(risk)}."),
            *still_deferred(session),
        ),
    )
