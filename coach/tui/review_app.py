"""The review on the full screen: it paints first and reads the journal in a thread."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from coach.tui.theme import PALETTES, suits_terminal, theme_of
from coach.tui.widgets.review_drawing import ReviewDrawing

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from coach.session.review.review import Review


class ReviewApp(App[None]):
    """Shows a review, to be scrolled.

    Args:
        load: gives the review; called in a thread after the first paint.
    """

    CSS = """
    #review { padding: 1 2; scrollbar-size-vertical: 1; }
    #review > * { height: auto; }
    #keys { dock: bottom; height: 1; padding: 0 2; color: $quiet; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape", "quit", "leave"),
        Binding("j", "down", "down", show=False),
        Binding("k", "up", "up", show=False),
    ]
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, load: Callable[[], Review]) -> None:
        super().__init__()
        self._load = load
        for palette in PALETTES:
            self.register_theme(theme_of(palette))
        self.theme = suits_terminal(os.environ.get("COLORFGBG", "")).name

    def compose(self) -> ComposeResult:
        """Give the page and the line of keys."""
        yield VerticalScroll(Static("Reading the journal ...", id="loading"), id="review")
        yield Static("up and down scroll, q leaves", id="keys")

    def on_mount(self) -> None:
        """Read the journal without holding up the screen."""
        self.query_one("#review").focus()
        self.run_worker(self._read, thread=True, exit_on_error=True)

    def _read(self) -> None:
        found = self._load()
        self.call_from_thread(self._show, found)

    def _show(self, found: Review) -> None:
        self.query_one("#loading").remove()
        self.query_one("#review", VerticalScroll).mount(ReviewDrawing(found))

    def action_down(self) -> None:
        """Scroll a line down."""
        self.query_one("#review", VerticalScroll).scroll_down()

    def action_up(self) -> None:
        """Scroll a line up."""
        self.query_one("#review", VerticalScroll).scroll_up()
