"""Reads an answer from what a person typed, or from data in an answers file, for any form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from coach.errors import AnswerError
from coach.reasoning.scale import parse_probability
from coach.session.form import (
    Card,
    Chance,
    Choice,
    Field,
    GoOn,
    Hours,
    Lines,
    Number,
    Option,
    ReadLogs,
    Several,
    Table,
    Text,
)
from coach.session.step import Answer, Cell, Items, Question

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NO_IDEA = frozenset({"no idea", "don't know", "dont know", "?"})
_ENOUGH = re.compile(r"^enough\s*:\s*(?P<reason>.*)$", re.IGNORECASE | re.DOTALL)
_DURATION = re.compile(
    r"(?P<amount>\d+(?:[.,]\d+)?)\s*"
    r"(?P<unit>weeks?|w|days?|d|hours?|hrs?|h|minutes?|mins?|min|m|seconds?|secs?|sec|s)\b\s*",
    re.IGNORECASE,
)
_UNIT_HOURS = {"w": 168.0, "d": 24.0, "h": 1.0, "m": 1 / 60, "s": 1 / 3600}
LONGEST_TEXT = 1_000_000
"""Characters that one answer may hold; a longer paste is refused, not cut."""


def enough(line: str) -> str | None:
    """Give the reason in `enough: <reason>`, or None when the line is an ordinary one."""
    found = _ENOUGH.match(line.strip())
    return found["reason"].strip() if found else None


def parse_hours(text: str) -> float:
    """Give a duration in hours from `10h`, `90 min`, `1h 30m`, `2 days`; a bare number is hours.

    Raises:
        AnswerError: the text is no duration.
    """
    said = text.strip()
    try:
        hours = float(said.replace(",", "."))
    except ValueError:
        hours, end = 0.0, 0
        for part in _DURATION.finditer(said):
            if part.start() != end:
                break
            hours += float(part["amount"].replace(",", ".")) * _UNIT_HOURS[part["unit"][0].lower()]
            end = part.end()
        if end == 0 or end != len(said):
            raise AnswerError(
                f"{_short(said)} is not a duration", hint="Write it like 10h, 90 min, 1h 30m or 2 days."
            ) from None
    if not 0 <= hours <= 100_000:  # noqa: PLR2004 - eleven years is no run
        raise AnswerError(f"{_short(said)} is not a duration", hint="Write it like 10h, 90 min or 2 days.")
    return hours


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
            return Items(tuple(_scalar(line) for line in lines), done=True)
        if isinstance(form, Several) and isinstance(data, list):
            return tuple(_option(form.options, _scalar(item)).id for item in data)
        if isinstance(form, Table) and isinstance(data, dict):
            return _table(form, {str(row): _cells(cells) for row, cells in data.items()})
        if isinstance(form, Card) and isinstance(data, dict):
            return _card(form, {str(name): _scalar(value) for name, value in data.items()})
        said = "" if data is None else _scalar(data)
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
            return _several(form, said)
        case Table():
            return _table(form, _rows_from_text(form, said))
        case Card():
            return _card(form, _fields_from_text(form, said))
        case Text() | Chance() | Hours() | Number() | Choice():
            return parse_scalar(form, said)
        case _:
            assert_never(form)


def parse_scalar(form: Text | Chance | Hours | Number | Choice, said: str) -> str | float | None:
    """Give the value of a one-value form.

    Raises:
        AnswerError: the text does not fit the form.
    """
    match form:
        case Text():
            if not said:
                raise AnswerError("nothing was written", hint="A few words are enough.")
            return said
        case Chance():
            return parse_chance(said, no_idea=form.no_idea)
        case Hours():
            return parse_hours(said)
        case Number():
            return _number(form, said)
        case Choice():
            return _option(form.options, said).id
        case _:
            assert_never(form)


def parse_chance(said: str, *, no_idea: bool) -> float | None:
    """Give a probability, or None for `no idea` where that is allowed.

    Raises:
        AnswerError: the text is neither.
    """
    if said.strip().lower() in NO_IDEA:
        if no_idea:
            return None
        raise AnswerError("this one needs a number", hint="A rough word will do: unlikely, even, likely.")
    return parse_probability(said)


def _number(form: Number, said: str) -> float:
    try:
        value = float(said.replace(",", ".").lstrip("$").rstrip("%"))
    except ValueError:
        raise AnswerError(f"{_short(said)} is not a number", hint=f"In {form.unit}.") from None
    if not form.low <= value <= form.high:
        raise AnswerError(
            f"{_short(said)} is out of range", hint=f"Between {form.low:g} and {form.high:g} {form.unit}."
        )
    return value


def _option(options: Sequence[Option], said: str) -> Option:
    wanted = said.strip().lower()
    if wanted.isdecimal() and 1 <= int(wanted) <= len(options):
        return options[int(wanted) - 1]
    exact = [option for option in options if wanted in (option.id.lower(), option.text.lower())]
    near = [option for option in options if option.text.lower().startswith(wanted)] if wanted else []
    found = exact or near
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"{number} {option.text}" for number, option in enumerate(options, 1))
    problem = "nothing was chosen" if not wanted else f"{_short(said)} is not one of the choices"
    raise AnswerError(problem, hint=f"Choose by number or name: {names}.")


def _several(form: Several, said: str) -> tuple[str, ...]:
    wanted = said.strip().lower()
    if wanted in ("", "none", "-"):
        return ()
    if wanted == "all":
        return tuple(option.id for option in form.options)
    parts = [part for part in re.split(r"[,;\s]+", said.strip()) if part]
    if not all(part.isdecimal() or any(part == option.id for option in form.options) for part in parts):
        parts = [part.strip() for part in re.split(r"[,;]", said) if part.strip()]
    return tuple(dict.fromkeys(_option(form.options, part).id for part in parts))


def _rows_from_text(form: Table, said: str) -> dict[str, list[str]]:
    """Read `row: cells; row: cells`, or the cells of all rows in order; empty takes what is suggested."""
    parts = [part.strip() for part in re.split(r"[;\n]", said) if part.strip()]
    rows: dict[str, list[str]] = {}
    for place, part in enumerate(parts):
        name, colon, cells = (
            part.rpartition(":") if not re.fullmatch(r"[\d.]+\s*:\s*[\d.]+", part) else ("", "", part)
        )
        if colon and any(name.strip() in (row.id, row.text) for row in form.rows):
            rows[name.strip()] = _cells(cells)
        elif place < len(form.rows):
            rows[form.rows[place].id] = _cells(part)
        else:
            raise AnswerError(f"{len(parts)} rows were given, the table has {len(form.rows)}")
    return rows


def _cells(cells: object) -> list[str]:
    if isinstance(cells, list):
        return [_scalar(cell) for cell in cells]
    said = _scalar(cells)
    return [part.strip() for part in said.split(",")] if "," in said else [said.strip()]


def _table(form: Table, given: Mapping[str, Sequence[str]]) -> dict[str, tuple[Cell, ...]]:
    by_name = {name: row for row in form.rows for name in (row.id, row.text)}
    for name in given:
        if name not in by_name:
            raise AnswerError(
                f"there is no row {_short(name)}",
                hint="Rows: " + ", ".join(row.id for row in form.rows) + ".",
            )
    by_id = {by_name[name].id: cells for name, cells in given.items()}
    table: dict[str, tuple[Cell, ...]] = {}
    for row in form.rows:
        cells = by_id.get(row.id) or form.suggested.get(row.id, ())
        if not any(cells):
            raise AnswerError(f"{_short(row.text)} is still empty", hint=_cell_hint(form))
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
        raise AnswerError(f"{_short(row.text)}: {error.message}", hint=error.hint) from error
    if form.sums_to_one:
        return _distribution(form, row, values)
    if len(values) != len(form.columns):
        raise AnswerError(
            f"{_short(row.text)} has {len(values)} values for {len(form.columns)} columns",
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
            f"{_short(row.text)}: the outcomes should add up to 100 %, they make {100 * total:.0f} %",
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


def _fields_from_text(form: Card, said: str) -> dict[str, str]:
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


def _card(form: Card, given: Mapping[str, str]) -> dict[str, str | float]:
    known = {field.id for field in form.fields}
    for name in given:
        if name not in known:
            raise AnswerError(
                f"there is no field {_short(name)}",
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


def _scalar(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int | float):
        return str(value)
    raise AnswerError("a list or a mapping stands where one value belongs")


def _short(text: str) -> str:
    said = " ".join(text.split())
    return f"“{said[:60]}…”" if len(said) > 60 else f"“{said}”"  # noqa: PLR2004


def _placed(error: AnswerError, question: Question) -> AnswerError:
    return AnswerError(error.message, hint=error.hint, where=question.key)
