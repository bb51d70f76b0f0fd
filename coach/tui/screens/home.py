"""Home: what is under way, what is open, and one key to everything."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.message import Message

from coach.tui import command
from coach.tui.background_tasks import Refused, fetch
from coach.tui.drawing import Drawn, hung
from coach.tui.plain_text import wrapped
from coach.tui.screens.fitted import FittedScreen
from coach.tui.widgets.advice import Advice
from coach.tui.widgets.key_line import KeyLine
from coach.tui.widgets.too_small import TooSmall
from coach.tui.widgets.top_line import TopLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from coach.errors import CoachError
    from coach.journal.summary import Summary
    from coach.tui.app import CoachApp
    from coach.tui.screens.note import Remark
    from coach.tui.widgets.session_list import SessionList

ENTRIES = (command.StartPremortem, command.StartStuck, command.StartDemo)
WELCOME_TITLE = "Nothing is open yet."
WELCOME = (
    "An hour of thinking is cheap beside a night of compute. Before the next launch press p and let the run fail "
    "on paper first. If one has just disappointed you, press s, and leave the launch key alone for a moment.\n\n"
    "New here? d walks through a prepared case in about ten minutes and keeps nothing. To learn by doing: q, then "
    "coach learn, a path of short exercises and cases that keeps what you did."
)


def entry_lines(width: int) -> list[Content]:
    """Give the ways to begin: key, name, and when to take it."""
    room = max(len(each.LABEL) for each in ENTRIES) + 2
    lines: list[Content] = []
    for each in ENTRIES:
        lead = Content.styled(f"  {each.LETTER}  ", "bold $accent") + Content.styled(
            each.LABEL.ljust(room), "bold"
        )
        said = wrapped(each.says(), max(1, width - lead.cell_length), "$quiet")
        lines += hung(lead, said)
    return lines


def welcome_lines(width: int) -> list[Content]:
    """Give what an empty journal says."""
    return [*wrapped(WELCOME_TITLE, width, "bold"), Content(""), *wrapped(WELCOME, width)]


class Listed(Message):
    """The journal was read."""

    def __init__(self, summaries: Sequence[Summary], left_out: int) -> None:
        super().__init__()
        self.summaries = summaries
        self.left_out = left_out


class Noted(Message):
    """A note was kept, in the session of this id."""

    def __init__(self, session_id: str) -> None:
        super().__init__()
        self.session_id = session_id


class Entries(Drawn):
    """The ways to begin."""

    def draw(self, width: int) -> list[Content]:
        """Give the lines."""
        return entry_lines(width)


class Welcome(Drawn):
    """What stands where sessions will be."""

    def draw(self, width: int) -> list[Content]:
        """Give the lines."""
        return welcome_lines(width)


class HomeScreen(FittedScreen):
    """The first screen of a bare `coach`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *command.bindings(*ENTRIES, command.WriteNote, command.ExplainQuestion)
    ]
    app: CoachApp

    def __init__(self) -> None:
        super().__init__()
        self.sessions: SessionList | None = None
        self.welcome = Welcome()
        self.advice = Advice()
        self.advice.display = False

    def compose(self) -> ComposeResult:
        """Give the ways to begin at once; the sessions come when the journal has been read."""
        yield TopLine("coach", "think before the run, learn from it afterwards")
        with Vertical(id="home"):
            yield Entries()
            yield self.advice
            yield self.welcome
        yield KeyLine()
        yield TooSmall()

    def on_mount(self) -> None:
        """Show no absence of sessions before the journal has been read."""
        self.welcome.display = False

    def on_screen_resume(self) -> None:
        """Read the journal: a walk may just have added to it."""
        self.look_again()

    def look_again(self) -> None:
        """Read the journal, once this is on the screen."""
        self.call_after_refresh(fetch, self, self._listed)

    def _listed(self) -> Listed:
        from coach.tui.widgets.session_list import CLOSED_SHOWN  # noqa: PLC0415 - after the first paint

        return Listed(*self.app.coach.listing().at_home(CLOSED_SHOWN))

    async def on_listed(self, event: Listed) -> None:
        """Show the sessions of the journal."""
        from coach.tui.widgets.session_list import SessionList  # noqa: PLC0415 - after the first paint

        event.stop()
        self.app.has_shown = True
        if self.sessions is None:
            self.sessions = SessionList()
            await self.query_one("#home").mount(self.sessions)
        self.sessions.show(event.summaries, datetime.now(UTC), event.left_out)
        self.sessions.display = bool(self.sessions.sessions)
        self.welcome.display = not self.sessions.display
        if self.sessions.display:
            self.sessions.focus()
        self.refresh_bindings()

    def on_refused(self, event: Refused) -> None:
        """Say what could not be done; without a journal there is nothing to stay for."""
        event.stop()
        if self.app.has_shown:
            self.say_wrong(event.error)
        else:
            self.app.give_up(event.error)

    def say_wrong(self, error: CoachError | None) -> None:
        """Say what could not be done; None says nothing."""
        self.advice.display = error is not None
        if error is not None:
            self.advice.wrong(error)

    def on_session_list_opened(self, event: SessionList.Opened) -> None:
        """Go on with a session."""
        session_id = event.session_id
        self.app.open_walk(lambda coach: coach.walk(session_id))

    def action_start_premortem(self) -> None:
        """Begin a pre-mortem."""
        self.app.open_walk(lambda coach: coach.begin("premortem"))

    def action_start_stuck(self) -> None:
        """Begin an investigation."""
        self.app.open_walk(lambda coach: coach.begin("stuck"))

    def action_start_demo(self) -> None:
        """Begin the guided case."""
        self.app.open_demo()

    def action_explain_question(self) -> None:
        """Show the keys."""
        self.app.explain(None)

    def action_write_note(self) -> None:
        """Write into the work log."""
        self.app.take_remark(self._keep, is_surprise=False)

    def _keep(self, remark: Remark) -> None:
        fetch(self, lambda: Noted(self.app.coach.note(remark.text)))

    def on_noted(self, event: Noted) -> None:
        """Say that the note was kept."""
        event.stop()
        self.advice.display = True
        self.advice.done("Noted in the work log.")
        self.look_again()
