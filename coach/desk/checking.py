"""Checks sealed predictions against the runs they were made for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.desk.ended import are_over, newest_record
from coach.desk.evidence import linked
from coach.desk.read_logs import read_logs
from coach.desk.stamp import COACH
from coach.errors import RunReadError
from coach.prediction import looks_like_prediction, parse_prediction
from coach.report.title import title_of
from coach.session.causes import predictions
from coach.session.event.common import Sealed
from coach.session.event.evidence import RunsLinked
from coach.session.event.premortem import LaunchDecided, PredictionMade, PredictionResolved, RunJudged
from coach.session.experiments import under_way
from coach.session.launches import have_ended, log_paths
from coach.session.pace import run_hours
from coach.session.seal import sealed_ids

if TYPE_CHECKING:
    from collections.abc import Sequence
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
    """

    prediction: str
    text: str
    probability: float
    role: str
    cause: str
    held: bool | None
    says: str
    is_new: bool


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


def is_checkable(session: Session) -> bool:
    """True when a session has something whose time may have come: a seal, or a commitment under way."""
    return not session.is_closed and session.last(Sealed) is not None


def check_walk(walk: Walk, *, now: datetime, root: Path) -> CheckReport:
    """Read the runs a session was made for and resolve what they decide.

    What a person judged by hand stays; what a log decided is decided again when the log says something else by
    now, since a run that seemed to have ended may have gone on.
    """
    session = walk.session
    made = sealed_predictions(session)
    runs, problem = _read(session, root) if made else ((), "")
    before = {view.made.prediction: view.resolved for view in predictions(session)}
    reader = _Reader(runs, now, run_hours(session), _sealed_at(session), have_ended(session))
    claims: list[CheckedClaim] = []
    found: list[PredictionResolved] = []
    for each in made:
        known = before.get(each.prediction)
        if known is not None and known.known == "hand":
            claims.append(_claim(each, known, is_new=False))
            continue
        resolved = reader.resolve(each)
        is_new = resolved.held is not None and (known is None or known.held != resolved.held)
        claims.append(_claim(each, resolved, is_new=is_new))
        if is_new:
            found.append(resolved)
    if runs and not any(body.runs for body in session.all(RunsLinked)):
        walk.append((linked(log_paths(session)[-1], runs, "launched", now), *found), by=COACH)
    else:
        walk.append(found, by=COACH)
    return CheckReport(walk.session_id, title_of(session), tuple(claims), _due(walk, claims), problem)


def _sealed_at(session: Session) -> float | None:
    moments = [event.at.timestamp() for event, _ in session.entries(Sealed)]
    return moments[-1] if moments else None


def _read(session: Session, root: Path) -> tuple[tuple[Run, ...], str]:
    paths = log_paths(session)
    if not paths:
        return (), "no log folder is linked to this session"
    try:
        runs = read_logs(paths, root)
    except RunReadError as error:
        return (), str(error)
    return runs, "" if runs else f"{paths[-1]}: nothing in there could be read as a run log"


class _Reader(NamedTuple):
    """Holds claims against the runs they were made for."""

    runs: Sequence[Run]
    now: datetime
    run_hours: float
    sealed_at: float | None
    have_ended: bool
    """It is known that they have, since coach launched them; nothing need be told from their silence."""

    def resolve(self, made: PredictionMade) -> PredictionResolved:
        """Give what the logs say of a claim; `held` is None while they do not decide it."""
        if not looks_like_prediction(made.text):
            return self._said(made, None, "Only you can say.", None)
        if not self.runs:
            return self._said(made, None, "There is no run to read yet.", None)
        from coach.runs.checking.prediction_check import check_prediction  # noqa: PLC0415 - loads numpy

        prediction = parse_prediction(made.text)
        meant = _runs_meant(self.runs, prediction.tag)
        is_over = self.have_ended or are_over(meant, self.now, run_hours=self.run_hours)
        verdict = check_prediction(prediction, meant, is_over=is_over)
        newest = newest_record(meant)
        is_late = newest is not None and self.sealed_at is not None and newest < self.sealed_at
        late = ". It was sealed after the run's last record, so it was no forecast." if is_late else ""
        return self._said(
            made, verdict.held, verdict.says.removesuffix(".") + late if late else verdict.says, verdict.value
        )

    @staticmethod
    def _said(made: PredictionMade, held: bool | None, says: str, value: float | None) -> PredictionResolved:  # noqa: FBT001 - three-valued
        return PredictionResolved(prediction=made.prediction, held=held, says=says, value=value, known="log")


def _runs_meant(runs: Sequence[Run], tag: str) -> Sequence[Run]:
    """Give the runs a claim is about: where some log the tag, those that log in the same way.

    A monitor file beside event files is another view of the same training, not a seed that failed to log. Of several
    trainings in one place the last is meant: an earlier one was there before, or was begun again. A run that was
    repeated with the same numbers, or copied, counts once: it says nothing that the first did not.
    """
    from coach.runs.comparing.copies import distinct  # noqa: PLC0415 - loads numpy
    from coach.runs.reading.trainings import latest_trainings  # noqa: PLC0415 - as above

    runs = distinct(latest_trainings(runs)).runs
    formats = {run.format for run in runs if tag in run.series}
    return [run for run in runs if run.format in formats] or runs


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
        due.append(
            f"When the run has ended, say whether it failed, and of what: coach resume {walk.session_id}"
        )
    open_claims = sum(claim.held is None for claim in claims)
    if open_claims:
        due.append(f"{open_claims} prediction{'s are' if open_claims > 1 else ' is'} still open.")
    return tuple(due)
