"""A bar of one line for a share between 0 and 1, with a tick where it started."""

from __future__ import annotations

from textual.content import Content

from coach.reasoning.scale import format_probability

FILLED, HALF, EMPTY, TICK = "━", "╸", "─", "┃"
"""Heavy, half and light rule: the bar can be read without colour."""
PERCENT_WIDTH = 5
"""Cells of the widest percentage, `>99 %`."""


def bar(value: float, width: int, *, tick: float | None = None, fill: str = "$accent") -> Content:
    """Give a bar of `width` cells, drawn to half a cell.

    Args:
        value: the filled share; anything outside [0, 1] is drawn as the nearer end.
        width: cells, at least 1.
        tick: where a mark stands, as a share; None for no mark.
        fill: style of the filled part.
    """
    halves = round(2 * width * min(1.0, max(0.0, value)))
    full, half = divmod(halves, 2)
    drawn = [
        Content.styled(FILLED * full, fill),
        Content.styled(HALF * half, fill),
        Content.styled(EMPTY * (width - full - half), "$track"),
    ]
    line = Content("").join(part for part in drawn if part.plain)
    if tick is None:
        return line
    place = round(min(1.0, max(0.0, tick)) * (width - 1))
    return Content("").join([line[:place], Content.styled(TICK, "$mark"), line[place + 1 :]])


def percent(value: float) -> Content:
    """Give a probability in whole percent, right-aligned to `PERCENT_WIDTH` cells."""
    return Content(format_probability(value).rjust(PERCENT_WIDTH))
