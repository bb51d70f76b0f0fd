"""What a terminal that is too small for anything else says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.tui.drawing import Drawn
from coach.tui.plain_text import wrapped

if TYPE_CHECKING:
    from textual.content import Content

LEAST_WIDTH, LEAST_HEIGHT = 36, 10
"""The least terminal in which a question and its answer fit."""


class TooSmall(Drawn):
    """Asks for room; everything else is hidden while it shows."""

    def draw(self, width: int) -> list[Content]:
        """Give the message in as few words as it can be said."""
        size = self.app.size
        said = f"Too small ({size.width}x{size.height}). {LEAST_WIDTH}x{LEAST_HEIGHT} will do. All is kept."
        return wrapped(said, width, "bold")
