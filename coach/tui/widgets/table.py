"""A table of chances or durations while it is being filled in, and its lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from coach.errors import AnswerError
from coach.reasoning.scale import format_probability, nearest_word
from coach.session.answers.answer import NO_IDEA, parse_hours, parse_row
from coach.tui.plain_text import clipped, one_line, shortened, wrapped
from coach.tui.widgets.amount_form import duration
from coach.tui.widgets.bar import PERCENT_WIDTH, bar
from coach.tui.widgets.chance import read, spoken
from coach.tui.widgets.rows import CURSOR

if TYPE_CHECKING:
    from coach.session.form import Option, Table

NOTHING = "·"
MARK, MARKED = "▲", "the advice hangs on it"
"""Stands before a row, and what that means."""
WORD_WIDTH = 16
"""Cells of the longest word of the scale, `almost no chance`."""
LEAST_BAR, MOST_BAR = 6, 24
LEAST_LABEL, LABEL_BEFORE_BAR = 12, 30
"""Cells a row's label keeps, and keeps before a bar is drawn beside it."""
LEAST_CELL, MOST_CELL = 8, 16
HEAD_LINES = 4
"""Lines over which the name of a column is spread at most."""


class Place(NamedTuple):
    """A cell's address."""

    row: int
    column: int


@dataclass(slots=True)
class Entries:
    """The cells of a table as text.

    Attributes:
        cells: for each row id, one text a column, empty where nothing was said.
        marked: ids of the rows that the advice hangs on.
    """

    form: Table
    cells: dict[str, list[str]] = field(default_factory=dict)
    marked: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for row in self.form.rows:
            self.fill(row.id, self.form.suggested.get(row.id, ()))

    def fill(self, row: str, texts: object) -> None:
        """Put texts into a row, from its first column on."""
        given = [f"{each}" for each in texts] if isinstance(texts, list | tuple) else [f"{texts}"]
        width = len(self.form.columns)
        self.cells[row] = [*given, *[""] * width][:width]

    def label(self, row: int) -> str:
        """Give what a row is about, with the mark of a row that the advice hangs on."""
        option = self.form.rows[row]
        return f"{MARK} {option.text}" if option.id in self.marked else option.text

    def at(self, place: Place) -> str:
        """Give the text of a cell."""
        return self.cells[self.form.rows[place.row].id][place.column]

    def put(self, place: Place, text: str) -> None:
        """Write a cell."""
        self.cells[self.form.rows[place.row].id][place.column] = text

    def wanting(self, after: Place) -> Place | None:
        """Give the next cell that has to be filled, after a place and then from the top; None when all are."""
        places = [Place(row, column) for row in range(len(self.form.rows)) for column in self._needed(row)]
        empty = [place for place in places if not self.at(place).strip()]
        return next((place for place in empty if place > after), empty[0] if empty else None)

    def _needed(self, row: int) -> range:
        """Columns of a row that must be filled: the rest of a distribution follows, `no idea` says it all."""
        width = len(self.form.columns)
        cells = self.cells[self.form.rows[row].id]
        if not self.form.sums_to_one:
            return range(width)
        return range(0) if any(is_no_idea(cell) for cell in cells) else range(max(1, width - 1))

    def shown(self, place: Place) -> str:
        """Give a cell as it reads: its value, or for a distribution's last cell what is left over."""
        text = self.at(place)
        if text or not self.form.sums_to_one or place.column < len(self.form.columns) - 1:
            return reading(self.form, text)
        row = self.form.rows[place.row]
        if not all(cell.strip() for cell in self.cells[row.id][:-1]):
            return ""
        try:
            last = parse_row(self.form, row, self.cells[row.id][:-1])[-1]
        except AnswerError:
            return ""
        return "" if last is None else f"rest {format_probability(last)}"


def is_no_idea(text: str) -> bool:
    """True for every way of saying that one does not know."""
    return text.strip().lower() in NO_IDEA


def reading(form: Table, text: str) -> str:
    """Give what a cell's text means, short; the text with a `!` when it means nothing."""
    said = one_line(text)
    if not said:
        return ""
    if form.cell == "hours":
        try:
            return duration(parse_hours(said))
        except AnswerError:
            return f"{said} !"
    if is_no_idea(said):
        return "no idea" if form.no_idea else f"{said} !"
    value = read(said).value
    return f"{said} !" if value is None else format_probability(value)


def problem(form: Table, text: str) -> str:
    """Give what is wrong with a cell's text; empty when nothing is."""
    if not text.strip() or (form.no_idea and is_no_idea(text)):
        return ""
    if form.cell == "chance":
        return read(text).problem
    try:
        parse_hours(text)
    except AnswerError as error:
        return error.message
    return ""


def header_lines(form: Table, width: int) -> list[Content]:
    """Give the header of a table with several columns, over the cells: long names below one another, word by word."""
    if len(form.columns) == 1:
        return []
    label, cell = column_widths(form, width)
    heads = [shortened(one_line(column.text), cell, HEAD_LINES, "$quiet") for column in form.columns]
    count = max(map(len, heads))
    lines = []
    for line in range(count):
        found = [
            head[line - count + len(head)] if line >= count - len(head) else Content("") for head in heads
        ]
        parts = [
            Content(" " * (cell - each.cell_length)) + each for each in (head.rstrip() for head in found)
        ]
        lines.append(Content(" " * (label + 2)) + Content(" ").join([Content(""), *parts]))
    return lines


