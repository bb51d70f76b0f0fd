"""Two answers to one question: somebody else answered first, and whoever came second decides which counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from coach.tui.plain_text import plain
from coach.tui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from coach.errors import AnsweredSinceError

WHY = "Both stay in the log. The one you choose is what counts from here on."


class BothAnswersScreen(ModalScreen[bool]):
    """Shows both; gives whether one's own is to count."""

    CSS_PATH = "../styles/both_answers.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t,escape", "theirs", "keep theirs"),
        Binding("m", "mine", "put mine in its place"),
    ]

    def __init__(self, error: AnsweredSinceError) -> None:
        super().__init__()
        self._error = error

    def compose(self) -> ComposeResult:
        """Give the two answers, one below the other."""
        error = self._error
        with Vertical(id="both"):
            yield Static(Content(f"{plain(error.by)} answered this while you were at it."), id="both-title")
            yield Static(Content.assemble(("theirs  ", "$quiet"), plain(error.theirs)), classes="answer")
            yield Static(Content.assemble(("yours   ", "$quiet"), plain(error.mine)), classes="answer")
            yield Static(Content.styled(WHY, "$quiet"), id="both-why")
        yield KeyLine()

    def action_theirs(self) -> None:
        """Let theirs stand."""
        self.dismiss(result=False)

    def action_mine(self) -> None:
        """Put one's own in its place."""
        self.dismiss(result=True)
