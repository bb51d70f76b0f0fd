"""The path of a newcomer over a journal: where they are, the next claim, and what is kept of it."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from coach.errors import RunReadError
from coach.journal.drills import append_to_drill, read_drill
from coach.playbook.drills.load import LOGS
from coach.session.drill.events import ClaimStated, DrillEvent, LessonDone
from coach.session.learn.claims import answered, claim_of, curve_of
from coach.session.learn.path import path_of
from coach.session.learn.report import report_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from coach.desk.drilling import Drills
    from coach.runs import Run
    from coach.session.drill.events import Body
    from coach.session.learn.claims import Claim, ScoredClaim
    from coach.session.learn.lesson import Lesson
    from coach.session.learn.path import Stage
    from coach.session.learn.report import LearnReport

ASKED_ABOUT = frozenset(
    {
        "return",
        "eval_return",
        "accuracy",
        "eval_accuracy",
        "loss",
        "eval_loss",
        "value_loss",
        "entropy",
        "kl",
        "explained_variance",
        "q_value",
        "grad_norm",
        "fps",
    }
)
"""Quantities of which one can have an opinion how they go on; a clock or a schedule is none."""
KEPT = "learning"
"""Id under which lessons and claims are kept beside the drills."""


class LearningPath:
    """Where somebody is on the path, by the journal that serves here."""

    def __init__(self, drills: Drills) -> None:
        self._drills = drills

    def lessons(self) -> tuple[Lesson, ...]:
        """Give the lessons in their order.

        Raises:
            PlaybookError: their file has a fault.
        """
        from coach.playbook.lessons import load_lessons  # noqa: PLC0415 - the daily question needs none

        return load_lessons()

    def practised(self) -> tuple[Body, ...]:
        """Give what one has done oneself of lessons and claims, the oldest first.

        Raises:
            JournalError: it cannot be read.
        """
        kept = read_drill(self._drills.root, KEPT)
        return tuple(each.body for each in kept if each.by == self._drills.by)

    def stages(self) -> tuple[Stage, ...]:
        """Give the path as it stands."""
        from coach.journal.journal import Journal  # noqa: PLC0415 - only here

        summaries = Journal.at(self._drills.root).summaries()
        mine = [each for each in summaries if self._drills.by in each.people and not each.guided]
        closed = sum(each.status == "closed" and each.method != "log" for each in mine)
        return path_of(self.lessons(), self.practised(), self._drills.played(), closed)

    def report(self) -> LearnReport:
        """Give what was learned so far."""
        return report_of(self._drills.played(), self.practised())

    def lesson_done(self, lesson: str, right: int, of: int) -> None:
        """Keep that a lesson was done."""
        self._keep(LessonDone(lesson=lesson, right=right, of=of))

    def next_claim(self, day: date | None = None) -> Claim | None:
        """Give a claim that was not answered yet; None where every curve was asked about.

        Probabilities and intervals take turns.

        Args:
            day: gives the claim of that day instead of the next one.
        """
        seen = [each.claim for each in self.practised() if isinstance(each, ClaimStated)]
        wanted: Literal["above", "interval"] = "above" if len(seen) % 2 == 0 or day else "interval"
        curves = {curve_of(each) for each in seen}
        claims = [each for each in self._claims(wanted) if curve_of(each.id) not in curves]
        if not claims:
            return None
        claims.sort(key=lambda each: each.id)
        return claims[day.toordinal() % len(claims)] if day else claims[0]

    def answer(self, claim: Claim, said: str) -> ScoredClaim:
        """Score an answer and keep it.

        Raises:
            AnswerError: it does not fit the question.
            JournalError: it could not be kept.
        """
        found = answered(claim, said)
        self._keep(
            ClaimStated(
                claim=claim.id, form=claim.form, probability=found.probability, came_true=found.came_true
            )
        )
        return found

    def _claims(self, form: Literal["above", "interval"]) -> Iterator[Claim]:
        from coach.runs.quantities import meanings_of  # noqa: PLC0415 - with the runs

        for about, run in self._runs:
            meant = meanings_of(run)
            for tag in sorted(
                each for each in run.series if each in meant and meant[each].quantity in ASKED_ABOUT
            ):
                line = run.series[tag].timeline()
                claim = claim_of(form, tag, about, line.step.tolist(), line.value.tolist())
                if claim is not None:
                    yield claim

    @cached_property
    def _runs(self) -> tuple[tuple[str, Run], ...]:
        """The runs of the cases with the case's title, and those of the guided case."""
        return tuple(self._read_runs())

    def _read_runs(self) -> Iterator[tuple[str, Run]]:
        from coach.desk.guide import DEMO_TITLE, demo_logs  # noqa: PLC0415 - only for claims
        from coach.runs import read_runs  # noqa: PLC0415 - loads numpy

        places = [(each.case.title, Path(each.case.folder) / LOGS) for each in self._drills.cases()]
        for title, place in (*places, (DEMO_TITLE, demo_logs())):
            try:
                for run in read_runs([place]) if place.is_dir() else ():
                    yield title, run
            except RunReadError:
                continue

    def _keep(self, body: Body) -> None:
        event = DrillEvent(at=self._drills.now(), by=self._drills.by, body=body)
        append_to_drill(self._drills.root, KEPT, [event])
