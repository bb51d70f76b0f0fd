"""How a practice goes and which keys there are, over the page it explains."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

if TYPE_CHECKING:
    from textual.app import ComposeResult

DRILL = """A drill is a closed case: what somebody had on the day, and what came of it.

1. Say in your own words what it could be. Then the causes are listed, and the true one is among them.
2. Say how likely each is, with o. You can say it again after every look; each time is scored.
3. Buy looks. Each has its price in hours and shows what it showed on the day.
4. Choose a repair when you would bet on it. A wrong one costs its hours, and the case goes on.

At the end: what it was, the best plan by what was known at each step, and what each of your choices cost.
Hours wasted hold no luck: they are the price of a choice against the best one by what was known then.

enter      take what is written, or do the row you stand on; what costs something asks once more
o          the odds        l or F5   the logs of the day
tab        between the choices and the page        shift+tab   scroll the page
esc or q   leave; everything you did is kept, and the same case goes on from there"""

LAUNCH = """A launch before it runs: imagine that it has failed, and find out why before it costs anything.

1. Say in your own words why it will have failed. Then the possible faults are listed.
2. Give each a chance with o. They are independent of one another: several may be planted, or none.
3. Buy the checks that pay: a check costs its minutes, a fault that is missed costs the run.
4. Launch. You are told what was planted, what you caught, and which checks were worth their price.

enter      take what is written, or do the row you stand on; what costs something asks once more
o          the chances        shift+tab   scroll the page
esc or q   leave; everything you did is kept"""

LEARN = """The path from the first hour to the tenth, in steps you can leave and take up again.

A worked case, six practices with an exercise each, twelve claims about real curves to find out how well you judge,
cases of your own from easy to hard, and a first real session with the coach's help on.

enter      begin the step you stand on, or take your answer
esc or q   leave; where you are is kept"""


class HelpScreen(Screen[None]):
    """Shows a text.

    Args:
        text: what there is to know.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,f1,enter", "leave", "back")]

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """Give the text, to be scrolled."""
        yield VerticalScroll(Static(Content(self._text)), id="logs")
        yield Static("esc goes back", id="keys")

    def on_mount(self) -> None:
        """Let the keys scroll."""
        self.query_one("#logs").focus()

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss()
