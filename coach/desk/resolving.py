"""Resolves one sealed prediction from the logs of the runs it was made for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.desk.ended import are_over, newest_record
from coach.prediction import looks_like_prediction, parse_prediction
from coach.session.event.premortem import PredictionResolved

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from coach.runs import Run
    from coach.session.event.premortem import PredictionMade
    from coach.session.scoring import Sealing

NO_FORECAST = "It was sealed after the run's last record, so it was no forecast."


class Resolver(NamedTuple):
    """Holds claims against the runs they were made for.

    Attributes:
        runs: the runs.
        now: the present moment.
        run_hours: how long one run was said to take.
        sealing: when each claim was sealed, and what was known by then, by its id.
        references: earlier runs that a claim may compare with, by name; the baseline's under an empty one.
        have_ended: it is known that the runs have, since coach launched them; nothing need be told from their silence.
        ended: what was found of sets of these runs, by which they are; empty to begin with.
    """

    runs: Sequence[Run]
    now: datetime
    run_hours: float
    sealing: Mapping[str, Sealing]
    references: Mapping[str, Sequence[Run]]
    have_ended: bool
    ended: dict[tuple[int, ...], tuple[bool, float | None]]

    def resolve(self, made: PredictionMade) -> PredictionResolved:
        """Give what the logs say of a claim; `held` is None while they do not decide it."""
        if not looks_like_prediction(made.text):
            return _said(made, "Only you can say.")
        if not self.runs:
            return _said(made, "There is no run to read yet.")
        from coach.runs.checking.prediction_check import check_prediction  # noqa: PLC0415 - loads numpy
        from coach.runs.checking.verdict import Outcome  # noqa: PLC0415 - as above

        prediction = parse_prediction(made.text)
        meant = runs_meant(self.runs, prediction.tag)
        has_ended, newest = self._ended(meant)
        is_over = self.have_ended or has_ended
        verdict = check_prediction(prediction, meant, is_over=is_over, references=self.references)
        early = self._early(made, newest)
        return PredictionResolved(
            prediction=made.prediction,
            held=verdict.held,
            says=f"{verdict.says.removesuffix('.')}. {early}" if early else verdict.says,
            value=verdict.value,
            known="log",
            judged=verdict.outcome is not Outcome.NOT_JUDGED,
            early=early,
        )

    def _ended(self, meant: Sequence[Run]) -> tuple[bool, float | None]:
        """Give whether runs are over, and the time of their newest record; most claims are about the same runs."""
        key = tuple(map(id, meant))
        if key not in self.ended:
            self.ended[key] = (are_over(meant, self.now, run_hours=self.run_hours), newest_record(meant))
        return self.ended[key]

    def _early(self, made: PredictionMade, newest: float | None) -> str:
        """Give why a claim is no forecast; empty where it is one."""
        sealing = self.sealing.get(made.prediction)
        if sealing is None:
            return ""
        if newest is not None and newest < sealing.at.timestamp():
            return NO_FORECAST
        return sealing.looked


def runs_meant(runs: Sequence[Run], tag: str) -> Sequence[Run]:
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


def _said(made: PredictionMade, says: str) -> PredictionResolved:
    return PredictionResolved(prediction=made.prediction, held=None, says=says, known="log")
