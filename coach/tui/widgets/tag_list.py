"""The tags of the runs one looks at, those with symptoms first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from coach.tui.plain_text import one_line
from coach.tui.widgets.rows import CURSOR, Rows, RowsView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    from coach.runs import Run
    from coach.tui.widgets.onset_list import Onset


def tags_of(runs: Sequence[Run], onsets: Sequence[Onset]) -> tuple[str, ...]:
    """Give every tag once: those in which something stands out, first mover first, then as logged."""
    logged = dict.fromkeys(tag for run in runs for tag in run.series)
    marked = dict.fromkeys(onset.tag for onset in onsets if onset.tag in logged)
    return tuple(marked | logged)


def tail(text: str, width: int) -> str:
    """Give the end of a name: of `rollout/ep_rew_mean` the last part tells most."""
    said = one_line(text)
    return said if len(said) <= width else f"…{said[-max(1, width - 1) :]}"


class TagList(RowsView):
    """One tag a row, with the numbers of the onsets in it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Tag up", show=False),
        Binding("down,j", "move(1)", "Tag down", show=False),
        Binding("home,g", "move(-100000)", "First tag", show=False),
        Binding("end,G", "move(100000)", "Last tag", show=False),
    ]

    class Chosen(Message):
        """Another tag is to be drawn."""

        def __init__(self, tag: str) -> None:
            super().__init__()
            self.tag = tag

    def __init__(self) -> None:
        super().__init__()
        self.names: tuple[str, ...] = ()
        self._numbers: dict[str, str] = {}

    def show(self, runs: Sequence[Run], onsets: Sequence[Onset]) -> None:
        """List the tags of these runs."""
        self.names = tags_of(runs, onsets)
        self._numbers = {
            tag: " ".join(str(onset.number) for onset in onsets if onset.tag == tag) for tag in self.names
        }
        self.refresh(layout=True)
        self._choose()

    def rows(self, width: int) -> Rows:
        """Give one block a tag."""
        return Rows([], [[self._line(place, width)] for place in range(len(self.names))], [])

    def _line(self, place: int, width: int) -> Content:
        tag, is_here = self.names[place], place == self.cursor
        numbers = self._numbers[tag]
        room = width - 2 - (len(numbers) + 1 if numbers else 0)
        name = Content(tail(tag, room)).stylize("bold $accent" if is_here else "")
        lead = Content.styled(f"{CURSOR if is_here else ' '} ", "bold $accent")
        if not numbers:
            return lead + name
        gap = Content(" " * (width - 2 - name.cell_length - len(numbers)))
        return Content("").join([lead, name, gap, Content.styled(numbers, "$warn")])

    def action_move(self, steps: int) -> None:
        """Go up or down."""
        self.move(steps)
        self._choose()

    def on_click(self, event: events.Click) -> None:
        """Go to the tag that was clicked."""
        place = event.style.meta.get("row")
        if isinstance(place, int):
            self.action_move(place - self.cursor)

    def _choose(self) -> None:
        if self.names:
            self.post_message(self.Chosen(self.names[self.cursor]))
