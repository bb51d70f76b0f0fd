"""The screen of `coach watch`: what the tripwires watch, as curves with their lines, and what was told."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.message import Message

from coach.tui.theme import PALETTES, suits_terminal, theme_of
from coach.tui.widgets.watch_view import WatchView

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from coach.errors import CoachError
    from coach.tui.widgets.watch_view import Watched


class NextLook(NamedTuple):
    """What a look gave.

    Attributes:
        watched: what is drawn.
        rest_s: after how many seconds the next look is due; None where the run is over.
        is_urgent: something new is worth a bell.
    """

    watched: Watched
    rest_s: float | None
    is_urgent: bool = False


class Looked(Message):
    """The logs were looked at."""

    def __init__(self, found: NextLook) -> None:
        super().__init__()
        self.found = found


class WatchApp(App[None]):
    """Looks again and again in a thread, and shows what it saw.

    Attributes:
        refusal: why there was nothing to show; None in the usual case.
    """

    TITLE = "coach watch"
    CSS = "Screen { background: $background; padding: 0 1; } WatchView { height: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("q,escape,ctrl+c", "quit", "leave; the run goes on")]
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, look: Callable[[], NextLook], *, colours: str = "") -> None:
        """Make the screen.

        Args:
            look: looks once; called in a thread.
            colours: what the terminal says of its colours, as `COLORFGBG`.
        """
        super().__init__()
        self._look = look
        self.view = WatchView()
        self.refusal: CoachError | None = None
        for palette in PALETTES:
            self.register_theme(theme_of(palette))
        self.theme = suits_terminal(colours).name

    def compose(self) -> ComposeResult:
        """Give the one view."""
        yield self.view

    def on_mount(self) -> None:
        """Look for the first time."""
        self.look()

    @work(thread=True, exclusive=True)
    def look(self) -> None:
        """Look once, away from the event loop."""
        from coach.errors import CoachError  # noqa: PLC0415 - after the first paint

        try:
            self.post_message(Looked(self._look()))
        except CoachError as error:
            self.refusal = error
            self.call_from_thread(self.exit)

    def on_looked(self, event: Looked) -> None:
        """Show what was seen, and look again when it is time."""
        self.view.show(event.found.watched)
        if event.found.is_urgent:
            self.bell()
        if event.found.rest_s is not None:
            self.set_timer(event.found.rest_s, self.look)
