"""A claim while it is built: how it is written, what it means, and what it would have said of earlier runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from coach.tui.drawing import Drawn, hung
from coach.tui.plain_text import shortened, wrapped
from coach.tui.widgets.advice import WRONG

if TYPE_CHECKING:
    from coach.errors import AnswerError

_MOST_LINES = 3


class ClaimTold(Drawn):
    """Three things, one beneath the other.

    Attributes:
        text: the claim as it is written.
        means: what it says, in words; empty while it is not whole.
        on_runs: what it would have said of earlier runs.
        error: what is wrong with it.
    """

    DEFAULT_CSS: ClassVar[str] = "ClaimTold { height: auto; min-height: 4; }"

    def __init__(self) -> None:
        super().__init__()
        self.text = self.means = self.on_runs = ""
        self.error: AnswerError | None = None

    def show(self, text: str, means: str, error: AnswerError | None) -> None:
        """Tell a claim; what earlier runs say of it comes later."""
        self.text, self.means, self.error = text, means, error
        self.on_runs = ""
        self.refresh(layout=True)

    def judge(self, on_runs: str) -> None:
        """Tell what earlier runs say."""
        self.on_runs = on_runs
        self.refresh(layout=True)

    def draw(self, width: int) -> list[Content]:
        """Give the lines."""
        lines = wrapped(self.text, width, "bold")
        if self.error is not None:
            said = self.error.message
            lead = Content.styled(f"{WRONG}", "bold $bad")
            return lines + hung(
                lead, shortened(f"{said[:1].upper()}{said[1:]}", width - 2, _MOST_LINES, "$bad")
            )
        lines += wrapped(self.means, width) if self.means else []
        return lines + (shortened(self.on_runs, width, _MOST_LINES, "$quiet") if self.on_runs else [])
