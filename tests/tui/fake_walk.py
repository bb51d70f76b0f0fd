"""A walk over any questions, and the program around it."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING, Any, Self

from textual import events
from textual.keys import _character_to_key
from textual.worker import WorkerCancelled

from coach.session.answers.answer import parse_data, parse_text
from coach.session.beliefs import BeliefRow
from coach.session.event import Event
from coach.session.event.common import Opened
from coach.session.fold import fold
from coach.session.form import Text
from coach.session.step import Position, Question, StageView, Step
from coach.tui.app import CoachApp
from coach.tui.pause import Pause
from coach.tui.screens.case import CaseScreen
from coach.tui.screens.evidence import EvidenceScreen
from coach.tui.screens.home import HomeScreen
from coach.tui.screens.premortem import PremortemScreen
from coach.tui.screens.walk import WalkScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from textual.pilot import Pilot
    from textual.screen import Screen

    from coach.errors import AnswerError
    from coach.journal.summary import Summary
    from coach.runs import Run
    from coach.session.event.evidence import Verdict
    from coach.session.exhibit import Exhibit
    from coach.session.fold import Session
    from coach.session.form import Form
    from coach.session.pace import Pace
    from coach.session.pairing.turns import Pairing
    from coach.session.sheet import Sheet
    from coach.session.step import Answer
    from coach.session.supposed import Supposed
    from coach.session.triage.first_looks import Look
    from coach.tui.interfaces import Opening, Suggestion, Walk

OTHER = BeliefRow("other", "something else", 0.3, 0.3, is_catch_all=True, is_favourite=False)


def question(form: Form, **fields: Any) -> Question:
    """Give a question about nothing in particular."""
    return Question(**{"key": "any", "text": "What now?", "why": "Because.", "form": form} | fields)


class FakeWalk:
    """Asks its questions in order and remembers what it was told.

    Attributes:
        given: the answers, as the method would get them.
        refusal: raised instead of the next answer being taken.
    """

    session_id = "261122-fake"
    drafts_path: Path | None = None
    file: Path | None = None
    by = "mira"
    opening: Opening | None = None
    pairing: Pairing | None = None

    def __init__(
        self, *questions: Question, exhibits: tuple[Exhibit, ...] = (), title: str = "a title"
    ) -> None:
        self.questions = questions or (question(Text()),)
        self.exhibits = exhibits
        self.given: list[Answer] = []
        self.noted: list[str] = []
        self.surprises: list[tuple[str, bool]] = []
        self.refusal: AnswerError | None = None
        self.prepared: Suggestion | None = None
        self.rows: tuple[BeliefRow, ...] = (OTHER,)
        self.pace: Pace = "standard"
        self.before_answer: Callable[[], None] = lambda: None
        self.beside: Callable[[str], str] | None = None
        self._undone: list[Answer] = []
        opened = Opened(method="stuck", title=title, playbook="")
        self._session = fold(
            [Event(id="1", at=datetime(2026, 1, 1, tzinfo=UTC), by="me", turn="1", body=opened)]
        )

    @property
    def session(self) -> Session:
        return self._session

    def pass_keyboard(self) -> str:
        return ""

    @property
    def heading(self) -> str:
        return self._session.title

    @property
    def position(self) -> Position:
        place = len(self.given)
        rail = (StageView("one", "The only part", "here" if place < len(self.questions) else "done", ""),)
        if place >= len(self.questions):
            return Position(None, "", rail)
        step = Step(
            question=self.questions[place],
            accept=lambda _answer: (),
            exhibits=self.exhibits,
            beside=self.beside,
        )
        return Position(step, "one", rail)

    def beliefs(self) -> tuple[BeliefRow, ...]:
        return self.rows

    def frame(self) -> tuple[tuple[str, str], ...]:
        return (("working on", "the thing at hand"),)

    def answer(self, answer: Answer) -> None:
        self.before_answer()
        if self.refusal is not None:
            refusal, self.refusal = self.refusal, None
            raise refusal
        self.given.append(answer)

    def take(self, answers: Mapping[str, object]) -> object:
        raise AssertionError(answers)

    def answer_text(self, text: str) -> None:
        self.answer(parse_text(self.questions[len(self.given)], text))

    def answer_data(self, data: object) -> None:
        self.answer(parse_data(self.questions[len(self.given)], data))

    def tables(self) -> tuple[Step, ...]:
        return ()

    def revise(self, step: Step, answer: Answer) -> None:
        raise AssertionError((step, answer))

    def judge(self, symptom: str, verdict: Verdict, reason: str = "") -> None:
        raise AssertionError((symptom, verdict, reason))

    def skip(self) -> None:
        self.given.append(None)

    @property
    def sheet(self) -> Sheet | None:
        return None

    def first_looks(self, answers: Mapping[str, object], steps: Sequence[Step]) -> tuple[Look, ...]:
        raise AssertionError((answers, steps))

    def supposing(
        self, answers: Mapping[str, object], changed: Iterable[tuple[Step, object]] = ()
    ) -> Supposed:
        raise AssertionError((answers, changed))

    def suggestion(self, key: str = "") -> Suggestion | None:
        del key
        return self.prepared

    def perform(
        self,
        progress: Callable[[int, int, str], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        if progress is not None:
            progress(1, 2, "reading")
        if cancelled is None or not cancelled():
            self.given.append(None)

    def read_ahead(
        self, progress: Callable[[int, int, str], None] | None, cancelled: Callable[[], bool]
    ) -> None:
        raise AssertionError((progress, cancelled))

    def note(self, text: str) -> None:
        self.noted.append(text)

    def surprised(self, text: str, *, welcome: bool) -> None:
        self.surprises.append((text, welcome))

    def undo(self) -> str | None:
        if not self.given:
            return None
        self._undone.append(self.given.pop())
        return "the answer"

    def redo(self) -> str | None:
        if not self._undone:
            return None
        self.given.append(self._undone.pop())
        return "the answer"

    def runs(self) -> tuple[Run, ...]:
        return ()

    def earlier_runs(self, cancelled: Callable[[], bool]) -> tuple[Run, ...]:  # noqa: ARG002 - as the walk has it
        return self.runs()

    def as_written(self) -> Self:
        return self

    def adopt(self, other: Walk) -> bool:
        return other is self

    def insist(self) -> None:
        raise NotImplementedError

    def refresh(self) -> bool:
        return False


class FakeCoach:
    """A desk with one walk on it."""

    def __init__(self, walk: Walk, summaries: Sequence[Summary] = ()) -> None:
        self._walk = walk
        self._summaries = summaries
        self.noted: list[str] = []

    def listing(self) -> FakeCoach:
        return self

    def at_home(self, closed: int) -> tuple[Sequence[Summary], int]:
        del closed
        return self._summaries, 0

    def begin(self, method: str, **_: Any) -> Walk:
        del method
        return self._walk

    def walk(self, session_id: str) -> Walk:
        del session_id
        return self._walk

    def note(self, text: str) -> str:
        self.noted.append(text)
        return "261122-log"


def app_for(walk: Walk) -> CoachApp:
    """Give the program, at a walk."""
    return CoachApp(lambda: FakeCoach(walk), lambda coach: coach.walk(""))


PATIENCE_S = 60.0
"""After this long something never comes; a thread that a test holds up is let go, so that a failed test can end."""
LEAST_TURNS = 3
"""What is put off until after the next refresh has begun by then, and what that tells another widget has come there."""


def is_waiting(screen: Screen[Any]) -> bool:
    """True while a screen has still to show what it asked for."""
    pause = getattr(screen, "pause", None)
    if isinstance(pause, Pause) and pause.is_pending:
        return True
    match screen:
        case HomeScreen():
            return screen.sessions is None
        case EvidenceScreen():
            return screen.is_busy or not (screen.has_class("-read") or screen.advice.is_message)
        case WalkScreen() | CaseScreen() | PremortemScreen():
            return screen.is_busy or screen.tasks.is_reading
        case _:
            return bool(getattr(screen, "is_busy", False))


async def settled(pilot: Pilot[None]) -> None:
    """Wait until nothing is under way: no worker, no task, no key held back."""
    for turn in range(200):
        with suppress(WorkerCancelled):  # one that was overtaken by another of its group
            await pilot.app.workers.wait_for_complete()
        if is_waiting(pilot.app.screen):
            await pilot.pause(0.02)
        await pilot.pause()
        is_holding = pilot.app.keys.is_holding  # type: ignore[attr-defined]
        if turn >= LEAST_TURNS and not is_holding and not is_waiting(pilot.app.screen):
            return
    raise AssertionError("the program never came to rest")


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Wait until something holds, however slow the machine is; what never does fails the test."""
    given_up = monotonic() + PATIENCE_S
    while not holds():
        assert monotonic() < given_up, "what was waited for never came"
        await pilot.pause(0.01)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys as fast as a paste into a terminal does, and wait for what comes of them."""
    for key in keys:
        name = _character_to_key(key) if len(key) == 1 else key
        pilot.app.post_message(events.Key(name, key if len(key) == 1 else _CHARACTERS.get(key)))
    await settled(pilot)


_CHARACTERS = {"space": " ", "enter": "\r"}


async def write(pilot: Pilot[None], text: str) -> None:
    """Put a text into the field one is in, faster than letter by letter."""
    if text:
        pilot.app.post_message(events.Paste(text))
        await pilot.pause()


def shown(app: CoachApp) -> str:
    """Give the text on the screen."""
    width, height = app.size
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips[:height])[
        : (width + 1) * height
    ]
