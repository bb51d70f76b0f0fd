"""The first thing on the screen while a walk is found and the rooms below are loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from coach.tui.errand import Found, Refused, fetch, found
from coach.tui.widgets.top_line import TopLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from coach.tui.app import CoachApp
    from coach.tui.port import Coach, Walk


class OpeningScreen(Screen[None]):
    """One line, painted at once. Keys typed meanwhile wait for the walk."""

    app: CoachApp
    is_busy = True

    def __init__(self, find: Callable[[Coach], Walk]) -> None:
        super().__init__()
        self._find_walk = find

    def compose(self) -> ComposeResult:
        """Give the line."""
        yield TopLine("coach", "opening the journal")

    def on_mount(self) -> None:
        """Find the walk, once this is on the screen."""
        self.call_after_refresh(fetch, self, self._found)

    def _found(self) -> Found:
        """Find the walk and what was left unfinished in it; runs in a thread."""
        event = found(self._find_walk, self.app.coach)
        self.app.drafts.open(event.walk.session_id, event.walk.drafts_path)
        return event

    def on_found(self, event: Found) -> None:
        """Make way for the walk."""
        event.stop()
        self.app.show_walk(event.walk, event.view)

    def on_refused(self, event: Refused) -> None:
        """Say what could not be opened."""
        event.stop()
        self.app.turn_away(event.error)