def column_widths(form: Table, width: int) -> tuple[int, int]:
    """Give the cells for the row labels and for each column of a table with several columns."""
    count = len(form.columns)
    widest = max(len(one_line(column.text)) for column in form.columns)
    cell = min(MOST_CELL, max(LEAST_CELL, widest))
    while cell > LEAST_CELL and width - 2 - count * (cell + 1) < max(LEAST_LABEL, width // 3):
        cell -= 1
    return max(4, width - 2 - count * (cell + 1)), cell


def row_line(entries: Entries, row: int, cursor: Place, typed: str | None, width: int) -> Content:
    """Give one row; the cell one stands on is on a ground of its own, with what is being typed."""
    is_here = row == cursor.row
    sign = Content.styled(f"{CURSOR} " if is_here else "  ", "bold $accent")
    if len(entries.form.columns) == 1:
        return sign + _single(entries, Place(row, 0), typed if is_here else None, width, is_here=is_here)
    label, cell = column_widths(entries.form, width)
    text = clipped(entries.label(row), label, "bold" if is_here else "")
    parts = [text + Content(" " * (label - text.cell_length))]
    for column in range(len(entries.form.columns)):
        place = Place(row, column)
        stands = place == cursor
        said = _cell(entries.shown(place), typed if stands else None, cell)
        parts.append(said.stylize("bold $accent on $panel") if stands else said)
    return sign + Content(" ").join(parts)


def _cell(shown: str, typed: str | None, width: int) -> Content:
    if typed is not None:
        return Content(f"{typed}▏"[-width:].rjust(width))
    quiet = "$quiet" if not shown or shown.startswith("rest") else ""
    said = clipped(shown or NOTHING, width, quiet)
    return Content(" " * (width - said.cell_length)) + said


def room_for_label(form: Table, width: int) -> int:
    """Give the cells for a row's label."""
    if len(form.columns) > 1:
        return column_widths(form, width)[0]
    word = WORD_WIDTH + 1 + PERCENT_WIDTH if form.cell == "chance" else MOST_CELL
    return width - 2 - word - 1 - _bar_room(form, width)


def _bar_room(form: Table, width: int) -> int:
    """Give the cells of the bar in a table with one column, with the blank before it; 0 for no bar."""
    room = width - 2 - (WORD_WIDTH + 1 + PERCENT_WIDTH) - 1
    length = min(MOST_BAR, room - LABEL_BEFORE_BAR - 1)
    return length + 1 if form.cell == "chance" and length >= LEAST_BAR else 0


def _single(entries: Entries, place: Place, typed: str | None, width: int, *, is_here: bool) -> Content:
    form, text = entries.form, entries.at(place)
    value = read(text).value if form.cell == "chance" else None
    word = WORD_WIDTH + 1 + PERCENT_WIDTH if form.cell == "chance" else MOST_CELL
    room, length = room_for_label(form, width), _bar_room(form, width) - 1
    label = clipped(entries.label(place.row), max(1, room), "bold" if is_here else "")
    parts = [label + Content(" " * (room - label.cell_length))]
    if length > 0:
        parts.append(bar(value or 0.0, length))
    parts.append(_spelt(form, text, value, typed, word, is_here=is_here))
    return Content(" ").join(parts)


def _spelt(
    form: Table, text: str, value: float | None, typed: str | None, width: int, *, is_here: bool
) -> Content:
    """Give a cell of a table with one column: the word and the number."""
    if typed is not None:
        return Content(f"{typed}▏"[-width:].ljust(width)).stylize("bold $accent on $panel")
    if value is None:
        said = _cell(reading(form, text), None, width)
    else:
        word = nearest_word(value)
        said = Content(word.name.ljust(WORD_WIDTH + 1) + format_probability(value).rjust(PERCENT_WIDTH))
        is_between = abs(word.probability - value) > 1e-9  # noqa: PLR2004
        said = said.stylize("$quiet", 0, WORD_WIDTH) if is_between else said
    return said.stylize("bold $accent on $panel") if is_here else said


def detail_lines(entries: Entries, cursor: Place, typed: str | None, width: int) -> list[Content]:
    """Give the full wording of the row and column one stands on, and what its cell means."""
    form = entries.form
    row, column = form.rows[cursor.row], form.columns[cursor.column]
    lines = [clipped(f"{MARK} {MARKED}", width, "$warn")] if row.id in entries.marked else []
    lines += _worded(row, width, room_for_label(form, width))
    if len(form.columns) > 1:
        lines += _worded(column, width, column_widths(form, width)[1])
    text = entries.at(cursor) if typed is None else typed
    wrong = problem(form, text)
    value = read(text).value if form.cell == "chance" else None
    if wrong:
        lines.append(clipped(f"! {wrong}", width, "$warn"))
    elif value is not None:
        lines.append(clipped(spoken(value), width, "$quiet"))
    else:
        lines.append(Content(""))
    return lines


def _worded(option: Option, width: int, room: int) -> list[Content]:
    """Give what the table had to leave out: a wording longer than `room`, and the explanation."""
    is_cut = Content(one_line(option.text)).cell_length > room
    said = wrapped(option.text, width) if is_cut else []
    return [*said, *wrapped(option.says, width, "$quiet")]
