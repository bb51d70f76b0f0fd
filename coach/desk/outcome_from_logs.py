"""The outcome of an experiment under way, where its outcomes are claims that a newer run's log decides."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from coach.desk.ended import are_over, newest_record
from coach.desk.read_logs import read_logs
from coach.desk.resolving import runs_meant
from coach.errors import RunReadError
from coach.prediction import looks_like_prediction, parse_prediction
from coach.session.event.evidence import RunsLinked
from coach.session.event.experiment import Committed, ResultRecorded
from coach.session.experiments import experiment_by_id, under_way
from coach.session.pace import run_hours

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from coach.runs import Run
    from coach.session.fold import Session


def outcome_from_logs(session: Session, root: Path, now: datetime) -> ResultRecorded | None:
    """Give the result of the experiment under way as the logs tell it; None where they do not.

    They do where its outcomes are written as predictions, all or all but one, and exactly one of them came true in the
    runs of the linked folders that were begun after the commitment. With every written one false, it is the other one.
    """
    waiting = under_way(session)
    experiment = experiment_by_id(session, waiting.committed.target) if waiting else None
    if waiting is None or experiment is None or waiting.committed.action != "experiment":
        return None
    claims = [each for each in experiment.outcomes if looks_like_prediction(each)]
    if len(claims) < max(1, len(experiment.outcomes) - 1):
        return None
    since = next(
        event.at for event, body in session.entries(Committed) if body == waiting.committed
    ).timestamp()
    runs = _begun_since(session, root, since)
    if not runs:
        return None
    found = {each: _verdict(each, runs, now, run_hours(session)) for each in claims}
    came = [each for each, (held, _) in found.items() if held]
    left = [each for each in experiment.outcomes if each not in claims]
    if not came and left and all(held is False for held, _ in found.values()):
        came = left
    if len(came) != 1 or any(held is None for held, _ in found.values()):
        return None
    says = found[came[0]][1] if came[0] in found else "; ".join(says for _, says in found.values())
    return ResultRecorded(commitment=waiting.committed.commitment, outcome=came[0], text=says, known="log")


def _begun_since(session: Session, root: Path, since: float) -> list[Run]:
    known = {run.path for body in session.all(RunsLinked) for run in body.runs}
    folders = dict.fromkeys(body.path for body in session.all(RunsLinked) if body.role != "archive")
    found: list[Run] = []
    for path in folders:
        with suppress(RunReadError):
            found += [run for run in read_logs([path], root) if str(run.path) not in known]
    return [run for run in found if (newest_record([run]) or 0.0) > since]


def _verdict(text: str, runs: Sequence[Run], now: datetime, hours: float) -> tuple[bool | None, str]:
    from coach.runs.checking.prediction_check import check_prediction  # noqa: PLC0415 - loads numpy

    claim = parse_prediction(text)
    meant = runs_meant(runs, claim.tag)
    verdict = check_prediction(claim, meant, is_over=are_over(meant, now, run_hours=hours))
    return verdict.held, verdict.says
