"""The full-screen program: it paints first, then loads what it needs in a thread."""

from __future__ import annotations

import os
from threading import Lock
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App, SystemCommand

from coach.tui import command
from coach.tui.draft import Drafts
from coach.tui.theme import DAY, NIGHT, PALETTES, suits_terminal, theme_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.binding import BindingType
    from textual.screen import Screen

    from coach.errors import CoachError
    from coach.session.step import Question
    from coach.tui.port import Coach, Walk
    from coach.tui.screens.note import Remark

WIDTHS = [(0, "-one"), (72, "-two"), (110, "-three")]
"""Columns from which a walk is shown in one, two or three panes, and the class that says so."""
HEIGHTS = [(0, "-low"), (30, "-high")]
"""Rows from which nothing is squeezed."""
FREE_KEYS = frozenset({"ctrl+q", "ctrl+c", "escape"})
"""Keys that never wait for an answer to be confirmed."""


class CoachApp(App[None]):
    """The program.

    Attributes:
        has_shown: a walk or the journal has been on the screen.
        drafts: what is written but not confirmed, on every screen.
        refusal: why there was nothing to show; None in the usual case.
    """

    TITLE = "coach"
    CSS_PATH = "styles/coach.tcss"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [*command.bindings(command.SwitchLook, command.LeaveCoach)]

    def __init__(
        self, load: Callable[[], Coach], start: Callable[[Coach], Walk] | None = None, *, look: str = ""
    ) -> None:
        """Make the program without loading anything.

        Args:
            load: gives the desk; called in a thread after the first paint.
            start: gives the walk to begin with; None begins at home.
            look: name of a palette; empty takes the one that suits the terminal.
        """
        super().__init__()
        self._load = load
        self._start = start
        self._coach: Coach | None = None
        self._loading = Lock()
        self._held: list[events.Event] = []
        self.drafts = Drafts()
        self.has_shown = False
        self.refusal: CoachError | None = None
        for palette in PALETTES:
            self.register_theme(theme_of(palette))
        self.theme = look or suits_terminal(os.environ.get("COLORFGBG", "")).name

    @property
    def coach(self) -> Coach:
        """The desk, loaded once; the first to ask waits, so not for the event loop."""
        with self._loading:
            if self._coach is None:
                self._coach = self._load()
            return self._coach

    def get_default_screen(self) -> Screen[Any]:
        """Give the first screen."""
        from coach.tui.screens.home import HomeScreen  # noqa: PLC0415 - only what is shown is loaded

        return HomeScreen() if self._start is None else self._walk_screen(self._start)

    @staticmethod
    def _walk_screen(find: Callable[[Coach], Walk]) -> Screen[Any]:
        from coach.tui.screens.walk import WalkScreen  # noqa: PLC0415 - only what is shown is loaded

        return WalkScreen(find)

    def open_walk(self, find: Callable[[Coach], Walk]) -> None:
        """Show a walk that has still to be found or begun."""
        self.switch_screen(self._walk_screen(find))

    def open_demo(self) -> None:
        """Show the guided case, in a journal that is thrown away."""

        def begin(_coach: Coach) -> Walk:
            from coach.desk import Coach as Desk  # noqa: PLC0415 - in the thread

            return Desk.throwaway().begin("stuck", guided=True)

        self.open_walk(begin)

    def go_home(self, error: CoachError | None = None) -> None:
        """Show home in place of a walk; with an error, what could not be done."""
        from coach.tui.screens.home import HomeScreen  # noqa: PLC0415 - only what is shown is loaded

        self.switch_screen(HomeScreen(error))

    def turn_away(self, error: CoachError) -> None:
        """Say why a walk could not be opened: at home, or on the command line where one came from there."""
        if self._start is not None and not self.has_shown:
            self.give_up(error)
        else:
            self.go_home(error)

    def give_up(self, error: CoachError) -> None:
        """Leave because there is nothing to show; the caller phrases why."""
        self.refusal = error
        self.exit(return_code=error.exit_code)

    def take_remark(self, keep: Callable[[Remark], None], *, is_surprise: bool) -> None:
        """Ask for a note, or for something that surprised; an empty one is not kept."""
        from coach.tui.screens.note import NoteScreen  # noqa: PLC0415 - only what is shown is loaded

        def given(remark: Remark | None) -> None:
            if remark is not None:
                keep(remark)

        self.push_screen(NoteScreen(is_surprise=is_surprise), given)

    def show_log(self, walk: Walk) -> None:
        """Show what was said in a walk."""
        from coach.tui.screens.session import SessionScreen  # noqa: PLC0415 - only what is shown is loaded

        self.push_screen(SessionScreen(walk.session))

    def show_runs(self, walk: Walk) -> None:
        """Show the curves of a walk's runs."""
        from coach.tui.screens.run import RunScreen  # noqa: PLC0415 - only what is shown is loaded

        self.push_screen(RunScreen(walk))

    def explain(self, question: Question | None) -> None:
        """Show why a question is asked and which keys work on the screen below."""
        from coach.tui.screens.help import HelpScreen, live_keys, reasons  # noqa: PLC0415 - as above

        self.push_screen(HelpScreen(reasons(question), live_keys(self.screen.active_bindings.values())))

    def action_switch_look(self) -> None:
        """Switch between dark and light."""
        self.theme = NIGHT.name if self.theme == DAY.name else DAY.name

    async def action_leave_coach(self) -> None:
        """Leave."""
        self.exit()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Give the commands that can be carried out here, for the palette."""
        active = {each.binding.action: each for each in screen.active_bindings.values() if each.enabled}
        for each in command.COMMANDS:
            found = active.get(each.action())
            if found is not None:
                name = f"{each.title()} ({command.key_name(found.binding.key)})"
                yield SystemCommand(name, each.says(), _runs(self, found.node, each.action()))

    def on_app_focus(self) -> None:
        """Look again at what another terminal may have changed."""
        look_again = getattr(self.screen, "look_again", None)
        if look_again is not None:
            look_again()

    async def on_event(self, event: events.Event) -> None:
        """Hold keys back while an answer is being confirmed, so that typing ahead loses none."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded and self._must_wait(event):
            self._held.append(event)
            return
        await super().on_event(event)

    def _must_wait(self, event: events.Event) -> bool:
        if isinstance(event, events.Key) and event.key in FREE_KEYS:
            return False
        return bool(getattr(self.screen, "is_busy", False))

    def release_keys(self) -> None:
        """Let the keys through that were held back."""
        held, self._held = self._held, []
        for event in held:
            self.post_message(event)

    def _fatal_error(self) -> None:
        """End without printing anything: `run_app` hands the fault to its caller."""
        self._close_messages_no_wait()


def _runs(app: CoachApp, node: Any, action: str) -> Callable[[], Any]:
    async def run() -> None:
        await app.run_action(action, node)

    return run


def run_app(
    load: Callable[[], Coach], start: Callable[[Coach], Walk] | None = None, *, look: str = ""
) -> int:
    """Run the program full screen until the person leaves; gives the exit status.

    Args:
        load: gives the desk; called after the first paint.
        start: gives the walk to begin with; None begins at home.
        look: name of a palette; empty takes the one that suits the terminal.

    Raises:
        CoachError: there was nothing to show.
        Exception: a fault of the program, after the terminal is as it was; nothing has been printed.
    """
    app = CoachApp(load, start, look=look)
    app.run()
    fault = app.refusal or app._exception  # noqa: SLF001 - what Textual keeps for its own test driver
    if fault is not None:
        raise getattr(fault, "error", None) or fault
    return app.return_code or 0
