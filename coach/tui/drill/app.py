"""A drill on the full screen: what is known above, what can be done below, one line for odds and explanations."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from coach.session.drill.advice import worked_step
from coach.session.drill.events import Explained
from coach.session.drill.words import odds_such_as
from coach.tui.drill.choices import GO_ON, Row, has_explained, page_of, rows_of
from coach.tui.drill.help_screen import DRILL
from coach.tui.drill.moves_app import MovesApp

if TYPE_CHECKING:
    from textual.widgets import Input, OptionList

    from coach.desk.drilling import OpenDrill

THINK = "What could it be? Your own words, with ; between. Then Enter."
WORKED = "Enter goes on, l logs, shift+tab scrolls, F1 help, q leaves"
KEYS = {
    "page": "up and down scroll, tab to the choices, l logs, F1 help, q leaves",
    "rows": "↑↓ choose, Enter twice does it, o odds, l logs, F1 help, q leaves",
    "line": "Enter takes it, f5 logs, F1 help, esc back to the choices",
}
THINKING = {
    "page": "up and down scroll, tab to your words, l logs, F1 help, q leaves",
    "line": "Enter takes it, f5 logs, shift+tab scrolls, F1 help, esc leaves",
}
OVER = "up and down scroll, l logs with what they showed, F1 help, q leaves"


class DrillApp(MovesApp):
    """Shows a drill and takes its moves.

    Args:
        opened: the drill; every move is on disk when it is shown.
    """

    HELP = DRILL
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape", "leave", "leave"),
        Binding("o", "odds", "odds"),
        Binding("l,f5", "logs", "logs"),
    ]

    def __init__(self, opened: OpenDrill) -> None:
        super().__init__(opened.drill.case.title, opened)
        self._opened = opened
        self._rows: tuple[Row, ...] = ()

    @property
    def moves(self) -> tuple[Row, ...]:
        """What can be looked at or answered."""
        return self._rows

    def show(self, said: str = "") -> None:
        """Show where the drill stands."""
        drill = self._opened.drill
        thinks = drill.help != "worked" and not drill.is_over and not has_explained(drill)
        self.armed, self._rows = "", () if thinks else rows_of(drill)
        self.page(page_of(drill))
        self.say(said)
        self.fill(map(_label, self._rows))
        odds = f"Odds on the causes in their order, such as {odds_such_as(len(drill.case.causes))}"
        self.line("" if drill.is_over or drill.help == "worked" else THINK if thinks else odds)
        where = "line" if thinks else "page" if drill.is_over else "rows"
        self.keys(self.hint(where))
        self.query_one(f"#{where}").focus()

    def hint(self, where: str) -> str:
        """Give the keys that do something at a place of this drill as it stands."""
        drill = self._opened.drill
        if drill.is_over:
            return OVER
        if drill.help == "worked":
            return WORKED if where == "rows" else KEYS["page"]
        return (KEYS if has_explained(drill) else THINKING).get(where, "")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Ask once more for what costs something, then do it."""
        row = self._rows[event.option_index]
        if row.move == GO_ON:
            for body in worked_step(self._opened.drill)[1]:
                self._opened.do(body)
            self.show()
        elif self.armed != row.move:
            self.armed = row.move
            self.say(f"Enter again: {row.says}" + (f", for {row.price}" if row.price else ""))
        else:
            self.move(row.move)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say what could come out of the look one stands on."""
        row = self._rows[event.option_index] if event.option_index < len(self._rows) else None
        if row is not None and row.move != self.armed:
            self.armed = ""
            self.say(f"Could show: {row.could}" if row.could else "")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take explanations, then odds."""
        if has_explained(self._opened.drill):
            if self.move(f"odds {event.value}"):
                event.input.clear()
            return
        lines = tuple(part.strip() for part in event.value.split(";") if part.strip())
        event.input.clear()
        self._opened.do(Explained(lines=lines))
        self.show()

    def action_odds(self) -> None:
        """Go to the line for odds."""
        if not self._opened.drill.is_over and self._opened.drill.help != "worked":
            self.query_one("#line").focus()

    def action_logs(self) -> None:
        """Show the logs of the day; once it is over, with what they showed."""
        from coach.tui.drill.logs_screen import LogsScreen  # noqa: PLC0415 - only then

        if not self._opened.logs.is_dir():
            self.say("This case has no logs; its report is all there was.")
            return
        drill = self._opened.drill
        clues = drill.case.clues if drill.is_over else ()
        is_told = drill.is_over or drill.help == "worked" or has_explained(drill)
        self.push_screen(LogsScreen(self._opened.logs, clues, is_told=is_told))


def _label(row: Row) -> str:
    return f"{row.says}  ({row.price})" if row.price else row.says
