"""What the screens of practice share: a page above, rows to choose from below, one line to write on."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from coach.tui.plain_text import one_line
from coach.tui.theme import PALETTES, suits_terminal, theme_of
from coach.tui.widgets.exhibit import ExhibitList
from coach.tui.widgets.top_line import TopLine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.events import DescendantFocus

    from coach.session.exhibit import Exhibit

Result = TypeVar("Result")


class PracticeApp(App[Result]):
    """The one screen of a drill, or of the path of a newcomer.

    Args:
        name: which of the two, for the first line.
        title: what it is about.

    Attributes:
        HELP: how it goes, and its keys.
    """

    HELP: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1", "help", "help", priority=True)]
    CSS = """
    Screen { background: $background; }
    TopLine { dock: top; height: 1; padding: 0 1; }
    #page, #logs { height: 1fr; padding: 1 2 0 2; scrollbar-size-vertical: 1; }
    #page > *, #logs > * { height: auto; }
    #rows { height: auto; max-height: 40%; border: none; border-top: solid $track; background: $background; }
    #line { border: none; height: 1; padding: 0 1; background: $surface; }
    #said { height: auto; padding: 0 2; color: $warn; }
    #keys { dock: bottom; height: 1; padding: 0 2; color: $quiet; }
    .-none { display: none; }
    """
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self._called = (name, title)
        for palette in PALETTES:
            self.register_theme(theme_of(palette))
        self.theme = suits_terminal(os.environ.get("COLORFGBG", "")).name

    def compose(self) -> ComposeResult:
        """Give the parts of the one screen."""
        yield TopLine(*self._called)
        yield VerticalScroll(ExhibitList(id="exhibits"), id="page")
        yield Static("", id="said", markup=False)
        yield OptionList(id="rows", markup=False)
        yield Input(id="line")
        yield Static("", id="keys", markup=False)

    def page(self, exhibits: tuple[Exhibit, ...]) -> None:
        """Show a page from its top."""
        shown = self.query_one("#exhibits", ExhibitList)
        shown.show(exhibits)
        shown.refresh(layout=True)
        self.query_one("#page", VerticalScroll).scroll_home(animate=False)

    def fill(self, labels: Iterable[str], *, at: int = 0) -> None:
        """Show other rows and stand on one of them; no rows take no room."""
        rows = self.query_one("#rows", OptionList)
        rows.clear_options()
        rows.add_options([Option(Content(one_line(each))) for each in labels])
        rows.display = bool(rows.option_count)
        if rows.option_count:
            rows.highlighted = at

    def line(self, asks: str) -> Input:
        """Give the line to write on, saying what it asks for; nothing asked hides it."""
        line = self.query_one("#line", Input)
        line.set_class(not asks, "-none")
        line.placeholder = asks
        return line

    def say(self, said: str) -> None:
        """Say a sentence above the rows; an empty one takes no room."""
        self.query_one("#said", Static).update(Content(one_line(said)))
        self.query_one("#said").set_class(not said, "-none")

    def hint(self, where: str) -> str:  # noqa: ARG002 - for those whose keys depend on it
        """Give the keys of a place, `page`, `rows` or `line`; empty leaves what stands there."""
        return ""

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Say the keys of the place one is at; the rows make room for the page while one writes about it."""
        where = event.widget.id or ""
        if event.widget.screen is not self.screen or not self.screen.query("#rows"):
            return
        rows = self.query_one("#rows", OptionList)
        rows.display = bool(rows.option_count) and where != "line"
        if said := self.hint(where):
            self.keys(said)

    def choose(self) -> None:
        """Go to the rows, which may have made room."""
        rows = self.query_one("#rows", OptionList)
        rows.display = True
        rows.focus()

    def action_help(self) -> None:
        """Show how it goes, or the page again."""
        from coach.tui.drill.help_screen import HelpScreen  # noqa: PLC0415 - only then

        if len(self.screen_stack) == 1:
            self.push_screen(HelpScreen(self.HELP))
        elif isinstance(self.screen, HelpScreen):
            self.pop_screen()

    def keys(self, said: str) -> None:
        """Say which keys there are."""
        self.query_one("#keys", Static).update(said)
