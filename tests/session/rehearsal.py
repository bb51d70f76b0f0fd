"""A walk in memory: the real stages over a list of events, with a clock that ticks once a confirmed answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from coach.errors import AnswerError
from coach.session.answers.answer import parse_data, parse_text
from coach.session.catalogue import Catalogue
from coach.session.event import Event
from coach.session.event.common import Opened
from coach.session.event.evidence import RunReference, RunsLinked, SymptomSeen
from coach.session.failure_mode import Check, FailureMode, Prevention, Repair, Symptom
from coach.session.fold import Session, fold
from coach.session.method import parts, sheet_at, where
from coach.session.recognising import NO_WORDS, Words
from coach.session.sheet import Sheet, Taken, take
from coach.session.step import LastTime, Place, Position, Question
from coach.session.suggested import SuggestedExperiment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coach.session.earlier import Ended
    from coach.session.event import Body
    from coach.session.event.common import Method

START = datetime(2026, 3, 1, 1, 0, tzinfo=UTC)


def failure_mode(
    mode_id: str,
    name: str,
    *,
    weight: float = 3.0,
    symptoms: Mapping[str, float] | None = None,
    tripwire: str = "",
) -> FailureMode:
    return FailureMode(
        id=mode_id,
        name=name,
        says=f"{name}, as it shows.",
        weight=weight,
        provenance="editorial",
        source="",
        mine="mine",
        symptoms=symptoms or {},
        classes={"never-learns": 0.9},
        tripwire=tripwire,
        prevention=Prevention(text=f"prevent {name}", minutes=10, effectiveness=0.8),
        repair=Repair(text=f"repair {name}", human_h=0.5, runs=1),
        check=Check(says=f"check {name}"),
    )


CATALOGUE = Catalogue(
    id="small",
    title="A small catalogue",
    symptom_classes={"never-learns": "it never learns", "too-good": "it is too good"},
    failure_modes=(
        failure_mode(
            "reward-scale",
            "Rewards of the wrong size",
            weight=8,
            symptoms={"explained-variance": 0.8, "targets-huge": 0.9},
        ),
        failure_mode(
            "entropy-collapse",
            "Entropy collapses",
            weight=8,
            symptoms={"entropy-collapse": 0.9, "explained-variance": 0.3},
            tripwire="train/entropy > 0.1 throughout",
        ),
        failure_mode("seed-variance", "An unlucky seed", weight=3, symptoms={"explained-variance": 0.2}),
    ),
    experiments=(
        SuggestedExperiment(
            id="reward-histogram",
            question="How large are the rewards?",
            how="Print their mean and spread.",
            wall_runs=0,
            wall_h=0,
            dollars=0,
            human_h=0.25,
            outcomes=("huge", "near one"),
            rows={"reward-scale": (0.95, 0.05), "entropy-collapse": (0.3, 0.7), "seed-variance": (0.2, 0.8)},
        ),
    ),
    symptoms={
        "explained-variance": Symptom(
            id="explained-variance", says="EV is low", asks="Is EV low?", detected=True
        ),
        "targets-huge": Symptom(
            id="targets-huge", says="Targets are in the thousands.", asks="Are targets huge?"
        ),
        "moon-is-full": Symptom(id="moon-is-full", says="The moon is full.", asks="Is the moon full?"),
    },
)


class Rehearsal:
    """A session in memory that is answered question by question."""

    def __init__(
        self,
        method: Method,
        catalogue: Catalogue = CATALOGUE,
        *,
        words: Words = NO_WORDS,
        earlier: tuple[Ended, ...] = (),
        last_time: LastTime | None = None,
    ) -> None:
        self.words = words
        self.earlier = earlier
        self.last_time = last_time or LastTime()
        self.events: list[Event] = []
        self.catalogue = catalogue
        self.asked: list[str] = []
        self.add(Opened(method=method, title="a try", playbook="small"))

    def add(self, *bodies: Body) -> None:
        turn = f"e{len(self.events):04d}"
        for body in bodies:
            number = len(self.events)
            at = START + timedelta(seconds=number)
            self.events.append(Event(id=f"e{number:04d}", at=at, by="mira", turn=turn, body=body))

    @property
    def session(self) -> Session:
        return fold(self.events)

    @property
    def place(self) -> Place:
        return Place(
            self.session,
            self.catalogue,
            words=self.words,
            earlier=lambda: self.earlier,
            last_time=lambda: self.last_time,
        )

    @property
    def position(self) -> Position:
        return where(self.place)

    @property
    def question(self) -> Question:
        step = self.position.step
        assert step is not None, "the walk is done"
        return step.question

    def says(self, key: str, answer: object) -> None:
        """Answer the current question, which must be `key`, with data as an answers file holds it.

        Questions that an answers file may leave out are left alone where another one is meant.
        """
        while (open_step := self.position.step) is not None and open_step.question.may_be_absent:
            if key in (open_step.question.key, open_step.question.formerly):
                break
            self.add(*open_step.accept(None))
        step = self.position.step
        assert step is not None, f"the walk is done before {key}"
        assert key in (step.question.key, step.question.formerly), f"asked {step.question.key}, not {key}"
        self.asked.append(key)
        self.add(*step.accept(parse_data(step.question, answer)))

    def types(self, text: str) -> None:
        """Answer the current question with typed text."""
        step = self.position.step
        assert step is not None
        self.add(*step.accept(parse_text(step.question, text)))

    @property
    def sheet(self) -> Sheet:
        sheet = sheet_at(self.place)
        assert sheet is not None, "the walk is done"
        return sheet

    def take(self, answers: Mapping[str, object]) -> Taken:
        """Answer questions of the open sheet; nothing is kept where one does not fit."""
        before = len(self.events)

        def keep(bodies: tuple[Body, ...]) -> Place:
            self.add(*bodies)
            return self.place

        try:
            return take(parts(self.place), self.place, answers, keep)
        except AnswerError:
            del self.events[before:]
            raise

    def walk(self, answers: Sequence[tuple[str, object]]) -> None:
        for key, answer in answers:
            self.says(key, answer)


def logs_read(*symptoms: SymptomSeen, path: str = "runs/a") -> tuple[Body, ...]:
    run = RunReference(name="a", path=path, format="tensorboard", fingerprint="f", points=100, last_step=99)
    return (RunsLinked(role="evidence", path=path, runs=(run,)), *symptoms)


LOW_EV = SymptomSeen(
    symptom="explained-variance-train",
    detector="explained-variance",
    run="a",
    tag="train/explained_variance",
    says="Explained variance stays at or under zero.",
    severity="warn",
    onset_step=2000,
    onset_wall_h=0.5,
    source="Schulman 2016",
    innocent=("tiny return variance",),
)
