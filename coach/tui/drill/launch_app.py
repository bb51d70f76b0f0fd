"""A pre-mortem drill on the full screen: the launch with its files above, checks below, one line for chances."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from coach.session.drill.events import Explained
from coach.session.drill.launch import bought_of, score_launch
from coach.session.drill.launch_pages import launch_end, launch_faults, launch_report
from coach.session.drill.opening import priced
from coach.session.exhibit import Exhibit, Say
from coach.tui.drill.help_screen import LAUNCH
from coach.tui.drill.moves_app import MovesApp

if TYPE_CHECKING:
    from textual.widgets import Input, OptionList

    from coach.desk.launch_drilling import OpenLaunch

THINK = "It is tomorrow and the run has failed. Why? Your own words, with ; between."
CHANCES = "Chances in per cent, one for each, in their order, such as "
KEYS = {
    "page": "up and down scroll, tab goes on, F1 help, q leaves",
    "rows": "↑↓ choose, Enter twice does it, o chances, F1 help, q leaves",
    "line": "Enter takes it, F1 help, esc back to the choices",
}
THINKING = "Enter takes it, shift+tab scrolls, F1 help, esc leaves"
OVER = "up and down scroll, F1 help, q leaves"


class LaunchApp(MovesApp):
    """Shows a launch and takes its moves.

    Args:
        opened: the launch; every move is on disk when it is shown.
    """

    HELP = LAUNCH
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape", "leave", "leave"),
        Binding("o", "chances", "chances"),
    ]

    def __init__(self, opened: OpenLaunch) -> None:
        super().__init__(opened.launch.title, opened)
        self._opened = opened
        self._rows: tuple[tuple[str, str], ...] = ()

    @property
    def moves(self) -> tuple[tuple[str, str], ...]:
        """What can be checked, or the launch itself."""
        return self._rows

    @property
    def _has_explained(self) -> bool:
        return any(isinstance(each, Explained) for each in self._opened.bodies)

    def show(self, said: str = "") -> None:
        """Show where it stands."""
        opened, thinks = self._opened, not self._has_explained
        self.armed, self._rows = "", () if thinks or opened.is_over else self._moves()
        self.page(self._page())
        self.say(said)
        self.fill(says for _, says in self._rows)
        self.line("" if opened.is_over else THINK if thinks else CHANCES + self._such_as())
        where = "line" if thinks else "page" if opened.is_over else "rows"
        self.keys(self.hint(where))
        self.query_one(f"#{where}").focus()

    def hint(self, where: str) -> str:
        """Give the keys that do something at a place of this launch as it stands."""
        if self._opened.is_over:
            return OVER
        return THINKING if where == "line" and not self._has_explained else KEYS.get(where, "")

    def _page(self) -> tuple[Exhibit, ...]:
        launch, bodies = self._opened.launch, self._opened.bodies
        if self._opened.is_over:
            return launch_end(launch, bodies, score_launch(launch, bodies))
        if not self._has_explained:
            return launch_report(launch)
        by_id = {each.id: each for each in launch.checks}
        shown = [Say(f"{by_id[each].name}: {by_id[each].shows}") for each in reversed(bought_of(bodies))]
        return (*shown[:1], launch_faults(launch, bodies), *shown[1:], *launch_report(launch))

    def _such_as(self) -> str:
        count = len(self._opened.launch.faults)
        return " ".join((["30", "5", "10"] * count)[:count])

    def _moves(self) -> tuple[tuple[str, str], ...]:
        launch, bought = self._opened.launch, bought_of(self._opened.bodies)
        checks = (
            (f"buy {each.id}", f"Check: {each.name}  ({priced(each.hours, each.dollars)})")
            for each in launch.checks
            if each.id not in bought
        )
        return (*checks, ("launch", f"Launch  ({priced(launch.run_hours, launch.run_dollars)})"))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Ask once more, then do it."""
        move, says = self._rows[event.option_index]
        if self.armed == move:
            self.move(move)
        else:
            self.armed = move
            self.say(f"Enter again: {says}")

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Forget what was asked once another row is stood on."""
        if event.option_index < len(self._rows) and self._rows[event.option_index][0] != self.armed:
            self.armed = ""
            self.say("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take why it will have failed, then chances."""
        if self.move(f"{'chances' if self._has_explained else 'think'} {event.value}"):
            event.input.clear()

    def action_chances(self) -> None:
        """Go to the line for chances."""
        if not self._opened.is_over:
            self.query_one("#line").focus()
