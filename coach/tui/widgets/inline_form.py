"""The one-line forms of a card's fields: a choice and a chance that are stepped through sideways."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.style import Style

from coach.tui.plain_text import clipped, wrapped
from coach.tui.widgets.chance import read, scale_line
from coach.tui.widgets.chance_form import ChanceForm
from coach.tui.widgets.choice_form import ChoiceForm
from coach.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from textual import events

HERE, THERE = "●", "○"
TRACK = 19
"""Cells of the small scale: six steps of three, and one."""
GAP = 3


class InlineChoice(ChoiceForm, inherit_bindings=False):
    """One of several, side by side: arrow keys or a digit choose."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", "Left", show=False),
        Binding("right", "move(1)", "Right", show=False),
        Binding("enter", "confirm", "next"),
    ]

    def hint(self) -> str:
        """Give the keys of the field."""
        return "← → chooses"

    def rows(self, width: int) -> Rows:
        """Give the options side by side, one a line where they do not fit, and what the chosen one means."""
        marked = [self._marked(place, width) for place in range(len(self.options))]
        beside = Content(" " * GAP).join(marked)
        lines = [beside] if beside.cell_length <= width else marked
        return Rows(lines, [], wrapped(self.options[self.cursor].says, width, "$quiet"))

    def _marked(self, place: int, width: int) -> Content:
        is_here = place == self.cursor
        style = "bold $accent" if is_here else "$quiet"
        said = Content.styled(f"{HERE if is_here else THERE} ", style) + clipped(
            self.options[place].text, max(1, width - 2), "bold" if is_here else ""
        )
        return said.stylize(Style.from_meta({"row": place}))

    def move(self, steps: int) -> None:
        """Choose another option, stopping at the ends; the line below may grow or shrink with it."""
        self.cursor = min(max(0, self.cursor + steps), len(self.options) - 1)
        self.refresh(layout=True)


class InlineChance(ChanceForm, inherit_bindings=False):
    """A small scale with its word beside it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Less likely", show=False),
        Binding("right", "step(1)", "More likely", show=False),
        Binding("backspace", "erase", "Erase", show=False),
        Binding("enter", "confirm", "next"),
    ]

    def hint(self) -> str:
        """Give the keys of the field."""
        return "← → word, or type 30%"

    def draw(self, width: int) -> list[Content]:
        """Give scale and answer on one line, the answer alone where there is no room for both."""
        answer = self.answer_line(width)
        track = scale_line(read(self.typed).value, TRACK)
        both = Content("").join([track, Content("  "), answer])
        return [both if both.cell_length <= width else answer]

    def on_click(self, event: events.Click) -> None:
        """Take the focus only: the small scale is too fine for a pointer."""
        event.stop()
