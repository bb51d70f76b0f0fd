"""Reads marks: which rows get which of a few marks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from coach.errors import AnswerError
from coach.session.answers.scalar import parse_option, plain, quoted
from coach.session.symptom_ids import current_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.session.form import Marks, Option


def marks_from_text(form: Marks, said: str) -> dict[str, str]:
    """Read `yes: 1, 3; no: 2`, or rows between commas, which get the first mark; `none` marks nothing.

    Raises:
        AnswerError: a mark or a row is unknown, or a row has two marks.
    """
    marked: dict[str, str] = {}
    for part in (each.strip() for each in re.split(r"[;\n]", said)):
        if part and part.lower() not in ("none", "-"):
            mark, rows = _mark_of(form, part)
            for row in rows:
                _put(form, marked, _row(form, row), mark.id)
    return marked


def marks_from_data(form: Marks, data: Sequence[object] | Mapping[Any, object]) -> dict[str, str]:
    """Read `{yes: [..], no: [..]}`, `{row: mark}`, or a list of rows, which get the first mark.

    Raises:
        AnswerError: a mark or a row is unknown, or a row has two marks.
    """
    marked: dict[str, str] = {}
    if not isinstance(data, Mapping):
        data = {form.marks[0].id: data}
    for name, value in data.items():
        mark = _mark(form, plain(name))
        rows = value if isinstance(value, list) else [] if value is None else [value]
        for row in rows if mark else [name]:
            given = mark or parse_option(form.marks, plain(value))
            _put(form, marked, _row(form, plain(row)), given.id)
    return marked


def _mark_of(form: Marks, part: str) -> tuple[Option, list[str]]:
    head, colon, rest = part.partition(":")
    if not colon:
        head, _, rest = part.partition(" ")
    mark = _mark(form, head)
    if mark is None and colon:
        names = " and ".join(quoted(each.text) for each in form.marks)
        raise AnswerError(f"{quoted(head.strip())} is no mark", hint=f"The marks are {names}.")
    found, rows = (form.marks[0], part) if mark is None else (mark, rest)
    return found, [row.strip() for row in rows.split(",") if row.strip()]


def _row(form: Marks, said: str) -> str:
    """Give the id of the row that a number, a name or an id, of today or of before, means."""
    today = current_id(said.strip().lower())
    if any(row.id == today for row in form.all_rows):
        return today
    return parse_option(form.all_rows, said, shown=len(form.rows)).id


def _mark(form: Marks, said: str) -> Option | None:
    """Give the mark that a word, or its beginning, means; numbers name rows."""
    wanted = said.strip().lower()
    near = [each for each in form.marks if wanted and each.text.lower().startswith(wanted)]
    exact = [each for each in form.marks if wanted in (each.id, each.text.lower())]
    found = exact or near
    return found[0] if len(found) == 1 else None


def _put(form: Marks, marked: dict[str, str], row: str, mark: str) -> None:
    if marked.setdefault(row, mark) != mark:
        text = next(each.text for each in form.all_rows if each.id == row)
        raise AnswerError(f"{quoted(text)} has two marks", hint="Give it one of them.")
