"""A walk over a fixed list of questions, with the shape of the real one and no journal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from coach.errors import RunReadError
from coach.session.answers.answer import parse_data, parse_text
from coach.session.fold import Session
from coach.session.form import Lines
from coach.session.step import Answer, Items, Position, Question, StageView, Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.session.exhibit import Exhibit


class FakeSuggestion(NamedTuple):
    data: object
    says: str
    alone: bool = True


class FakeWalk:
    """Keeps what was answered in `answers`, by question key."""

    session_id = "2026-04-02-fake"
    pace = "full"

    def __init__(self, *questions: Question, exhibits: Sequence[Exhibit] = ()) -> None:
        self._questions = questions
        self._exhibits = tuple(exhibits)
        self.answers: dict[str, Answer] = {}
        self.growing: dict[str, tuple[str, ...]] = {}
        self.notes: list[str] = []
        self.surprises: list[tuple[str, bool]] = []
        self.performed = 0
        self.unreadable = ""
        self.suggestions: dict[str, FakeSuggestion] = {}

    @property
    def session(self) -> Session:
        return Session()

    @property
    def position(self) -> Position:
        rail = (StageView("all", "Everything", "here", "an answer"),)
        question = self.current
        if question is None:
            return Position(None, "", rail)
        return Position(Step(question=question, accept=lambda _: (), exhibits=self._exhibits), "all", rail)

    @property
    def current(self) -> Question | None:
        question = next((each for each in self._questions if each.key not in self.answers), None)
        if question is None or not isinstance(question.form, Lines):
            return question
        return replace(question, form=replace(question.form, existing=self.growing.get(question.key, ())))

    def answer_text(self, text: str) -> None:
        assert self.current is not None
        self._keep(self.current, parse_text(self.current, text))

    def answer_data(self, data: object) -> None:
        assert self.current is not None
        self._keep(self.current, parse_data(self.current, data))

    def revise(self, step: Step, answer: Answer) -> None:
        self._keep(step.question, answer)

    def perform(self, *_: object) -> None:
        assert self.current is not None
        self.performed += 1
        self.answers[self.current.key] = None
        if self.unreadable:
            raise RunReadError("there is no such folder", where=self.unreadable)

    def skip(self, _question: Question | None = None) -> None:
        assert self.current is not None
        self.answers[self.current.key] = None

    def suggestion(self) -> FakeSuggestion | None:
        return self.suggestions.get(self.current.key) if self.current else None

    def note(self, text: str) -> None:
        self.notes.append(text)

    def surprised(self, text: str, *, welcome: bool) -> None:
        self.surprises.append((text, welcome))

    def refresh(self) -> bool:
        """Take up what another terminal has added: nothing."""
        return False

    def undo(self) -> str | None:
        return self.answers.popitem()[0] if self.answers else None

    def redo(self) -> str | None:
        return None

    def frame(self) -> tuple[tuple[str, str], ...]:
        return (("Working on", "a fake"),)

    def beliefs(self) -> tuple[object, ...]:
        return ()

    def _keep(self, question: Question, answer: Answer) -> None:
        if isinstance(question.form, Lines) and isinstance(answer, Items) and not answer.done:
            self.growing[question.key] = (*self.growing.get(question.key, ()), *answer.lines)
            return
        self.answers[question.key] = answer
