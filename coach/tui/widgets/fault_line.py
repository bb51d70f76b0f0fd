"""What is wrong with the field or line above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from coach.tui.drawing import Drawn, hung
from coach.tui.plain_text import wrapped
from coach.tui.widgets.advice import WRONG

if TYPE_CHECKING:
    from coach.errors import AnswerError


class FaultLine(Drawn):
    """The message and what would fit; it takes no room while nothing is wrong.

    Args:
        indent: cells before it.
    """

    def __init__(self, indent: int) -> None:
        super().__init__()
        self._indent = indent
        self._error: AnswerError | None = None

    def say(self, error: AnswerError | None) -> None:
        """Say what is wrong, or nothing any more."""
        if error is not self._error:
            self._error = error
            self.refresh(layout=True)

    def draw(self, width: int) -> list[Content]:
        """Give the lines."""
        if self._error is None:
            return []
        said = self._error.message
        text = f"{said[:1].upper()}{said[1:].rstrip('.')}. {self._error.hint}".strip()
        lead = Content(" " * self._indent) + Content.styled(WRONG, "bold $bad")
        return hung(lead, wrapped(text, max(1, width - lead.cell_length), "$bad"))
