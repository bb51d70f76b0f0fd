"""The logs of a case's day as curves.

What stands out to the detectors is told once the person's own explanations are down, as everywhere: first one's own
eyes. When the drill is over, the onset of what they showed is marked too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from coach.errors import CoachError
from coach.tui.drawing import Drawn, hung
from coach.tui.plain_text import clipped, wrapped
from coach.tui.plot_settings import PlotSettings
from coach.tui.widgets.curve import LEAST_HEIGHT, Mark, plot_lines, steps
from coach.tui.widgets.run_names import curves_of, letter
from coach.tui.widgets.symptom_list import SIGNS, STYLES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.app import ComposeResult

    from coach.runs import Run
    from coach.runs.symptom import Symptom
    from coach.session.drill.case import Clue

PLOT_HEIGHT = LEAST_HEIGHT + 3
MOST_TAGS = 24
MOST_TOLD = 9
"""Symptoms that are told: there are nine digits."""
NOTHING = "Nothing stands out to the detectors; an eye may see more."
FIRST_YOUR_OWN = "What stands out to the detectors is told here once your own explanations are down."


class Logs(NamedTuple):
    """What was read.

    Attributes:
        runs: the runs.
        tags: their tags, those that something is to be seen in first.
        clues: what they showed; empty before the drill is over.
        told: what stands out, with the name of its run, the most disturbing first; None before it may be told.
    """

    runs: tuple[Run, ...]
    tags: tuple[str, ...]
    clues: tuple[Clue, ...]
    told: tuple[tuple[str, Symptom], ...] | None = None


def logs_of(runs: tuple[Run, ...], clues: tuple[Clue, ...], *, is_told: bool = False) -> Logs:
    """Give the runs with their tags, and what stands out in them where that may be told."""
    told = standing_out(runs) if is_told else None
    first = dict.fromkeys((*(each.tag for each in clues), *(each.tag for _, each in told or ())))
    tags = dict.fromkeys(tag for run in runs for tag in run.series)
    places = {tag: at for at, tag in enumerate(first)}
    ordered = sorted(tags, key=lambda tag: (places.get(tag, len(places)), tag))
    return Logs(runs, tuple(ordered[:MOST_TAGS]), clues, told)


def standing_out(runs: Sequence[Run]) -> tuple[tuple[str, Symptom], ...]:
    """Give what the detectors say of runs, each with the name of its run, empty for what is said of several."""
    from coach.runs.detectors.detect import detect, detect_across  # noqa: PLC0415 - loads numpy

    found = [(run.name, each) for run in runs for each in detect(run)]
    found += [("", each) for each in (detect_across(runs) if len(runs) > 1 else ())]
    ranks = ("alarm", "warn", "info")
    return tuple(sorted(found, key=lambda each: ranks.index(each[1].severity))[:MOST_TOLD])


def log_lines(logs: Logs, width: int) -> tuple[list[Content], list[int]]:
    """Give what stands out and every tag's plot below one another, and the line at which each symptom's plot begins."""
    names = [f"{letter(at)} {run.name or 'the run'}" for at, run in enumerate(logs.runs)]
    lines = [clipped("   ".join(names), width, "$quiet"), *_told_lines(logs, width)]
    places: dict[str, int] = {}
    for tag in logs.tags:
        here = [each for each in logs.clues if each.tag == tag]
        marks = [Mark("▼", each.onset, is_here=True) for each in here if each.onset is not None]
        marks += [
            Mark(str(at), each.onset_step, is_here=True)
            for at, (_, each) in enumerate(logs.told or (), 1)
            if each.tag == tag and each.onset_step is not None
        ]
        places[tag] = len(lines) + 1
        lines += [Content(""), clipped(tag, width, "bold")]
        lines += [line for each in here for line in wrapped(f"▼ {each.says}", width, "$warn")]
        curves = curves_of(logs.runs, tag, PlotSettings())
        lines += plot_lines(curves, marks, width, PLOT_HEIGHT, is_log=False)
    return lines, [places.get(each.tag, 0) for _, each in logs.told or ()]


def _told_lines(logs: Logs, width: int) -> list[Content]:
    if logs.told is None:
        return [Content(""), *wrapped(FIRST_YOUR_OWN, width, "$quiet")]
    if not logs.told:
        return [Content(""), *wrapped(NOTHING, width, "$quiet")]
    lines = [
        Content(""),
        clipped("What stands out to the detectors; a number jumps to its curve", width, "$quiet"),
    ]
    for at, (name, each) in enumerate(logs.told, 1):
        head = Content.styled(f"{at} {SIGNS[each.severity]} ", STYLES[each.severity])
        run = f"{name}: " if name and len(logs.runs) > 1 else ""
        since = f" (since {steps(each.onset_step)})" if each.onset_step is not None else ""
        lines += hung(head, wrapped(f"{run}{each.says}{since}", max(1, width - head.cell_length)))
    return lines


class LogView(Drawn):
    """The plots.

    Attributes:
        places: the line at which the plot of each symptom begins.
    """

    def __init__(self) -> None:
        super().__init__()
        self._logs: Logs | None = None
        self.places: list[int] = []

    def show(self, logs: Logs) -> None:
        """Show what was read."""
        self._logs = logs
        self.refresh(layout=True)

    def draw(self, width: int) -> Sequence[Content]:
        """Give the lines."""
        if self._logs is None:
            return [Content("Reading the logs ...")]
        lines, self.places = log_lines(self._logs, width)
        return lines


class LogsScreen(Screen[None]):
    """Reads the logs in a thread and shows every curve."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape,l,f5", "leave", "back"),
        *(Binding(str(number), f"jump({number})", show=False) for number in range(1, MOST_TOLD + 1)),
    ]

    def __init__(self, folder: Path, clues: tuple[Clue, ...], *, is_told: bool) -> None:
        """Make it.

        Args:
            folder: the run folder.
            clues: what the logs showed, once that may be known.
            is_told: whether what stands out to the detectors may be told.
        """
        super().__init__()
        self._folder, self._clues, self._is_told = folder, clues, is_told
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
        self.app.call_from_thread(self.view.show, logs_of(runs, self._clues, is_told=self._is_told))

    def action_jump(self, number: int) -> None:
        """Go to the curve of a symptom."""
        if number <= len(self.view.places):
            self.query_one("#logs", VerticalScroll).scroll_to(y=self.view.places[number - 1], animate=False)

    def action_leave(self) -> None:
        """Go back to the case."""
        self.dismiss()
