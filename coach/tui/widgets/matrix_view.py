"""The keys by which the table of weighing is filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from coach.session.likelihood_marks import stepped
from coach.tui.matrix import OTHER_ROW, Spot
from coach.tui.widgets import chance
from coach.tui.widgets.matrix_drawing import MatrixDrawing

if TYPE_CHECKING:
    from textual import events

LONGEST = 12
"""Characters of a chance that is being written."""
SIGNS = frozenset(".,%:")
"""What belongs to a chance that is being written."""


class MatrixView(MatrixDrawing):
    """The table; what is typed into a cell is kept in it by the next key that leads elsewhere."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "walk(-1, 0)", "Row up", show=False),
        Binding("down", "walk(1, 0)", "Row down", show=False),
        Binding("left", "walk(0, -1)", "Column left", show=False),
        Binding("right", "walk(0, 1)", "Column right", show=False),
        Binding("home", "walk(0, -1000)", "The odds", show=False),
        Binding("end", "walk(0, 1000)", "The last column", show=False),
        Binding("backspace", "erase", "Erase", show=False),
    ]

    class Changed(Message):
        """A cell has another answer."""

    class Moved(Message):
        """One stands on another cell, or writes."""

    @property
    def unseen(self) -> tuple[int, ...]:
        """Places of the columns that were never in view."""
        return tuple(place for place, column in enumerate(self.matrix.columns) if column.key not in self.seen)

    def stand_on(self, spot: Spot) -> None:
        """Stand on another cell; what was being written is kept."""
        self.keep()
        self.spot = self.within(spot)
        self.refresh()

    def go_to(self, spot: Spot) -> None:
        """Stand on another cell, and say so."""
        self.stand_on(spot)
        self.post_message(self.Moved())

    def next_decisive(self, steps: int) -> bool:
        """Go to the next cell of which another mark would change the advice; gives whether there is one."""
        spots = [
            Spot(row, column)
            for row in range(len(self.matrix.rows))
            for column in range(1, len(self.matrix.columns) + 1)
            if self.matrix.at(Spot(row, column)) in self.decisive
        ]
        if not spots:
            return False
        ahead = [spot for spot in spots if (spot > self.spot if steps > 0 else spot < self.spot)]
        self.go_to((ahead or spots)[0 if steps > 0 else -1])
        return True

    def check_consume_key(self, key: str, character: str | None) -> bool:  # noqa: ARG002
        """What writes a number goes into the cell."""
        return self._writes(character or "")

    def _writes(self, character: str) -> bool:
        return character.isdecimal() or (self.typed is not None and character in SIGNS)

    def on_key(self, event: events.Key) -> None:
        """Write a chance into the cell."""
        character = event.character or ""
        if not self._writes(character) or not self.matrix.can_change(self.spot):
            return
        event.stop()
        event.prevent_default()
        self.typed = f"{self.typed or ''}{character}"[:LONGEST]
        self.refresh()
        self.post_message(self.Moved())

    def keep(self) -> bool:
        """Keep what is being written; gives False where it is no chance, which is left to be written on."""
        if self.typed is None:
            return True
        if chance.read(self._as_chance(self.typed)).value is None:
            return False
        typed, self.typed = self.typed, None
        self._put(self._as_chance(typed))
        return True

    @staticmethod
    def _as_chance(typed: str) -> str:
        """Give what was typed as a chance: whole numbers are percent."""
        return f"{typed}%" if typed.isdecimal() else typed

    def _put(self, text: str) -> None:
        if not self.matrix.can_change(self.spot):
            return
        self.matrix.put(self.spot, text)
        self.refresh()
        self.post_message(self.Changed())

    def step(self, *, up: bool) -> None:
        """Put the next mark into the cell, or the next word where it holds odds."""
        if not self.keep():
            return
        value = self.matrix.value(self.spot)
        if not self.spot.column:
            self._put(chance.stepped(value, up=up))
            return
        anyway = self.matrix.columns[self.spot.column - 1].anyway
        moved = stepped(value, anyway, up=up)
        self._put("" if moved is None else f"{100 * moved:g}%")

    def say_nothing(self) -> None:
        """Let a cause say nothing of what was seen; in the odds, let nobody have an idea."""
        self.typed = None
        if self.spot.column or self.matrix.rows[self.spot.row][0] != OTHER_ROW:
            self._put("")

    def action_walk(self, rows: int, columns: int) -> None:
        """Go to another cell."""
        self.go_to(Spot(self.spot.row + rows, self.spot.column + columns))

    def action_erase(self) -> None:
        """Erase what was written last; where nothing is being written, what the cell says."""
        if self.typed is None:
            self.say_nothing()
            return
        self.typed = self.typed[:-1] or None
        self.refresh()
        self.post_message(self.Moved())

    def on_click(self, event: events.Click) -> None:
        """Go to the row that was clicked."""
        row = event.style.meta.get("row")
        if isinstance(row, int):
            self.go_to(Spot(row, self.spot.column))

    def on_focus(self) -> None:
        """Show that keys go here."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that keys go elsewhere."""
        self.refresh()
