"""An answer that nobody typed, in the words in which a person would have given it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coach.cli.terminal_safe import one_line
from coach.errors import AnswerError
from coach.session.form import Card, Choice, Marks, Several, Table
from coach.session.marks import marks_from_data

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.session.form import Form


def transcript(data: object, form: Form, suggested: str = "") -> list[str]:
    """Give the lines in which an answer from data is echoed; ids of options and rows appear as their texts.

    Where the data leave out what was suggested, the suggestion is echoed, since it is what was taken.
    """
    if isinstance(form, Card | Table) and (data is None or isinstance(data, dict)):
        data = _with_suggested(data or {}, form)
    if isinstance(form, Marks) and isinstance(data, list | dict):
        return _marked(data, form)
    match data:
        case None | "" if suggested:
            return [one_line(shown(form, suggested))]
        case None:
            return ["(left as it is)"]
        case list():
            return [_option(item, form) for item in data] or ["(nothing)"]
        case dict():
            lines = [f"{_row(name, form)}: {_cell(name, value, form)}" for name, value in data.items()]
            return lines or ["(left as it is)"]
        case _:
            return [_option(data, form)]


def _marked(data: list[object] | Mapping[Any, object], form: Marks) -> list[str]:
    """Give one line a mark: which rows get it."""
    rows, marks = ({each.id: one_line(each.text) for each in of} for of in (form.all_rows, form.marks))
    try:
        marked = marks_from_data(form, data)
    except AnswerError:
        return [one_line(str(data))]
    return [
        f"{text}: {', '.join(rows[row] for row, given in marked.items() if given == mark)}"
        for mark, text in marks.items()
        if mark in marked.values()
    ] or ["(nothing)"]


def shown(form: Form, suggested: str) -> str:
    """Give a suggested answer as a person reads it: options by their texts."""
    if isinstance(form, Choice):
        return _option(suggested, form)
    if isinstance(form, Marks) and form.suggested:
        return "; ".join(_marked(form.suggested, form))
    if not isinstance(form, Several) or suggested in {"", "none", "all"}:
        return suggested
    return ", ".join(_option(each.strip(), form) for each in suggested.split(","))


def _with_suggested(data: dict[object, object], form: Card | Table) -> dict[object, object]:
    """Give data in which what was left empty or out stands as it was suggested, in the order of the form."""
    if isinstance(form, Card):
        offered: list[tuple[str, str, object]] = [
            (each.id, each.text, each.suggested) for each in form.fields
        ]
    else:
        offered = [(each.id, each.text, list(form.suggested.get(each.id, ()))) for each in form.rows]
    known = {name for part in offered for name in part[:2]}
    full: dict[object, object] = {}
    for key, text, suggested in offered:
        given = data.get(key, data.get(text))
        taken = suggested if given in (None, "", []) else given
        if taken not in (None, "", []):
            full[key] = taken
    return full | {name: value for name, value in data.items() if name not in known}


def _option(item: object, form: Form) -> str:
    said = one_line(str(item))
    if isinstance(form, Choice | Several):
        return next((one_line(option.text) for option in form.all_options if option.id == said), said)
    return said


def _row(name: object, form: Form) -> str:
    said = one_line(str(name))
    match form:
        case Table(rows=rows):
            return next((one_line(row.text) for row in rows if row.id == said), said)
        case Card(fields=fields):
            return next((one_line(field.text) for field in fields if field.id == said), said)
        case _:
            return said


def _cell(name: object, value: object, form: Form) -> str:
    if isinstance(value, list):
        return one_line(", ".join(map(str, value)))
    if isinstance(form, Card):
        fields = {field.id: field.form for field in form.fields}
        return _option(value, fields.get(str(name), form))
    return one_line(str(value))
