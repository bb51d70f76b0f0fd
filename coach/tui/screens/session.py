"""One session as four logs: views of the same events, with a search over all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from coach.tui import command
from coach.tui.screens.fitted import FittedScreen
from coach.tui.widgets.key_line import KeyLine
from coach.tui.widgets.log_page import LogPage, LogTabs, entries_of
from coach.tui.widgets.search_field import SearchField
from coach.tui.widgets.too_small import TooSmall
from coach.tui.widgets.top_line import METHODS, TopLine

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widgets import TextArea

    from coach.session.fold import Session
    from coach.tui.widgets.prose import Prose


class SessionScreen(FittedScreen):
    """What was said, in the order in which it was."""

    CSS_PATH = "../styles/session.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *command.bindings(command.SearchHere, command.ExplainQuestion, command.GoBack),
        Binding("left", "turn(-1)", "Log before", show=False),
        Binding("right", "turn(1)", "Next log", show=False),
        *(Binding(str(place), f"choose({place})", f"Log {place}", show=False) for place in range(5)),
        Binding("escape", "leave", "Leave the search, then the logs", show=False),
    ]

    def __init__(self, session: Session, *, is_search: bool) -> None:
        super().__init__()
        self._is_search = is_search
        self._session = session
        self.tabs = LogTabs()
        self.page = LogPage(entries_of(session))
        self.search = SearchField()

    def compose(self) -> ComposeResult:
        """Give the tabs, the page and the field to search with."""
        method = METHODS.get(self._session.method, self._session.method)
        yield TopLine(method, self._session.title)
        yield self.tabs
        with VerticalScroll(id="log"):
            yield self.page
        yield self.search
        yield KeyLine()
        yield TooSmall()

    def on_mount(self) -> None:
        """Start at the newest line."""
        self.tabs.count(self.page.counts())
        if self._is_search:
            self.action_search_here()
        else:
            self._to_the_end()

    def _to_the_end(self) -> None:
        log = self.query_one("#log", VerticalScroll)
        log.focus()
        log.call_after_refresh(log.scroll_end, animate=False)

    def action_turn(self, steps: int) -> None:
        """Go to the log beside this one."""
        self.action_choose((self.tabs.chosen + steps) % len(self.tabs.names))

    def action_choose(self, place: int) -> None:
        """Show one log; 0 shows all of them."""
        self.tabs.choose(place)
        self.page.choose(place)
        self._to_the_end()

    def on_log_tabs_clicked(self, event: LogTabs.Clicked) -> None:
        """Show the log that was clicked."""
        event.stop()
        self.action_choose(event.place)

    def action_search_here(self) -> None:
        """Open the field to search with."""
        self.add_class("-search")
        self.search.focus()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Search while typing."""
        event.stop()
        self.page.search(self.search.text)

    def on_prose_submitted(self, event: Prose.Submitted) -> None:
        """Go from the field to what was found."""
        event.stop()
        self.query_one("#log", VerticalScroll).focus()

    def action_leave(self) -> None:
        """Leave the search; without one, the logs."""
        if self.has_class("-search"):
            self.remove_class("-search")
            self.search.write("")
            self._to_the_end()
        else:
            self.dismiss(None)

    def action_explain_question(self) -> None:
        """Show the keys."""
        from coach.tui.screens.help import HelpScreen, live_keys  # noqa: PLC0415 - only what is shown is loaded

        self.app.push_screen(HelpScreen((), live_keys(self.active_bindings.values())))

    def action_go_back(self) -> None:
        """Go back to the walk."""
        self.dismiss(None)
