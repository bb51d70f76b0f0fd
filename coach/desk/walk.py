"""One session being walked: what is asked now, and every way to answer. On disk when a call returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.desk import guide, overview
from coach.desk.first_page import Opening
from coach.desk.newer_runs import beside_the_result
from coach.desk.packs_for_walks import playbook_taken
from coach.desk.read_logs import named_in_vain, read_before_the_playbook, read_linked, what_stands_out
from coach.desk.stamp import COACH
from coach.desk.taking import taken_together
from coach.errors import AnswerError, RunReadError
from coach.session import packs
from coach.session.answers.answer import parse_data, parse_text
from coach.session.event.common import Noted, Skipped, Withdrawn
from coach.session.event.evidence import RunsLinked
from coach.session.fold import fold
from coach.session.form import ReadLogs
from coach.session.method import sheet_at, where
from coach.session.observations import pending_path
from coach.session.pace import pace
from coach.session.sheet_supposing import sheet_supposing
from coach.session.stuck.confusion import surprise
from coach.session.stuck.evidence import judgement_of
from coach.session.stuck.revising import tables
from coach.session.triage.first_looks import looks_supposing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from coach.desk.case_desk import CaseDesk
    from coach.desk.stamp import Stamp
    from coach.journal.journal import Journal
    from coach.runs import Run
    from coach.session.beliefs import BeliefRow
    from coach.session.event import Body, Event
    from coach.session.event.evidence import Verdict
    from coach.session.fold import Session
    from coach.session.pace import Pace
    from coach.session.sheet import Sheet, Taken
    from coach.session.step import Answer, Place, Position, Question, Step
    from coach.session.triage.first_looks import Look

    Progress = Callable[[int, int, str], None]
    Cancelled = Callable[[], bool]


class Walk:
    """One session and its method. Every confirmed answer is in the journal when a call returns."""

    def __init__(
        self,
        session_id: str,
        *,
        journal: Journal,
        stamp: Stamp,
        place: Callable[[Session], Place],
        case_desk: CaseDesk,
    ) -> None:
        self.session_id = session_id
        self._journal = journal
        self._stamp = stamp
        self._placed = place
        self._case_desk = case_desk
        self._take(journal.load(session_id))

    def _take(self, events: Sequence[Event]) -> None:
        self._session = fold(events)
        self._position: Position | None = None
        self._sheet: Sheet | None = None

    @property
    def session(self) -> Session:
        """The session as it stands."""
        return self._session

    @property
    def place(self) -> Place:
        """What the stages look at."""
        return self._placed(self._session)

    @property
    def position(self) -> Position:
        """The step to answer, None when the walk is done, and the stage rail."""
        if self._position is None:
            self._position = beside_the_result(where(self.place), self._session, self._journal.root)
        return self._position

    @property
    def pace(self) -> Pace:
        """How much method the price of a run is worth."""
        return pace(self._session)

    @property
    def step(self) -> Step:
        """The step to answer.

        Raises:
            AnswerError: the walk is done.
        """
        step = self.position.step
        if step is None:
            raise AnswerError(
                "this walk is done", hint="Open another with `coach stuck` or `coach premortem`."
            )
        return step

    @property
    def question(self) -> Question:
        """The question to answer; raises AnswerError when the walk is done."""
        return self.step.question

    @property
    def opening(self) -> Opening:
        """The first page of the walk."""
        return Opening(self, self._case_desk, self._stamp.now)

    @property
    def sheet(self) -> Sheet | None:
        """The questions that can be answered now; None when the walk is done."""
        self._sheet = self._sheet or sheet_at(self.place)
        return self._sheet

    def take(self, answers: Mapping[str, object]) -> Taken:
        """Confirm answers to the sheet, in one turn as far as a seal: all, or none where one does not fit.

        Args:
            answers: data as an answers file holds it, by the key of the question; None takes what is prefilled.

        Raises:
            AnswerError: an answer does not fit, or names a question that is not open; nothing is kept.
            JournalError: it could not be written; nothing earlier is lost.
        """
        made, taken = taken_together(self.place, answers, self._stamp, self._placed)
        self._take(self._journal.append(self.session_id, made) if made else self._session.events)
        return taken

    def sheet_supposing(self, answers: Mapping[str, object]) -> Sheet | None:
        """Give what would be asked after these answers to the sheet; raises as `answer` does, keeps nothing."""
        return sheet_supposing(self.place, answers)

    def first_looks(self, answers: Mapping[str, object], steps: Sequence[Step]) -> tuple[Look, ...]:
        """Give what to check first, supposing these answers to open steps; raises as `answer` does, keeps nothing."""
        return looks_supposing(self.place, steps, answers)

    def beliefs(self) -> tuple[BeliefRow, ...]:
        """Give the bars of belief: explanations in an investigation, causes of failure in a pre-mortem."""
        return overview.bars(self._session)

    def frame(self) -> tuple[tuple[str, str], ...]:
        """Give (label, text) pairs: what is being worked on, what one run costs."""
        return overview.frame_lines(self._session)

    def answer(self, answer: Answer) -> None:
        """Confirm an answer; raises AnswerError where it does not fit, JournalError where it cannot be written."""
        step = self.step
        try:
            bodies = step.accept(answer)
        except AnswerError as error:
            raise AnswerError(error.message, hint=error.hint, where=step.question.key) from error
        self._append(bodies)

    def answer_text(self, text: str) -> None:
        """Confirm an answer as typed; raises as `answer` does."""
        self.answer(parse_text(self.question, text))

    def answer_data(self, data: object) -> None:
        """Confirm an answer as an answers file holds it; raises as `answer` does."""
        self.answer(parse_data(self.question, data))

    def tables(self) -> tuple[Step, ...]:
        """Give what can be changed at any time: the numbers of an investigation, and the choice of playbooks."""
        place = self.place
        numbers = tables(place) if self._session.method == "stuck" else ()
        return (*numbers, *packs.revision(place))

    def revise(self, step: Step, answer: Answer) -> None:
        """Confirm a change to one of the tables; raises as `answer` does."""
        self._append(step.accept(answer))

    def judge(self, symptom: str, verdict: Verdict, reason: str = "") -> None:
        """Judge a symptom at any time, in place of what was said of it before; raises as `answer` does."""
        step = judgement_of(self._session, symptom)
        self.revise(step, {"verdict": verdict, "reason": reason.strip()})

    def skip(self, question: Question | None = None) -> None:
        """Leave a question open on purpose, the current one unless another is named.

        Raises:
            AnswerError: this question cannot be skipped.
        """
        question = question or self.question
        if not question.optional:
            raise AnswerError(
                "this question cannot be skipped", hint="A few words will do.", where=question.key
            )
        self._append((Skipped(question=question.key),))

    def perform(self, progress: Progress | None = None, cancelled: Cancelled | None = None) -> None:
        """Read the logs that the current step names, and keep what stands out.

        Raises:
            RunReadError: the folder is missing or unreadable; the path is forgotten, so that it is asked for again.
        """
        form = self.question.form
        if isinstance(form, ReadLogs):
            self._read(form.path, progress, cancelled)

    def read_ahead(self, progress: Progress | None = None, cancelled: Cancelled = lambda: False) -> None:
        """Read every log folder that was named, in the turn that named it; raises as `perform` does."""
        while not cancelled() and (path := pending_path(self._session)) is not None:
            named = [event for event, body in self._session.entries(RunsLinked) if body.path == path]
            self._read(path, progress, cancelled, turn=named[-1].turn)
        turn, again = read_before_the_playbook(self.place)
        self._append(again, by=COACH, turn=turn)

    def _read(
        self, path: str, progress: Progress | None, cancelled: Cancelled | None, turn: str = ""
    ) -> None:
        try:
            bodies = what_stands_out(
                path,
                self.place,
                self._journal.root,
                self._stamp.now(),
                desk=self._case_desk,
                progress=progress,
                cancelled=cancelled,
            )
        except RunReadError:
            self._append((Withdrawn(targets=named_in_vain(self._session, path)),), by=COACH)
            raise
        self._append(bodies, by=COACH, turn=turn)

    def note(self, text: str) -> None:
        """Append a line to the work log."""
        self._append((Noted(text=text),))

    def surprised(self, text: str, *, welcome: bool) -> None:
        """Keep something that was not expected; it stays open until it is settled."""
        self._append((surprise(self._session, text, (), welcome=welcome),))

    def undo(self) -> str | None:
        """Take the newest answer back; gives it in a few words, or None when nothing can be taken back."""
        turn = self._session.undoable
        if turn is None:
            return None
        self._append((Withdrawn(targets=tuple(event.id for event in turn.events)),))
        return overview.in_words(turn.events)

    def redo(self) -> str | None:
        """Put the answer back that was taken back last; None when something was confirmed since."""
        withdrawal = self._session.redoable
        if withdrawal is None or not isinstance(withdrawal.body, Withdrawn):
            return None
        targets = set(withdrawal.body.targets)
        self._append((Withdrawn(targets=(withdrawal.id,)),))
        return overview.in_words([event for event in self._session.events if event.id in targets])

    def suggestion(self, key: str = "") -> guide.Suggestion | None:
        """Give the prepared answer for a question, the current one if none is named, in the guided case only."""
        is_guided = self._session.opened is not None and self._session.opened.guided
        step = None if key else self.position.step
        return guide.suggestion(step.question.key if step else key) if is_guided else None

    def runs(self) -> tuple[Run, ...]:
        """Give the linked runs, read; an unreadable folder gives none."""
        return read_linked(self._session, self._journal.root)

    def refresh(self) -> bool:
        """Take up what another terminal has added; gives whether there was anything."""
        events = self._journal.load(self.session_id)
        if len(events) == len(self._session.events):
            return False
        self._take(events)
        return True

    @property
    def drafts_path(self) -> Path | None:
        """The file for what is written but not confirmed; None in the guided case, which keeps nothing."""
        opened = self._session.opened
        if opened is None or opened.guided:
            return None
        return self._journal.root / "cache" / "drafts" / f"{self.session_id}.json"

    def append(self, bodies: Sequence[Body], *, by: str = "") -> None:
        """Append what a use case found out; raises JournalError when it could not be written."""
        self._append(bodies, by=by)

    def _append(self, bodies: Sequence[Body], *, by: str = "", turn: str = "") -> None:
        if not bodies:
            return
        made = self._stamp.events(bodies, after=self._session.events, by=by, turn=turn)
        taken = playbook_taken(made, self._session, self._placed, self._stamp)
        self._take(self._journal.append(self.session_id, (*made, *taken)))
