"""An answer that nobody typed, in the words in which a person would have given it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.harmless import one_line
from coach.session.form import Card, Choice, Several, Table

if TYPE_CHECKING:
    from coach.session.form import Form


def transcript(data: object, form: Form) -> list[str]:
    """Give the lines in which an answer from data is echoed; ids of options and rows appear as their texts."""
    match data:
        case None:
            return ["(left as it is)"]
        case list():
            return [_option(item, form) for item in data] or ["(nothing)"]
        case dict():
            return [f"{_row(name, form)}: {_cell(name, value, form)}" for name, value in data.items()]
        case _:
            return [_option(data, form)]


def _option(item: object, form: Form) -> str:
    said = one_line(str(item))
    if isinstance(form, Choice | Several):
        return next((one_line(option.text) for option in form.options if option.id == said), said)
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
