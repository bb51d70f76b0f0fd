"""What the front end needs of the rooms below: a desk to open walks at, and a walk to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from coach.desk.case import Case
    from coach.journal.summary import Summary
    from coach.runs import Run
    from coach.session.beliefs import BeliefRow
    from coach.session.event.common import Method
    from coach.session.event.evidence import Verdict
    from coach.session.fold import Session
    from coach.session.opening_page import PageField
    from coach.session.pace import Pace
    from coach.session.pairing.turns import Pairing
    from coach.session.sheet import Sheet
    from coach.session.step import Answer, Position, Step
    from coach.session.supposed import Supposed
    from coach.session.triage.first_looks import Look


class Suggestion(Protocol):
    """The answer a guided case has prepared: data as an answers file holds it, and why it is that."""

    @property
    def data(self) -> Any:
        """The answer."""

    @property
    def says(self) -> str:
        """Why; may be empty."""


class Opening(Protocol):
    """The first page of an investigation."""

    @property
    def has_logs(self) -> bool:
        """Whether there are logs to show."""

    def fields(self) -> tuple[PageField, ...]:
        """Give its questions; none where a question is asked by itself."""

    def read(
        self,
        show: Callable[[Case], None],
        progress: Callable[[int, int, str], None],
        cancelled: Callable[[], bool],
    ) -> None:
        """Read the logs, showing what is known as it becomes known; raises RunReadError, JournalError."""

    def settle(self) -> None:
        """Bring what was read to what the page decided, once it is taken; raises JournalError."""

    def case(self, written: Mapping[str, str]) -> Case:
        """Give what is known of the case, with what is written and not confirmed."""


class Walk(Protocol):
    """One session with its method; everything confirmed is on disk when a call returns."""

    @property
    def session_id(self) -> str:
        """The session's id."""

    @property
    def session(self) -> Session:
        """The session as it stands."""

    @property
    def pairing(self) -> Pairing | None:
        """Where several people are with what is judged now; None where nothing is, or one walks alone."""

    @property
    def heading(self) -> str:
        """What it is about, after who is at it where several people walk it."""

    @property
    def drafts_path(self) -> Path | None:
        """The file that keeps what is written but not confirmed; None where nothing is to be kept."""

    @property
    def position(self) -> Position:
        """The step to answer, and the stage rail."""

    @property
    def pace(self) -> Pace:
        """How much method the price of a run is worth."""

    @property
    def sheet(self) -> Sheet | None:
        """The questions that can be answered now."""

    @property
    def opening(self) -> Opening | None:
        """The first page; None where there is none."""

    def take(self, answers: Mapping[str, object]) -> object:
        """Confirm answers to the sheet in one turn, all or none; raises AnswerError, JournalError."""

    def first_looks(self, answers: Mapping[str, object], steps: Sequence[Step]) -> tuple[Look, ...]:
        """Give what to check first, supposing these answers to open steps; raises AnswerError."""

    def supposing(
        self, answers: Mapping[str, object], changed: Iterable[tuple[Step, object]] = ()
    ) -> Supposed:
        """Give how it would stand after answers to the sheet and to tables; raises AnswerError."""

    def beliefs(self) -> tuple[BeliefRow, ...]:
        """Give the bars of the beliefs panel."""

    def frame(self) -> tuple[tuple[str, str], ...]:
        """Give (label, text) pairs: what is being worked on, what one run costs."""

    def answer(self, answer: Answer) -> None:
        """Confirm an answer; raises AnswerError, JournalError."""

    def answer_text(self, text: str) -> None:
        """Confirm an answer as typed; raises AnswerError, JournalError."""

    def answer_data(self, data: object) -> None:
        """Confirm an answer as an answers file holds it; raises AnswerError, JournalError."""

    def tables(self) -> tuple[Step, ...]:
        """Give every table of numbers, filled with what stands."""

    def revise(self, step: Step, answer: Answer) -> None:
        """Confirm a change to one of the tables; raises AnswerError, JournalError."""

    def judge(self, symptom: str, verdict: Verdict, reason: str = "") -> None:
        """Judge a symptom, in place of what was said of it before; raises AnswerError, JournalError."""

    def skip(self) -> None:
        """Leave an optional question open."""

    def suggestion(self, key: str = "") -> Suggestion | None:
        """Give the prepared answer of a guided case to a question, the current one if none is named."""

    def perform(
        self,
        progress: Callable[[int, int, str], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        """Read the logs the step asks for; raises RunReadError."""

    def read_ahead(
        self, progress: Callable[[int, int, str], None] | None, cancelled: Callable[[], bool]
    ) -> None:
        """Read the logs that were named, and the runs beside a planned one; raises RunReadError."""

    def note(self, text: str) -> None:
        """Add a line to the work log."""

    def surprised(self, text: str, *, welcome: bool) -> None:
        """Keep a confusion."""

    def undo(self) -> str | None:
        """Take back the last answer; give what it was, None when there is none."""

    def redo(self) -> str | None:
        """Bring back what was taken back; give what it was, None when there is nothing."""

    def runs(self) -> tuple[Run, ...]:
        """Give the linked runs."""

    def earlier_runs(self, cancelled: Callable[[], bool]) -> tuple[Run, ...]:
        """Give the runs before a planned one that are over."""

    def pass_keyboard(self) -> str:
        """Let another one type; give who, empty where nobody shares this keyboard."""

    def refresh(self) -> bool:
        """Pick up what another terminal wrote; true when there was something."""

    @property
    def by(self) -> str:
        """Who answers here."""

    @property
    def file(self) -> Path | None:
        """The file that changes when anybody adds to the session; None where nobody else can."""

    def as_written(self) -> Self:
        """Give the session as its file holds it now, as a walk of its own."""

    def adopt(self, other: Any) -> bool:
        """Go on from what `as_written` gave; False where something was confirmed here since."""

    def insist(self) -> None:
        """Confirm what was refused because somebody else had answered; raises AnswerError, JournalError."""


class Listed(Protocol):
    """The sessions of a journal."""

    def at_home(self, closed: int) -> tuple[Sequence[Summary], int]:
        """Give the sessions that are not closed and so many closed ones, newest first; and how many are left out."""


class Coach(Protocol):
    """The desk."""

    def listing(self) -> Listed:
        """Give the sessions of the journal."""

    def begin(
        self,
        method: Method,
        *,
        title: str = "",
        playbook: str = "",
        paths: Sequence[str] = (),
        guided: bool = False,
    ) -> Walk:
        """Open a new session."""

    def walk(self, session_id: str) -> Walk:
        """Go on with a session."""

    def note(self, text: str) -> str:
        """Append a line to the newest open session, or to the work log; gives its id."""
