"""What a watched run looks like: how it stands, the curves that claims watch with their lines, what was told."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from coach.tui.drawing import Drawn
from coach.tui.plain_text import clipped, wrapped
from coach.tui.widgets.curve import LEAST_HEIGHT, number, plot_lines
from coach.tui.widgets.plane import Curve
from coach.tui.widgets.top_line import top_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.runs.series import Series

KEYS = "q leaves; the run goes on"
TOLD = 4
"""Tidings that stay on the screen, the newest (editorial)."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LINE_POINTS = 600
"""Points of a tripwire's line: more than a terminal has dots across."""


class WatchedPlot(NamedTuple):
    """A quantity with the value at which a claim about it is decided."""

    tag: str
    threshold: float
    is_tripwire: bool
    series: tuple[Series, ...]


class Watched(NamedTuple):
    """Everything that is shown; `told` holds lines, the newest last."""

    title: str
    standing: str
    plots: tuple[WatchedPlot, ...] = ()
    told: tuple[str, ...] = ()


def plot_of(plot: WatchedPlot, width: int, height: int) -> list[Content]:
    """Give one quantity: its name with the line's value, and the curves with the line drawn in."""
    name = "tripwire" if plot.is_tripwire else "claim"
    head = clipped(f"{plot.tag}   ┄ {name} at {number(plot.threshold)}", width, "bold")
    lines = plot_lines(_curves(plot), (), width, height, is_log=False)
    return [head, *(lines[1:] if len(lines) > 1 else lines)]  # nothing is marked above the curves


def _curves(plot: WatchedPlot) -> list[Curve]:
    import numpy as np  # noqa: PLC0415 - only a curve needs it

    runs = [each for each in plot.series if len(each)]
    curves = [
        Curve(letter, "$accent", each.step, each.value, each.segment)
        for letter, each in zip(_LETTERS, runs, strict=False)
    ]
    if not curves:
        return []
    left, right = min(int(each.step.min()) for each in runs), max(int(each.step.max()) for each in runs)
    step = np.unique(np.linspace(left, right, _LINE_POINTS).astype(np.int64))
    line = Curve(
        "┄", "$bad", step, np.full(len(step), plot.threshold), np.zeros(len(step), np.int32), is_front=False
    )
    return [*curves, line]  # the line is seen through the curves


def watch_lines(watched: Watched, width: int, height: int) -> list[Content]:
    """Give the whole picture in so many lines: as many plots as there is room for, the first ones first."""
    head = [
        top_line("watch", watched.title, KEYS, width),
        Content(""),
        *wrapped(watched.standing, width, "bold"),
    ]
    told = [line for each in watched.told[-TOLD:] for line in wrapped(each, width)]
    foot = [Content(""), *told] if told else []
    room = height - len(head) - len(foot)
    count = min(len(watched.plots), room // (LEAST_HEIGHT + 2))
    lines = list(head)
    for plot in watched.plots[:count]:
        lines += [Content(""), *plot_of(plot, width, room // count - 1)]
    left_out = len(watched.plots) - count
    if left_out and len(lines) + len(foot) < height:
        lines.append(clipped(f"{left_out} more would need a taller terminal", width, "$quiet"))
    return [*lines, *foot][:height]


class WatchView(Drawn):
    """The picture."""

    def __init__(self) -> None:
        super().__init__()
        self._watched = Watched("", "Reading the logs ...")

    def show(self, watched: Watched) -> None:
        """Show something newer."""
        self._watched = watched
        self.refresh(layout=True)

    def draw(self, width: int) -> Sequence[Content]:
        """Give the lines for the room there is."""
        return watch_lines(self._watched, width, max(1, self.size.height))
