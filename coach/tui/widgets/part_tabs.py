"""The names of the parts of a page, the one that is shown among them marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message
from textual.style import Style

from coach.tui.drawing import Drawn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events


class PartTabs(Drawn):
    """One line; a click turns to a part."""

    class Clicked(Message):
        """A part was clicked."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._names = names
        self._says: Sequence[str] = [""] * len(names)
        self.chosen = 0

    def show(self, chosen: int, says: Sequence[str]) -> None:
        """Mark the part that is shown, and say of each how it stands."""
        self.chosen, self._says = chosen, says
        self.refresh()

    def draw(self, width: int) -> list[Content]:
        """Give the names; how the parts stand is left out where there is no room for it."""
        full = self._line(self._says)
        return [(full if full.cell_length <= width else self._line([""] * len(self._names))).truncate(width)]

    def _line(self, says: Sequence[str]) -> Content:
        parts = []
        for place, (name, said) in enumerate(zip(self._names, says, strict=True)):
            style = "bold $accent underline" if place == self.chosen else "$quiet"
            tab = Content.styled(name, style) + Content.styled(f" {said}" if said else "", "$quiet")
            parts.append(tab.stylize(Style.from_meta({"part": place})))
        return Content("   ").join(parts)

    def on_click(self, event: events.Click) -> None:
        """Say which part was clicked."""
        place = event.style.meta.get("part")
        if isinstance(place, int):
            self.post_message(self.Clicked(place))
