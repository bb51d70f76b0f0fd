"""The full-screen program: it paints first, then loads what it needs in a thread."""

from __future__ import annotations

import os
from threading import Lock
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual.app import App, SystemCommand
from textual.events import Key, Paste
from textual.worker import WorkerFailed

from coach.session.page_labels import NO_OUTLINE, Outline
from coach.tui import command
from coach.tui.begun import NOT_BEGUN, Begun
from coach.tui.draft import Drafts
from coach.tui.live import Live
from coach.tui.paste import reads_pastes_whole
from coach.tui.theme import DAY, NIGHT, PALETTES, suits_terminal, theme_of
from coach.tui.type_ahead import TypeAhead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual import events
    from textual.binding import BindingType
    from textual.driver import Driver
    from textual.screen import Screen

    from coach.errors import CoachError
    from coach.session.step import Question
    from coach.tui.interfaces import Coach, Walk
    from coach.tui.screens.help import HelpText
    from coach.tui.screens.note import Remark
    from coach.tui.view import AskedOnPage, View

CoachT = TypeVar("CoachT", bound="Coach")


class CoachApp(App[None]):
    """The program.

    Attributes:
        has_shown: a walk or the journal has been on the screen.
        keys: those typed ahead.
        drafts: what is written but not confirmed, on every screen.
        live: what another terminal adds to the walk.
        refusal: why there was nothing to show; None in the usual case.
        is_guest: somebody in a browser has one session and nothing else.
    """

    TITLE = "coach"
    is_guest, keeps_drafts = False, True
    CSS_PATH = "styles/coach.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*command.bindings(command.SwitchLook, command.LeaveCoach)]

    def __init__(
        self,
        load: Callable[[], Coach],
        start: Callable[[Coach], Walk] | None = None,
        *,
        look: str = "",
        outline: Outline = NO_OUTLINE,
    ) -> None:
        """Make the program without loading anything.

        Args:
            load: gives the desk; called in a thread after the first paint.
            start: gives the walk to begin with; None begins at home.
            look: name of a palette; empty takes the one that suits the terminal.
            outline: what is shown of the first page before the walk is there.
        """
        super().__init__()
        self._load = load
        self._start = start
        self._outline = outline
        self._coach: Coach | None = None
        self._loading = Lock()
        self.keys = TypeAhead(self, super().on_event)
        self.drafts = Drafts()
        self.live = Live(self)
        self.has_shown = False
        self.refusal: CoachError | None = None
        for palette in PALETTES:
            self.register_theme(theme_of(palette))
        # Set without its watcher, which would parse every stylesheet a second time before the first paint.
        self.set_reactive(CoachApp.theme, look or suits_terminal(os.environ.get("COLORFGBG", "")).name)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_driver_class(self) -> type[Driver]:
        """Give the driver of this platform, with pastes read as text whatever is in them."""
        return reads_pastes_whole(super().get_driver_class())

    @property
    def coach(self) -> Coach:
        """The desk, loaded once; the first to ask waits, so not for the event loop."""
        with self._loading:
            if self._coach is None:
                self._coach = self._load()
            return self._coach

    def get_default_screen(self) -> Screen[Any]:
        """Give the first screen; each is imported when it is first shown."""
        if self._start is not None:
            return self._opening(self._start, self._outline)
        from coach.tui.screens.home import HomeScreen  # noqa: PLC0415 - only what is shown is loaded

        return HomeScreen()

    @staticmethod
    def _opening(find: Callable[[Coach], Walk], outline: Outline = NO_OUTLINE) -> Screen[Any]:
        from coach.tui.screens.starting import OpeningScreen  # noqa: PLC0415 - only what is shown is loaded

        return OpeningScreen(find, outline)

    def open_walk(self, find: Callable[[Coach], Walk]) -> None:
        """Show a walk that has still to be found or begun."""
        self._show(self._opening(find))

    def load_screen(self, view: View) -> None:
        """Load what shows a view; called in a thread, so that the event loop need not."""
        from coach.tui.screens.screen_of import load_screen_of  # noqa: PLC0415 - only what is shown is loaded

        load_screen_of(view)

    def show_walk(
        self, walk: Walk, view: View, begun: Begun = NOT_BEGUN, *, one_by_one: bool = False
    ) -> None:
        """Show a walk that was found: as a page, or `one_by_one`, with what was written into its first field before."""
        from coach.tui.screens.screen_of import screen_of  # noqa: PLC0415 - only what is shown is loaded

        self.has_shown = True
        self.live.follow(walk)
        self._show(screen_of(walk, view, begun, one_by_one=one_by_one))

    def _show(self, screen: Screen[Any]) -> None:
        """Show a screen over the first one, in place of what is there: the first one cannot be replaced."""
        if len(self.screen_stack) > 1:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def open_demo(self) -> None:
        """Show the guided case, in a journal that is thrown away."""

        def begin(_coach: Coach) -> Walk:
            from coach.desk import Coach as Desk  # noqa: PLC0415 - in the thread

            return Desk.throwaway().begin("stuck", guided=True)

        self.open_walk(begin)

    def go_home(self, error: CoachError | None = None) -> None:
        """Show home in place of a walk; with an error, what could not be done."""
        from coach.tui.screens.home import HomeScreen  # noqa: PLC0415 - only what is shown is loaded

        self.live.follow(None)
        first = self.screen_stack[0]
        if isinstance(first, HomeScreen):
            first.say_wrong(error)
            self.pop_screen()
        else:
            home = HomeScreen()
            home.say_wrong(error)
            self._show(home)

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

    def show_log(self, walk: Walk, *, is_search: bool = False) -> None:
        """Show what was said in a walk, to read it or to search in it."""
        from coach.tui.screens.session import SessionScreen  # noqa: PLC0415 - only what is shown is loaded

        self.push_screen(SessionScreen(walk.session, is_search=is_search))

    def show_runs(self, walk: Walk, then: Callable[[], None]) -> None:
        """Show the curves of a walk's runs; `then` is called when one comes back from them."""
        from coach.tui.screens.evidence import EvidenceScreen  # noqa: PLC0415 - only what is shown is loaded

        self.push_screen(EvidenceScreen(walk), lambda _: then())

    def show_page(self, walk: Walk, asked: AskedOnPage, then: Callable[[View | None], None]) -> None:
        """Show the page that asks some questions; `then` is told what is asked after it, where that is known."""
        from coach.tui.screens.pages import page_of  # noqa: PLC0415 - only what is shown is loaded

        page = page_of(walk, asked)
        self.push_screen(page, lambda _: then(getattr(page, "following", None)))

    def edit_tables(self, walk: Walk, then: Callable[[], None]) -> None:
        """Show the tables of numbers; `then` is called when one comes back from them."""
        from coach.tui.screens.tables import TablesScreen  # noqa: PLC0415 - only what is shown is loaded

        self.push_screen(TablesScreen(walk), lambda _: then())

    def explain(self, question: Question | None, first: Sequence[HelpText] = ()) -> None:
        """Show why a question is asked and which keys work on the screen below, after what is to be read first."""
        from coach.tui.screens.help import HelpScreen, live_keys, reasons  # noqa: PLC0415 - as above

        self.push_screen(
            HelpScreen((*first, *reasons(question)), live_keys(self.screen.active_bindings.values()))
        )

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

    def on_unmount(self) -> None:
        """Write what was typed in the last moment, and be gone for others."""
        self.live.leave()
        self.drafts.close()

    def on_app_focus(self) -> None:
        """Look again at what another terminal may have changed."""
        look_again = getattr(self.screen, "look_again", None)
        if look_again is not None:
            look_again()

    async def on_event(self, event: events.Event) -> None:
        """Let an event through; a key or a paste from outside when its turn comes."""
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            await self.keys.take(event)
        else:
            await super().on_event(event)

    @property
    def fault(self) -> BaseException | None:
        """What ended the program although it should not have; the error of a worker is the worker's own."""
        error = self._exception
        return error.error if isinstance(error, WorkerFailed) else error

    def _fatal_error(self) -> None:
        """End without printing anything: `run_app` hands the fault to its caller."""
        self._close_messages_no_wait()


def _runs(app: CoachApp, node: Any, action: str) -> Callable[[], Any]:
    async def run() -> None:
        await app.run_action(action, node)

    return run


def run_app(
    load: Callable[[], CoachT],
    start: Callable[[CoachT], Walk] | None = None,
    *,
    look: str = "",
    outline: Outline = NO_OUTLINE,
) -> int:
    """Run the program full screen until the person leaves; gives the exit status.

    Args:
        load: gives the desk; called in a thread after the first paint.
        start: gives the walk to begin with; None begins at home.
        look: name of a palette; empty takes the one that suits the terminal.
        outline: what is shown of the first page before the walk is there.

    Raises:
        CoachError: there was nothing to show.
        Exception: a fault of the program, once the terminal is as it was; nothing has been printed.
    """
    # The app knows any desk of the right shape; the one that `load` gives is the one that `start` takes.
    app = CoachApp(load, cast("Callable[[Coach], Walk] | None", start), look=look, outline=outline)
    app.run()
    fault = app.refusal or app.fault
    if fault is not None:
        raise fault
    return app.return_code or 0
