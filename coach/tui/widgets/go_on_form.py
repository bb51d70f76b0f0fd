"""The form with nothing to answer: read, then go on."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from coach.tui.widgets.form import FormWidget
from coach.tui.widgets.rows import CURSOR


class GoOnForm(FormWidget, can_focus=True):
    """Enter goes on."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "confirm", "go on")]

    @property
    def draft(self) -> object:
        """There is nothing to keep."""
        return None

    def restore(self, draft: object) -> None:
        """There is nothing to put back."""

    def hint(self) -> str:
        """Give the key."""
        return "enter goes on"

    def render(self) -> Content:
        """Give the one thing to do."""
        return Content.styled(f"{CURSOR} ", "bold $accent") + Content.styled("Go on", "bold")

    def on_click(self) -> None:
        """Go on."""
        self.action_confirm()

    def action_confirm(self) -> None:
        """Say that it was read."""
        self.post_message(self.Answered(self, ""))
