"""The runs: every logged curve, the seeds over each other, with the onset of each symptom marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical
from textual.message import Message

from coach.tui import command
from coach.tui.errand import Refused, fetch
from coach.tui.screens.fitted import FittedScreen
from coach.tui.widgets.advice import Advice
from coach.tui.widgets.curve_view import CurveView, short_names
from coach.tui.widgets.key_line import KeyLine
from coach.tui.widgets.onset_list import Onset, OnsetList
from coach.tui.widgets.tag_list import TagList
from coach.tui.widgets.too_small import TooSmall
from coach.tui.widgets.top_line import TopLine

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from coach.runs import Run
    from coach.tui.port import Walk


class Read(Message):
    """The linked runs were read."""

    def __init__(self, runs: tuple[Run, ...], onsets: tuple[Onset, ...]) -> None:
        super().__init__()
        self.runs = runs
        self.onsets = onsets


def read(walk: Walk) -> Read:
    """Give the linked runs of a walk with the onsets of their symptoms, first mover first."""
    from coach.session.observations import symptoms  # noqa: PLC0415 - in the thread

    onsets = tuple(
        Onset(place, view.seen.tag, view.seen.run, view.seen.onset_step, view.seen.says, view.seen.severity)
        for place, view in enumerate(symptoms(walk.session), 1)
    )
    return Read(walk.runs(), onsets)


class RunScreen(FittedScreen):
    """Tags on the left, the chosen one's curves on the right."""

    CSS_PATH = "../styles/run.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *command.bindings(command.SwitchScale, command.ShowRun, command.ExplainQuestion, command.GoBack)
    ]

    def __init__(self, walk: Walk) -> None:
        super().__init__()
        self._walk = walk
        self.tags = TagList()
        self.curve = CurveView()
        self.onsets = OnsetList()
        self.advice = Advice()

    def compose(self) -> ComposeResult:
        """Give the frame; the curves come when the logs have been read."""
        yield TopLine("runs", self._walk.session.title)
        with Horizontal(id="runs"):
            yield self.tags
            with Vertical(id="curves"):
                yield self.curve
                yield self.onsets
                yield self.advice
        yield KeyLine()
        yield TooSmall()

    def on_mount(self) -> None:
        """Read the logs, once this is on the screen."""
        self.advice.keys("reading the logs")
        self.call_after_refresh(fetch, self, lambda: read(self._walk))

    def on_read(self, event: Read) -> None:
        """Show what was read."""
        event.stop()
        self.advice.display = not event.runs
        if not event.runs:
            self.advice.warn("No log of this session can be read any more; it may have been moved.")
            return
        self.onsets.show(event.onsets)
        self.curve.take(event.runs, event.onsets)
        self.tags.show(event.runs, event.onsets)
        self.tags.focus()
        self.query_one(TopLine).show("runs", ", ".join(short_names([run.name for run in event.runs])))

    def on_refused(self, event: Refused) -> None:
        """Say why nothing can be shown."""
        event.stop()
        self.advice.wrong(event.error)

    def on_tag_list_chosen(self, event: TagList.Chosen) -> None:
        """Draw another tag."""
        event.stop()
        self.onsets.choose(event.tag)
        self.curve.show(event.tag)

    def action_switch_scale(self) -> None:
        """Switch between the scales."""
        self.curve.switch_scale()

    def action_show_run(self) -> None:
        """Bring the next run to the front, after the last one all of them."""
        self.curve.next_run()

    def action_explain_question(self) -> None:
        """Show the keys."""
        from coach.tui.screens.help import HelpScreen, live_keys  # noqa: PLC0415 - only what is shown is loaded

        self.app.push_screen(HelpScreen((), live_keys(self.active_bindings.values())))

    def action_go_back(self) -> None:
        """Go back to the walk."""
        self.dismiss(None)
