"""Checks sealed predictions against the runs they were made for."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from coach.desk.evidence import linked
from coach.desk.outcome_from_logs import outcome_from_logs
from coach.desk.read_logs import read_logs
from coach.desk.references import references
from coach.desk.resolving import Resolver
from coach.desk.stamp import COACH
from coach.errors import RunReadError
from coach.report.title import title_of
from coach.session.causes import predictions
from coach.session.event.common import Sealed
from coach.session.event.evidence import RunsLinked
from coach.session.event.premortem import LaunchDecided, PredictionMade, PredictionResolved, RunJudged
from coach.session.experiments import under_way
from coach.session.launches import have_ended, log_paths
from coach.session.pace import run_hours
from coach.session.scoring import sealings
from coach.session.seal import sealed_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from coach.desk.walk import Walk
    from coach.runs import Run
    from coach.session.fold import Session


class CheckedClaim(NamedTuple):
    """One sealed prediction: what was claimed, how likely it was held to be, and what the logs say.

    Attributes:
        held: True or False once decided, None while it is not.
        is_new: True when this check decided it.
        judged: False where the logs there are can never decide it.
        early: why it is not scored; empty where it is.
    """

    prediction: str
    text: str
    probability: float
    role: str
    cause: str
    held: bool | None
    says: str
    is_new: bool
    judged: bool = True
    early: str = ""

    @property
    def surprise(self) -> float:
        """-ln of the probability that was given to what came; 0 while nothing came."""
        if self.held is None:
            return 0.0
        given = self.probability if self.held else 1 - self.probability
        return -math.log(given) if given > 0 else math.inf

    @property
    def standing(self) -> str:
        """What became of it: true, false, open, or cannot be judged."""
        if self.held is not None:
            return "true" if self.held else "false"
        return "open" if self.judged else "cannot be judged"


class CheckReport(NamedTuple):
    """What checking one session found.

    Attributes:
        claims: every sealed prediction.
        due: what a person still has to do, one sentence each.
        problem: why the logs could not be read; empty when they could.
    """

    session_id: str
    title: str
    claims: tuple[CheckedClaim, ...]
    due: tuple[str, ...]
    problem: str

    @property
    def surprise(self) -> float:
        """-ln of the probability given to the least expected thing that this check decided; 0 where it decided none."""
        return max((claim.surprise for claim in self.claims if claim.is_new), default=0.0)

    @property
    def must_act(self) -> bool:
        """True when a tripwire fired or a sealed prediction failed in this check."""
        return any(claim.is_new and claim.held is False for claim in self.claims)


def sealed_predictions(session: Session) -> tuple[PredictionMade, ...]:
    """Give the predictions as they were sealed, whatever was changed afterwards."""
    covered = sealed_ids(session)
    return tuple(
        event.body
        for event in session.events
        if event.id in covered and isinstance(event.body, PredictionMade)
    )


def is_checkable(session: Session, *, closed: bool = False) -> bool:
    """True when a session has something sealed whose time may have come; a closed one only where that is asked for."""
    return (closed or not session.is_closed) and session.last(Sealed) is not None


def check_walk(walk: Walk, *, now: datetime, root: Path) -> CheckReport:
    """Read the runs a session was made for and resolve what they decide.

    What a person judged by hand stays; what a log decided is decided again when the log says something else by
    now, since a run that seemed to have ended may have gone on.
    """
    session = walk.session
    made = sealed_predictions(session)
    runs, problem = _read(session, root) if made else ((), "")
    before = {view.made.prediction: view.resolved for view in predictions(session)}
    reader = Resolver(
        runs,
        now,
        run_hours(session),
        sealings(session),
        references(session, made, root),
        have_ended(session),
        {},
    )
    claims: list[CheckedClaim] = []
    found: list[PredictionResolved] = []
    for each in made:
        known = before.get(each.prediction)
        if known is not None and known.known == "hand":
            claims.append(_claim(each, known, is_new=False))
            continue
        resolved = reader.resolve(each)
        is_new = resolved.held is not None and (known is None or known.held != resolved.held)
        is_told = is_new or (not resolved.judged and known != resolved)
        claims.append(_claim(each, resolved, is_new=is_new))
        if is_told:
            found.append(resolved)
    if runs and not any(body.runs for body in session.all(RunsLinked)):
        walk.append((linked(log_paths(session)[-1], runs, "launched", now), *found), by=COACH)
    else:
        walk.append(found, by=COACH)
    came = outcome_from_logs(walk.session, root, now)
    walk.append((came,) if came else (), by=COACH)
    said = (f"The logs tell the result: {came.outcome} ({came.text}).",) if came else ()
    return CheckReport(
        walk.session_id, title_of(session), surprises_first(claims), (*said, *_due(walk, claims)), problem
    )


def surprises_first(claims: Iterable[CheckedClaim]) -> tuple[CheckedClaim, ...]:
    """Give claims with what was decided just now first, the least expected before the rest; else in their order."""
    return tuple(sorted(claims, key=lambda claim: (not claim.is_new, claim.held is None, -claim.surprise)))


def _read(session: Session, root: Path) -> tuple[tuple[Run, ...], str]:
    paths = log_paths(session)
    if not paths:
        return (), "no log folder is linked to this session"
    try:
        runs = read_logs(paths, root)
    except RunReadError as error:
        return (), str(error)
    return runs, "" if runs else f"{paths[-1]}: nothing in there could be read as a run log"


def _claim(made: PredictionMade, resolved: PredictionResolved, *, is_new: bool) -> CheckedClaim:
    return CheckedClaim(
        prediction=made.prediction,
        text=made.text,
        probability=made.probability,
        role=made.role,
        cause=made.cause,
        held=resolved.held,
        says=resolved.says,
        is_new=is_new,
        judged=resolved.judged,
        early=resolved.early,
    )


def _due(walk: Walk, claims: Sequence[CheckedClaim]) -> tuple[str, ...]:
    session = walk.session
    due: list[str] = []
    waiting = under_way(session)
    if waiting is not None:
        due.append(
            f"A result is awaited: {waiting.committed.question} When it is there: coach resume {walk.session_id}"
        )
    decided = session.last(LaunchDecided)
    if decided is not None and decided.go and session.last(RunJudged) is None:
        when = "The run has ended. Say" if have_ended(session) else "When the run has ended, say"
        due.append(f"{when} whether it failed, and of what: coach resume {walk.session_id}")
    open_claims = sum(claim.standing == "open" for claim in claims)
    if open_claims:
        due.append(f"{open_claims} prediction{'s are' if open_claims > 1 else ' is'} still open.")
    return tuple(due)
