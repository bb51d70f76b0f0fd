"""The stage rail: which part of the walk is done, where one is, what it still wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from coach.tui.drawing import Drawn
from coach.tui.plain_text import clipped, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.session.step import StageView

SIGNS = {"done": "✓", "here": "●", "ahead": "○"}
STYLES = {"done": "$good", "here": "bold $accent", "ahead": "$quiet"}
TEXT_BELOW = 72
"""Columns under which the rail is a line of text."""


def rail_column(rail: Sequence[StageView], width: int) -> list[Content]:
    """Give the rail as a column: one part a line, the wants of the current one beneath it."""
    lines: list[Content] = []
    for view in rail:
        lines.append(_named(view, width))
        if view.status == "here" and view.wants:
            lines += [Content("  ") + line for line in wrapped(f"wants {view.wants}", width - 2, "$quiet")]
    return lines


def rail_row(rail: Sequence[StageView], width: int) -> Content:
    """Give the rail as one row: all parts by name where they fit, otherwise only the current one."""
    named = Content("  ").join([_named(view, width) for view in rail])
    wants = next((view.wants for view in rail if view.status == "here"), "")
    tail = Content.styled(f"   wants {wants}", "$quiet") if wants else Content("")
    if named.cell_length + tail.cell_length <= width:
        return named + tail
    short = Content(" ").join(
        [
            _named(view, width)
            if view.status == "here"
            else Content.styled(SIGNS[view.status], STYLES[view.status])
            for view in rail
        ]
    )
    whole = short + tail
    return whole if whole.cell_length <= width else short.truncate(width)


def rail_text(rail: Sequence[StageView], width: int) -> Content:
    """Give the rail as a line of text, for narrow screens."""
    for place, view in enumerate(rail, 1):
        if view.status == "here":
            wants = f", wants {view.wants}" if view.wants else ""
            return clipped(f"Part {place} of {len(rail)}: {view.title}{wants}", width, "bold $accent")
    return clipped("All done." if rail else "", width, "$quiet")


def _named(view: StageView, width: int) -> Content:
    sign = Content.styled(f"{SIGNS[view.status]} ", STYLES[view.status])
    return sign + clipped(
        view.title, max(1, width - 2), STYLES[view.status] if view.status != "done" else "$quiet"
    )


class RailRow(Drawn):
    """The rail in one line."""

    rail: Sequence[StageView] = ()

    def show(self, rail: Sequence[StageView]) -> None:
        """Draw another rail."""
        if rail != self.rail:
            self.rail = rail
            self.refresh(layout=True)

    def draw(self, width: int) -> list[Content]:
        """Give the line that suits the width of the screen."""
        if self.app.size.width < TEXT_BELOW:
            return [rail_text(self.rail, width)]
        return [rail_row(self.rail, width)]


class RailColumn(RailRow):
    """The rail as a column of its own."""

    def draw(self, width: int) -> list[Content]:
        """Give one line a part."""
        return rail_column(self.rail, width)
