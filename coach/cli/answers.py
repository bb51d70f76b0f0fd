"""`--answers FILE`: a list of answers in the order of the questions, in YAML or JSON.

An item is an answer, or one `question-key: answer` pair, which makes sure that it meets its question. Some questions
come only where they matter, and in the order in which they do (those of an alarm, forecasts of experiments, and whether
a line is a cause of the catalogue): their answers are found wherever they stand, and passed over where nobody asked.
Of the last kind the suggested answer stands where the file has none. Others may be left out.
"""

from __future__ import annotations

import re
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

_STANDS_AS_SUGGESTED = r"(hypotheses|causes)\.match\..+|catalogue\.same\..+"
_COMES_WHERE_IT_MATTERS = re.compile(
    rf"^((hypotheses|catalogue)\.again-\d+|experiments\.forecast\..+|{_STANDS_AS_SUGGESTED})$"
)
_MAY_BE_LEFT_OUT = re.compile(rf"^({_STANDS_AS_SUGGESTED})$")


class Script:
    """Answers from a file; what is confirmed stays confirmed when the file stops half-way."""

    is_person = False

    def __init__(self, document: Document, items: list[object], console: Console) -> None:
        self._document = document
        self._items = items
        self._left = list(range(len(items)))
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
        self._bring_forward(question)
        if question.may_be_absent and not self._names(question):
            walk.answer(None)
            return None
        if isinstance(question.form, GoOn) and not question.waits and not self._names(question):
            walk.answer_text("")
            return None
        if _MAY_BE_LEFT_OUT.search(question.key) and not self._names(question):
            self._console.say(f"> {one_line(question.suggested)} (as suggested)", hanging="  ")
            walk.answer_text("")
            return None
        if not self._left:
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
        self._bring_forward(None)
        left = len(self._left)
        if left:
            raise AnswerError(
                f"nothing is asked any more, but {left} {'answer is' if left == 1 else 'answers are'} left",
                hint="Everything answered before it is kept.",
                where=self._document.where([self._left[0]]),
            )

    def _answer(self, walk: Walk, question: Question) -> None:
        path = self._left[:1]
        item = self._items[path[0]]
        if _is_addressed(item, question):
            key = next(iter(item))
            if key not in _keys(question):
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
        del self._left[0]

    def _bring_forward(self, question: Question | None) -> None:
        """Put the answer to a question first that may come at another time than written, and pass over the unasked."""
        if question is not None and _may_stand_anywhere(question):
            self._left.sort(key=lambda at: _key(self._items[at]) not in _keys(question))
            return
        while self._left and _COMES_WHERE_IT_MATTERS.search(key := _key(self._items[self._left[0]])):
            self._console.say(f"{one_line(key)} was not asked; its answer is passed over.")
            del self._left[0]

    def _names(self, question: Question) -> bool:
        return bool(self._left) and _key(self._items[self._left[0]]) in _keys(question)


def _may_stand_anywhere(question: Question) -> bool:
    return question.may_be_absent or bool(_COMES_WHERE_IT_MATTERS.search(question.key))


def _keys(question: Question) -> tuple[str, ...]:
    return (question.key, question.formerly) if question.formerly else (question.key,)


def _key(item: object) -> str:
    """Give the key of a `question-key: answer` pair; empty for anything else."""
    return str(next(iter(item))) if isinstance(item, dict) and len(item) == 1 else ""


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
    return not item.keys().isdisjoint(_keys(question)) or not own & item.keys()
