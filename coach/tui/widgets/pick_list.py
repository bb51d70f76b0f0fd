"""A list beside others: keys go to one of them at a time, and that one shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from coach.tui.widgets.rows import RowsView

if TYPE_CHECKING:
    from textual import events


class PickList(RowsView):
    """Rows one walks through; `went` is called on the row one comes to.

    It is as high wherever one stands, so that nothing else is laid out anew when one moves.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Row up", show=False),
        Binding("down,j", "move(1)", "Row down", show=False),
        Binding("home,g", "move(-100000)", "First row", show=False),
        Binding("end,G", "move(100000)", "Last row", show=False),
    ]

    def went(self) -> None:
        """Tell the screen where one is."""

    @property
    def tone(self) -> str:
        """The style of the row one stands on."""
        return "bold $accent" if self.has_focus else "bold"

    def action_move(self, steps: int) -> None:
        """Go up or down."""
        self.move(steps)
        self.went()

    def on_click(self, event: events.Click) -> None:
        """Go to the row that was clicked."""
        place = event.style.meta.get("row")
        if isinstance(place, int):
            self.action_move(place - self.cursor)
