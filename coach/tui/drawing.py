"""Pictures made of lines: a function of the width gives the lines, a widget shows them.

What a bar chart or a stage rail looks like is then a pure function that a test can read.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from textual.content import Content
from textual.visual import Visual
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.css.styles import RulesMap
    from textual.strip import Strip
    from textual.style import Style
    from textual.visual import RenderOptions

    Lines = Sequence[Content]
    Draw = Callable[[int], Lines]


LABEL_WIDTH = 14
"""Cells of the label of a field of the first page."""


def hung(lead: Content, lines: Sequence[Content]) -> list[Content]:
    """Give lines after a lead: it stands before the first, as much room before the others."""
    blank = Content(" " * lead.cell_length)
    return [(blank if place else lead) + line for place, line in enumerate(lines)]


class Drawing(Visual):
    """A visual whose lines are drawn for the width at hand."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._drawn: tuple[int, Content] = (-1, Content(""))

    def lines(self, width: int) -> Content:
        """Give the picture for a width as one content, its lines joined."""
        if self._drawn[0] != width:
            self._drawn = (width, Content("\n").join(self._draw(width)))
        return self._drawn[1]

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Give the strips of the picture."""
        return self.lines(width).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:  # noqa: ARG002
        """Give the width there is: a picture fills it."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:  # noqa: ARG002
        """Give the number of lines for a width."""
        said = self.lines(width)
        return said.plain.count("\n") + 1 if said.plain else 0


class Drawn(Widget):
    """A widget that is one drawing; subclasses say how it is drawn."""

    @abstractmethod
    def draw(self, width: int) -> Lines:
        """Give the lines of the widget for a width, none wider than it."""

    def render(self) -> Drawing:
        """Give the drawing."""
        return Drawing(self.draw)
