"""The logs of a case's day as curves; once the drill is over, with the onset of what they showed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from coach.errors import CoachError
from coach.tui.drawing import Drawn
from coach.tui.plain_text import clipped, wrapped
from coach.tui.plot_settings import PlotSettings
from coach.tui.widgets.curve import LEAST_HEIGHT, Mark, plot_lines
from coach.tui.widgets.run_names import curves_of, letter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.app import ComposeResult

    from coach.runs import Run
    from coach.session.drill.case import Clue

PLOT_HEIGHT = LEAST_HEIGHT + 3
MOST_TAGS = 24


class Logs(NamedTuple):
    """What was read: runs, the tags they share, and what to mark."""

    runs: tuple[Run, ...]
    tags: tuple[str, ...]
    clues: tuple[Clue, ...]


def logs_of(runs: tuple[Run, ...], clues: tuple[Clue, ...]) -> Logs:
    """Give the runs with their tags, those that something is to be seen in first."""
    first = [each.tag for each in clues]
    tags = dict.fromkeys(tag for run in runs for tag in run.series)
    ordered = sorted(tags, key=lambda tag: (tag not in first, tag))
    return Logs(runs, tuple(ordered[:MOST_TAGS]), clues)


def log_lines(logs: Logs, width: int) -> list[Content]:
    """Give every tag's plot below one another, and what there is to be seen in it."""
    names = [f"{letter(at)} {run.name or 'the run'}" for at, run in enumerate(logs.runs)]
    lines = [clipped("   ".join(names), width, "$quiet")]
    for tag in logs.tags:
        here = [each for each in logs.clues if each.tag == tag]
        marks = [Mark("▼", each.onset, is_here=True) for each in here if each.onset is not None]
        curves = curves_of(logs.runs, tag, PlotSettings())
        lines += [Content(""), clipped(tag, width, "bold")]
        lines += [line for each in here for line in wrapped(f"▼ {each.says}", width, "$warn")]
        lines += plot_lines(curves, marks, width, PLOT_HEIGHT, is_log=False)
    return lines


class LogView(Drawn):
    """The plots."""

    def __init__(self) -> None:
        super().__init__()
        self._logs: Logs | None = None

    def show(self, logs: Logs) -> None:
        """Show what was read."""
        self._logs = logs
        self.refresh(layout=True)

    def draw(self, width: int) -> Sequence[Content]:
        """Give the lines."""
        return [Content("Reading the logs ...")] if self._logs is None else log_lines(self._logs, width)


class LogsScreen(Screen[None]):
    """Reads the logs in a thread and shows every curve."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q,escape,l", "leave", "back")]

    def __init__(self, folder: Path, clues: tuple[Clue, ...]) -> None:
        super().__init__()
        self._folder, self._clues = folder, clues
        self.view = LogView()

    def compose(self) -> ComposeResult:
        """Give the plots, to be scrolled."""
        yield VerticalScroll(self.view, id="logs")
        yield Static("up and down scroll, esc goes back", id="keys")

    def on_mount(self) -> None:
        """Read without holding up the screen."""
        self.query_one("#logs").focus()
        self.read()

    @work(thread=True)
    def read(self) -> None:
        """Read the logs."""
        from coach.runs import read_runs  # noqa: PLC0415 - loads numpy

        try:
            runs = read_runs([self._folder])
        except CoachError:
            runs = ()
        self.app.call_from_thread(self.view.show, logs_of(runs, self._clues))

    def action_leave(self) -> None:
        """Go back to the case."""
        self.dismiss()
