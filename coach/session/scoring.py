"""What of a session is scored: forecasts that were sealed before anything was known of what they are about."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, NamedTuple

from coach.prediction import looks_like_prediction, parse_prediction
from coach.session.causes import predictions
from coach.session.event.common import Sealed
from coach.session.event.evidence import RunsLinked
from coach.session.event.experiment import OutcomePredicted
from coach.session.event.premortem import DoubtRated, PredictionMade, RunJudged
from coach.session.experiments import commitments
from coach.session.seal import sealed_ids

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from coach.session.event import Event
    from coach.session.experiments import CommitmentView
    from coach.session.fold import Session

Kind = Literal["success", "tripwire", "failure", "outcome"]
LEAST = 1e-6
"""What a probability of 0 counts as where it came true: its log score is infinite, and one must not hide the rest."""
KINDS: dict[Kind, str] = {
    "success": "claims about the run",
    "tripwire": "tripwires staying quiet",
    "failure": "the run failing",
    "outcome": "outcomes of experiments and repairs",
}
"""What a kind of forecast is about."""
LOOKED = "The run's log had been read before it was sealed, so it is not scored."


class Sealing(NamedTuple):
    """When a claim was sealed, and why that was too late; `looked` is empty where it was not."""

    at: datetime
    looked: str


class Scored(NamedTuple):
    """One sealed forecast and what came.

    Attributes:
        text: what was forecast.
        tag: the logged quantity it is about; empty where it is about none.
        probability: of what was forecast; of several outcomes, of the likeliest.
        came_true: whether that came.
        log_score: -ln of the probability that was given to what came, in nats; infinite for 0.
        brier: squared distance of the probabilities from what came, half its sum over the outcomes, in [0, 1].
        by: who made it.
        at: when it was sealed.
    """

    kind: Kind
    text: str
    tag: str
    probability: float
    came_true: bool
    log_score: float
    brier: float
    by: str
    at: datetime


class Unscored(NamedTuple):
    """A sealed forecast that is not scored, and why."""

    text: str
    standing: Literal["open", "cannot be judged", "too early"]
    why: str


def sealings(session: Session) -> dict[str, Sealing]:
    """Give when each sealed claim was first sealed, and whether the launched run's log was read by then."""
    made = {event.id: event.body for event in session.events if isinstance(event.body, PredictionMade)}
    read = [event.at for event in session.events if _reads_the_run(event.body)]
    found: dict[str, Sealing] = {}
    for event in session.events:
        for covered in event.body.covers if isinstance(event.body, Sealed) else ():
            if covered in made:
                looked = LOOKED if any(moment < event.at for moment in read) else ""
                found.setdefault(made[covered].prediction, Sealing(event.at, looked))
    return found


def _reads_the_run(body: object) -> bool:
    return isinstance(body, RunsLinked) and body.role == "launched" and bool(body.runs)


def scored(session: Session) -> tuple[Scored, ...]:
    """Give every forecast of a session that can be scored, as it was sealed."""
    return (*_claims(session), *_failing(session), *_outcomes(session))


def unscored(session: Session) -> tuple[Unscored, ...]:
    """Give the sealed claims about a run that are not scored, each with the reason."""
    resolved = {view.made.prediction: view.resolved for view in predictions(session)}
    sealing = sealings(session)
    found: list[Unscored] = []
    for _, made in _sealed_claims(session):
        became = resolved.get(made.prediction)
        if became is None:
            found.append(Unscored(made.text, "open", "nothing has decided it yet"))
        elif early := became.early or sealing[made.prediction].looked:
            found.append(Unscored(made.text, "too early", early))
        elif became.held is None:
            found.append(Unscored(made.text, "open" if became.judged else "cannot be judged", became.says))
    return tuple(found)


def binary(
    kind: Kind, text: str, probability: float, *, came_true: bool, by: str, at: datetime, tag: str = ""
) -> Scored:
    """Give the scores of a forecast that comes true or does not."""
    given = probability if came_true else 1 - probability
    return Scored(
        kind, text, tag, probability, came_true, _nats(given), (probability - came_true) ** 2, by, at
    )


def _nats(given: float) -> float:
    return -math.log(given) if given > 0 else math.inf


def _sealed_claims(session: Session) -> Iterator[tuple[str, PredictionMade]]:
    covered, seen = sealed_ids(session), set()
    for event in session.events:
        if (
            event.id in covered
            and isinstance(event.body, PredictionMade)
            and event.body.prediction not in seen
        ):
            seen.add(event.body.prediction)
            yield event.by, event.body


def _claims(session: Session) -> Iterator[Scored]:
    resolved = {view.made.prediction: view.resolved for view in predictions(session)}
    sealing = sealings(session)
    for by, made in _sealed_claims(session):
        became = resolved.get(made.prediction)
        if became is None or became.held is None or became.early or sealing[made.prediction].looked:
            continue
        tag = parse_prediction(made.text).tag if looks_like_prediction(made.text) else ""
        kind: Kind = "tripwire" if made.role == "tripwire" else "success"
        at = sealing[made.prediction].at
        yield binary(kind, made.text, made.probability, came_true=became.held, by=by, at=at, tag=tag)


def _failing(session: Session) -> Iterator[Scored]:
    judged, covered = session.last(RunJudged), sealed_ids(session)
    rated = [
        (event, event.body)
        for event in session.events
        if isinstance(event.body, DoubtRated) and event.id in covered
    ]
    if judged is not None and rated:
        event, body = rated[-1]
        yield binary(
            "failure", "the run fails", body.probability, came_true=judged.failed, by=event.by, at=event.at
        )


class SealedOutcome(NamedTuple):
    """A forecast of a result that was sealed before it, and whose outcome was one of those forecast.

    Attributes:
        view: the commitment it was for.
        chances: the probability of each outcome.
        came: the outcome that came.
        event: what kept the forecast.
    """

    view: CommitmentView
    chances: Mapping[str, float]
    came: str
    event: Event

    @property
    def log_score(self) -> float:
        """-ln of the probability that was given to what came, in nats; infinite for 0."""
        return _nats(self.chances[self.came])


def sealed_outcomes(session: Session) -> Iterator[SealedOutcome]:
    """Give the forecasts of results that are scored: at the close, and in a review, these and no others."""
    covered = sealed_ids(session)
    made = {
        body.commitment: event for event, body in session.entries(OutcomePredicted) if event.id in covered
    }
    for view in commitments(session):
        event = made.get(view.committed.commitment)
        if event is not None and view.result is not None and view.result.outcome in (view.predicted or {}):
            yield SealedOutcome(view, dict(view.predicted or {}), view.result.outcome, event)


def _outcomes(session: Session) -> Iterator[Scored]:
    for each in sealed_outcomes(session):
        chances, event = each.chances, each.event
        likeliest = max(chances, key=chances.__getitem__)
        distance = sum((p - (outcome == each.came)) ** 2 for outcome, p in chances.items()) / 2
        yield Scored(
            "outcome", f"{each.view.committed.question} {likeliest}", "", chances[likeliest],
            likeliest == each.came, each.log_score, distance, event.by, event.at,
        )  # fmt: skip
