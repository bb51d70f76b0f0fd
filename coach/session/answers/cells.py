"""Reads tables and cards: several values that are confirmed together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.errors import AnswerError
from coach.session.answers.scalar import parse_chance, parse_hours, parse_scalar, plain, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coach.session.form import Card, Field, Option, Table
    from coach.session.step import Cell


def rows_from_text(form: Table, said: str) -> dict[str, list[str]]:
    """Read `row: cells; row: cells`, or the cells of all rows in order; empty takes what is suggested."""
    parts = [part.strip() for part in re.split(r"[;\n]", said) if part.strip()]
    rows: dict[str, list[str]] = {}
    for place, part in enumerate(parts):
        named = [name for row in form.rows for name in (row.id, row.text) if part.startswith(f"{name}:")]
        if named:
            rows[named[0]] = split_cells(part[len(named[0]) + 1 :])
        elif place < len(form.rows):
            rows[form.rows[place].id] = split_cells(part)
        else:
            raise AnswerError(f"{len(parts)} rows were given, the table has {len(form.rows)}")
    return rows


def split_cells(cells: object) -> list[str]:
    """Give the cells of a row from a list, or from text with commas between them."""
    if isinstance(cells, list):
        return [plain(cell) for cell in cells]
    said = plain(cells)
    return [part.strip() for part in said.split(",")] if "," in said else [said.strip()]


def read_table(form: Table, given: Mapping[str, Sequence[str]]) -> dict[str, tuple[Cell, ...]]:
    """Give the values of every row, by row id; a row that was not given takes what is suggested.

    Raises:
        AnswerError: a row is unknown or empty, or a cell does not fit.
    """
    by_name = {name: row for row in form.rows for name in (row.id, row.text)}
    for name in given:
        if name not in by_name:
            raise AnswerError(
                f"there is no row {quoted(name)}",
                hint="Rows: " + ", ".join(row.id for row in form.rows) + ".",
            )
    by_id = {by_name[name].id: cells for name, cells in given.items()}
    table: dict[str, tuple[Cell, ...]] = {}
    for row in form.rows:
        cells = by_id.get(row.id) or form.suggested.get(row.id, ())
        if not any(cells):
            raise AnswerError(f"{quoted(row.text)} is still empty", hint=_cell_hint(form))
        table[row.id] = parse_row(form, row, cells)
    return table


def parse_row(form: Table, row: Option, cells: Sequence[str]) -> tuple[Cell, ...]:
    """Give the values of one row of a table.

    Raises:
        AnswerError: a cell does not fit, or the row is no distribution where it must be one.
    """
    try:
        values = [_cell(form, cell) for cell in cells]
    except AnswerError as error:
        raise AnswerError(f"{quoted(row.text)}: {error.message}", hint=error.hint) from error
    if form.sums_to_one:
        return _distribution(form, row, values)
    if len(values) != len(form.columns):
        raise AnswerError(
            f"{quoted(row.text)} has {len(values)} values for {len(form.columns)} columns",
            hint="Columns: " + ", ".join(column.text for column in form.columns) + ".",
        )
    return tuple(values)


def _distribution(form: Table, row: Option, values: list[Cell]) -> tuple[Cell, ...]:
    width = len(form.columns)
    if any(value is None for value in values):
        return (None,) * width
    numbers = [value for value in values if value is not None]
    if len(numbers) == width - 1:
        numbers.append(max(0.0, 1.0 - sum(numbers)))
    total = sum(numbers)
    if len(numbers) != width or total <= 0 or (width > 2 and abs(total - 1) > 0.05):  # noqa: PLR2004
        raise AnswerError(
            f"{quoted(row.text)}: the outcomes should add up to 100 %, they make {100 * total:.0f} %",
            hint="Outcomes: "
            + ", ".join(column.text for column in form.columns)
            + ". The last may be left out.",
        )
    return tuple(number / total for number in numbers)


def _cell(form: Table, said: str) -> Cell:
    if form.cell == "hours":
        return parse_hours(said)
    return parse_chance(said, no_idea=form.no_idea)


def _cell_hint(form: Table) -> str:
    if form.cell == "hours":
        return "Durations such as 30 min or 10h."
    return "A word (unlikely, even, likely), a percentage, or odds such as 1:3."


def fields_from_text(form: Card, said: str) -> dict[str, str]:
    """Read `name: value; name: value`, or the values of all fields in order."""
    parts = [part.strip() for part in re.split(r"[;\n]", said) if part.strip()]
    given: dict[str, str] = {}
    for place, part in enumerate(parts):
        name, colon, value = part.partition(":")
        if colon and any(name.strip() == field.id for field in form.fields):
            given[name.strip()] = value.strip()
        elif place < len(form.fields):
            given[form.fields[place].id] = part
        else:
            raise AnswerError(f"{len(parts)} values were given for {len(form.fields)} fields")
    return given


def read_card(form: Card, given: Mapping[str, str]) -> dict[str, str | float]:
    """Give the values of every field that has one, by field id.

    Raises:
        AnswerError: a field is unknown or missing, or a value does not fit.
    """
    known = {field.id for field in form.fields}
    for name in given:
        if name not in known:
            raise AnswerError(
                f"there is no field {quoted(name)}",
                hint="Fields: " + ", ".join(field.id for field in form.fields) + ".",
            )
    values: dict[str, str | float] = {}
    for field in form.fields:
        value = parse_field(field, given.get(field.id, ""))
        if value is not None:
            values[field.id] = value
    return values


def parse_field(field: Field, text: str) -> str | float | None:
    """Give the value of one field of a card; None for one that was left open.

    Raises:
        AnswerError: the text does not fit the field.
    """
    said = text.strip() or field.suggested
    if not said and field.optional:
        return None
    try:
        return parse_scalar(field.form, said)
    except AnswerError as error:
        raise AnswerError(f"{field.text}: {error.message}", hint=error.hint) from error
