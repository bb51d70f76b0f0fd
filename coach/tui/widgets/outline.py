"""A long tree is folded to its first two levels; a key or a click unfolds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.exhibit import Branch, Exhibit, Folded, Outline
from coach.tui.drawing import Drawn
from coach.tui.plain_text import clipped
from coach.tui.widgets.exhibit import ExhibitView, exhibit_lines
from coach.tui.widgets.folded import FoldedView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content

LONGEST = 12
"""Lines of a tree that is shown whole from the start."""
LEVELS = 2
"""Levels that are shown of a longer one."""
FOLDED, UNFOLDED = "▸", "▾"
KEY = "o"


def folded(outline: Outline) -> Outline:
    """Give the first levels of a tree; what was cut says how many steps follow it.

    >>> folded(Outline("t", (Branch("a", (Branch("b", (Branch("c"), Branch("d"))),)),))).roots[0].then[0].text
    'b  ▸ 2 more'
    """
    return Outline(outline.title, _cut(outline.roots, LEVELS))


def _cut(branches: Sequence[Branch], levels: int) -> tuple[Branch, ...]:
    if levels > 1:
        return tuple(Branch(each.text, _cut(each.then, levels - 1)) for each in branches)
    return tuple(
        Branch(f"{each.text}  {FOLDED} {count_of(each.then)} more") if each.then else each
        for each in branches
    )


def count_of(branches: Sequence[Branch]) -> int:
    """Give how many nodes there are, those beneath included."""
    return sum(1 + count_of(each.then) for each in branches)


def outline_lines(outline: Outline, width: int, *, is_open: bool) -> list[Content]:
    """Give the lines of a tree, none wider than `width` cells: a long one folded unless `is_open`."""
    whole = exhibit_lines(outline, width)
    if len(whole) <= LONGEST or folded(outline) == outline:
        return whole
    if is_open:
        return [*whole, clipped(f"{UNFOLDED} {KEY} folds this", width, "$accent")]
    steps = count_of(outline.roots)
    said = f"{FOLDED} {KEY} unfolds all {steps} steps"
    return [*exhibit_lines(folded(outline), width), clipped(said, width, "$accent")]


class OutlineView(Drawn):
    """A tree that can be unfolded.

    Attributes:
        is_open: whether all of it is shown.
    """

    def __init__(self, outline: Outline) -> None:
        super().__init__()
        self._outline = outline
        self.is_open = False

    @property
    def can_fold(self) -> bool:
        """True when there is more of it than is shown folded."""
        width = max(1, self.content_size.width)
        return len(exhibit_lines(self._outline, width)) > LONGEST and folded(self._outline) != self._outline

    def fold(self) -> None:
        """Show all of it, or fold it again."""
        self.is_open = not self.is_open
        self.refresh(layout=True)

    def on_click(self) -> None:
        """Unfold, or fold again."""
        self.fold()

    def draw(self, width: int) -> list[Content]:
        """Give the lines of the tree."""
        return outline_lines(self._outline, width, is_open=self.is_open)


def exhibit_view(exhibit: Exhibit) -> Drawn:
    """Give the widget that shows an exhibit."""
    match exhibit:
        case Outline():
            return OutlineView(exhibit)
        case Folded():
            return FoldedView(exhibit)
        case _:
            return ExhibitView(exhibit)
