"""A drill on the full screen: what is known above, what can be done below, one line for odds and explanations."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from coach.errors import CoachError
from coach.session.drill.advice import worked_step
from coach.session.drill.events import Explained
from coach.tui.drill.choices import GO_ON, Row, has_explained, page_of, rows_of
from coach.tui.plain_text import one_line
from coach.tui.theme import PALETTES, suits_terminal, theme_of
from coach.tui.widgets.exhibit import ExhibitList
from coach.tui.widgets.top_line import TopLine

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from coach.desk.drilling import OpenDrill

THINK = "What could it be? Your own words, with ; between. Then Enter."
ODDS = "Odds on the causes in their order, such as 60 30 10"
KEYS = "↑↓ choose, Enter twice does it, o odds, l logs, tab to the text, q leaves and keeps"
OVER = "up and down scroll, l logs with what they showed, q leaves"


class DrillApp(App[None]):
    """Shows a drill and takes its moves.

    Args:
        opened: the drill; every move is on disk when it is shown.
    """

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
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape", "leave", "leave"),
        Binding("o", "odds", "odds"),
        Binding("l", "logs", "logs"),
    ]
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, opened: OpenDrill) -> None:
        super().__init__()
        self._opened = opened
        self._armed = ""
        self._rows: tuple[Row, ...] = ()
        for palette in PALETTES:
            self.register_theme(theme_of(palette))
        self.theme = suits_terminal(os.environ.get("COLORFGBG", "")).name

    def compose(self) -> ComposeResult:
        """Give the parts of the one screen."""
        yield TopLine("drill", self._opened.drill.case.title)
        yield VerticalScroll(ExhibitList(id="exhibits"), id="page")
        yield Static("", id="said", markup=False)
        yield OptionList(id="rows", markup=False)
        yield Input(id="line")
        yield Static(KEYS, id="keys", markup=False)

    def on_mount(self) -> None:
        """Show where the drill stands."""
        self._show()

    def _show(self, said: str = "") -> None:
        drill = self._opened.drill
        self._armed, self._rows = "", rows_of(drill)
        self.query_one("#exhibits", ExhibitList).show(page_of(drill))
        self.query_one("#exhibits").refresh(layout=True)
        self.query_one("#page", VerticalScroll).scroll_home(animate=False)
        thinks = drill.help != "worked" and not drill.is_over and not has_explained(drill)
        rows, line = self.query_one("#rows", OptionList), self.query_one("#line", Input)
        rows.set_class(thinks or drill.is_over, "-none")
        line.set_class(drill.is_over or drill.help == "worked", "-none")
        line.placeholder = THINK if thinks else ODDS
        self._fill()
        if said:
            self._say(said)
        self.query_one("#keys", Static).update(OVER if drill.is_over else KEYS)
        (line if thinks else self.query_one("#page") if drill.is_over else rows).focus()

    def _fill(self) -> None:
        rows = self.query_one("#rows", OptionList)
        rows.clear_options()
        rows.add_options([Option(Content(_label(each))) for each in self._rows])
        if self._rows:
            rows.highlighted = 0

    def _say(self, said: str) -> None:
        self.query_one("#said", Static).update(Content(one_line(said)))
        self.query_one("#said").set_class(not said, "-none")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Ask once more for what costs something, then do it."""
        row = self._rows[event.option_index]
        if row.move == GO_ON:
            for body in worked_step(self._opened.drill)[1]:
                self._opened.do(body)
            self._show()
        elif self._armed != row.move:
            self._armed = row.move
            self._say(f"Enter again: {row.says}" + (f", for {row.price}" if row.price else ""))
        else:
            self._move(row.move)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say what could come out of the look one stands on."""
        row = self._rows[event.option_index] if event.option_index < len(self._rows) else None
        if row is not None and row.move != self._armed:
            self._armed = ""
            self._say(f"Could show: {row.could}" if row.could else "")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take explanations, then odds."""
        if has_explained(self._opened.drill):
            if self._move(f"odds {event.value}"):
                event.input.clear()
            return
        lines = tuple(part.strip() for part in event.value.split(";") if part.strip())
        event.input.clear()
        self._opened.do(Explained(lines=lines))
        self._show("Now the table: odds first, then choose below.")

    def _move(self, line: str) -> bool:
        try:
            self._opened.say(line)
        except CoachError as error:
            self._say(f"{error.message[:1].upper()}{error.message[1:]}. {error.hint}")
            return False
        self._show()
        return True

    def action_odds(self) -> None:
        """Go to the line for odds."""
        if not self._opened.drill.is_over and self._opened.drill.help != "worked":
            self.query_one("#line").focus()

    def action_logs(self) -> None:
        """Show the logs of the day; once it is over, with what they showed."""
        from coach.tui.drill.logs_screen import LogsScreen  # noqa: PLC0415 - only then

        if not self._opened.logs.is_dir():
            self._say("This case has no logs; its report is all there was.")
            return
        drill = self._opened.drill
        self.push_screen(LogsScreen(self._opened.logs, drill.case.clues if drill.is_over else ()))

    def action_leave(self) -> None:
        """Leave the line first, then the drill; it is kept."""
        line = self.query_one("#line", Input)
        if line.has_focus and self._rows and has_explained(self._opened.drill):
            self.query_one("#rows").focus()
        else:
            self.exit()


def _label(row: Row) -> str:
    said = one_line(row.says)
    return f"{said}  ({row.price})" if row.price else said
