"""The causes a pre-mortem has named, round by round, and what was decided about each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.session.event.premortem import (
    CauseAdded,
    CauseDecided,
    CauseJudged,
    CauseShown,
    DoubtRated,
    Owner,
    PredictionMade,
    PredictionResolved,
    PreventionGiven,
)
from coach.session.matches import matches

if TYPE_CHECKING:
    from coach.session.event.hypothesis import Origin
    from coach.session.fold import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseView:
    """One way in which the run has failed, as far as it has been thought through.

    Attributes:
        probability: P(it makes the run fail), None until judged.
        shows: how it would show; None until asked.
        prevention: None until asked; its text is empty when nothing would prevent it.
        decision: None until decided.
    """

    id: str
    text: str
    origin: Origin
    failure_mode: str
    round: int
    probability: float | None
    owner: Owner | None
    shows: str | None
    prevention: PreventionGiven | None
    decision: CauseDecided | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictionView:
    """One sealed or still open claim about the run."""

    made: PredictionMade
    resolved: PredictionResolved | None


def causes(session: Session) -> tuple[CauseView, ...]:
    """Give every cause that stands, in the order in which it was named.

    What was picked from the catalogue and turned out to be a line of one's own stands as that line.
    """
    judged = {body.cause: body for body in session.all(CauseJudged)}
    shown = {body.cause: body.text for body in session.all(CauseShown)}
    prevention = {body.cause: body for body in session.all(PreventionGiven)}
    decided = {body.cause: body for body in session.all(CauseDecided)}
    added = {body.cause: body for body in reversed(session.all(CauseAdded))}
    matched = matches(session)
    return tuple(
        CauseView(
            id=body.cause,
            text=body.text,
            origin=body.origin,
            failure_mode=matched.of(body.cause) or body.failure_mode,
            round=body.round,
            probability=judged[body.cause].probability if body.cause in judged else None,
            owner=judged[body.cause].owner if body.cause in judged else None,
            shows=shown.get(body.cause),
            prevention=prevention.get(body.cause),
            decision=decided.get(body.cause),
        )
        for body in reversed(added.values())
        if body.origin == "own" or body.failure_mode not in matched.taken
    )


def predictions(session: Session) -> tuple[PredictionView, ...]:
    """Give every claim about the run, success first as written, with what became of it."""
    resolved = {body.prediction: body for body in session.all(PredictionResolved)}
    made = {body.prediction: body for body in session.all(PredictionMade)}
    return tuple(PredictionView(made=body, resolved=resolved.get(body.prediction)) for body in made.values())


def doubts(session: Session) -> tuple[DoubtRated, ...]:
    """Give the rounds of `how surprised would you be?`, in order."""
    by_round = {body.round: body for body in session.all(DoubtRated)}
    return tuple(by_round[each] for each in sorted(by_round))
