"""Beliefs as bars: where each explanation started, where it stands, and the one nobody has named yet."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from textual.content import Content

from coach.reasoning.scale import format_probability
from coach.tui.plain_text import clipped
from coach.tui.widgets.bar import PERCENT_WIDTH, TICK, bar, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.session.beliefs import BeliefRow

FAVOURITE = "◆"
ONE_LINE_FROM = 36
"""Cells from which label, bar and number share a line."""
HELD = "  of that "
"""What stands before a cause inside "something else"."""
UNKNOWN = "what nobody knows"
MOVED = 0.005
"""While no belief has moved by this much, ticks would only repeat the bars."""


def belief_lines(
    rows: Sequence[BeliefRow], width: int, before: str = "before the evidence", *, most: int | None = None
) -> list[Content]:
    """Give the bars with their legend, none wider than `width` cells.

    Args:
        rows: the beliefs, the likeliest first and the catch-all last.
        width: cells.
        before: what the ticks stand for.
        most: how many explanations are drawn beside the catch-all, the others counted; None draws all of them.
    """
    has_moved = any(abs(row.prior - row.posterior) > MOVED for row in rows)
    named = [row for row in rows if not row.is_catch_all]
    most = len(named) if most is None or len(named) <= most + 1 else most
    shown, left = named[:most], named[most:]
    lines = [line for row in shown for line in _row(row, width, has_tick=has_moved)]
    if left:
        together = format_probability(math.fsum(row.posterior for row in left))
        lines.append(clipped(f"and {len(left)} more, {together} together", width, "$quiet"))
    for row in rows:
        if row.is_catch_all:
            lines += [*_row(row, width, has_tick=has_moved), *_holds(row, width)]
    return [*lines, *(clipped(part, width, "$quiet") for part in _legend(rows, before))]


def belief_summary(rows: Sequence[BeliefRow], width: int) -> Content:
    """Give the likeliest beliefs and the catch-all on one line, for a screen without room for bars."""
    named = [row for row in rows if not row.is_catch_all][:2]
    shown = [*named, *(row for row in rows if row.is_catch_all)]
    room = max(4, (width - 3 * (len(shown) - 1)) // max(1, len(shown)) - PERCENT_WIDTH - 1)
    parts = [
        Content(" ").join(
            [clipped(row.label, room), Content(format_probability(row.posterior)).stylize("bold")]
        )
        for row in shown
    ]
    return Content.styled(" · ", "$quiet").join(parts).truncate(width)


def _row(row: BeliefRow, width: int, *, has_tick: bool) -> list[Content]:
    mark = f"{FAVOURITE} " if row.is_favourite else ""
    style = "italic $quiet" if row.is_catch_all else ""
    tick = row.prior if has_tick else None
    if width >= ONE_LINE_FROM:
        room = width * 9 // 16
        label = clipped(mark + row.label, room, style)
        gap = Content(" " * (room - label.cell_length + 1))
        drawn = bar(row.posterior, width - room - PERCENT_WIDTH - 2, tick=tick)
        return [Content("").join([label, gap, drawn, Content(" "), _share(row)])]
    drawn = bar(row.posterior, width - PERCENT_WIDTH - 1, tick=tick)
    return [clipped(mark + row.label, width, style), Content(" ").join([drawn, _share(row)])]


def _holds(row: BeliefRow, width: int) -> list[Content]:
    """Give what is inside "something else", a line a cause."""
    room = width - PERCENT_WIDTH - len(HELD) - 1
    lines = []
    unknown = ((UNKNOWN, row.unknown),) if row.holds and row.unknown else ()
    for name, held in (*row.holds, *unknown):
        label = clipped(f"{HELD}{name}", room + len(HELD), "$quiet")
        gap = Content(" " * (room + len(HELD) - label.cell_length + 1))
        lines.append(Content("").join([label, gap, percent(held).stylize("$quiet")]))
    return lines


def _share(row: BeliefRow) -> Content:
    return percent(row.posterior).stylize("bold")


def _legend(rows: Sequence[BeliefRow], before: str) -> list[str]:
    parts = []
    if any(abs(row.prior - row.posterior) > MOVED for row in rows):
        parts.append(f"{TICK} {before}")
    if any(row.is_favourite for row in rows):
        parts.append(f"{FAVOURITE} your bet")
    return parts
