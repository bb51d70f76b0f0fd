"""A journal of pre-mortems and investigations made by script, on logs that are written after the seals."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from coach.desk.coach import Coach
from coach.desk.stamp import Stamp
from coach.journal.journal import Journal
from coach.runs.readers.event_files.event_file import Scalar, write_scalars
from coach.session.event.common import Closed, Stated
from coach.session.event.evidence import RunsLinked, SymptomJudged, SymptomSeen
from coach.session.event.experiment import (
    Committed,
    CostSpent,
    ExperimentAdded,
    ExperimentPriced,
    FixConfirmed,
    OutcomePredicted,
    OutcomesForecast,
    ResultRecorded,
)
from coach.session.event.hypothesis import HypothesisAdded, PriorsGiven, RepairPriced, ServicePriced
from coach.session.event.premortem import (
    CauseAdded,
    CauseJudged,
    DoubtRated,
    Estimated,
    LaunchDecided,
    PredictionMade,
    RunJudged,
)
from coach.session.seal import seal

if TYPE_CHECKING:
    from pathlib import Path

    from coach.desk.walk import Walk

BEGAN = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
CLAIMS = (
    ("final(eval/return) >= 18", 0.9),
    ("max(train/kl) < 0.1", 0.9),
    ("mean(eval/return, last 10%) > 15", 0.8),
    ("train/entropy > 0.1 throughout after 10k", 0.95),
    ("slope(eval/return) > 0", 0.9),
)
LISTED = (
    ("lr", "learning rate too high", 0.3),
    ("norm", "rewards are not scaled", 0.2),
    ("bug", "a typo", 0.1),
)


class Clock:
    """A clock that a script sets, and that ticks a second a look."""

    def __init__(self) -> None:
        self.now = BEGAN

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def many_sessions(folder: Path, count: int = 25, *, seed: int = 0) -> Coach:
    """Give a coach over a journal of so many closed sessions, two pre-mortems in three."""
    chance, clock = random.Random(seed), Clock()  # noqa: S311 - made-up runs
    coach = Coach(Journal.at(folder / "journal"), Stamp(by="mira", now=clock))
    for number in range(count):
        clock.now = BEGAN + timedelta(days=9 * number)
        person = ("mira", "tom")[number % 4 == 3]
        coach._stamp = Stamp(by=person, now=clock)
        if number % 3 == 2:
            investigation(coach, number, chance)
        else:
            premortem(coach, folder / "runs" / f"run-{number}", number, chance, clock)
    return coach


def premortem(coach: Coach, place: Path, number: int, chance: random.Random, clock: Clock) -> None:
    walk = coach.begin("premortem", title=f"scaling {number}", playbook="deep-learning", paths=[str(place)])
    walk.append(
        (
            Stated(topic="question", text="does scaling help"),
            DoubtRated(round=1, level="a bit", probability=0.3),
        )
    )
    walk.append(
        [
            PredictionMade(
                prediction=f"p{at}", text=text, probability=p, role="tripwire" if at in (1, 3) else "success"
            )
            for at, (text, p) in enumerate(CLAIMS)
        ]
    )
    for cause, text, p in LISTED:
        walk.append(
            (
                CauseAdded(cause=cause, text=text, origin="own", round=1),
                CauseJudged(cause=cause, probability=p, owner="mine"),
            )
        )
    walk.append((Estimated(hours=6, dollars=20),))
    walk.append((seal(walk.session, "premortem"),))
    walk.append((LaunchDecided(go=True),))
    failed = chance.random() < 0.4
    log(place, clock.now, chance, failed=failed)
    clock.now += timedelta(days=3)
    coach.check([walk.session_id])
    walk = coach.walk(walk.session_id)
    cause = chance.choices(("lr", "norm", "other"), (2, 3, 3))[0] if failed else ""
    walk.append(
        (
            RunJudged(
                failed=failed,
                cause=cause,
                text="the queue" if cause == "other" else "",
                hours=6 + 12 * chance.random(),
            ),
        )
    )
    walk.append(
        (
            Stated(topic="lesson", text=f"Print the scale of every reward, {number}."),
            Closed(ending="answered"),
        )
    )


def log(place: Path, begun: datetime, chance: random.Random, *, failed: bool) -> None:
    place.mkdir(parents=True)
    top = 8 if failed else 22 + chance.gauss(0, 3)
    spike = chance.random() < 0.35
    rows = [
        Scalar(tag, 1000 * at, begun.timestamp() + 200.0 * at, value)
        for at in range(1, 101)
        for tag, value in (
            ("eval/return", top * at / 100 + chance.gauss(0, 0.3)),
            ("train/kl", 0.3 if spike and at == 60 else 0.01),
            ("train/entropy", 0.8 - 0.005 * at - (0.4 if failed else 0.0)),
        )
    ]
    write_scalars(place / f"events.out.tfevents.{int(begun.timestamp())}.host", rows)


def investigation(coach: Coach, number: int, chance: random.Random) -> None:
    walk = coach.begin("stuck", title=f"flat curve {number}", playbook="deep-learning")
    for hypothesis, text, _ in LISTED:
        walk.append(
            (
                HypothesisAdded(
                    hypothesis=hypothesis, text=text, origin="own", failure_mode=f"mode-{hypothesis}"
                ),
            )
        )
    walk.append((PriorsGiven(weights={name: p for name, _, p in LISTED}), ServicePriced(human_h=40)))
    for hypothesis, _, _ in LISTED:
        walk.append((RepairPriced(hypothesis=hypothesis, human_h=1, wall_h=6),))
    seen = SymptomSeen(
        symptom=f"spike-{number}", detector="loss-spikes", run="run", tag="loss", says="spikes", severity="warn",
        raises=("mode-lr",),
    )  # fmt: skip
    walk.append(
        (
            RunsLinked(role="evidence", path="runs"),
            seen,
            SymptomJudged(symptom=seen.symptom, verdict="evidence"),
        )
    )
    walk.append(
        (
            ExperimentAdded(
                experiment="halve", question="Halve it?", how="", outcomes=("better", "same"), origin="own"
            ),
            ExperimentPriced(experiment="halve", wall_h=3, human_h=0.2),
            OutcomesForecast(
                experiment="halve", rows={"lr": (0.9, 0.1), "norm": (0.3, 0.7), "bug": (0.2, 0.8)}
            ),
        )
    )
    truth = chance.choices(("lr", "norm", "other"), (3, 3, 2))[0]
    committed(walk, "c1", "experiment", "halve", {"better": 0.7, "same": 0.3})
    walk.append((ResultRecorded(commitment="c1", outcome="better" if truth == "lr" else "same"),))
    walk.append((CostSpent(commitment="c1", hours=3 + 6 * chance.random()),))
    target = "lr" if truth == "lr" else "norm"
    committed(walk, "c2", "fix", target, {"fixed": 0.8, "not-fixed": 0.2})
    walk.append(
        (
            ResultRecorded(commitment="c2", outcome="fixed"),
            CostSpent(commitment="c2", hours=7 + 14 * chance.random()),
        )
    )
    walk.append((FixConfirmed(hypothesis=truth, grade="fixed-once", text="the queue"),))
    walk.append(
        (Stated(topic="sooner", text="Looking at the scale of the rewards."), Closed(ending="solved"))
    )


def committed(
    walk: Walk, name: str, action: Literal["experiment", "fix"], target: str, chances: dict[str, float]
) -> None:
    walk.append(
        (
            Committed(commitment=name, action=action, target=target, question=f"{target}?", advised=""),
            OutcomePredicted(commitment=name, probability=chances),
        )
    )
    walk.append((seal(walk.session, "commitment"),))
