"""One session as it was seen: what is asked now, and what is known. It changes only when one looks again."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Self

from coach.desk import guide, overview
from coach.desk.newer_runs import beside_the_result
from coach.desk.read_logs import read_linked
from coach.errors import AnswerError
from coach.journal.journal import Journal
from coach.session.fold import fold
from coach.session.method import pairing, sheet_at, where
from coach.session.pace import pace
from coach.session.pairing.heading import who_now
from coach.session.pairing.people import people
from coach.session.supposed import Supposed, supposed
from coach.session.triage.first_looks import looks_supposing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from coach.desk.blind import BlindAnswers
    from coach.desk.case_desk import CaseDesk
    from coach.desk.stamp import Stamp
    from coach.runs import Run
    from coach.session.beliefs import BeliefRow
    from coach.session.event import Event
    from coach.session.fold import Session
    from coach.session.pace import Pace
    from coach.session.pairing.turns import Pairing
    from coach.session.sheet import Sheet
    from coach.session.step import Place, Position, Question, Step
    from coach.session.triage.first_looks import Look

    Tables = Iterable[tuple[Step, object]]


_NAME_DIGITS = 8
"""Of the name of a person, in the name of a file."""


class SeenSession:
    """A session, its method, and where it stands."""

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
        self.session_id = session_id
        self._journal = journal
        self._stamp = stamp
        self._placed = place
        self._case_desk = case_desk
        self._blind = blind
        self._other: Journal | None = None
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
    def sheet(self) -> Sheet | None:
        """The questions that can be answered now; None when the walk is done."""
        self._sheet = self._sheet or sheet_at(self.place)
        return self._sheet

    @property
    def pairing(self) -> Pairing | None:
        """Where several people are with what is judged now; None where nothing is, or one walks alone."""
        return pairing(self.place)

    @property
    def heading(self) -> str:
        """What the session is about, after who is at it where several people walk it."""
        return " · ".join(filter(None, (self.who_now, self._session.title)))

    @property
    def who_now(self) -> str:
        """Who is at it and what the others do; empty where one walks alone."""
        return who_now(self._session, self.pairing) if people(self._session) else ""

    def first_looks(self, answers: Mapping[str, object], steps: Sequence[Step]) -> tuple[Look, ...]:
        """Give what to check first, supposing these answers to open steps; raises as `answer` does, keeps nothing."""
        return looks_supposing(self.place, steps, answers)

    def supposing(self, answers: Mapping[str, object], changed: Tables = ()) -> Supposed:
        """Give how the walk would stand after answers to the sheet and to tables that stand; raises as `take` does."""
        return supposed(self.place, answers, changed)

    def beliefs(self) -> tuple[BeliefRow, ...]:
        """Give the bars of belief: explanations, or causes of failure."""
        return overview.bars(self._session)

    def frame(self) -> tuple[tuple[str, str], ...]:
        """Give (label, text) pairs: what is being worked on, what one run costs."""
        return overview.frame_lines(self._session)

    def tables(self) -> tuple[Step, ...]:
        """Give what can be changed at any time, filled with what stands: tables of numbers, and the playbooks."""
        from coach.session.stuck.revising import revisions  # noqa: PLC0415 - not on the first page

        return revisions(self.place)

    def suggestion(self, key: str = "") -> guide.Suggestion | None:
        """Give the prepared answer for a question, the current one if none is named, in the guided case only."""
        opened, step = self._session.opened, None if key else self.position.step
        is_guided = opened is not None and opened.guided
        return guide.suggestion(step.question.key if step else key) if is_guided else None

    def runs(self) -> tuple[Run, ...]:
        """Give the linked runs, read; an unreadable folder gives none."""
        return read_linked(self._session, self._journal.root)

    @property
    def by(self) -> str:
        """Who answers here."""
        return self._stamp.by

    @property
    def file(self) -> Path | None:
        """The file of the session, which changes when anybody adds to it; None in the guided case."""
        is_shared = self._session.opened is not None and not self._session.opened.guided
        return self._journal.path_of(self.session_id) if is_shared else None

    @property
    def drafts_path(self) -> Path | None:
        """One's own file for what is written but not confirmed.

        None in the guided case, which keeps nothing, and where several people walk: the folder is shared, and what one
        of them is writing is not for the others yet.
        """
        opened = self._session.opened
        if opened is None or opened.guided or people(self._session):
            return None
        whose = sha256(self.by.encode(errors="replace")).hexdigest()[:_NAME_DIGITS]
        return self._journal.root / "cache" / "drafts" / f"{self.session_id}.{whose}.json"

    def refresh(self) -> bool:
        """Take up what another terminal has added; gives whether there was anything."""
        before, events = len(self._session.events), self._journal.load(self.session_id)
        self._take(events)
        return len(events) != before

    def as_written(self) -> Self:
        """Give the session as its file holds it now, as a walk of its own: this one still shows what was seen."""
        self._other = self._other or Journal.at(self._journal.root)
        return type(self)(
            self.session_id,
            journal=self._other,
            stamp=self._stamp,
            place=self._placed,
            case_desk=self._case_desk,
            blind=self._blind,
        )

    def adopt(self, other: SeenSession) -> bool:
        """Go on from another look at the session; False where this one holds something that the other had not seen."""
        if not {each.id for each in self._session.events} <= {each.id for each in other.session.events}:
            return False
        self._session, self._position, self._sheet = other._session, other._position, other._sheet
        return True
