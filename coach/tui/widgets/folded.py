"""More to read under a title: one line until it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from coach.tui.drawing import Drawn, hung
from coach.tui.plain_text import clipped
from coach.tui.widgets.exhibit import exhibit_lines

if TYPE_CHECKING:
    from coach.session.exhibit import Folded

CLOSED, OPEN = "▸ ", "▾ "


class FoldedView(Drawn, can_focus=True):
    """A title that opens; space, right and left while one is in it, a click at any time.

    Attributes:
        is_open: whether what is under the title is shown.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "fold", "open or close", show=False),
        Binding("right", "open(True)", "Open", show=False),
        Binding("left", "open(False)", "Close", show=False),
    ]
    can_fold = True

    def __init__(self, folded: Folded) -> None:
        super().__init__()
        self.folded = folded
        self.is_open = False

    def fold(self) -> None:
        """Show what is under the title, or hide it again."""
        self.action_open(not self.is_open)

    def action_fold(self) -> None:
        """Show what is under the title, or hide it again."""
        self.fold()

    def action_open(self, is_open: bool) -> None:  # noqa: FBT001 - the one argument of an action
        """Open or close it."""
        self.is_open = is_open
        self.refresh(layout=True)

    def on_click(self) -> None:
        """Open it, or close it again."""
        self.fold()

    def on_focus(self) -> None:
        """Show that one is here."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that one has left."""
        self.refresh()

    def draw(self, width: int) -> list[Content]:
        """Give the title, and below it what it stands for where it is open."""
        lead = Content.styled(OPEN if self.is_open else CLOSED, "bold $accent")
        title = clipped(self.folded.title, max(1, width - lead.cell_length), "bold" if self.has_focus else "")
        lines = [lead + title]
        if self.is_open:
            lines += folded_lines(self.folded, width)
        return lines


def folded_lines(folded: Folded, width: int) -> list[Content]:
    """Give what is under a title, a blank line between its parts."""
    lines: list[Content] = []
    for each in folded.exhibits:
        lines += [*([Content("")] if lines else []), *exhibit_lines(each, max(1, width - 2))]
    return hung(Content("  "), lines)
