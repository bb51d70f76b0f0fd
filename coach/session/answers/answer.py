"""Reads an answer from what a person typed, or from data in an answers file, for any form."""

from __future__ import annotations

import re
from typing import assert_never

from coach.errors import AnswerError
from coach.session.answers.cells import (
    fields_from_text,
    parse_field,
    parse_row,
    read_card,
    read_table,
    rows_from_text,
    split_cells,
)
from coach.session.answers.scalar import (
    NO_IDEA,
    parse_chance,
    parse_hours,
    parse_option,
    parse_scalar,
    parse_several,
    plain,
)
from coach.session.form import (
    Card,
    Chance,
    Choice,
    GoOn,
    Hours,
    Lines,
    Marks,
    Number,
    ReadLogs,
    Several,
    Table,
    Text,
)
from coach.session.marks import marks_from_data, marks_from_text
from coach.session.step import Answer, Items, Question

__all__ = [
    "LONGEST_TEXT",
    "NO_IDEA",
    "enough",
    "parse_chance",
    "parse_data",
    "parse_field",
    "parse_hours",
    "parse_row",
    "parse_scalar",
    "parse_text",
]

_ENOUGH = re.compile(r"^enough\s*:\s*(?P<reason>.*)$", re.IGNORECASE | re.DOTALL)
LONGEST_TEXT = 1_000_000
"""Characters that one answer may hold; a longer paste is refused, not cut."""


def enough(line: str) -> str | None:
    """Give the reason in `enough: <reason>`, or None when the line is an ordinary one."""
    found = _ENOUGH.match(line.strip())
    return found["reason"].strip() if found else None


def parse_text(question: Question, text: str) -> Answer:
    """Give the answer that typed text means for a question.

    Raises:
        AnswerError: the text does not fit; `where` names the question.
    """
    if len(text) > LONGEST_TEXT:
        raise AnswerError(
            f"that is {len(text):,} characters; one answer holds {LONGEST_TEXT:,}",
            hint="Keep it in a file and name the file here.",
            where=question.key,
        )
    said = text.strip() or question.suggested
    try:
        return _from_text(question, said)
    except AnswerError as error:
        raise _placed(error, question) from error


def parse_data(question: Question, data: object) -> Answer:
    """Give the answer that a value from an answers file means for a question.

    Lists answer lists, mappings answer tables and cards, everything else is read as text.

    Raises:
        AnswerError: the value does not fit; `where` names the question.
    """
    form = question.form
    try:
        if isinstance(form, Lines):
            lines = data if isinstance(data, list) else [] if data is None else [data]
            return Items(tuple(plain(line) for line in lines), done=True)
        if isinstance(form, Several) and isinstance(data, list):
            return tuple(
                parse_option(form.all_options, plain(item), shown=len(form.options)).id for item in data
            )
        if isinstance(form, Marks) and isinstance(data, list | dict):
            return marks_from_data(form, data)
        if isinstance(form, Table) and isinstance(data, dict):
            return read_table(form, {str(row): split_cells(cells) for row, cells in data.items()})
        if isinstance(form, Card) and isinstance(data, dict):
            return read_card(form, {str(name): plain(value) for name, value in data.items()})
        said = "" if data is None else plain(data)
    except AnswerError as error:
        raise _placed(error, question) from error
    return parse_text(question, said)


def _from_text(question: Question, said: str) -> Answer:  # noqa: PLR0911 - one return a form
    form = question.form
    if not said and question.optional and not isinstance(form, Lines | GoOn | ReadLogs):
        return None
    match form:
        case Lines():
            return Items((said,) if said else (), done=not said)
        case GoOn() | ReadLogs():
            return None
        case Several():
            return parse_several(form, said)
        case Marks():
            return marks_from_text(form, said)
        case Table():
            return read_table(form, rows_from_text(form, said))
        case Card():
            return read_card(form, fields_from_text(form, said))
        case Text() | Chance() | Hours() | Number() | Choice():
            return parse_scalar(form, said)
        case _:
            assert_never(form)


def _placed(error: AnswerError, question: Question) -> AnswerError:
    return AnswerError(error.message, hint=error.hint, where=question.key)
