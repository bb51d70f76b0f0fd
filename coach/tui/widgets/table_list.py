"""The list of tables, in parts; the ones that the advice hangs on are marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from coach.tui.plain_text import clipped
from coach.tui.widgets.rows import CURSOR, Rows, RowsView
from coach.tui.widgets.table import MARK, MARKED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from coach.tui.tables import TableEntry

OPEN = "~"
"""Stands after a table with a change that is not confirmed."""


class TableList(RowsView):
    """One table a row, under the heading of its part.

    Attributes:
        marked: keys of the tables that the advice hangs on.
        changed: keys of the tables with a change that is not confirmed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Table up", show=False),
        Binding("down,j", "move(1)", "Table down", show=False),
        Binding("home,g", "move(-100000)", "First table", show=False),
        Binding("end,G", "move(100000)", "Last table", show=False),
    ]

    class Chosen(Message):
        """Another table is to be shown."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: Sequence[TableEntry] = ()
        self.marked: frozenset[str] = frozenset()
        self.changed: frozenset[str] = frozenset()

    @property
    def entry(self) -> TableEntry | None:
        """The table one stands on."""
        return self.entries[self.cursor] if self.entries else None

    def show(self, entries: Sequence[TableEntry]) -> None:
        """List other tables, and stand on the same one if it is still there."""
        here = self.entry.key if self.entry else ""
        self.entries = entries
        places = [place for place, entry in enumerate(entries) if entry.key == here]
        self.cursor = places[0] if places else 0
        self.refresh(layout=True)

    def mark(self, *, marked: frozenset[str] | None = None, changed: frozenset[str] | None = None) -> None:
        """Mark other tables; None leaves a mark as it is."""
        self.marked = self.marked if marked is None else marked
        self.changed = self.changed if changed is None else changed
        self.refresh(layout=True)

    def rows(self, width: int) -> Rows:
        """Give one block a table, with the heading where a part begins; what the signs mean beneath."""
        blocks: list[list[Content]] = []
        for place, entry in enumerate(self.entries):
            begins = not place or entry.name.part != self.entries[place - 1].name.part
            head = [clipped(entry.name.part, width, "bold $quiet")] if begins else []
            gap = [Content("")] if begins and place else []
            blocks.append([*gap, *head, self._line(place, width)])
        legend = [Content("")]
        if self.marked:
            legend.append(clipped(f"{MARK} {MARKED}", width, "$warn"))
        if self.changed:
            legend.append(clipped(f"{OPEN} not confirmed yet", width, "$quiet"))
        return Rows([], blocks, legend)

    def _line(self, place: int, width: int) -> Content:
        entry, is_here = self.entries[place], place == self.cursor
        lead = Content.styled(f"{CURSOR if is_here else ' '} ", "bold $accent")
        signs = f"{MARK if entry.key in self.marked else ''}{OPEN if entry.key in self.changed else ''}"
        room = max(1, width - 2 - (len(signs) + 1 if signs else 0))
        name = clipped(entry.name.text, room, "bold $accent" if is_here else "")
        gap = Content(" " * (width - 2 - name.cell_length - len(signs)) if signs else "")
        return Content("").join([lead, name, gap, Content.styled(signs, "$warn")])

    def action_move(self, steps: int) -> None:
        """Go up or down."""
        before = self.cursor
        self.move(steps)
        if self.cursor != before:
            self.post_message(self.Chosen())

    def on_click(self, event: events.Click) -> None:
        """Go to the table that was clicked."""
        place = event.style.meta.get("row")
        if isinstance(place, int):
            self.action_move(place - self.cursor)
