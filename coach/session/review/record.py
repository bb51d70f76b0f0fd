"""What a session adds to a person's record: its scored forecasts, its cause, its hours, what its detectors told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from coach.session.beliefs import belief_rows
from coach.session.causes import causes
from coach.session.event.common import RunPriceGiven
from coach.session.event.experiment import Committed, FixConfirmed
from coach.session.event.premortem import Estimated, RunJudged
from coach.session.experiments import commitments, experiments
from coach.session.fold import fold
from coach.session.hypotheses import hypotheses, repair_cost
from coach.session.observations import observations, symptoms
from coach.session.pairing.scores import Apart, apart
from coach.session.regret import wasted
from coach.session.scoring import scored, unscored
from coach.session.step_builders import stated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from coach.session.beliefs import BeliefRow
    from coach.session.event.common import Method
    from coach.session.fold import Session
    from coach.session.scoring import Scored, Unscored

Stage = Literal["run", "experiment", "repair"]


class Spent(NamedTuple):
    """Hours that one stage was estimated to take, and took."""

    stage: Stage
    estimated_h: float
    actual_h: float


class CauseFound(NamedTuple):
    """What it was, and where that stood.

    Attributes:
        text: the cause in words.
        failure_mode: its id in the catalogue; empty where it has none.
        place: on the list before the evidence was weighed, counted from 1; 0 where it was not on it.
        of: how long that list was.
        chance: what it was given there; that of something else where it was not on it. None where nothing was given.
    """

    text: str
    failure_mode: str
    place: int
    of: int
    chance: float | None


class Told(NamedTuple):
    """What one detector told of a session whose cause was confirmed: was it a sign of that cause?"""

    detector: str
    right: bool


class SessionRecord(NamedTuple):
    """What a review needs of one session.

    Attributes:
        at: when it began.
        failed: of a pre-mortem, whether the run failed; None where that was not said.
        wasted_h: what the choices of an investigation cost against the best ones; None where unknown.
        dollars: what the run was estimated to cost, or one run's price; 0 where nothing was said.
        apart: what several people and their pool gave to what came.
    """

    session: str
    title: str
    method: Method
    at: datetime
    closed: bool
    forecasts: tuple[Scored, ...]
    unscored: tuple[Unscored, ...]
    failed: bool | None
    cause: CauseFound | None
    spent: tuple[Spent, ...]
    told: tuple[Told, ...]
    wasted_h: float | None
    dollars: float
    lesson: str
    apart: tuple[Apart, ...] = ()


def record_of(session: Session, session_id: str) -> SessionRecord:
    """Give what a session that has at least one event adds to the record."""
    judged = session.last(RunJudged)
    cause = _cause(session)
    return SessionRecord(
        session=session_id,
        title=session.title,
        method=session.method,
        at=session.events[0].at,
        closed=session.is_closed,
        forecasts=scored(session),
        unscored=unscored(session),
        failed=judged.failed if judged else None,
        cause=cause,
        spent=tuple(_spent(session)),
        told=tuple(_told(session, cause)) if cause else (),
        wasted_h=wasted(session) if session.is_closed and session.method == "stuck" else None,
        dollars=_dollars(session),
        lesson=stated(session, "lesson") or stated(session, "sooner"),
        apart=apart(session),
    )


def _dollars(session: Session) -> float:
    estimated, price = session.last(Estimated), session.last(RunPriceGiven)
    return (estimated.dollars if estimated else 0.0) or (price.dollars if price else 0.0)


def _cause(session: Session) -> CauseFound | None:
    judged, confirmed = session.last(RunJudged), session.last(FixConfirmed)
    if judged is not None and judged.failed:
        return _of_a_run(session, judged)
    return None if confirmed is None else _of_an_investigation(session, confirmed)


def _of_a_run(session: Session, judged: RunJudged) -> CauseFound:
    """Give the cause of a failed run, and its place on the list by the chance each cause was given."""
    listed = causes(session)
    was = next((view for view in listed if view.id == judged.cause), None)
    if was is None:
        return CauseFound(judged.text, "", 0, len(listed), None)
    above = sum((view.probability or 0.0) > (was.probability or 0.0) for view in listed)
    return CauseFound(was.text, was.failure_mode, 1 + above, len(listed), was.probability)


def _of_an_investigation(session: Session, confirmed: FixConfirmed) -> CauseFound:
    """Give the cause that was confirmed, and its place by the chances before the evidence."""
    was = next((view for view in hypotheses(session) if view.id == confirmed.hypothesis), None)
    rows = _at_first_decision(session)
    row = next((each for each in rows if each.id == confirmed.hypothesis and not each.is_catch_all), None)
    text, mode = (was.text, was.failure_mode) if was else (confirmed.text, "")
    other = next((each.prior for each in rows if each.is_catch_all), None)
    if row is None or (was is not None and was.late):
        return CauseFound(text, mode, 0, max(0, len(rows) - 1), other)
    above = sum(each.prior > row.prior for each in rows if not each.is_catch_all)
    return CauseFound(text, mode, 1 + above, len(rows) - 1, row.prior)


def _at_first_decision(session: Session) -> Sequence[BeliefRow]:
    at = next((at for at, event in enumerate(session.active) if isinstance(event.body, Committed)), None)
    return belief_rows(session if at is None else fold(session.active[:at]))


def _spent(session: Session) -> Iterator[Spent]:
    estimated, judged = session.last(Estimated), session.last(RunJudged)
    if estimated is not None and judged is not None and judged.hours:
        yield Spent("run", estimated.hours, judged.hours)
    price = {view.id: view.cost for view in experiments(session) if view.cost is not None}
    repairs = {view.id: repair_cost(session, view) for view in hypotheses(session) if view.repair}
    for view in commitments(session):
        action = view.committed.action
        cost = {"experiment": price, "fix": repairs}.get(action, {}).get(view.committed.target)
        if cost is None or not view.hours_spent:
            continue
        stage: Stage = "experiment" if action == "experiment" else "repair"
        yield Spent(stage, cost.wall_h + cost.human_h, view.hours_spent)


def _told(session: Session, cause: CauseFound) -> Iterator[Told]:
    """Give whether each symptom from the logs was a sign of the confirmed cause.

    It was where the detector or the catalogue, as kept with the session, make that cause likelier by it. One that was
    dismissed was wrong; one of which nothing is known of that cause says nothing.
    """
    if not cause.failure_mode:
        return
    told = {each.id: each.told for each in observations(session)}
    for view in symptoms(session):
        mode, seen = cause.failure_mode, view.seen
        known = told.get(seen.symptom)
        if view.judged is not None and view.judged.verdict == "dismissed":
            yield Told(seen.detector, right=False)
        elif mode in seen.raises or (known is not None and known.modes.get(mode, 0.0) > known.base):
            yield Told(seen.detector, right=True)
        elif seen.raises or (known is not None and mode in known.modes):
            yield Told(seen.detector, right=False)
