"""The first thing on the screen while a walk is found and the rooms below are loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.screen import Screen

from coach.session.page_labels import NO_OUTLINE, Outline
from coach.tui.background_tasks import Found, Refused, fetch, found
from coach.tui.drawing import LABEL_WIDTH, Drawn
from coach.tui.widgets.top_line import TopLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from coach.tui.app import CoachApp
    from coach.tui.interfaces import Coach, Walk


class Outlined(Drawn):
    """The fields of the page that is to come, in their places."""

    def __init__(self, outline: Outline) -> None:
        super().__init__()
        self._outline = outline

    def draw(self, width: int) -> list[Content]:
        """Give a rule, the labels, and room for what the page has beneath."""
        lines = [Content.styled("─" * width, "$track")]
        for label in self._outline.labels:
            cursor = Content.styled(" ", "reverse") if label == self._outline.begins_at else Content("")
            lines.append(Content.styled(f" {label:<{LABEL_WIDTH}}", "$quiet") + cursor)
        return [*lines, Content(" "), Content(" ")]


class OpeningScreen(Screen[None]):
    """One line, painted at once. Keys typed meanwhile wait for the walk."""

    app: CoachApp
    is_busy = True

    def __init__(self, find: Callable[[Coach], Walk], outline: Outline = NO_OUTLINE) -> None:
        super().__init__()
        self.outline = outline
        self._find_walk = find

    def compose(self) -> ComposeResult:
        """Give the line."""
        yield TopLine("coach", "opening the journal")
        if self.outline.labels:
            yield Outlined(self.outline)

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
        self.app.show_walk(event.walk, event.view, begun_at=self.outline.begins_at)

    def on_refused(self, event: Refused) -> None:
        """Say what could not be opened."""
        event.stop()
        self.app.turn_away(event.error)
