"""A practice of moves: a row is chosen and enter pressed twice, or a line is written; then what follows is shown."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Protocol

from textual.widgets import Input

from coach.errors import CoachError
from coach.tui.drill.practice import PracticeApp

if TYPE_CHECKING:
    from collections.abc import Sequence


class TakesLines(Protocol):
    """What a move is done to: a drill or a launch that is open."""

    def say(self, text: str) -> object:
        """Do what a line means.

        Raises:
            CoachError: it means nothing here, or could not be kept; nothing was kept.
        """


class MovesApp(PracticeApp[None]):
    """Does moves to what is open; every one is on disk when what follows is shown.

    Args:
        title: of the case.
        opened: what the moves are done to.

    Attributes:
        armed: the move that is done if enter is pressed once more; empty for none.
    """

    def __init__(self, title: str, opened: TakesLines) -> None:
        super().__init__("drill", title)
        self._takes = opened
        self.armed = ""

    @abstractmethod
    def show(self, said: str = "") -> None:
        """Show where it stands, with a sentence above the rows."""

    @property
    @abstractmethod
    def moves(self) -> Sequence[object]:
        """The rows to choose from."""

    def on_mount(self) -> None:
        """Show where it stands."""
        self.show()

    def move(self, line: str) -> bool:
        """Do what a line means and show what follows, or say why not; gives whether it was done."""
        try:
            self._takes.say(line)
        except CoachError as error:
            self.say(f"{error.message[:1].upper()}{error.message[1:]}. {error.hint}")
            return False
        self.show()
        return True

    def action_leave(self) -> None:
        """Leave the line first, then what is open; it is kept."""
        if self.query_one("#line", Input).has_focus and self.moves:
            self.choose()
        else:
            self.exit()
