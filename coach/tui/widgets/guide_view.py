"""What the guide of the demonstration says about the answer it has prepared."""

from __future__ import annotations

from textual.content import Content

from coach.tui.drawing import Drawn, hung
from coach.tui.plain_text import wrapped

LEAD = "guide  "


def guide_lines(says: str, width: int) -> list[Content]:
    """Give the guide's words beside its name."""
    said = wrapped(says, max(1, width - len(LEAD)))
    return hung(Content.styled(LEAD, "bold $good"), said)


class GuideView(Drawn):
    """The guide's words."""

    def __init__(self, says: str) -> None:
        super().__init__()
        self._says = says

    def draw(self, width: int) -> list[Content]:
        """Give the lines."""
        return guide_lines(self._says, width)
