"""The forecast of what will come of something: one row an outcome, the last one takes what is left."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from coach.errors import AnswerError
from coach.session.answers.cells import parse_row
from coach.tui.drawing import hung
from coach.tui.plain_text import clipped, one_line, wrapped
from coach.tui.widgets.bar import PERCENT_WIDTH, bar, percent
from coach.tui.widgets.chance import read, stepped
from coach.tui.widgets.form import is_written
from coach.tui.widgets.rows import CURSOR, Rows, RowsForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events

    from coach.session.form import Table
    from coach.session.step import Question

LONGEST = 20
"""Characters of a chance that is being written."""
SHORTEST_BAR = 10
INDENT = "    "
"""Stands before what an outcome means."""
STEPS = {"plus": True, "minus": False, "equals_sign": True}
TITLE = "What do you expect? Sealed when you go, and scored."


def in_percent(cell: str) -> str:
    """Give a cell as it is meant beside a percent sign: a bare number from 1 up is one of a hundred.

    >>> in_percent(" 60 "), in_percent("0.6"), in_percent("1:3"), in_percent("likely")
    ('60%', '0.6', '1:3', 'likely')
    """
    said = cell.strip()
    return f"{said}%" if re.fullmatch(r"[1-9]\d*(\.\d+)?", said) else said


class ForecastForm(RowsForm):
    """A distribution over a few outcomes, in one row of a table.

    Attributes:
        cells: one text an outcome, empty where nothing was said.
        means: what each outcome would speak for, by its name; stands beneath it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False),
        Binding("down", "move(1)", "Down", show=False),
        Binding("left", "step(False)", "Less likely", show=False),
        Binding("right", "step(True)", "More likely", show=False),
        Binding("backspace,delete", "erase", "Erase", show=False),
    ]

    def __init__(self, question: Question, form: Table) -> None:
        super().__init__(question)
        self.form = form
        self.row = form.rows[0]
        self.cells = [""] * len(form.columns)
        self.means: Mapping[str, str] = {}
        self._begins_anew = True

    @property
    def draft(self) -> object:
        """The cells up to the last one that is filled in, by the id of the row; None where nothing is."""
        said = [in_percent(cell) for cell in self.cells]
        while said and not said[-1]:
            said.pop()
        return {self.row.id: said} if said else None

    def restore(self, draft: object) -> None:
        """Fill in the cells."""
        said = draft.get(self.row.id) if isinstance(draft, dict) else None
        if isinstance(said, list | tuple):
            self.cells = [*(f"{each}" for each in said), *[""] * len(self.cells)][: len(self.cells)]
        self._begins_anew = True
        self.refresh()

    def hint(self) -> str:
        """Give the keys, or what is wrong with what is written."""
        wrong = read(in_percent(self.cells[self.cursor])).problem
        return f"! {wrong}" if wrong else "← → or type 30 %"

    @property
    def chances(self) -> tuple[float | None, ...]:
        """What the cells come to; nothing where they do not fit together yet."""
        with suppress(AnswerError):
            return parse_row(self.form, self.row, [in_percent(cell) for cell in self.cells if cell.strip()])
        return tuple(read(in_percent(cell)).value for cell in self.cells)

    def rows(self, width: int) -> Rows:
        """Give one line an outcome: its name, a bar, and the chance."""
        longest = max(Content(one_line(each.text)).cell_length for each in self.form.columns)
        room = min(longest, width - PERCENT_WIDTH - 4)
        length = width - room - PERCENT_WIDTH - 5 if width - room - PERCENT_WIDTH - 5 >= SHORTEST_BAR else 0
        chances = self.chances
        blocks = [
            [
                self._line(at, chances[at] if at < len(chances) else None, room, min(length, width // 2)),
                *self._meaning(at, width),
            ]
            for at in range(len(self.cells))
        ]
        return Rows([clipped(TITLE, width, "bold")], blocks, [])

    def _meaning(self, at: int, width: int) -> list[Content]:
        said = self.means.get(self.form.columns[at].text, "")
        return hung(Content(INDENT), wrapped(said, width - len(INDENT), "$quiet")) if said else []

    def _line(self, at: int, chance: float | None, room: int, length: int) -> Content:
        is_here = at == self.cursor and self.has_focus
        name = clipped(self.form.columns[at].text, room, "bold" if is_here else "")
        lead = Content.styled(f"{CURSOR if is_here else ' '} ", "bold $accent")
        drawn = [Content(" "), bar(chance or 0.0, length)] if length else []
        said = self._said(at, chance, is_here=is_here)
        return Content("").join(
            [lead, name, Content(" " * (room - name.cell_length)), *drawn, Content(" "), said]
        )

    def _said(self, at: int, chance: float | None, *, is_here: bool) -> Content:
        typed = self.cells[at].strip()
        if is_here and typed and (chance is None or not self._begins_anew):
            return Content(f"{typed}▏".rjust(PERCENT_WIDTH)).stylize("bold $accent on $panel")
        if chance is None:
            return Content((typed or "· %").rjust(PERCENT_WIDTH)).stylize("$accent" if is_here else "$quiet")
        said = percent(chance)
        return said.stylize("bold $accent on $panel" if is_here else "" if typed else "$quiet")

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters and digits go into the cell."""
        return is_written(key, character)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """At the ends the way leads out of the form."""
        if action == "move":
            steps = parameters[0] if parameters else 0
            return isinstance(steps, int) and 0 <= self.cursor + steps < len(self.cells)
        return super().check_action(action, parameters)

    def action_move(self, steps: int) -> None:
        """Go to another outcome."""
        self._begins_anew = True
        self.move(steps)
        self.post_message(self.Drafted())

    def action_step(self, is_up: bool) -> None:  # noqa: FBT001 - the one argument of an action
        """Take the next word of the scale."""
        self._put(stepped(read(in_percent(self.cells[self.cursor])).value, up=is_up), is_new=True)

    def action_erase(self) -> None:
        """Erase the last character, or the cell one came to."""
        self._put("" if self._begins_anew else self.cells[self.cursor][:-1], is_new=False)

    def on_key(self, event: events.Key) -> None:
        """Step through the words, or write into the cell; what stood there when one came is written over."""
        if not event.is_printable or not event.character:
            return
        event.stop()
        event.prevent_default()
        if event.key in STEPS:
            self.action_step(STEPS[event.key])
        else:
            before = "" if self._begins_anew else self.cells[self.cursor]
            self._put((before + event.character)[:LONGEST], is_new=False)

    def on_paste(self, event: events.Paste) -> None:
        """Write what was pasted."""
        event.stop()
        self._put(one_line(event.text[:LONGEST]), is_new=False)

    def on_click(self, event: events.Click) -> None:
        """Go to the outcome that was clicked."""
        place = event.style.meta.get("row")
        if isinstance(place, int):
            self.action_move(place - self.cursor)

    def _put(self, text: str, *, is_new: bool) -> None:
        self.cells[self.cursor] = text
        self._begins_anew = is_new
        self.refresh()
        self.post_message(self.Drafted())
