"""Two parts above each other that share a height: the first gives way to the second."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.layouts.vertical import VerticalLayout

if TYPE_CHECKING:
    from textual.geometry import Size
    from textual.layout import ArrangeResult, Layout
    from textual.widget import Widget

LEAST = 3
"""Lines that stay in view of the part that gives way."""


class FirstGivesWay(VerticalLayout):
    """Two parts, one above the other: where room is short the second keeps its height and the first scrolls."""

    name = "first-gives-way"

    def __init__(self, least_share: float) -> None:
        self.least_share = least_share

    def arrange(
        self,
        parent: Widget,
        children: list[Widget],
        size: Size,
        greedy: bool = True,  # noqa: FBT001, FBT002 - the signature of a layout
    ) -> ArrangeResult:
        """Place the two parts."""
        placements = super().arrange(parent, children, size, greedy)
        if len(placements) != 2:  # noqa: PLR2004 - before both are there
            return placements
        first, second = placements
        lost = second.region.bottom - size.height
        if lost <= 0 or not size.height:  # without a height it is only being measured
            return placements
        least = min(first.region.height, max(LEAST, int(self.least_share * size.height)))
        height = max(least, first.region.height - lost)
        top = second.region.y - (first.region.height - height)
        room = min(second.region.height, max(1, size.height - top))
        return [
            first._replace(region=first.region._replace(height=height)),
            second._replace(region=second.region._replace(y=top, height=room)),
        ]


class Parts(Vertical):
    """A container whose first part gives way to its second.

    Args:
        least_share: share of the height that the first part keeps however tall the second is.
        classes: as for any widget.
    """

    def __init__(self, *, least_share: float, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._first_gives_way = FirstGivesWay(least_share)

    def keep(self, least_share: float) -> None:
        """Let the first part keep another share of the height from now on."""
        self._first_gives_way.least_share = least_share
        self.refresh(layout=True)

    @property
    def layout(self) -> Layout:
        """The layout of the two parts."""
        return self._first_gives_way
