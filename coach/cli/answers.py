"""`--answers FILE`: a list of answers in the order of the questions, in YAML or JSON.

An item is an answer, or one `question-key: answer` pair, which makes sure that it meets its question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from coach.cli.harmless import one_line
from coach.cli.transcript import transcript
from coach.errors import AnswerError
from coach.session.form import Card, GoOn, Table

if TYPE_CHECKING:
    from pathlib import Path

    from coach.cli.console import Console
    from coach.cli.plain import Ending
    from coach.desk import Walk
    from coach.playbook.strict_yaml import Document
    from coach.session.step import Question, Step


class Script:
    """Answers from a file; what is confirmed stays confirmed when the file stops half-way."""

    is_person = False

    def __init__(self, document: Document, items: list[object], console: Console) -> None:
        self._document = document
        self._items = items
        self._next = 0
        self._console = console

    @classmethod
    def read(cls, path: Path, console: Console) -> Script:
        """Read an answers file.

        Raises:
            RunReadError: the file cannot be read, with its line where there is one.
            AnswerError: it holds something other than a list.
        """
        from coach.playbook.strict_yaml import load_yaml  # noqa: PLC0415 - only `--answers` needs YAML

        document = load_yaml(path)
        items = [] if document.data is None else document.data
        if not isinstance(items, list):
            raise AnswerError(
                "an answers file is a list, one item a question",
                hint="Begin each answer with a hyphen: - frame.run-length: 10h",
                where=document.where(),
            )
        return cls(document, items, console)

    def respond(self, walk: Walk, step: Step) -> Ending | None:
        """Answer the open step with the next item.

        Raises:
            AnswerError: there is no item left, or the next one is for another question or does not fit.
        """
        question = step.question
        if isinstance(question.form, GoOn) and not question.waits and not self._names(question):
            walk.answer_text("")
            return None
        if self._next == len(self._items):
            if question.waits:
                return "waiting"
            raise AnswerError(
                f"the answers end before the question {question.key}: {one_line(question.text)}",
                hint="Everything answered so far is kept.",
                where=self._document.name,
            )
        self._answer(walk, question)
        return None

    def end(self) -> None:
        """Make sure that every answer met a question.

        Raises:
            AnswerError: some are left although nothing is asked any more.
        """
        left = len(self._items) - self._next
        if left:
            raise AnswerError(
                f"nothing is asked any more, but {left} {'answer is' if left == 1 else 'answers are'} left",
                hint="Everything answered before it is kept.",
                where=self._document.where([self._next]),
            )

    def _answer(self, walk: Walk, question: Question) -> None:
        item, path = self._items[self._next], [self._next]
        if _is_addressed(item, question):
            key = next(iter(item))
            if key != question.key:
                raise AnswerError(
                    f"this answers {key}, but the question is {question.key}: {one_line(question.text)}",
                    hint="Everything answered before it is kept.",
                    where=self._document.where(path),
                )
            item = item[key]
        for line in transcript(item, question.form, question.suggested):
            self._console.say(f"> {line}", hanging="  ")
        try:
            walk.answer_data(item)
        except AnswerError as error:
            raise AnswerError(
                f"{question.key}: {error.message}", hint=error.hint, where=self._document.where(path)
            ) from error
        self._next += 1

    def _names(self, question: Question) -> bool:
        if self._next == len(self._items):
            return False
        item = self._items[self._next]
        return isinstance(item, dict) and list(item) == [question.key]


def _is_addressed(item: object, question: Question) -> TypeGuard[dict[str, object]]:
    """True for `question-key: answer`; a table's or card's own row or field is no key."""
    if not isinstance(item, dict) or len(item) != 1:
        return False
    match question.form:
        case Table(rows=rows):
            own = {name for row in rows for name in (row.id, row.text)}
        case Card(fields=fields):
            own = {field.id for field in fields}
        case _:
            own = set()
    return question.key in item or not own & item.keys()
