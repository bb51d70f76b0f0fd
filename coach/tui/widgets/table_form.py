"""The form for a table: arrow keys walk it, + and - step through the words, anything typed goes into the cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from coach.session.bayes_factor_words import strength
from coach.tui.plain_text import clipped, one_line, wrapped
from coach.tui.widgets.asked import HIGH_FROM
from coach.tui.widgets.chance import read, stepped
from coach.tui.widgets.form import is_written
from coach.tui.widgets.rows import Rows, RowsForm
from coach.tui.widgets.table import Entries, Place, detail_lines, header_lines, problem, row_line

if TYPE_CHECKING:
    from textual import events

    from coach.session.form import Table
    from coach.session.step import Question

LONGEST = 40
STILL_EMPTY = "! this cell still wants an answer"
NOWHERE = Place(-1, -1)
"""Where one stands in a table that has not the focus."""
STEPS = {"plus": True, "minus": False, "equals_sign": True}


class TableForm(RowsForm):
    """Rows to judge under one or more headings. `typed` is what is being written into the current cell."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "walk(-1, 0)", "Row up", show=False),
        Binding("down", "walk(1, 0)", "Row down", show=False),
        Binding("left", "sideways(-1)", "Less likely, or column left", show=False),
        Binding("right", "sideways(1)", "More likely, or column right", show=False),
        Binding("backspace,delete", "erase", "Erase", show=False),
        Binding("enter", "next", "next, then answer"),
        Binding("escape", "give_up", "Give up this cell", show=False),
    ]

    def __init__(self, question: Question, form: Table) -> None:
        super().__init__(question)
        self.form = form
        self.entries = Entries(form)
        self._asked = self._cells()
        self.column = 0
        self.typed: str | None = None
        self._wants_this = False

    @property
    def place(self) -> Place:
        """The cell one stands on."""
        return Place(self.cursor, self.column)

    @property
    def draft(self) -> object:
        """The cells as text, by row id, with what is being written; None where all is as it was asked."""
        cells = self._cells()
        if self.typed is not None:
            cells[self.form.rows[self.cursor].id][self.column] = self.typed
        return None if cells == self._asked else cells

    def _cells(self) -> dict[str, list[str]]:
        return {row: list(cells) for row, cells in self.entries.cells.items()}

    def restore(self, draft: object) -> None:
        """Fill in rows, by id or text."""
        by_name = {name: row.id for row in self.form.rows for name in (row.id, row.text)}
        for name, cells in draft.items() if isinstance(draft, dict) else ():
            if str(name) in by_name:
                self.entries.fill(by_name[str(name)], cells)
        self.refresh()

    def mark(self, rows: frozenset[str]) -> None:
        """Mark the rows, by id, that the advice hangs on."""
        if rows != self.entries.marked:
            self.entries.marked = rows
            self.refresh(layout=True)

    def hint(self) -> str:
        """Give the keys of the table."""
        unsure = " · ? no idea" if self.form.no_idea else ""
        if self.form.cell == "hours":
            return "arrows move · type 30 min or 10h"
        if self._steps_sideways:
            return f"↑ ↓ row · ← → word · 30% · 1:3{unsure}"
        return f"arrows move · + - word · 30%{unsure}"

    @property
    def _steps_sideways(self) -> bool:
        return self.form.cell == "chance" and len(self.form.columns) == 1

    def rows(self, width: int) -> Rows:
        """Give header, one line a row, and what the current cell is about."""
        count, here = len(self.form.rows), self.place if self.has_focus else NOWHERE
        blocks = [[row_line(self.entries, row, here, self.typed, width)] for row in range(count)]
        details = [detail_lines(self.entries, Place(row, self.column), None, width) for row in range(count)]
        deepest = max(map(len, details), default=0)
        said = detail_lines(self.entries, self.place, self.typed, width)
        if self._wants_this:
            said[-1] = clipped(STILL_EMPTY, width, "$warn")
        foot = [Content(""), *[Content("")] * (deepest - len(said)), *said]
        return Rows(header_lines(self.form, width), blocks, [*foot, *self._strength(width)])

    def _strength(self, width: int) -> list[Content]:
        """Give what the column one stands on says for one row over another, where that is the point of it."""
        if not self.form.compares:
            return []
        found = strength(self.form, self.entries.cells, self.column)
        if self.app.size.height < HIGH_FROM:
            return [clipped(found.in_short, width, "$quiet")] if found.in_short else []
        return wrapped(found.says, width, "$quiet")

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters and digits go into the cell."""
        return is_written(key, character)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape is the screen's unless a cell is being written."""
        if action == "give_up" and self.typed is None:
            return False
        return super().check_action(action, parameters)

    def on_key(self, event: events.Key) -> None:
        """Step through the words, or type into the cell."""
        if not event.is_printable or not event.character:
            return
        event.stop()
        event.prevent_default()
        if self.typed is None and event.key in STEPS and self.form.cell == "chance":
            self._step(up=STEPS[event.key])
        else:
            self._type(event.character)

    def on_paste(self, event: events.Paste) -> None:
        """Type what was pasted."""
        event.stop()
        self._type(one_line(event.text[:LONGEST]))

    def on_click(self, event: events.Click) -> None:
        """Go to the row that was clicked."""
        row = event.style.meta.get("row")
        if isinstance(row, int):
            self._keep()
            self.action_walk(row - self.cursor, 0)

    def action_walk(self, rows: int, columns: int) -> None:
        """Go to another cell; what was being written is kept."""
        self._wants_this = False
        self._keep()
        self.column = min(max(0, self.column + columns), len(self.form.columns) - 1)
        self.move(rows)

    def action_sideways(self, direction: int) -> None:
        """Step through the words where there is one column, else go to the next."""
        if self._steps_sideways:
            self._keep()
            self._step(up=direction > 0)
        else:
            self.action_walk(0, direction)

    def action_erase(self) -> None:
        """Erase the last character, or the cell."""
        if self.typed is None:
            self._put("")
        else:
            self._write(self.typed[:-1] or None)

    def action_give_up(self) -> None:
        """Leave the cell as it was."""
        self._write(None)

    def action_next(self) -> None:
        """Keep the cell and go to the next that wants filling; with none left, send the answer."""
        was_typing = self.typed is not None
        if was_typing and problem(self.form, self.typed or ""):
            return
        self._keep()
        wanting = self.entries.wanting(self.place)
        self._wants_this = wanting == self.place
        if wanting is not None:
            self.column = wanting.column
            self.move(wanting.row - self.cursor)
        elif was_typing:
            self.action_walk(1, 0)
        else:
            self.post_message(self.Answered(self, self.answer))

    @property
    def answer(self) -> dict[str, list[str]]:
        """The cells as an answers file holds them."""
        return {row: _without_tail(cells) for row, cells in self.entries.cells.items()}

    def _step(self, *, up: bool) -> None:
        self._put(stepped(read(self.entries.at(self.place)).value, up=up))

    def _type(self, text: str) -> None:
        self._write(((self.typed or "") + text)[:LONGEST])

    def _write(self, typed: str | None) -> None:
        self.typed, self._wants_this = typed, False
        self.refresh()
        self.post_message(self.Drafted())

    def _keep(self) -> None:
        if self.typed is not None:
            typed, self.typed = self.typed, None
            self._put(typed)

    def _put(self, text: str) -> None:
        self._wants_this = False
        self.entries.put(self.place, text)
        self.refresh()
        self.post_message(self.Drafted())


def _without_tail(cells: list[str]) -> list[str]:
    """Give the cells up to the last one filled in."""
    kept = list(cells)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept
