"""Screens that have their shape from the first frame on."""

from __future__ import annotations

from textual.screen import Screen

WIDTHS = [(0, "-thin"), (36, "-one"), (72, "-two"), (110, "-three")]
"""Columns from which there is room at all, and for one, two or three panes; the class that says so."""
HEIGHTS = [(0, "-flat"), (10, "-low"), (30, "-high")]
"""Rows from which there is room at all, and from which nothing is squeezed."""


class FittedScreen(Screen[None]):
    """A screen whose classes say how much room there is.

    Textual sets them when a screen is first resized, which is one frame late: what has no room there would show
    for a moment.
    """

    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    def __init__(self) -> None:
        super().__init__()
        width, height = self.app.size
        self.add_class(_class_for(width, WIDTHS), _class_for(height, HEIGHTS), update=False)


def _class_for(cells: int, steps: list[tuple[int, str]]) -> str:
    return [name for least, name in steps if cells >= least][-1]
