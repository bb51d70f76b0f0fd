"""Something to tick on a page: space ticks it, and takes the tick away again."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from coach.tui.drawing import Drawn, hung
from coach.tui.plain_text import wrapped

if TYPE_CHECKING:
    from textual import events


class PageTick(Drawn, can_focus=True):
    """A line with a box before it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "tick", "tick")]

    class Changed(Message):
        """It was ticked, or is not any more."""

        def __init__(self, tick: PageTick) -> None:
            super().__init__()
            self.tick = tick

    def __init__(self, says: str, *, on: bool) -> None:
        super().__init__()
        self._says = says
        self._on = on

    @property
    def text(self) -> str:
        """`yes` where it is ticked, else nothing."""
        return "yes" if self._on else ""

    def write(self, text: str) -> None:
        """Tick it, or not."""
        self._on = bool(text)
        self.refresh()

    def draw(self, width: int) -> list[Content]:
        """Give the box and what it stands for."""
        style = "bold $accent" if self.has_focus else ""
        box = Content.styled("[x] " if self._on else "[ ] ", style or "$quiet")
        return hung(box, wrapped(self._says, max(1, width - box.cell_length), style))

    def action_tick(self) -> None:
        """Tick it, or take the tick away."""
        self._on = not self._on
        self.refresh()
        self.post_message(self.Changed(self))

    def on_click(self, event: events.Click) -> None:
        """Do the same with the mouse."""
        event.stop()
        self.focus()
        self.action_tick()

    def on_focus(self) -> None:
        """Show that keys go here."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that they do not."""
        self.refresh()
