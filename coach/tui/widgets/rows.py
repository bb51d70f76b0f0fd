"""Rows one walks through with the arrow keys, of which as many are drawn as there is room for."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from coach.tui.drawing import Drawing
from coach.tui.plain_text import ELLIPSIS
from coach.tui.widgets.form import FormWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.geometry import Size


MOVES: list[BindingType] = [
    Binding("up", "move(-1)", "Up", show=False),
    Binding("down", "move(1)", "Down", show=False),
    Binding("home", "move(-100000)", "First", show=False),
    Binding("end", "move(100000)", "Last", show=False),
]
"""The keys by which one walks through the rows of a form."""
CURSOR = "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
"""Stands before the row one is on."""


FOOT_SHARE = 0.4
"""Share of the height that the lines below a list may keep where there is no room for all rows."""


class Rows(NamedTuple):
    """A list as it is drawn: lines above, one block of lines a row, lines below."""

    head: list[Content]
    blocks: list[list[Content]]
    foot: list[Content]


def visible(heights: Sequence[int], cursor: int, room: int) -> range:
    """Give the rows around the cursor that fit into `room` lines, as even on both sides as can be.

    >>> visible([1, 1, 1, 1, 1], 4, 3)
    range(2, 5)
    """
    if not heights:
        return range(0)
    first = last = min(cursor, len(heights) - 1)
    used = heights[first]
    while True:
        below = last + 1 < len(heights) and used + heights[last + 1] <= room
        above = first > 0 and used + heights[first - 1] <= room
        if below and (not above or last - cursor <= cursor - first):
            last += 1
            used += heights[last]
        elif above:
            first -= 1
            used += heights[first]
        else:
            return range(first, last + 1)


def cut(lines: list[Content], most: int) -> list[Content]:
    """Give at most so many lines, an ellipsis where there are more."""
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    return [*lines[: most - 1], last.truncate(max(0, last.cell_length - 1)).rstrip() + ELLIPSIS]


class RowsView(Widget, can_focus=True):
    """A list of rows; `cursor` is the row one stands on, `drawn` the rows that were last in view."""

    DEFAULT_CSS: ClassVar[str] = """
    RowsView { height: auto; width: 1fr; }
    """

    cursor = 0
    drawn = range(0)

    @abstractmethod
    def rows(self, width: int) -> Rows:
        """Give all rows for a width."""

    def on_focus(self) -> None:
        """Show that keys go here."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that keys go elsewhere."""
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Give the lines of all rows: what the list would take if there were room."""
        head, blocks, foot = self.rows(width)
        return len(head) + sum(map(len, blocks)) + len(foot)

    def render(self) -> Drawing:
        """Give the drawing of the rows that fit."""
        return Drawing(self.draw)

    def draw(self, width: int) -> list[Content]:
        """Give head, the rows around the cursor, and foot, within the height there is."""
        head, blocks, foot = self.rows(width)
        room = self.content_size.height - len(head) - len(foot)
        if sum(map(len, blocks)) > room:
            kept = cut(
                [line for line in foot if line.plain], max(1, int(self.content_size.height * FOOT_SHARE))
            )
            room += len(foot) - len(kept)
            foot = kept
        shown = range(len(blocks))
        if sum(map(len, blocks)) > room:
            shown = visible([len(block) for block in blocks], self.cursor, room - 1)
        self.drawn = shown
        lines = [line.stylize(Style.from_meta({"row": place})) for place in shown for line in blocks[place]]
        if len(shown) < len(blocks):
            lines.append(_hidden(shown.start, len(blocks) - shown.stop))
        return [*head, *lines, *foot]

    def move(self, steps: int) -> None:
        """Go down (or up, when negative) that many rows, stopping at the ends."""
        count = len(self.rows(max(1, self.content_size.width)).blocks)
        self.cursor = min(max(0, self.cursor + steps), max(0, count - 1))
        self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Go down a row."""
        event.stop()
        self.move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Go up a row."""
        event.stop()
        self.move(-1)


def _hidden(above: int, below: int) -> Content:
    parts = [f"↑ {above} above"] if above else []
    parts += [f"↓ {below} below"] if below else []
    return Content.styled("  " + "   ".join(parts), "$quiet")


class RowsForm(RowsView, FormWidget):
    """A form made of rows."""
