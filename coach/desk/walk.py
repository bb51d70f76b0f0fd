"""One session being walked: what is asked now, and every way to answer. On disk when a call returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from coach.desk import overview
from coach.desk.appending import Appending, Said, step_at
from coach.desk.first_page import Opening
from coach.desk.packs_for_walks import playbook_taken
from coach.desk.seen_session import SeenSession
from coach.desk.taking import taken_together
from coach.desk.walk_logs import LogReading
from coach.errors import AnswerError
from coach.session.answers.answer import parse_data, parse_text
from coach.session.event.common import Noted, Skipped, Withdrawn
from coach.session.event.pairing import KeyboardPassed, Paired
from coach.session.form import ReadLogs
from coach.session.pairing.people import holder, joined_by, next_to, people
from coach.session.pairing.turns import who_is_here
from coach.session.stuck.confusion import surprise

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from coach.desk.appending import Means
    from coach.desk.blind import BlindAnswers
    from coach.desk.case_desk import CaseDesk
    from coach.desk.stamp import Stamp
    from coach.journal.journal import Journal
    from coach.runs import Run
    from coach.session.event import Body, Event
    from coach.session.event.evidence import Verdict
    from coach.session.fold import Session
    from coach.session.sheet import Taken
    from coach.session.step import Answer, Place, Question, Step

    Progress = Callable[[int, int, str], None]
    Cancelled = Callable[[], bool]


class Walk(SeenSession):
    """One session and its method. Every confirmed answer is in the journal when a call returns."""

    def __init__(
        self,
        session_id: str,
        *,
        journal: Journal,
        stamp: Stamp,
        place: Callable[[Session], Place],
        case_desk: CaseDesk,
        blind: BlindAnswers,
    ) -> None:
        super().__init__(
            session_id, journal=journal, stamp=stamp, place=place, case_desk=case_desk, blind=blind
        )
        self._logs = LogReading(journal.root, case_desk, stamp.now)
        self._appending = Appending(session_id, journal, stamp, place)

    @property
    def opening(self) -> Opening:
        """The first page of the walk."""
        return Opening(self, self._case_desk, self._stamp.now)

    def refresh(self) -> bool:
        """Take up what another terminal has added; gives whether there was anything."""
        self._appending.forget()
        is_new = super().refresh()
        self.open_blind_answers()
        return is_new

    def adopt(self, other: SeenSession) -> bool:
        """Go on from another look at the session; False where this one holds something that the other had not seen."""
        self._appending.forget()
        return super().adopt(other)

    def as_written(self) -> Self:
        """Give the session as its file holds it now, as a walk of its own, with what is to be opened by then open."""
        found = super().as_written()
        found.open_blind_answers()
        return found

    def take(self, answers: Mapping[str, object]) -> Taken:
        """Confirm answers to the sheet, by key as an answers file has them, in one turn as far as a seal.

        Raises:
            AnswerError: one does not fit or names a question that is not open, or as in `answer`; nothing is kept.
            JournalError: it could not be written; nothing earlier is lost.
        """
        found: list[Taken] = []

        def means(place: Place, stamp: Stamp) -> Sequence[Event]:
            made, taken = taken_together(place, answers, stamp, self._placed)
            found.append(taken)
            return made

        self._say(means, tuple(answers))
        return found[-1]

    def answer(self, answer: Answer) -> None:
        """Confirm an answer.

        Raises:
            AnswerError: it does not fit; AnsweredSinceError where somebody else answered it since it was asked.
            JournalError: it could not be written.
        """
        step = self.step
        try:
            self.revise(step, answer)
        except AnswerError as error:
            error.where = step.question.key
            raise

    def answer_text(self, text: str) -> None:
        """Confirm an answer as typed; raises as `answer`."""
        self.answer(parse_text(self.question, text))

    def answer_data(self, data: object) -> None:
        """Confirm an answer as an answers file holds it; raises as `answer` does."""
        self.answer(parse_data(self.question, data))

    def revise(self, step: Step, answer: Answer) -> None:
        """Confirm an answer to a step of the sheet, or a change to one of the tables; raises as `answer` does."""
        self._say_bodies(lambda place: step_at(place, step, self.place).accept(answer), step.question.keys)

    def insist(self) -> None:
        """Confirm what was refused last because somebody else had answered: they stand in the log, this counts."""
        self._take(self._appending.insist(self._session))
        self._blind.forget_unkept(self._session)

    def judge(self, symptom: str, verdict: Verdict, reason: str = "") -> None:
        """Judge a symptom at any time, in place of what was said of it before; raises as `answer` does."""
        from coach.session.stuck.evidence import judgement_of  # noqa: PLC0415 - not on the first page

        judged = {"verdict": verdict, "reason": reason.strip()}
        self._say_bodies(lambda place: judgement_of(place.session, symptom).accept(judged))

    def skip(self, question: Question | None = None) -> None:
        """Leave a question open on purpose, the current one unless another is named; raises as `answer`."""
        question = question or self.question
        if not question.optional:
            raise AnswerError(
                "this question cannot be skipped", hint="A few words will do.", where=question.key
            )
        skipped = Skipped(question=question.key)
        self._say_bodies(lambda _place: (skipped,), question.keys)

    def perform(self, progress: Progress | None = None, cancelled: Cancelled | None = None) -> None:
        """Read the logs that the current step names, and keep what stands out.

        Raises:
            RunReadError: the folder is missing or unreadable; the path is forgotten, so that it is asked for again.
        """
        form = self.question.form
        if isinstance(form, ReadLogs):
            self._logs.read(self, form.path, progress, cancelled)

    def read_ahead(self, progress: Progress | None = None, cancelled: Cancelled = lambda: False) -> None:
        """Read every log folder that was named, in the turn that named it; raises as `perform` does."""
        self._logs.ahead(self, progress, cancelled)

    def earlier_runs(self, cancelled: Cancelled = lambda: False) -> tuple[Run, ...]:
        """Give the runs before a planned one that are over; an unreadable folder gives none."""
        return self._logs.earlier(self, cancelled)

    def note(self, text: str) -> None:
        """Append a line to the work log."""
        self.append((Noted(text=text),))

    def surprised(self, text: str, *, welcome: bool) -> None:
        """Keep something that was not expected; it stays open until it is settled."""
        self._say_bodies(lambda place: (surprise(place.session, text, (), welcome=welcome),))

    def undo(self) -> str | None:
        """Take one's own newest answer back; gives it in a few words, or None when nothing can be taken back."""
        turn = self._session.undoable_by(self._stamp.by, *who_is_here(self.place))
        if turn is None:
            return None
        self.append((Withdrawn(targets=tuple(event.id for event in turn.events)),))
        return overview.in_words(turn.events)

    def redo(self) -> str | None:
        """Put the answer back that was taken back last; None when something was confirmed since."""
        withdrawal = self._session.redoable
        if withdrawal is None or not isinstance(withdrawal.body, Withdrawn):
            return None
        targets = set(withdrawal.body.targets)
        self.append((Withdrawn(targets=(withdrawal.id,)),))
        return overview.in_words([event for event in self._session.events if event.id in targets])

    def append(self, bodies: Sequence[Body], *, by: str = "", turn: str = "") -> None:
        """Append what a use case found out; raises JournalError when it could not be written."""
        if bodies:
            self._say_bodies(lambda _place: bodies, by=by, turn=turn)

    def _say_bodies(
        self,
        bodies_at: Callable[[Place], Sequence[Body]],
        keys: tuple[str, ...] = (),
        *,
        by: str = "",
        turn: str = "",
    ) -> None:
        """Append what bodies say at a place, as one turn or more of `turn`, with the playbook that is clear then."""

        def means(place: Place, stamp: Stamp) -> Sequence[Event]:
            made = stamp.events(bodies_at(place), after=place.session.events, by=by, turn=turn)
            return (*made, *playbook_taken(made, place.session, self._placed, stamp))

        self._say(means, keys)

    def _say(self, means: Means, keys: tuple[str, ...]) -> None:
        self._take(self._appending.append(self._session, Said(means, keys)))
        self._blind.forget_unkept(self._session)
        self.open_blind_answers()

    def open_blind_answers(self) -> None:
        """Open what this terminal's people answered alone, once nobody has an answer left to give."""
        opened = self._blind.opened(self.place) if people(self._session) else ()
        if opened:
            self.append(opened)
        if people(self._session):
            self._blind.forget_what_is_open(self._session)

    def pair_with(self, names: Sequence[str], *, keyboard: str = "") -> None:
        """Walk on together with others: each answers questions of judgement alone first.

        Args:
            names: everybody.
            keyboard: who types first where all sit at this terminal; empty where each has one of their own.
        """
        self.append((Paired(people=tuple(names), keyboard=keyboard),))

    def join(self, name: str) -> None:
        """Take somebody in who sits at a terminal of their own; nothing where they are in already.

        Raises:
            UsageError: this is no name, or nearly the name of another one.
        """
        everybody = joined_by(self.walked_by, name)
        if everybody != self.walked_by:
            self.append((Paired(people=everybody, keyboard=holder(self._session)),))

    @property
    def walked_by(self) -> tuple[str, ...]:
        """Who walks this session: those who were named, else whoever opened it."""
        opened = next((event.by for event in self._session.events), self._stamp.by)
        return people(self._session) or (opened,)

    def pass_keyboard(self, to: str = "") -> str:
        """Let another one type, the next in the row unless one is named; gives who, empty where one walks alone."""
        to = to or next_to(self._session, holder(self._session))
        self.append((KeyboardPassed(to=to),) if to else ())
        return to
