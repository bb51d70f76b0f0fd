"""Forms below one another, through all of which up and down lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.geometry import Region

from coach.tui.widgets.inline_form import InlineChoice
from coach.tui.widgets.prose import Prose
from coach.tui.widgets.rows import RowsView

if TYPE_CHECKING:
    from textual.widget import Widget


class FormStack(VerticalScroll, can_focus=False):
    """Keeps the row one stands on in view."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "go(-1)", "Up", show=False, priority=True),
        Binding("down", "go(1)", "Down", show=False, priority=True),
    ]

    def stops(self) -> list[Widget]:
        """Give what takes keys, from top to bottom."""
        return [
            widget
            for widget in self.query("*").results()
            if isinstance(widget, RowsView | Prose) and widget.focusable
        ]

    def action_go(self, steps: int) -> None:
        """Go up or down, from one form into the next at its end."""
        stops = self.stops()
        here = next((at for at, widget in enumerate(stops) if widget.has_focus), None)
        if here is None:
            return
        if not _moved(stops[here], steps) and 0 <= here + steps < len(stops):
            following = stops[here + steps]
            if isinstance(following, RowsView) and not isinstance(following, InlineChoice):
                following.cursor = 0
                following.move(0 if steps > 0 else 100_000)
            following.focus()
        self.follow()

    def follow(self) -> None:
        """Keep the row one stands on in view."""
        widget = self.screen.focused
        if widget is None or self not in widget.ancestors:
            return
        top, height = 0, widget.region.height
        if isinstance(widget, RowsView) and not isinstance(widget, InlineChoice):
            blocks = widget.rows(max(1, widget.content_size.width)).blocks
            top, height = sum(map(len, blocks[: widget.cursor])), len(blocks[widget.cursor]) if blocks else 1
        offset = widget.region.offset - self.content_region.offset + self.scroll_offset
        self.scroll_to_region(Region(offset.x, offset.y + top, 1, height), animate=False, force=True)
        self.followed()

    def followed(self) -> None:
        """Do what is to be done once another row is in view."""


def _moved(widget: Widget, steps: int) -> bool:
    """Go up or down inside a form; gives whether there was somewhere to go."""
    if isinstance(widget, Prose):
        if widget.check_action("cursor_down" if steps > 0 else "cursor_up", ()):
            (widget.action_cursor_down if steps > 0 else widget.action_cursor_up)()
            return True
        return False
    if isinstance(widget, InlineChoice) or not isinstance(widget, RowsView):
        return False
    before = widget.cursor
    widget.move(steps)
    return widget.cursor != before
