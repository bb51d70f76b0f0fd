"""The full screen as a guest in a browser has it: one session and nothing beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.tui.app import CoachApp

if TYPE_CHECKING:
    from coach.errors import CoachError


class GuestApp(CoachApp):
    """No home with the other sessions of the journal, no editor."""

    CSS_PATH = "../tui/styles/coach.tcss"
    is_guest = True

    def go_home(self, error: CoachError | None = None) -> None:
        """Leave: there is nothing else for a guest."""
        if error is None:
            self.exit()
        else:
            self.give_up(error)
